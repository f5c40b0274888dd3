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

  function say(text, failed) {
    byId('saved-words').textContent = text;
    byId('saved').classList.toggle('failed', Boolean(failed));
  }

  function body(form, button, changes) {
    const data = new URLSearchParams();
    for (const [name, value] of new FormData(form)) if (typeof value === 'string') data.append(name, value);
    if (button && button.name) data.append(button.name, button.value);
    for (const name of Object.keys(changes || {})) data.set(name, changes[name]);
    return data;
  }

  // One request after the other: each is made from the revision that the one before has left.
  function send(address, read, done) {
    waiting += 1;
    say(desk().dataset.saving);
    running = running.then(async () => {
      try {
        const headers = { 'hx-request': 'true' };
        const response = await fetch(address, { method: 'POST', body: read(), headers, credentials: 'same-origin' });
        const page = new DOMParser().parseFromString(await response.text(), 'text/html');
        const fresh = page.getElementById('desk');
        if (!fresh) throw new Error(String(response.status));
        waiting -= 1;
        done(fresh, response);
      } catch (_) {
        waiting -= 1;
        say(desk().dataset.failed, true);
      }
    });
  }

  const shown = (response) => response.ok && response.url.includes('?at=');

  // The fields of the panel: another type, scale, id or code makes others.
  const names = (within) => all(PART + ' [name]', within).map((field) => field.name).join();

  // Takes over what a save has changed elsewhere; what is being typed stays.
  function refresh(fresh, response) {
    if (!response.ok) return swap(fresh, response, true);
    if (names(document) !== names(fresh)) return swap(fresh, response);
    for (const part of all('[data-live]')) {
      const other = part.id && fresh.querySelector('#' + CSS.escape(part.id));
      if (other) part.replaceWith(document.importNode(other, true));
    }
    follow(fresh);
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

  // Puts a fresh desk in place of the old one; `keep` gives fields back what stood in them.
  function swap(fresh, response, keep) {
    const focus = document.activeElement && document.activeElement.id;
    const typed = keep ? all('input[type=text], textarea', document.querySelector(PART)).map((it) => [it.id, it.value]) : [];
    const phone = byId('phone');
    const place = phone && phone.dataset.at;
    const scroll = window.scrollY;
    desk().replaceWith(document.importNode(fresh, true));
    for (const [id, value] of typed) if (id && byId(id)) byId(id).value = value;
    if (shown(response)) history.replaceState(null, '', new URL(response.url).pathname + new URL(response.url).search);
    reveal();
    const trouble = byId('collision') || byId('not-saved');
    const moved = byId('phone') && byId('phone').dataset.at !== place;
    const next = trouble || (moved && byId('part-name')) || (focus && byId(focus)) || byId('part-name');
    window.scrollTo(0, trouble ? 0 : scroll);
    if (next) next.focus({ preventScroll: !trouble });
  }

  function save(form) {
    dirty = false;
    send(form.action, () => body(form, { name: 'do', value: 'save' }), refresh);
  }

  document.addEventListener('input', (event) => {
    if (event.target.closest(PART)) dirty = true;
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
    if (form) save(form);
  });

  document.addEventListener('submit', (event) => {
    const form = event.target;
    if (!desk() || !desk().contains(form)) return;
    event.preventDefault();
    const button = event.submitter;
    dirty = false;
    send(form.action, () => body(form, button), swap);
  });

  window.addEventListener('beforeunload', (event) => {
    if (dirty || waiting) event.preventDefault();
  });

  // Dragging questions, and the same by keys: Alt with an arrow on the outline or in the panel.
  function move(changes) {
    const form = byId('addition');
    send(form.action, () => body(form, null, changes), swap);
  }

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
    if (!event.altKey || !/^Arrow(Up|Down)$/.test(event.key)) return;
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
