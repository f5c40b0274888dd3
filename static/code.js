
// Groups a code by fours while it is typed, and reads O as 0, I and L as 1.

for (const field of document.querySelectorAll("input.code")) {
  const clean = (text) => {
    const symbols = text.toUpperCase().replace(/O/g, "0").replace(/[IL]/g, "1");
    return symbols.replace(/[^0-9A-Z]/g, "").slice(0, 16);
  };
  const grouped = (symbols) => symbols.replace(/(.{4})(?=.)/g, "$1-");
  field.addEventListener("input", (event) => {
    if (event.isComposing) return;
    const before = clean(field.value.slice(0, field.selectionStart));
    field.value = grouped(clean(field.value));
    const at = grouped(before + "0").length - 1;
    field.setSelectionRange(at, at);
  });
}
