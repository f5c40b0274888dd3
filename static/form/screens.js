
// One question at a time: which screen is shown, how one moves between them, and what is said aloud.

const put = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);
const PAUSE = 900;
const MOVING = "minyi:moving";

function start() {
  // Which fill this document would be belongs to who opened it, not to who opens the copy that is kept.
  const ownFill = form.elements._fill;
  if (ownFill) ownFill.remove();
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
  const turn = make("div", "turn", "", [back, next]);
  const bar = make("div", "bar-below", "", [note, turn]);
  const list = make("dl", "given");
  const other = () => button(words.other, "link", startAnew);
  const heading = (text) => {
    const made = make("h2", "", text);
    made.tabIndex = -1;
    return made;
  };
  const review = make("section", "screen", "", [heading(words.review), make("p", "", words.reviewLead), list, other()]);
  const aloud = button(words.aloud, "link", turnVoice);
  const aloudRow = make("p", "", "", [aloud]);
  const tools = make("p", "tools");
  const movesOn = make("p", "moves-on");
  const endText = make("p", "lead");
  const again = button(words.again, "", startAnew);
  const ended = make("section", "screen", "", [heading(words.ended), endText, make("p", "", words.endedStored), again]);
  const waitText = make("p", "lead");
  const tryNow = button(words.tryNow, "", retryNow);
  const waitParts = [make("p", "", words.waitingUntil), tryNow, make("p", "", words.waitingOnce)];
  const waiting = make("section", "screen", "", [heading(words.waiting), waitText].concat(waitParts));
  // A code takes one form, and one waits already.
  if (!PLACE.startsWith("/i/")) waiting.appendChild(other());
  const goOn = button(words.foundGoOn, "", () => resume(stored(DRAFT + PLACE) || draft));
  const afresh = button(words.foundAfresh, "plain", startAnew);
  const found = make("section", "screen", "", [heading(words.found), make("p", "lead", words.foundLead), goOn, afresh]);
  const screens = { intro, review, ended, waiting, found };
  const screen = (id) => screens[id] || element(id);
  let timer = 0;
  let over = false;
  let watched = false;
  let saidUnkept = false;

  const path = () => route(data.questions, data.arms, answersNow());

  function announce(text) {
    status.textContent = "";
    setTimeout(() => (status.textContent = text), 50);
  }

  // Shows a screen; `how` is the method of the browser's history to remember it with.
  function show(id, how) {
    stay();
    screenHasChanged();
    tellBelow("");
    hush();
    quieten();
    draft.at = id;
    for (const old of all(".now")) old.classList.remove("now");
    if (one) showAsked();
    screen(id).classList.add("now");
    root.classList.toggle("asking", id !== "intro");
    root.classList.toggle("one", one && id === "intro");
    intro.hidden = id !== "intro";
    bar.hidden = id === "waiting" || id === "found";
    // What sends is never where what leads on was a moment ago.
    if (id === "review") review.insertBefore(next, list.nextSibling);
    else turn.appendChild(next);
    line.hidden = where.hidden = !ids.includes(id) || one;
    if (how) history[how + "State"]({ at: id, inside: how === "push" || Boolean(history.state && history.state.inside) }, "");
    if (ids.includes(id)) count(id);
    if (id === "review") fillReview(list, path().asked, (question) => go((changed = question)));
    label();
    const own = where.hidden ? screen(id).querySelector(".screen h2") : where;
    document.title = (own ? own.textContent + " · " : "") + title;
    keep();
  }

  // A button on every screen where the phone has a voice for the language.
  const offerVoice = () => (aloudRow.hidden = !ownVoice());
  function turnVoice() {
    if (aloud.textContent === words.aloudStop) return quieten();
    aloud.textContent = words.aloudStop;
    return readAloud(spoken(screen(draft.at)), quieten);
  }
  function quieten() {
    hushVoice();
    aloud.textContent = words.aloud;
  }

  // Help, the notice and the way out, within one touch of every screen. What is read opens beside the form, which stays.
  function offerHelp() {
    const notice = intro.querySelector("a[href*=privacy]").cloneNode();
    notice.textContent = words.help;
    Object.assign(notice, { target: "_blank", className: "button link" });
    tools.appendChild(notice);
    tools.appendChild(button(words.stop, "link", stop));
  }
  function stop() {
    if (!confirm(words.eraseSure)) return;
    takeBack(QUEUE + draft.fill);
    endText.textContent = words.stopped;
    go("ended", "replace");
    forget(DRAFT + PLACE);
    form.reset();
  }

  // Keeps the draft; where this phone cannot, that is said once.
  function keep() {
    saveDraft();
    if (keeps() || saidUnkept) return;
    saidUnkept = true;
    tellBelow(words.unkept);
    announce(words.unkept);
  }

  function showAsked() {
    const { asked } = path();
    for (const question of ids) element(question).hidden = !asked.includes(question);
  }

  function count(id) {
    const asked = path().asked;
    const number = asked.indexOf(id) + 1 || 1;
    const most = Math.max(number, longest(data.questions, data.arms, answersNow(), draft.seen));
    const section = element(id).dataset.section;
    where.textContent = put(section && !isElder() ? words.whereIn : words.where, { number, total: most, section });
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
    // In large text every line counts: what stands above the question is scrolled away.
    scrollTo(0, isElder() ? element("main").offsetTop : 0);
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
    message.tabIndex = -1;
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
    keep();
    const said = one ? words.nudgeOne : words.nudge;
    element(id).appendChild(make("p", "kind", said));
    label();
    announce(said);
  }

  // What stands in the way of going on from a question, said; a skip is asked about once.
  function stops(id, quietly) {
    if (faultOf(id)) {
      complain(id, faultOf(id));
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

  // The screen that follows a question as it is answered.
  function following(id) {
    const { asked, ended } = path();
    if (ended === id) return "ended";
    const rest = asked.slice(asked.indexOf(id) + 1);
    return (draft.reviewed ? rest.find((question) => !draft.seen.includes(question)) : rest[0]) || "review";
  }

  function forward() {
    stay();
    const id = draft.at;
    if (id === "review" || one) return sendAll();
    if (id === "intro") return go(path().asked[0]);
    if (stops(id)) {
      const said = element(id).querySelector(".message, .kind");
      // An error is where one has to go; what is only asked is answered by pressing once more.
      if (said.className === "message") said.focus({ preventScroll: true });
      return said.scrollIntoView({ block: "center" });
    }
    if (!draft.seen.includes(id)) draft.seen.push(id);
    const to = following(id);
    if (to === "ended") return end(id);
    if (to === "review") draft.reviewed = true;
    return go(to);
  }

  function end(id) {
    endText.textContent = data.ends[id];
    go("ended");
    forget(DRAFT + PLACE);
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

  // By touch only, after a pause that any touch or key ends: never with arrow keys, never in elder mode, never to the end,
  // and not for who has switched it off.
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
    if (one || !alone || isElder() || !isMoving() || performance.now() - touched > 1000 || id !== draft.at) return;
    if (!ids.includes(following(id))) return;
    stay();
    tellBelow(words.moving + " ");
    note.appendChild(button(words.movingStop, "link", () => setMoving("off")));
    announce(words.moving);
    timer = setTimeout(forward, PAUSE);
  }

  // Said on the first screen, before it happens.
  function sayMoving() {
    movesOn.textContent = isMoving() ? words.movingOn + " " : "";
    const way = isMoving() ? words.movingStop : words.movingStart;
    movesOn.appendChild(button(way, "link", () => setMoving(isMoving() ? "off" : "on")));
  }
  function setMoving(how) {
    store(MOVING, how);
    sayMoving();
    tellBelow("");
    announce(movesOn.textContent);
  }
  const isMoving = () => stored(MOVING) !== "off";

  async function sendAll() {
    if (over || next.getAttribute("aria-disabled")) return;
    const now = path();
    if (one && now.ended) return end(now.ended);
    const faulty = now.asked.filter((id) => stops(id, true));
    if (faulty.length) {
      if (!one) go(faulty[0]);
      stops(faulty[0], true);
      element(faulty[0]).focus();
      return element(faulty[0]).scrollIntoView();
    }
    const skipped = one ? now.asked.filter((id) => answerTo(id) === undefined && fieldsOf(id).every(isMark) && !draft.nudged.includes(id)) : [];
    if (skipped.length) {
      skipped.forEach(nudge);
      element(skipped[0]).focus();
      return element(skipped[0]).scrollIntoView();
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
    if (over) return undefined;
    return isWaiting() ? wait() : label();
  }

  function wait() {
    sayWhy();
    go("waiting", "replace");
    announce(words.waiting + waitText.textContent);
  }

  function sayWhy() {
    const until = keeps() ? (watched ? words.waitingClosed : words.waitingOpen) : words.unkept;
    waitText.textContent = (busy ? words.waitingBusy : words.waitingOffline) + until;
  }

  const retry = () => flush(isHere, settle).then(sayWhy);

  async function retryNow() {
    tryNow.textContent = words.sending;
    await retry();
    tryNow.textContent = words.tryNow;
    if (!over) announce(words.waiting + waitText.textContent);
  }

  // What the server says: a receipt, or that it is over, takes the place of the form; anything else leaves what was typed.
  function settle(outcome) {
    if (["done", "late", "over"].includes(outcome.word)) return finish(outcome);
    const answer = new DOMParser().parseFromString(outcome.page, "text/html");
    go(one ? "intro" : "review", "replace");
    const faults = all("#errors li a", answer);
    const said = make("div", "errors");
    move(answer.querySelector("#errors") || answer.querySelector("main"), said);
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

  function finish(outcome) {
    over = true;
    tell(outcome.word === "done" && new URL(outcome.address).pathname !== PLACE);
    forget(DRAFT + PLACE);
    tellWorker({ over: location.href });
    status.remove();
    root.classList.remove("js", "asking", "one");
    putInPlace(outcome);
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

  // What the browser takes for a network may lead nowhere, or to somebody else.
  const isReached = (address) => fetch(address, { method: "HEAD" }).then(wordOf);

  // One language a document: without a network the other must have been opened before. Its address says where to go on.
  async function changeLanguage(event) {
    event.preventDefault();
    const address = event.currentTarget.formAction;
    const language = new URL(address).searchParams.get("lang");
    const isThere = (question) => question.catch(() => false);
    if (keeps() && (await isThere(isKept(language)))) return location.assign(address + "#" + draft.at);
    if (await isThere(isReached(address))) return keeps() ? location.assign(address + "#" + draft.at) : redraw(address);
    tellBelow(words.languageOffline);
    return announce(words.languageOffline);
  }

  // Where this phone keeps nothing the answers go there and back, as they do without a script.
  function redraw(address) {
    for (const [name, value] of [["_redraw", ""], ["_fill", draft.fill]]) {
      const field = make("input");
      Object.assign(field, { type: "hidden", name, value });
      form.appendChild(field);
    }
    form.action = address + "#" + draft.at;
    form.submit();
  }

  function listen() {
    document.addEventListener("touchstart", () => stay(), { passive: true });
    document.addEventListener("touchend", () => (touched = performance.now()), { passive: true });
    document.addEventListener("keydown", () => {
      touched = 0;
      stay();
    });
    const answered = (field) => answeredHere.push(field.closest("fieldset").id);
    form.addEventListener("change", (event) => {
      keepApart(event.target);
      const id = event.target.closest("fieldset").id;
      answered(event.target);
      hush(element(id));
      if (one) {
        const before = all(".question[hidden]", form).length;
        draft.reached = Math.max(draft.reached, ids.indexOf(id) + 1);
        showAsked();
        if (all(".question[hidden]", form).length < before) announce(words.more);
      }
      label();
      keep();
      if (event.target.type === "radio") moveOn(event.target);
    });
    form.addEventListener("input", (event) => {
      if (isMark(event.target)) return;
      tickOther(event.target);
      answered(event.target);
      label();
      keep();
    });
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
    // What is answered in another window is answered here; what is sent or begun anew there is not kept here either.
    addEventListener("storage", (event) => {
      if (event.key !== DRAFT + PLACE || !draft || over) return;
      if (event.newValue) return lookAround();
      over = true;
      draft = null;
      location.reload();
    });
    addEventListener("pageshow", (event) => event.persisted && lookAround());
    addEventListener("online", retry);
    addEventListener("pagehide", () => over || tell());
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "hidden") return over || tell();
      return retry();
    });
    setInterval(() => storedKeys(QUEUE).length && retry(), 30000);
    for (const way of all(".top [formaction][lang]")) way.addEventListener("click", changeLanguage);
  }

  // Takes over what another window has written meanwhile.
  function lookAround() {
    const kept = stored(DRAFT + PLACE);
    if (!kept || screensWithoutDraft.includes(draft.at) || !join(kept)) return;
    if (one) showAsked();
    else if (ids.includes(draft.at)) count(draft.at);
    else if (draft.at === "review") show("review");
    label();
  }

  function begin() {
    sweep().catch(() => {});
    const fresh = new URLSearchParams(location.search);
    if (fresh.get("fill") === "new") {
      forget(DRAFT + PLACE);
      fresh.delete("fill");
      history.replaceState(null, "", PLACE + "?" + fresh);
    }
    // Where one was when the document came anew, as for another language; it may hold answers itself.
    const at = location.hash.slice(1);
    if (at) history.replaceState(history.state, "", location.pathname + location.search);
    const kept = stored(DRAFT + PLACE);
    draft = Object.assign(newDraft(), kept);
    form.noValidate = true;
    form.reset();
    const given = typed();
    if (Object.keys(given).length) {
      draft.typed = Object.assign({}, draft.typed, given);
      draft.fill = ownFill.value;
      answeredHere = ids;
    }
    const main = element("main");
    for (const part of [where, line, aloudRow]) main.insertBefore(part, form);
    for (const part of [review, ended, waiting, found]) form.appendChild(part);
    if (!one && !data.preview) {
      intro.appendChild(movesOn);
      sayMoving();
    }
    // Outside of the form, so that it stays in sight below the introduction too.
    main.appendChild(tools);
    main.appendChild(bar);
    offerHelp();
    offerVoice();
    if (speech) speech.onvoiceschanged = offerVoice;
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
    else if (isWaiting()) {
      watched = Boolean(self.SyncManager);
      wait();
      retry();
    }
    else if (!Object.keys(draft.typed).length) show("intro", "replace");
    else if (at) resume(draft, at);
    // Who opens a form in which somebody has answered is asked whose it is, before anything of it is seen.
    else if (!history.state || history.state.at === "found") go("found", "replace");
    else resume(draft, history.state.at);
  }

  function resume(kept, place) {
    giveBack(kept.typed);
    const asked = path().asked;
    const at = place || kept.at;
    show(!one && (at === "review" || asked.includes(at)) ? at : "intro", "replace");
    tellBelow(words.restored + " ");
    note.appendChild(other());
    announce(words.restored);
  }

  begin();
}

if (form && self.fetch && !element("errors")) start();
