// The list of an interviewer: it works without a network once its households were taken along, and shows what waits.

async function startRound() {
  const phone = document.getElementById("phone");
  const words = phone.dataset;
  const { user, policy } = words;
  const put = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);
  const along = phone.querySelector("form");
  const note = along.querySelector("[role=status]");
  const waiting = phone.querySelector(".waiting");
  const token = along.elements._csrf.value;
  const cards = Array.from(document.querySelectorAll(".door"));
  const codes = () => (stored(CODES) || { codes: {} }).codes;
  // The day in China, wherever the phone thinks it is.
  const today = () => new Date(Date.now() + 8 * 3600000).toISOString().slice(0, 10);
  const howMany = () => visitsOf(user).length + waitingForms().length;
  // The page as it came, before anything on it is changed.
  const pristine = document.cloneNode(true);

  // A list of another day that was kept, or of somebody else: its addresses are nobody's business any more.
  if (words.kept && words.day !== today()) {
    await forgetRound();
    document.getElementById("main").textContent = words.old;
    return;
  }
  if ((stored(CODES) || { user }).user !== user) await forgetRound();
  forgetDrafts();
  if (self.caches && navigator.serviceWorker && Object.keys(codes()).length && !words.kept) keepList().catch(() => {});

  async function keepList() {
    pristine.getElementById("phone").dataset.kept = "yes";
    for (const told of pristine.querySelectorAll("main > .notice[role]")) told.remove();
    await keepPage(location.pathname + location.search, pristine, policy);
  }

  function showWaiting() {
    const visits = visitsOf(user);
    const forms = waitingForms();
    waiting.hidden = !visits.length && !forms.length;
    const said = [];
    if (visits.length) said.push(put(words.visits, { count: visits.length }));
    if (forms.length) said.push(put(words.forms, { count: forms.length }));
    if (signedOut) said.push(words.signIn);
    waiting.querySelector("p").textContent = said.join(" ");
    const list = waiting.querySelector("ul");
    list.textContent = "";
    for (const visit of visits.filter((one) => one.said !== undefined)) list.appendChild(refusal(visit));
    for (const form of forms) list.appendChild(wayTo(form));
    for (const card of cards) showCard(card, visits, forms);
  }

  function refusal(visit) {
    const drop = document.createElement("button");
    Object.assign(drop, { type: "button", textContent: words.drop, className: "quiet" });
    drop.addEventListener("click", () => {
      forget(keyOf(visit));
      showWaiting();
    });
    const line = document.createElement("li");
    line.append(visit.case + " " + visit.name + " " + visit.said + " ", drop);
    return line;
  }

  // A form that is not taken says why where it is opened; its answers are not shown there.
  function wayTo(form) {
    const way = document.createElement("a");
    Object.assign(way, { href: form.place, textContent: words.formWaits });
    const line = document.createElement("li");
    line.append(way);
    return line;
  }

  function showCard(card, visits, forms) {
    const number = card.dataset.case;
    const visit = visits.filter((one) => one.case === number && one.said === undefined).pop();
    const form = codes()[number];
    const filled = form && forms.some((item) => item.place === new URL(form, location.href).pathname);
    const waits = card.querySelector(".waits");
    waits.textContent = filled ? words.filled : visit ? put(words.waits, { result: visit.name }) : "";
    waits.hidden = !waits.textContent;
    for (const part of card.querySelectorAll("form, details")) part.hidden = Boolean(filled);
  }

  async function tryAll() {
    await sendVisits(user, token).catch(() => {});
    await flush(() => false, () => {});
  }

  // Once something was taken the list is another.
  async function sendAll() {
    const before = howMany();
    await tryAll();
    if (howMany() < before) location.reload();
    else showWaiting();
  }

  // With a network a visit goes as any form does, and the page comes anew; without one it waits here.
  function record(event) {
    event.preventDefault();
    const form = event.target;
    const pressed = event.submitter;
    const other = form.elements.other;
    const isOther = pressed.value === "other";
    const name = isOther ? other.options[other.selectedIndex].textContent : pressed.textContent;
    const visit = { user, case: form.elements.case.value, day: today(), result: isOther ? other.value : pressed.value, name };
    store(keyOf(visit), visit);
    form.closest("details").open = false;
    showWaiting();
    sendAll();
  }

  async function handOver(event) {
    event.preventDefault();
    const form = event.target;
    const code = codes()[form.elements.case.value];
    if (code) return location.assign(code);
    try {
      // Whether there is a network: a page that the browser cannot reach would take the place of the list.
      await fetch("/worker.js", { method: "HEAD", cache: "no-store" });
      form.submit();
    } catch (_) {
      const waits = form.closest(".door").querySelector(".waits");
      waits.textContent = words.noCode;
      waits.hidden = false;
    }
  }

  async function take(event) {
    event.preventDefault();
    const button = along.querySelector("button");
    button.disabled = true;
    // Forms that wait were filled in under the codes of before, by which the list knows them.
    await tryAll();
    try {
      await navigator.serviceWorker.register(words.worker);
      await navigator.serviceWorker.ready;
      const tell = (number, total) => (note.textContent = put(words.taking, { number, total }));
      const { missing, total } = await takeAlong(along, user, policy, tell);
      await keepList();
      note.textContent = missing ? put(words.notTaken, { number: missing }) : put(words.taken, { total });
    } catch (_) {
      note.textContent = put(words.notTaken, { number: cards.length });
    }
    button.disabled = false;
  }

  async function leave(event) {
    event.preventDefault();
    const form = event.target;
    await tryAll();
    if (howMany() && !confirm(words.leaving)) return;
    await forgetRound().catch(() => {});
    form.submit();
  }

  along.querySelector("button").hidden = !self.caches || !navigator.serviceWorker;
  along.addEventListener("submit", take);
  for (const form of document.querySelectorAll("form.visit")) form.addEventListener("submit", record);
  for (const form of document.querySelectorAll("form.hand")) form.addEventListener("submit", handOver);
  document.querySelector("header.top form").addEventListener("submit", leave);
  waiting.querySelector("button").addEventListener("click", sendAll);
  addEventListener("online", sendAll);
  addEventListener("pageshow", (event) => event.persisted && location.reload());
  if (navigator.serviceWorker) navigator.serviceWorker.addEventListener("message", sendAll);
  setInterval(() => howMany() && sendAll(), 30000);
  phone.hidden = false;
  showWaiting();
  if (howMany()) sendAll();
}

if (document.getElementById("phone") && self.fetch) startRound().catch(() => {});
