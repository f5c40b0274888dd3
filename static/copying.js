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
    // Where two entries differ: that neither of them reads as the paper does.
    var anew = question.querySelector('[data-anew]');
    function isReading(mark) { return anew !== null && mark.name === anew.name; }
    function copied(field) { if (anew && !isReading(field)) anew.checked = true; }

    marks.forEach(function (mark) {
      var key = mark.value === '' ? '0' : KEYS[choices.indexOf(mark)];
      if (!key) return;
      var label = document.createElement('kbd');
      label.textContent = key;
      label.setAttribute('aria-hidden', 'true');
      mark.after(label);
    });
    question.addEventListener('input', function (event) { copied(event.target); });
    question.addEventListener('keydown', function (event) {
      var field = event.target;
      if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || field.tagName === 'TEXTAREA') return;
      var mark = choices[KEYS.indexOf(event.key.toLowerCase())];
      if (event.key === 'Enter') {
        goTo(place + 1);
      } else if (field.type === 'text') {
        return;
      } else if (event.key === '0') {
        marks.forEach(function (other) {
          if (isReading(other)) return;
          other.checked = other.value === '';
          copied(other);
        });
        goTo(place + 1);
      } else if (mark) {
        mark.checked = mark.type === 'radio' || !mark.checked;
        copied(mark);
        if (mark.checked && textOf(mark)) textOf(mark).focus();
        else if (mark.type === 'checkbox' || mark === anew) mark.focus();
        else goTo(place + 1);
      } else {
        return;
      }
      event.preventDefault();
    });
  });
  within(document, '[data-keys]').forEach(function (help) { help.hidden = false; });
  if (!document.querySelector('[role=alert]')) goTo(0);
}());
