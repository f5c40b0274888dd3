// What waits to be sent: tried as often as need be, counted once. The service worker tries it where it can, else
// whichever page of ours is open.

// A trial that has no answer by then is given up; the next does not wait for it, and its answer counts if it comes.
const LONGEST_TRIAL = 20000;

// Whether the last trial got an answer that was not ours, or none but "not now".
let busy = false;

// What an answer is: the word of a page of ours in its header. Without it somebody else answered, or it is not now.
const wordOf = (response) => response.headers.get("minyi-form");

async function post(item) {
  const headers = { "content-type": "application/x-www-form-urlencoded" };
  const response = await fetch(item.address, { method: "POST", body: item.body, headers, credentials: "same-origin" });
  return { word: wordOf(response), address: response.url, page: await response.text() };
}

// What the worker has sent while no page was open.
async function sentByWorker(item) {
  const kept = await (await caches.open("sent")).match("/waiting/" + item.fill);
  return kept && { word: wordOf(kept), address: kept.headers.get("x-address"), page: await kept.text() };
}

// What waits no more, here and with the worker.
function takeBack(key) {
  forget(key);
  if (self.caches) dropWaiting(key.slice(QUEUE.length)).catch(() => {});
}
async function dropWaiting(fill) {
  for (const name of ["waiting", "sent"]) await (await caches.open(name)).delete("/waiting/" + fill);
}

// Tries everything that waits; `shown` gets what has become of a form that `isHere`, on this page.
function flush(isHere, shown) {
  const late = new Promise((resolve) => setTimeout(resolve, LONGEST_TRIAL));
  const tryOne = (key) => Promise.race([attempt(key, isHere, shown), late]).catch(() => (busy = false));
  return Promise.all(storedKeys(QUEUE).map(tryOne));
}

async function attempt(key, isHere, shown) {
  const item = stored(key);
  if (!item) return forget(key);
  const outcome = (await sentByWorker(item).catch(() => null)) || (await post(item));
  busy = !outcome.word;
  // What became of a form that was not counted its owner hears where it is opened.
  if (busy || !stored(key) || (outcome.word !== "done" && !isHere(item))) return;
  takeBack(key);
  if (isHere(item)) shown(outcome);
}

// Moves what stands within a page of the server to another place, in which nothing stands then but that.
function move(from, to) {
  to.textContent = "";
  for (const node of Array.from(from.childNodes)) to.appendChild(document.importNode(node, true));
}

// Puts the answer of the server in the place of the page.
function putInPlace({ page, address }) {
  const answer = new DOMParser().parseFromString(page, "text/html");
  const main = document.getElementById("main");
  move(answer.querySelector("main"), main);
  document.title = answer.title;
  history.replaceState({ over: true }, "", new URL(address).pathname + new URL(address).search);
  main.focus();
  scrollTo(0, 0);
}

// Nothing is erased because the phone thinks it late: the server is asked, and only where it says so a draft goes.
async function sweep() {
  for (const key of storedKeys(DRAFT)) {
    const kept = stored(key);
    const place = key.slice(DRAFT.length);
    if (!kept) forget(key);
    else if (kept.closes < Date.now() && place !== PLACE) {
      const response = await fetch(place, { method: "HEAD", credentials: "same-origin" });
      if (wordOf(response) === "over") forget(key);
    }
  }
}
