// The fill in hand: its answers, where one is, how far one got. All windows in which the form is open share one, question
// by question: a window writes what was answered in it, and takes over what was answered in another.

function newDraft() {
  const bytes = Array.from(crypto.getRandomValues(new Uint8Array(16)));
  const fill = bytes.map((byte) => ("0" + byte.toString(16)).slice(-2)).join("");
  return { fill, at: "intro", seen: [], nudged: [], told: -1, reached: 0, closes: data.closes, typed: {} };
}

let draft = null;

// The questions answered in this window since it last wrote.
let answeredHere = [];

// Of somebody who is not asked nothing is kept, and nothing is written before one says whose draft it is.
function saveDraft() {
  if (!draft || screensWithoutDraft.includes(draft.at)) return;
  join(stored(DRAFT + PLACE));
  store(DRAFT + PLACE, draft);
  answeredHere = [];
}
const screensWithoutDraft = ["ended", "found"];

// Takes over what another window has written, but for what was answered here since. True if that is another answer.
function join(kept) {
  const here = typed();
  if (!kept) {
    draft.typed = here;
    return false;
  }
  draft.fill = kept.fill;
  draft.seen = draft.seen.concat(kept.seen.filter((id) => !draft.seen.includes(id)));
  draft.typed = Object.assign({}, kept.typed);
  for (const field of ownFields()) {
    if (!answeredHere.includes(field.closest("fieldset").id)) continue;
    delete draft.typed[nameOf(field)];
    if (here[nameOf(field)]) draft.typed[nameOf(field)] = here[nameOf(field)];
  }
  const differs = ownFields().some((field) => String(here[nameOf(field)]) !== String(draft.typed[nameOf(field)]));
  if (differs) giveBack(draft.typed);
  return differs;
}

// A new fill for the next person; the server draws its variant anew where it can be reached.
function startAnew() {
  const kept = stored(DRAFT + PLACE);
  if (kept && Object.keys(kept.typed).length && !isWaiting() && !confirm(words.eraseSure)) return;
  forget(DRAFT + PLACE);
  draft = null;
  const language = new URLSearchParams(location.search).get("lang");
  location.replace(PLACE + "?fill=new" + (language ? "&lang=" + language : ""));
}

// Counts joined to nobody: opened, reached question k, sent. No identifier goes along.
function tell(sent) {
  if (!navigator.sendBeacon || !data.progress || !draft || (draft.reached <= draft.told && !sent)) return;
  const counts = new URLSearchParams();
  // As long for one variant as for another.
  const count = (name, number) => counts.append(name, ("00" + number).slice(-3));
  count("variant", form.elements._variant.value);
  if (draft.reached > draft.told) {
    count("from", draft.told + 1);
    count("to", draft.reached);
  }
  if (sent) counts.append("sent", "1");
  // Said of what kind it is: browsers of 2018 send what they are given as plain text.
  const beacon = new Blob([counts], { type: "application/x-www-form-urlencoded" });
  if (!navigator.sendBeacon(data.progress, beacon)) return;
  draft.told = draft.reached;
  const kept = stored(DRAFT + PLACE);
  if (kept) store(DRAFT + PLACE, Object.assign(kept, { told: draft.told }));
}
