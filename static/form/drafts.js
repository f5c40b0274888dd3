
// What is kept on this phone: a draft for each form, forgotten once it is sent or its survey has closed.

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

function sweep() {
  for (const key of storedKeys(DRAFT).concat(storedKeys(QUEUE))) {
    const kept = stored(key);
    if (!kept || kept.closes < Date.now()) forget(key);
  }
}

function newDraft() {
  const bytes = Array.from(crypto.getRandomValues(new Uint8Array(16)));
  const fill = bytes.map((byte) => ("0" + byte.toString(16)).slice(-2)).join("");
  return { fill, at: "intro", seen: [], nudged: [], told: -1, reached: 0, started: Date.now(), closes: data.closes, typed: {} };
}

let draft = null;

function saveDraft() {
  draft.typed = typed();
  store(DRAFT + PLACE, draft);
}

// A new fill for the next person; the server draws its variant anew where it can be reached.
function startAnew() {
  forget(DRAFT + PLACE);
  draft = null;
  const language = new URLSearchParams(location.search).get("lang");
  location.replace(PLACE + "?fill=new" + (language ? "&lang=" + language : ""));
}

// Counts joined to nobody: opened, reached question k, sent. No identifier goes along.
function tell(sent) {
  if (!navigator.sendBeacon || data.preview || !draft || (draft.reached <= draft.told && !sent)) return;
  const counts = new URLSearchParams({ variant: form.elements._variant.value });
  if (draft.reached > draft.told) {
    counts.append("from", draft.told + 1);
    counts.append("to", draft.reached);
  }
  if (sent) counts.append("sent", "1");
  if (navigator.sendBeacon(data.progress, counts)) draft.told = draft.reached;
}
