// Better with a script: a text that was changed is not lost by leaving the page, and Ctrl+S saves it.
// Without it every form works as it stands.
(function () {
  'use strict';
  var changed = false;
  var source = document.querySelector('textarea.source');
  if (!source) return;
  source.addEventListener('input', function () { changed = true; });
  document.addEventListener('submit', function () { changed = false; });
  window.addEventListener('beforeunload', function (event) {
    if (changed) event.preventDefault();
  });
  source.addEventListener('keydown', function (event) {
    if ((event.ctrlKey || event.metaKey) && event.key === 's') {
      event.preventDefault();
      source.form.requestSubmit();
    }
  });
}());
