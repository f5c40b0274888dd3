
// What is kept on this phone: a draft for each form, forgotten once it is sent or its survey has closed, and what
// waits to be sent.

const PLACE = location.pathname;
const DRAFT = "minyi:draft:";
const QUEUE = "minyi:queue:";

// Stands in where the browser keeps nothing: the form then works as long as its page is open.
class Memory {
  getItem(key) {
    return this[key];
  }
  setItem(key, value) {
    this[key] = value;
  }
  removeItem(key) {
    delete this[key];
  }
}

const shelf = (() => {
  try {
    localStorage.setItem("minyi:probe", "1");
    localStorage.removeItem("minyi:probe");
    return localStorage;
  } catch (_) {
    return new Memory();
  }
})();

const store = (key, value) => shelf.setItem(key, JSON.stringify(value));
const forget = (key) => shelf.removeItem(key);
const storedKeys = (beginning) => Object.keys(shelf).filter((key) => key.startsWith(beginning));

function stored(key) {
  try {
    return JSON.parse(shelf.getItem(key) || null);
  } catch (_) {
    return null;
  }
}

// What waits to be sent, here and with the worker.
function takeBack(key) {
  forget(key);
  if (self.caches) dropWaiting(key.slice(QUEUE.length)).catch(() => {});
}
async function dropWaiting(fill) {
  for (const name of ["waiting", "sent"]) await (await caches.open(name)).delete("/waiting/" + fill);
}

function sweep() {
  const isOver = (kept) => !kept || kept.closes < Date.now();
  for (const key of storedKeys(DRAFT)) if (isOver(stored(key))) forget(key);
  for (const key of storedKeys(QUEUE)) if (isOver(stored(key))) takeBack(key);
}
