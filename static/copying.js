// Better with a script: a booklet is typed in with keys alone. In a question the key beside a choice ticks it, 0 says that
// nothing readable stands there, Enter goes on. Without it every field works with the mouse, the tabulator and the arrows.
(function () {
  'use strict';
  var KEYS = '123456789abcdefghijklmnopqrstuvwxyz';
  var form = document.querySelector('form.copying');
  if (!form) return;
  var questions = Array.prototype.slice.call(form.querySelectorAll('fieldset.copied'));

  function within(question, selector) {
    return Array.prototype.slice.call(question.querySelectorAll(selector));
  }
  function goTo(place) {
    var question = questions[place];
    var field = question ? question.querySelector('input:checked') || question.querySelector('input, textarea') : form.querySelector('[type=submit]');
    field.focus();
    field.scrollIntoView({ block: 'center' });
  }
  // The text that goes with a choice stands behind its label.
  function textOf(mark) {
    var next = mark.closest('label').nextElementSibling;
    return next && next.matches('input.other') ? next : null;
  }

  questions.forEach(function (question, place) {
    var marks = within(question, '[type=radio], [type=checkbox]');
    var choices = marks.filter(function (mark) { return mark.value !== ''; });
    var none = marks.find(function (mark) { return mark.value === ''; });
    var name = function (mark, key) {
      var label = document.createElement('kbd');
      label.textContent = key;
      label.setAttribute('aria-hidden', 'true');
      mark.after(label);
    };
    choices.forEach(function (mark, at) { if (KEYS[at]) name(mark, KEYS[at]); });
    if (none) name(none, '0');
    question.addEventListener('keydown', function (event) {
      var field = event.target;
      if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || field.tagName === 'TEXTAREA') return;
      if (event.key === 'Enter') {
        event.preventDefault();
        goTo(place + 1);
        return;
      }
      if (field.type === 'text') return;
      var mark = event.key === '0' ? none : choices[KEYS.indexOf(event.key.toLowerCase())];
      if (event.key === '0' && !none) choices.forEach(function (choice) { choice.checked = false; });
      else if (!mark || KEYS.indexOf(event.key.toLowerCase()) < 0 && event.key !== '0') return;
      else if (mark.type === 'radio') mark.checked = true;
      else mark.checked = !mark.checked;
      event.preventDefault();
      if (mark && mark.checked && textOf(mark)) textOf(mark).focus();
      else if (mark && mark.type === 'checkbox') mark.focus();
      else goTo(place + 1);
    });
  });
  within(document, '[data-keys]').forEach(function (help) { help.hidden = false; });
  if (!document.querySelector('[role=alert]')) goTo(0);
}());
