// What is kept on this phone: a draft for each form, forgotten once it is sent or its survey is over, and what waits
// to be sent.

const PLACE = location.pathname;
const DRAFT = "minyi:draft:";
const QUEUE = "minyi:queue:";

// A phone may forbid storage, be full, or fail at any moment. What could not be written is remembered here, by key, for
// as long as this page is open, and goes before what is stored.
const unwritten = {};
const keeps = () => !Object.keys(unwritten).length;

function store(key, value) {
  unwritten[key] = JSON.stringify(value);
  try {
    localStorage.setItem(key, unwritten[key]);
    delete unwritten[key];
  } catch (_) {
    // It is remembered.
  }
}

function forget(key) {
  delete unwritten[key];
  try {
    localStorage.removeItem(key);
  } catch (_) {
    // There is nothing.
  }
}

function stored(key) {
  try {
    return JSON.parse(unwritten[key] || localStorage.getItem(key) || null);
  } catch (_) {
    return null;
  }
}

function storedKeys(beginning) {
  let written = [];
  try {
    written = Object.keys(localStorage).filter((key) => !(key in unwritten));
  } catch (_) {
    // None.
  }
  return written.concat(Object.keys(unwritten)).filter((key) => key.startsWith(beginning));
}
