// What a resident does and sees, evaluated in the page: in the language of 2017 too.
window.journey = (() => {
  const one = (css) => document.querySelector(css);
  const isSeen = (it) => it.getClientRects().length > 0;
  const seen = (css) => Array.from(document.querySelectorAll(css)).filter(isSeen);
  const faults = [];
  let left = "";

  addEventListener("error", (event) => faults.push(event.message));
  addEventListener("unhandledrejection", (event) => faults.push(String(event.reason)));
  // Here nobody presses by mistake, so no press that comes at once is passed over.
  if (typeof HANDS !== "undefined") HANDS.still = 0;

  // The screen that is shown: a question by its name, or one of the others.
  function screen() {
    const shown = one(".question.now, .intro.now, .screen.now");
    if (!shown) return "";
    return shown.querySelector(".given") ? "review" : shown.id;
  }

  return {
    faults,
    screen,
    // Whether another screen than the one left is shown.
    hasMoved: () => screen() && screen() !== left,

    // Chooses the second choice (the first of age and residence ends the survey) by its words.
    answer() {
      const labels = seen(".question label.choice");
      const label = labels[Math.min(1, labels.length - 1)];
      label.click();
      if (!label.querySelector("input").checked) faults.push(screen() + ": not chosen");
    },

    // Presses the button that leads on.
    goOn() {
      left = screen();
      one(".next").click();
    },

    // What is wrong with a screen that shows one question and nothing else, no wider than it is, with the button that
    // leads on in sight.
    misplaced() {
      const box = one(".next").getBoundingClientRect();
      const found = [];
      if (seen(".question").length !== 1) found.push(seen(".question").length + " questions are shown");
      if (seen(".intro, .screen").length) found.push("something else is shown");
      if (document.documentElement.scrollWidth > innerWidth) found.push("wider than the screen");
      if (box.top < 0 || box.bottom > innerHeight + 1) found.push("the way on is out of sight");
      return found;
    },

    // How many rows the review has, and in how many of them nothing is answered.
    review: () => ({ rows: seen(".given > div").length, unanswered: seen(".given .none").length }),
  };
})()
