// From the answers to what is sent.

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
  return PLACE + "?lang=" + data.language + (isElder() ? "&size=large" : "");
}

async function handToWorker(item) {
  const worker = await navigator.serviceWorker.getRegistration("/");
  if (!worker || !worker.sync) return false;
  const waiting = await caches.open("waiting");
  await waiting.put("/waiting/" + item.fill, new Response(JSON.stringify(item)));
  await worker.sync.register("send");
  return true;
}

// Puts the form in the queue and tries it at once; true where the worker watches over it.
async function send(path, shown) {
  const item = { fill: draft.fill, place: PLACE, address: addressNow(), body: bodyOf(path) };
  store(QUEUE + item.fill, item);
  await flush(isHere, shown);
  return isWaiting() && handToWorker(item).catch(() => false);
}

// Whether what waits is the form of this page.
const isHere = (item) => Boolean(draft && item.fill === draft.fill);
const isWaiting = () => Boolean(draft && stored(QUEUE + draft.fill));
