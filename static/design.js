// The designer, better with a script: fields are saved when they are left, the page brings itself up to date from
// the answer, conditions are completed, questions are dragged. Without it every form works as it stands.
(function () {
  'use strict';

  const PART = 'form.panel';
  const all = (css, within) => Array.from((within || document).querySelectorAll(css));
  const byId = (id) => document.getElementById(id);
  const desk = () => byId('desk');
  let running = Promise.resolve();
  let waiting = 0;
  let dirty = false;
  let pressing = false;

  function say(text, failed) {
    byId('saved-words').textContent = text;
    byId('saved').classList.toggle('failed', Boolean(failed));
  }

  // How many requests are under way, and that there are any.
  function underway(by) {
    waiting += by;
    desk().setAttribute('aria-busy', String(waiting > 0));
  }

  // An id or a code that is being typed is not meant yet: until the field is left it counts as it was.
  const unfinished = (field) => field && field.matches(PART + ' input') && /(^id|\.code)$/.test(field.name);

  function body(form, button, changes) {
    const data = new URLSearchParams();
    for (const [name, value] of new FormData(form)) if (typeof value === 'string') data.append(name, value);
    const typing = document.activeElement;
    if (button && button.value === 'save' && !button.id && unfinished(typing)) data.set(typing.name, committed(typing));
    if (button && button.name) data.append(button.name, button.value);
    for (const name of Object.keys(changes || {})) data.set(name, changes[name]);
    return data;
  }

  const committed = (field) => ('committed' in field.dataset ? field.dataset.committed : field.defaultValue);

  // The form as it stands now, if the desk was put anew since. (A form's own `id` may be one of its fields.)
  const named = (form) => [form.getAttribute('id'), form.getAttribute('action')].join();
  const live = (form) =>
    form.isConnected ? form : all('form', desk()).find((other) => named(other) === named(form)) || form;

  // A request of the designer, its answer as a page.
  async function ask(address, options) {
    const headers = { 'hx-request': 'true' };
    const response = await fetch(address, Object.assign({ headers, credentials: 'same-origin' }, options));
    const page = new DOMParser().parseFromString(await response.text(), 'text/html');
    // A page of the studio that is no desk says why nothing was saved.
    const refusal = page.querySelector('body.studio h1');
    return { response, fresh: page.getElementById('desk'), refusal: refusal && refusal.textContent };
  }

  // Whoever signed in again in another window has another token; what was typed stays.
  async function renew() {
    const { fresh } = await ask(location.href);
    const token = fresh && fresh.querySelector('[name=_csrf]');
    if (token) for (const old of all('[name=_csrf]')) old.value = token.value;
    return Boolean(token);
  }

  // One request after the other: each is made from the revision that the one before has left.
  function send(form, button, changes, done, failed) {
    underway(1);
    say(desk().dataset.saving);
    running = running.then(async () => {
      const post = () => {
        const posted = body(live(form), button, changes);
        return ask(form.getAttribute('action'), { method: 'POST', body: posted }).then((answer) => Object.assign(answer, { posted }));
      };
      try {
        let answer = await post();
        if (answer.response.status === 403 && (await renew())) answer = await post();
        const { response, fresh, posted } = answer;
        if (!fresh) throw answer;
        underway(-1);
        done(fresh, response, posted);
        underway(0);
        if (byId('collision') || byId('not-saved')) dirty = true;
      } catch (answer) {
        underway(-1);
        dirty = true;
        if (failed) failed();
        const signedOut = answer.response && answer.response.status === 401;
        say(signedOut ? desk().dataset.signedOut : answer.refusal || desk().dataset.failed, true);
      }
    });
  }

  // The address of the part, which may have got another id. What it tells besides is told once.
  function readdress(response) {
    if (!response.ok || !response.url.includes('?at=')) return;
    const address = new URL(response.url);
    address.searchParams.delete('told');
    history.replaceState(null, '', address.pathname + address.search);
  }

  // The fields of the panel: another type or id makes others.
  const names = (within) => all(PART + ' [name]', within).map((field) => field.name).join();

  // Takes over what a save has changed elsewhere; what is being typed stays. What others have changed may stand in the
  // fields, which must not be saved as they were.
  function refresh(fresh, response, posted) {
    const trouble = byId('not-saved') || byId('collision') || fresh.querySelector('#told');
    if (!response.ok || trouble || names(document) !== names(fresh)) return swap(fresh, response, posted);
    for (const part of all('[data-live]')) {
      const other = part.id && fresh.querySelector('#' + CSS.escape(part.id));
      if (other) part.replaceWith(document.importNode(other, true));
    }
    // What the words of a choice told is chosen now, unless somebody has chosen meanwhile.
    for (const list of all(PART + ' select')) {
      const other = list.id && fresh.querySelector('#' + CSS.escape(list.id));
      if (other && posted.get(list.name) === list.value) list.value = other.value;
    }
    follow(fresh);
    readdress(response);
    byId('part-name').textContent = fresh.querySelector('#part-name').textContent;
    show();
    return undefined;
  }

  // Brings the current part of the outline into its view.
  function reveal() {
    const current = document.querySelector('.outline [aria-current]');
    const left = document.querySelector('.columns .left');
    if (!current || !left) return;
    const [inner, outer] = [current.getBoundingClientRect(), left.getBoundingClientRect()];
    if (inner.top < outer.top || inner.bottom > outer.bottom) left.scrollTop += inner.top - outer.top - outer.height / 3;
  }

  // The revision that forms are based on, and where they are.
  function follow(fresh) {
    for (const name of ['based-on', 'at']) {
      const field = fresh.querySelector('[name="' + name + '"]');
      for (const old of all('[name="' + name + '"]')) old.value = field.value;
    }
  }

  function show() {
    const phone = byId('phone');
    if (phone) phone.contentWindow.location.reload();
  }

  const place = () => byId('phone') && byId('phone').dataset.at;
  const TYPED = 'input[type=text], textarea';

  // Puts a fresh desk in place of the old one. What was typed since `posted` was sent is kept. The focus stays where
  // it is, unless a button was pressed that leads elsewhere: `pressed` says which, and where the focus was.
  function swap(fresh, response, posted, pressed) {
    const here = document.activeElement;
    const focus = pressed ? follows(pressed) : here && here.id;
    const open = all(PART + ' details').map((it) => it.open);
    const caret = here && here.matches(TYPED) && [here.selectionStart, here.selectionEnd];
    const since = all(PART + ' :is(' + TYPED + ')').filter((it) => posted.has(it.name) && posted.get(it.name) !== it.value);
    const [before, scroll] = [place(), window.scrollY];
    const sort = byId('add-sort') && byId('add-sort').value;
    desk().replaceWith(document.importNode(fresh, true));
    // Whoever adds one often adds another of its sort.
    if (sort && all('#add-sort option').some((it) => it.value === sort)) byId('add-sort').value = sort;
    desk().inert = pressing;
    const moved = place() !== before;
    for (const old of moved ? [] : since) if (byId(old.id)) byId(old.id).value = old.value;
    const folded = all(PART + ' details');
    if (!moved && folded.length === open.length) folded.forEach((it, at) => (it.open = it.open || open[at]));
    readdress(response);
    reveal();
    const trouble = byId('collision') || (pressed && (byId('not-saved') || byId('left-out') || (!response.ok && byId('told'))));
    const same = byId(focus);
    const added = pressed && /^add|^part-duplicate/.test(pressed.button) && firstEmpty(pressed.button);
    const next = trouble || added || (pressed && moved && byId('part-name')) || (same && !same.disabled && same);
    window.scrollTo(0, trouble ? 0 : scroll);
    if (next) next.focus({ preventScroll: !trouble && !added });
    else if (pressed) byId('part-name').focus({ preventScroll: true });
    if (caret && next === same && same.matches(TYPED)) same.setSelectionRange(caret[0], caret[1]);
  }

  // A choice that was moved takes the focus along.
  function follows({ button, focus }) {
    const [, way, place] = /^choice-(up|down)-(\d+)$/.exec(button) || [];
    return way ? 'choice-' + way + '-' + (Number(place) + (way === 'up' ? -1 : 1)) : focus;
  }

  // Where one goes on writing in what was just added: a choice without any word, a part that begins with none.
  function firstEmpty(button) {
    const empty = (within) => all('[lang]', within).every((field) => !field.value);
    if (button === 'add-choice') return all('[lang]', all(PART + ' .choices-table tbody').find(empty) || desk())[0];
    const first = document.querySelector(PART + ' [lang]');
    return first && (button === 'part-duplicate' || !first.value) ? first : null;
  }

  function save(form) {
    dirty = false;
    send(form, { name: 'do', value: 'save' }, {}, refresh);
  }

  // What a button does: nothing can be typed meanwhile, and a second press is none.
  function press(form, button, changes) {
    if (pressing) return;
    const pressed = { button: (button && button.id) || '', focus: document.activeElement && document.activeElement.id };
    pressing = true;
    dirty = false;
    desk().inert = true;
    const done = (fresh, response, posted) => {
      pressing = false;
      swap(fresh, response, posted, pressed);
    };
    send(form, button, changes, done, () => {
      pressing = false;
      desk().inert = false;
      if (byId(pressed.focus)) byId(pressed.focus).focus({ preventScroll: true });
    });
  }

  // What is typed is saved when its field is left, or after a rest. Not in the middle of a condition or of an id, and
  // not while signs are being composed.
  const REST = 1500;
  let rest = 0;
  function restart(field) {
    clearTimeout(rest);
    const form = field.closest(PART);
    if (!form || !field.matches(TYPED) || field.dataset.complete || unfinished(field)) return;
    rest = setTimeout(() => {
      if (dirty && !pressing && !byId('not-saved') && !byId('collision') && document.activeElement === field) save(form);
    }, REST);
  }
  document.addEventListener('input', (event) => {
    if (!event.target.closest(PART)) return;
    dirty = true;
    if (!waiting) say(desk().dataset.unsaved);
    if (!event.isComposing) restart(event.target);
  });
  document.addEventListener('compositionend', (event) => restart(event.target));

  // A list that was pasted becomes choices, a line each; Enter goes to the next of them.
  const CHOICE = PART + ' .choices-table input';
  const placeOf = (field) => all(PART + ' .choices-table tbody').indexOf(field.closest('tbody'));
  document.addEventListener('paste', (event) => {
    const field = event.target;
    if (!field.matches || !field.matches(CHOICE + '[lang]')) return;
    const pasted = event.clipboardData.getData('text/plain').trim();
    if (!/[\n\t]/.test(pasted)) return;
    event.preventDefault();
    press(field.form, null, { do: 'paste-choices:' + placeOf(field), language: field.lang, pasted });
  });
  document.addEventListener('keydown', (event) => {
    const field = event.target;
    if (event.key !== 'Enter' || event.isComposing || !field.matches(CHOICE)) return;
    event.preventDefault();
    const next = byId(field.id.replace(/^(choice\.)\d+/, '$1' + (placeOf(field) + 1)));
    if (next) next.focus();
    else byId('add-choice').click();
  });

  document.addEventListener('change', (event) => {
    const field = event.target;
    if (field.id === 'phone-variant') {
      const phone = byId('phone');
      const address = field.dataset.address;
      phone.src = address + '&variant=' + field.value;
      return;
    }
    const form = field.closest(PART);
    if (form) field.dataset.committed = field.value;
    // The arrow keys go through a list: what was chosen is clear when it is left.
    if (form && 'keyed' in field.dataset) dirty = true;
    else if (form) save(form);
  });
  document.addEventListener('keydown', (event) => {
    const field = event.target;
    if (field.matches(PART + ' select') && !('keyed' in field.dataset)) field.dataset.keyed = field.value;
  });
  document.addEventListener('focusout', (event) => {
    const field = event.target;
    if (!field.matches(PART + ' select') || !('keyed' in field.dataset)) return;
    const changed = field.value !== field.dataset.keyed;
    delete field.dataset.keyed;
    if (changed) save(field.closest(PART));
  });

  document.addEventListener('submit', (event) => {
    const form = event.target;
    if (!desk() || !desk().contains(form)) return;
    event.preventDefault();
    press(form, event.submitter, {});
  });
  document.addEventListener('keydown', (event) => {
    const form = document.querySelector(PART);
    if (!form || !(event.ctrlKey || event.metaKey) || event.key !== 's') return;
    event.preventDefault();
    const field = document.activeElement;
    field.dataset.committed = field.value;
    delete field.dataset.keyed;
    save(form);
  });

  // What could not be sent is sent when there is a network again.
  window.addEventListener('online', () => {
    const form = document.querySelector(PART);
    if (form && dirty && !byId('not-saved') && !byId('collision')) save(form);
  });

  // A page that the browser kept may be out of date.
  window.addEventListener('pageshow', (event) => {
    if (event.persisted) location.reload();
  });

  // Leaving the desk waits until everything is saved.
  document.addEventListener('click', (event) => {
    const link = event.target.closest('a[href]');
    const elsewhere = event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0 || event.defaultPrevented;
    const here = link && link.hash && link.pathname + link.search === location.pathname + location.search;
    if (!link || !waiting || elsewhere || link.target || here) return;
    event.preventDefault();
    running.then(() => location.assign(link.href));
  });

  window.addEventListener('beforeunload', (event) => {
    if (dirty || waiting) event.preventDefault();
  });

  // Dragging questions, and the same by keys: Alt with an arrow on the outline or in the panel.
  const move = (changes) => press(byId('addition'), null, changes);

  let dragged = null;
  document.addEventListener('dragstart', (event) => {
    const item = event.target.closest && event.target.closest('.outline li[draggable]');
    dragged = item && item.dataset.part;
    if (dragged) event.dataTransfer.setData('text/plain', dragged);
  });
  document.addEventListener('dragover', (event) => {
    const item = dragged && event.target.closest('.outline li[draggable]');
    for (const old of all('.over')) old.classList.toggle('over', old === item);
    if (!item) return;
    event.preventDefault();
    item.classList.add('over');
  });
  document.addEventListener('drop', (event) => {
    const item = dragged && event.target.closest('.outline li[draggable]');
    for (const old of all('.over')) old.classList.remove('over');
    if (!item) return;
    event.preventDefault();
    if (item.dataset.part !== dragged) move({ do: 'before', moved: dragged, other: item.dataset.part });
    dragged = null;
  });
  document.addEventListener('keydown', (event) => {
    if (!event.altKey || !/^Arrow(Up|Down)$/.test(event.key) || event.target.matches('select')) return;
    const verb = event.key === 'ArrowUp' ? 'up' : 'down';
    const link = event.target.closest('.outline [id^="to-question."], .outline [id^="to-section."]');
    if (link) {
      event.preventDefault();
      move({ do: verb, at: link.id.slice(3) });
    } else if (event.target.closest(PART) && byId('part-' + verb)) {
      event.preventDefault();
      byId('part-' + verb).click();
    }
  });

  reveal();

  // What can come next in a condition, as a list below its field.
  let asked = 0;
  function close(field) {
    field.removeAttribute('aria-activedescendant');
    field.setAttribute('aria-expanded', 'false');
    for (const list of all('.completions')) list.remove();
  }
  async function complete(field) {
    const number = (asked += 1);
    const written = field.value.slice(0, field.selectionStart);
    const address = field.dataset.complete + '&written=' + encodeURIComponent(written);
    const response = await fetch(address, { credentials: 'same-origin', headers: { 'hx-request': 'true' } });
    const page = new DOMParser().parseFromString(await response.text(), 'text/html');
    if (number !== asked || document.activeElement !== field) return;
    close(field);
    const list = page.querySelector('.completions');
    if (!list || !list.children.length) return;
    field.parentNode.after(document.importNode(list, true));
    field.setAttribute('aria-controls', list.id);
    field.setAttribute('aria-expanded', 'true');
  }
  function choose(field, option) {
    const list = option.parentNode;
    const at = field.selectionStart;
    const start = at - Number(list.dataset.replaces);
    field.value = field.value.slice(0, start) + option.dataset.insert + ' ' + field.value.slice(at);
    field.selectionStart = field.selectionEnd = start + option.dataset.insert.length + 1;
    dirty = true;
    complete(field).catch(() => {});
  }
  const fieldOf = (event) => event.target.closest && event.target.closest('[data-complete]');
  document.addEventListener('focusin', (event) => {
    const field = fieldOf(event);
    if (!field) return;
    field.setAttribute('role', 'combobox');
    field.setAttribute('aria-autocomplete', 'list');
    complete(field).catch(() => {});
  });
  document.addEventListener('input', (event) => {
    const field = fieldOf(event);
    if (field) complete(field).catch(() => {});
  });
  document.addEventListener('focusout', (event) => {
    const field = fieldOf(event);
    if (field) close(field);
  });
  document.addEventListener('mousedown', (event) => {
    const option = event.target.closest('.completions [role=option]');
    if (!option) return;
    event.preventDefault();
    choose(document.activeElement, option);
  });
  document.addEventListener('keydown', (event) => {
    const field = fieldOf(event);
    const options = field ? all('.completions [role=option]') : [];
    if (!options.length || event.altKey) return;
    const now = options.findIndex((it) => it.getAttribute('aria-selected') === 'true');
    if (event.key === 'Escape') close(field);
    else if (event.key === 'Enter' && now >= 0) choose(field, options[now]);
    else if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      const next = options[(now + (event.key === 'ArrowDown' ? 1 : options.length - (now < 0 ? 0 : 1))) % options.length];
      for (const option of options) option.setAttribute('aria-selected', String(option === next));
      field.setAttribute('aria-activedescendant', next.id);
      next.scrollIntoView({ block: 'nearest' });
    } else return;
    event.preventDefault();
  });
}());
