
// The fill in hand: its answers, where one is, how far one got.

function newDraft() {
  const bytes = Array.from(crypto.getRandomValues(new Uint8Array(16)));
  const fill = bytes.map((byte) => ("0" + byte.toString(16)).slice(-2)).join("");
  return { fill, at: "intro", seen: [], nudged: [], told: -1, reached: 0, closes: data.closes, typed: {} };
}

let draft = null;

// Of somebody who is not asked nothing is kept.
function saveDraft() {
  if (!draft || draft.at === "ended") return;
  draft.typed = typed();
  store(DRAFT + PLACE, draft);
}

// A new fill for the next person; the server draws its variant anew where it can be reached.
function startAnew() {
  const kept = stored(DRAFT + PLACE);
  if (kept && Object.keys(kept.typed).length && !isWaiting() && !confirm(words.otherSure)) return;
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
  if (!navigator.sendBeacon(data.progress, counts)) return;
  draft.told = draft.reached;
  if (stored(DRAFT + PLACE)) store(DRAFT + PLACE, draft);
}
