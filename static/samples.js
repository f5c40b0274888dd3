// What a design can prove, worked out anew while its fields change. Without this the button does it.
(() => {
  const form = document.querySelector("form[data-live]");
  if (!form) return;
  const shown = document.getElementById(form.dataset.live);
  let waiting = 0;
  let last = 0;

  const renew = async () => {
    const turn = (last += 1);
    const query = new URLSearchParams(new FormData(form));
    const address = `${form.getAttribute("action")}?${query}`;
    shown.setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(address, { credentials: "same-origin" });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const renewed = page.getElementById(shown.id);
      if (turn !== last || !renewed) return;
      // Name and seed, typed for the draw, stay.
      const typed = new Map([...shown.querySelectorAll("input[id]")].map((input) => [input.id, input.value]));
      shown.replaceChildren(...renewed.childNodes);
      for (const [id, value] of typed) {
        const input = shown.querySelector(`#${CSS.escape(id)}`);
        if (input) input.value = value;
      }
      history.replaceState(null, "", address);
    } catch {
      // Out of reach: the button still asks, and tells.
    } finally {
      if (turn === last) shown.removeAttribute("aria-busy");
    }
  };

  form.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(renew, 400);
  });
})();
