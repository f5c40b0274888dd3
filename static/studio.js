// Better with a script: a text that was changed is not lost by leaving the page, Ctrl+S saves it, and an address is
// copied by a button. Without it every form works as it stands.
(function () {
  'use strict';
  document.querySelectorAll('button[data-copy]').forEach(function (button) {
    if (!navigator.clipboard) return;
    button.hidden = false;
    button.addEventListener('click', function () {
      navigator.clipboard.writeText(button.dataset.copy).then(function () {
        button.textContent = button.dataset.copied;
      });
    });
  });
}());
(function () {
  'use strict';
  var changed = document.querySelector('form.unsaved') !== null;
  var source = document.querySelector('textarea.source');
  var form = source ? source.form : document.querySelector('form.kept');
  if (!form) return;
  form.addEventListener('input', function () { changed = true; });
  document.addEventListener('submit', function () { changed = false; });
  window.addEventListener('beforeunload', function (event) {
    if (changed) event.preventDefault();
  });
  form.addEventListener('keydown', function (event) {
    if ((event.ctrlKey || event.metaKey) && event.key === 's') {
      event.preventDefault();
      form.requestSubmit();
    }
  });
}());
