// Tells the exact figure of what is pointed at in a drawing, or stepped to by the keys of a keyboard, in a line below it.

(function () {
  const BACK = ["ArrowLeft", "ArrowUp"];
  const ON = ["ArrowRight", "ArrowDown"];

  for (const drawing of document.querySelectorAll("main svg[role=img]")) {
    const told = Array.from(drawing.querySelectorAll("title"), (title) => title.parentNode).filter((it) => it !== drawing);
    if (told.length > 0) follow(drawing, told);
  }

  function follow(drawing, told) {
    const words = told.map((it) => it.removeChild(it.querySelector("title")).textContent);
    const line = document.createElement("output");
    line.className = "told-line";
    drawing.parentNode.insertBefore(line, drawing.nextSibling);
    drawing.setAttribute("tabindex", "0");
    let at = -1;

    function tell(next) {
      if (at >= 0) told[at].classList.remove("at");
      at = Math.max(0, Math.min(next, told.length - 1));
      told[at].classList.add("at");
      line.textContent = words[at];
    }

    told.forEach((it, place) => it.addEventListener("mouseenter", () => tell(place)));
    drawing.addEventListener("focus", () => {
      if (at < 0) tell(0);
    });
    drawing.addEventListener("keydown", (event) => {
      if (event.altKey || event.ctrlKey || event.metaKey) return;
      if (ON.includes(event.key)) tell(at + 1);
      else if (BACK.includes(event.key)) tell(at - 1);
      else if (event.key === "Home") tell(0);
      else if (event.key === "End") tell(told.length - 1);
      else return;
      event.preventDefault();
    });
  }
})();
