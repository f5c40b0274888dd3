// What an interviewer's phone forgets: her list, the codes, and forms that somebody began and did not send. What waits to be
// sent stays until it is.

const FIELD = "/studio/field";
const CODES = "minyi:codes";
const VISIT = "minyi:visit:";

const isHandedOver = (place) => place.startsWith("/i/");

// Forms that were filled in here and wait to be sent.
const waitingForms = () => storedKeys(QUEUE).map(stored).filter((item) => item && isHandedOver(item.place));

// A draft that was begun, or the answers of one that waits.
function forgetDrafts() {
  const waits = waitingForms().map((item) => item.fill);
  for (const key of storedKeys(DRAFT)) {
    if (!isHandedOver(key.slice(DRAFT.length))) continue;
    const kept = stored(key);
    if (kept && waits.includes(kept.fill)) store(key, Object.assign(kept, { typed: {} }));
    else forget(key);
  }
}

// The list with its addresses, the codes, and the blank forms behind them.
async function forgetRound() {
  forgetDrafts();
  forget(CODES);
  if (!self.caches) return;
  await caches.delete("field");
  const forms = await caches.open("forms");
  for (const request of await forms.keys()) {
    const { pathname } = new URL(request.url);
    if (pathname === FIELD || isHandedOver(pathname)) await forms.delete(request);
  }
}
