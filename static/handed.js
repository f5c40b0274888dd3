// A form that an interviewer hands over with her phone. What a household has typed and not sent is shown to nobody who
// opens the form again: its draft is gone before the form looks for one. Only a change of language keeps it. Of a form that
// waits to be sent the draft stays, without its answers.
{
  const { back, say } = document.currentScript.dataset;
  const place = location.pathname;
  const draft = "minyi:draft:" + place;
  const rereading = "minyi:rereading";
  // The other language may take long on a slow network, or not be reached: what opens the form later is another wish. In
  // milliseconds.
  const SOON = 60000;

  try {
    const kept = JSON.parse(localStorage.getItem(draft) || "null");
    const waits = kept && localStorage.getItem("minyi:queue:" + kept.fill);
    const asked = JSON.parse(sessionStorage.getItem(rereading) || "{}");
    const isReread = asked.place === place && Math.abs(Date.now() - asked.at) < SOON;
    if (waits) localStorage.setItem(draft, JSON.stringify(Object.assign(kept, { typed: {} })));
    else if (!isReread) localStorage.removeItem(draft);
    sessionStorage.removeItem(rereading);
  } catch (_) {
    // This phone keeps nothing.
  }

  document.addEventListener("click", (event) => {
    if (!event.target.closest(".top [formaction][lang]")) return;
    try {
      sessionStorage.setItem(rereading, JSON.stringify({ place, at: Date.now() }));
    } catch (_) {
      // Nothing was kept.
    }
  }, true);

  // A browser may keep the page as it was left, answers and all, for whoever goes back.
  addEventListener("pagehide", () => (document.body.hidden = true));
  addEventListener("pageshow", (event) => event.persisted && location.reload());

  // The copy that is kept for use without a network has one already, whose style is not obeyed there.
  const old = document.querySelector(".handed");
  if (old) old.remove();
  const way = document.createElement("a");
  Object.assign(way, { href: back, textContent: say, className: "button" });
  const line = document.createElement("p");
  line.className = "handed";
  line.style.padding = "0 1rem 1rem";
  line.appendChild(way);
  document.querySelector(".foot").before(line);
}
