
// Groups a code by fours while it is typed, and reads O as 0, I and L as 1, wide letters as narrow ones.

for (const field of document.querySelectorAll("input.code")) {
  const clean = (text) => {
    const narrow = text.replace(/[！-～]/g, (wide) => String.fromCharCode(wide.charCodeAt(0) - 0xfee0));
    const symbols = narrow.toUpperCase().replace(/O/g, "0").replace(/[IL]/g, "1");
    return symbols.replace(/[^0-9A-Z]/g, "").slice(0, 16);
  };
  const grouped = (symbols) => symbols.replace(/(.{4})(?=.)/g, "$1-");
  let last = field.value;
  function tidy(event) {
    if (event.isComposing) return;
    let before = clean(field.value.slice(0, field.selectionStart));
    let after = clean(field.value).slice(before.length);
    // Only a dash was taken away, which would come back: what stands beside it is meant.
    if (field.value.length === last.length - 1 && before + after === clean(last)) {
      if (event.inputType === "deleteContentForward") after = after.slice(1);
      else before = before.slice(0, -1);
    }
    field.value = last = grouped(before + after);
    const at = grouped(before + "0").length - 1;
    field.setSelectionRange(at, at);
  }
  field.addEventListener("input", tidy);
  field.addEventListener("compositionend", tidy);
}
