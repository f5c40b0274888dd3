
// Sending: once, however often it is tried. What cannot be sent now waits on the phone and is sent by the
// service worker where it can, else by the next page of ours that is open while there is a network.

let running = Promise.resolve();

// Whether the last trial reached a server that could not take the form in.
let busy = false;

function bodyOf(path) {
  const body = new URLSearchParams();
  for (const field of ownFields()) {
    const asked = path.asked.includes(field.closest("fieldset").id);
    if (asked && (isMark(field) ? field.checked : field.value)) body.append(field.name, field.value);
  }
  body.append("_variant", form.elements._variant.value);
  body.append("_fill", draft.fill);
  return filledUp(body + "&_pad=");
}

// To the length that all forms of this survey are sent in: on the network nothing else is seen of a form.
function filledUp(body) {
  const length = Math.max(data.length, Math.ceil(body.length / 512) * 512);
  return body + "0".repeat(length - body.length);
}

function addressNow() {
  const query = new URLSearchParams({ lang: data.language });
  if (document.documentElement.classList.contains("elder")) query.append("size", "large");
  return PLACE + "?" + query;
}

async function handToWorker(item) {
  if (!navigator.serviceWorker || !self.caches) return false;
  const worker = await navigator.serviceWorker.getRegistration("/");
  if (!worker || !worker.sync) return false;
  const waiting = await caches.open("waiting");
  await waiting.put("/waiting/" + item.fill, new Response(JSON.stringify(item)));
  await worker.sync.register("send");
  return true;
}

// What the worker has sent while no page was open.
async function sentByWorker(item) {
  if (!self.caches) return null;
  const kept = await (await caches.open("sent")).match("/waiting/" + item.fill);
  if (!kept) return null;
  const [status, address] = ["x-status", "x-address"].map((name) => kept.headers.get(name));
  return { status: +status, address, page: await kept.text() };
}

async function post(item) {
  const headers = { "content-type": "application/x-www-form-urlencoded" };
  const response = await fetch(item.address, { method: "POST", body: item.body, headers, credentials: "same-origin" });
  return { status: response.status, address: response.url, page: await response.text() };
}

// Tries everything that waits, one round after the other. `shown` gets the outcome of the form on this page.
function flush(shown) {
  running = running.then(() => tryAll(shown)).catch(() => {});
  return running;
}

// What no page of ours says is no answer: a hotel's network asks for its password, a gateway is overloaded.
const isAnswer = ({ status, page }) => status < 500 && status !== 429 && page.includes('id="main"');

// Ends at the first failure of the network: what waits goes on waiting.
async function tryAll(shown) {
  busy = false;
  for (const key of storedKeys(QUEUE)) {
    const item = stored(key);
    const outcome = (await sentByWorker(item).catch(() => null)) || (await post(item));
    busy = !isAnswer(outcome);
    if (busy) continue;
    takeBack(key);
    if (item.place === PLACE && draft && item.fill === draft.fill) shown(outcome);
  }
}

// Puts the form in the queue and tries it at once; true where the worker watches over it.
async function send(path, shown) {
  const item = { fill: draft.fill, place: PLACE, address: addressNow(), body: bodyOf(path), closes: data.closes };
  store(QUEUE + item.fill, item);
  await flush(shown);
  if (!stored(QUEUE + item.fill)) return false;
  return handToWorker(item).catch(() => false);
}

const isWaiting = () => Boolean(stored(QUEUE + draft.fill));
