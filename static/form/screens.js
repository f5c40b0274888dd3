
// One question at a time: which screen is shown, how one moves between them, and what is said aloud.

const root = document.documentElement;
const isElder = () => root.classList.contains("elder");
const put = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);
const PAUSE = 900;

function start() {
  const pristine = "<!doctype html>" + root.outerHTML;
  const one = data.one;
  const ids = data.questions.map((question) => question.id);
  const title = document.title;
  const intro = element("intro");

  // What the screens need besides the questions.
  const where = make("p", "where");
  const line = make("progress");
  line.setAttribute("aria-label", words.progress);
  const status = make("p", "quiet-word");
  status.setAttribute("role", "status");
  const note = make("p");
  const back = button(words.back, "plain", goBack);
  const next = make("button", "next", words.begin);
  next.type = "submit";
  const bar = make("div", "bar-below", "", [note, make("div", "turn", "", [back, next])]);
  const list = make("dl", "given");
  const other = () => button(words.other, "link", startAnew);
  const heading = (text) => {
    const made = make("h2", "", text);
    made.tabIndex = -1;
    return made;
  };
  const review = make("section", "screen", "", [heading(words.review), make("p", "", words.reviewLead), list, other()]);
  const endText = make("p", "lead");
  const again = button(words.again, "", startAnew);
  const ended = make("section", "screen", "", [heading(words.ended), endText, make("p", "", words.endedStored), again]);
  const waitText = make("p", "lead");
  const waiting = make("section", "screen", "", [heading(words.waiting), waitText, make("p", "", words.waitingOnce)]);
  // A code takes one form, and one waits already.
  if (!PLACE.startsWith("/i/")) waiting.appendChild(other());
  const screens = { intro, review, ended, waiting };
  const screen = (id) => screens[id] || element(id);
  let timer = 0;
  let over = false;
  let watched = false;

  const path = () => route(data.questions, data.arms, answersNow());

  function announce(text) {
    status.textContent = "";
    setTimeout(() => (status.textContent = text), 50);
  }

  // Shows a screen; `how` is the method of the browser's history to remember it with.
  function show(id, how) {
    stay();
    tellBelow("");
    hush();
    draft.at = id;
    for (const old of all(".now")) old.classList.remove("now");
    if (one) for (const question of ids) element(question).hidden = !path().asked.includes(question);
    screen(id).classList.add("now");
    root.classList.toggle("asking", id !== "intro");
    root.classList.toggle("one", one && id === "intro");
    intro.hidden = id !== "intro";
    bar.hidden = id === "waiting";
    line.hidden = where.hidden = !ids.includes(id) || one;
    if (how) history[how + "State"]({ at: id, inside: how === "push" || Boolean(history.state && history.state.inside) }, "");
    if (ids.includes(id)) count(id);
    if (id === "review") fillReview(list, path().asked, (question) => go((changed = question)));
    label();
    document.title = (where.hidden ? "" : where.textContent + " · ") + title;
    saveDraft();
  }

  function count(id) {
    const asked = path().asked;
    const number = asked.indexOf(id) + 1 || 1;
    const most = Math.max(number, longest(data.questions, data.arms, answersNow(), draft.seen));
    const values = { number, total: most, section: element(id).dataset.section || "" };
    where.textContent = put(values.section && !isElder() ? words.whereIn : words.where, values);
    line.max = most + 1;
    line.value = number;
    draft.reached = Math.max(draft.reached, ids.indexOf(id) + 1);
  }

  function label() {
    const id = draft.at;
    const skips = draft.nudged.includes(id) && answerTo(id) === undefined && !misfit(id);
    const last = one || id === "review";
    back.hidden = id === "intro";
    next.hidden = id === "ended";
    next.textContent = last ? words.send : id === "intro" ? words.begin : skips ? words.skip : draft.reviewed ? words.done : words.next;
  }

  // The question that was changed from the review: whoever comes back goes on from its row.
  let changed = "";

  // Moves the eye, the keyboard and the screen reader to the top of what is new.
  function look() {
    const row = draft.at === "review" && list.children[path().asked.indexOf(changed)];
    if (row) {
      changed = "";
      row.querySelector("button").focus();
      return row.scrollIntoView({ block: "center" });
    }
    const target = ids.includes(draft.at) ? element(draft.at) : screen(draft.at).querySelector("h2") || element("main");
    target.focus({ preventScroll: true });
    scrollTo(0, 0);
    return announce(where.hidden ? "" : where.textContent);
  }

  function go(id, how) {
    show(id, how || "push");
    look();
  }

  function complain(id, text) {
    const fieldset = element(id);
    hush(fieldset);
    const message = make("p", "message", text);
    message.id = id + "-fault";
    fieldset.insertBefore(message, fieldsOf(id)[0].closest(".choices, .line, fieldset > input, fieldset > textarea"));
    for (const field of fieldsOf(id)) {
      field.setAttribute("aria-describedby", message.id);
      if (!isMark(field)) field.setAttribute("aria-invalid", "true");
    }
    fieldset.classList.add("faulty");
    announce(text);
  }

  // Takes back what was said about a question, or about all.
  function hush(within) {
    for (const old of all(".message, .kind", within || form)) old.remove();
    for (const fieldset of within ? [within] : all(".faulty", form)) {
      fieldset.classList.remove("faulty");
      for (const field of fieldsOf(fieldset.id)) {
        field.removeAttribute("aria-invalid");
        field.removeAttribute("aria-describedby");
      }
    }
  }

  function nudge(id) {
    draft.nudged.push(id);
    saveDraft();
    const said = one ? words.nudgeOne : words.nudge;
    element(id).appendChild(make("p", "kind", said));
    label();
    announce(said);
  }

  // What stands in the way of going on from a question, said; a skip is asked about once.
  function stops(id, quietly) {
    if (misfit(id)) {
      const limits = limitsOf(id);
      complain(id, limits.fault || put(words.number, limits));
      return true;
    }
    if (answerTo(id) !== undefined) return false;
    if (data.required.includes(id)) {
      complain(id, words.required);
      return true;
    }
    if (quietly || draft.nudged.includes(id)) return false;
    nudge(id);
    return true;
  }

  function forward() {
    stay();
    const id = draft.at;
    if (id === "review" || one) return sendAll();
    if (id === "intro") return go(path().asked[0]);
    if (stops(id)) return element(id).querySelector(".message, .kind").scrollIntoView({ block: "center" });
    if (!draft.seen.includes(id)) draft.seen.push(id);
    const { asked, ended: end } = path();
    if (end === id) {
      endText.textContent = data.ends[id];
      go("ended");
      forget(DRAFT + PLACE);
      return undefined;
    }
    const rest = asked.slice(asked.indexOf(id) + 1);
    const following = draft.reviewed ? rest.find((question) => !draft.seen.includes(question)) : rest[0];
    if (!following) draft.reviewed = true;
    return go(following || "review");
  }

  function before(id) {
    const asked = path().asked;
    const at = id === "review" || id === "ended" ? asked.length : asked.indexOf(id);
    return at > 0 ? asked[at - 1] : "intro";
  }

  function goBack() {
    if (history.state && history.state.inside) history.back();
    else go(before(draft.at), "replace");
  }

  // By touch only, after a pause that any touch or key ends: never with arrow keys, never in elder mode.
  let touched = 0;
  function stay() {
    if (!timer) return;
    clearTimeout(timer);
    timer = 0;
    // A button must not move away from under the finger that stopped the clock.
    setTimeout(() => timer || tellBelow(""), 400);
  }
  function tellBelow(text) {
    note.textContent = text;
    note.hidden = !text;
  }
  function moveOn(field) {
    const id = field.closest("fieldset").id;
    const alone = fieldsOf(id).every((one) => one.type === "radio");
    if (one || !alone || isElder() || Date.now() - touched > 1000 || id !== draft.at) return;
    stay();
    tellBelow(words.moving);
    announce(words.moving);
    timer = setTimeout(forward, PAUSE);
  }

  async function sendAll() {
    if (over || next.getAttribute("aria-disabled")) return;
    const now = path();
    if (one && now.ended) {
      endText.textContent = data.ends[now.ended];
      go("ended");
      forget(DRAFT + PLACE);
      return;
    }
    const faulty = now.asked.filter((id) => stops(id, true));
    if (faulty.length) {
      if (!one) go(faulty[0]);
      stops(faulty[0], true);
      element(faulty[0]).focus();
      element(faulty[0]).scrollIntoView();
      return;
    }
    const skipped = one ? now.asked.filter((id) => answerTo(id) === undefined && fieldsOf(id).every(isMark) && !draft.nudged.includes(id)) : [];
    if (skipped.length) {
      skipped.forEach(nudge);
      element(skipped[0]).focus();
      element(skipped[0]).scrollIntoView();
      return;
    }
    if (data.preview) {
      endText.textContent = data.preview;
      return go("ended");
    }
    next.setAttribute("aria-disabled", "true");
    next.textContent = words.sending;
    announce(words.sending);
    watched = await send(now, settle);
    next.removeAttribute("aria-disabled");
    if (!over && isWaiting()) wait();
    else if (!over) label();
  }

  function wait() {
    sayWhy();
    go("waiting", "replace");
    announce(words.waiting + waitText.textContent);
  }

  function sayWhy() {
    waitText.textContent = (busy ? words.waitingBusy : words.waitingOffline) + (watched ? words.waitingClosed : words.waitingOpen);
  }

  const retry = () => flush(settle).then(sayWhy);

  // What the server says: a receipt, or that it is over, takes the place of the form; anything else leaves what was typed.
  function settle({ status: code, address, page }) {
    const answer = new DOMParser().parseFromString(page, "text/html");
    if (answer.querySelector("[data-over]") || (code === 200 && !answer.querySelector("#errors"))) return finish(answer, address);
    go(one ? "intro" : "review", "replace");
    const faults = all("#errors li a", answer);
    const main = answer.querySelector("#errors") || answer.querySelector("main");
    const said = make("div", "errors", "", Array.from(main.childNodes).map((node) => document.importNode(node, true)));
    said.setAttribute("role", "alert");
    said.tabIndex = -1;
    for (const old of all(".errors")) old.remove();
    form.insertBefore(said, form.firstChild);
    for (const fault of faults) {
      const id = fault.getAttribute("href").slice(1);
      complain(id, fault.querySelector("strong").textContent);
    }
    said.addEventListener("click", (event) => {
      const link = event.target.closest("a[href^='#']");
      if (!link || one) return;
      event.preventDefault();
      go(link.getAttribute("href").slice(1));
    });
    said.focus();
    return undefined;
  }

  function finish(answer, address) {
    over = true;
    tell(new URL(address).pathname !== PLACE);
    forget(DRAFT + PLACE);
    tellWorker({ over: location.href });
    status.remove();
    const main = element("main");
    main.textContent = "";
    for (const node of Array.from(answer.querySelector("main").childNodes)) main.appendChild(document.importNode(node, true));
    root.classList.remove("js", "asking", "one");
    document.title = answer.title;
    history.replaceState({ over: true }, "", new URL(address).pathname + new URL(address).search);
    main.focus();
    scrollTo(0, 0);
  }

  async function tellWorker(message) {
    if (!navigator.serviceWorker) return;
    const registration = await navigator.serviceWorker.ready;
    registration.active.postMessage(message);
  }

  function keepForOffline() {
    if (!navigator.serviceWorker || data.preview) return;
    navigator.serviceWorker.register(data.worker).catch(() => {});
    navigator.serviceWorker.addEventListener("message", retry);
    const files = all("link[rel=stylesheet], link[rel=icon], script[src]").map((it) => it.href || it.src);
    tellWorker({ keep: { address: location.href, page: pristine, policy: data.policy, files } });
  }

  const isKept = async (language) => (await caches.open("forms")).match(PLACE + "?lang=" + language);

  // What the browser takes for a network may lead nowhere.
  const isReached = (address) => fetch(address, { method: "HEAD" }).then(() => true, () => false);

  // One language a document: without a network the other must have been opened before.
  async function changeLanguage(event) {
    event.preventDefault();
    const address = event.currentTarget.formAction;
    const language = new URL(address).searchParams.get("lang");
    if ((self.caches && (await isKept(language))) || (await isReached(address))) location.assign(address);
    else {
      tellBelow(words.languageOffline);
      announce(words.languageOffline);
    }
  }

  function listen() {
    document.addEventListener("touchstart", () => stay(), { passive: true });
    document.addEventListener("touchend", () => (touched = Date.now()), { passive: true });
    document.addEventListener("keydown", () => {
      touched = 0;
      stay();
    });
    form.addEventListener("change", (event) => {
      keepApart(event.target);
      const id = event.target.closest("fieldset").id;
      hush(element(id));
      if (one) {
        const before = all(".question[hidden]", form).length;
        draft.reached = Math.max(draft.reached, ids.indexOf(id) + 1);
        const asked = path().asked;
        for (const question of ids) element(question).hidden = !asked.includes(question);
        if (all(".question[hidden]", form).length < before) announce(words.more);
      }
      label();
      saveDraft();
      if (event.target.type === "radio") moveOn(event.target);
    });
    form.addEventListener("input", saveDraft);
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      forward();
    });
    addEventListener("popstate", (event) => {
      if (over || (event.state && event.state.over)) return location.reload();
      if (isWaiting()) return go("waiting", "replace");
      const asked = path().asked;
      let id = (event.state && event.state.at) || "intro";
      if (ids.includes(id) && !asked.includes(id)) id = before(asked.find((other) => ids.indexOf(other) > ids.indexOf(id)) || "review");
      show(id);
      return look();
    });
    // Sent or begun anew in another window: what was typed is not kept here either.
    addEventListener("storage", (event) => {
      if (event.key !== DRAFT + PLACE || event.newValue) return;
      over = true;
      draft = null;
      location.reload();
    });
    addEventListener("online", retry);
    addEventListener("pagehide", () => over || tell());
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "hidden") return over || tell();
      return retry();
    });
    setInterval(() => storedKeys(QUEUE).length && retry(), 30000);
    for (const way of all(".top [formaction][lang]")) way.addEventListener("click", changeLanguage);
  }

  function begin() {
    sweep();
    const fresh = new URLSearchParams(location.search);
    if (fresh.get("fill") === "new") {
      forget(DRAFT + PLACE);
      fresh.delete("fill");
      history.replaceState(null, "", PLACE + "?" + fresh);
    }
    const kept = stored(DRAFT + PLACE);
    draft = Object.assign(newDraft(), kept);
    form.noValidate = true;
    if (kept) giveBack(kept.typed);
    else form.reset();
    const main = element("main");
    for (const part of [where, line]) main.insertBefore(part, form);
    for (const part of [review, ended, waiting]) form.appendChild(part);
    // Outside of the form, so that it stays in sight below the introduction too.
    main.appendChild(bar);
    next.setAttribute("form", form.id);
    document.body.appendChild(status);
    for (const condition of all(".condition", form)) {
      const question = condition.parentNode;
      question.setAttribute("aria-describedby", question.getAttribute("aria-describedby").replace(condition.id, ""));
      condition.remove();
    }
    root.classList.add("js");
    listen();
    keepForOffline();
    const wanted = data.preview && fresh.get("at");
    if (ids.includes(wanted)) {
      show(one ? "intro" : wanted, "replace");
      // Within its own window: the page around it stays where it is.
      if (one) scrollTo(0, element(wanted).getBoundingClientRect().top + pageYOffset);
    }
    else if (kept) resume(kept);
    else show("intro", "replace");
  }

  function resume(kept) {
    if (isWaiting()) {
      watched = Boolean(self.SyncManager);
      wait();
      retry();
      return;
    }
    const asked = path().asked;
    const at = (history.state && history.state.at) || kept.at;
    show(one ? "intro" : screens[at] && at !== "waiting" && at !== "ended" ? at : asked.includes(at) ? at : "intro", "replace");
    if (Object.keys(kept.typed).length === 0) return;
    tellBelow(words.restored + " ");
    note.appendChild(other());
    announce(words.restored);
  }

  begin();
}

if (form && self.fetch && self.URLSearchParams && self.DOMParser && !element("errors")) start();
