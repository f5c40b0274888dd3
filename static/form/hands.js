// Hands that tremble: for a moment after a screen has changed no press counts. Nobody has yet seen what is under the
// finger, and what was pressed twice was meant once.

// In milliseconds.
const HANDS = { still: 500, stillLarge: 800 };
const root = document.documentElement;
const isElder = () => root.classList.contains("elder");

let changedAt = 0;
const screenHasChanged = () => (changedAt = performance.now());
const isTooSoon = () => performance.now() - changedAt < (isElder() ? HANDS.stillLarge : HANDS.still);

function holdStill(event) {
  if (!isTooSoon()) return;
  event.preventDefault();
  event.stopImmediatePropagation();
}
for (const kind of ["click", "submit"]) document.addEventListener(kind, holdStill, true);
