
// Leaves nothing on the phone of a form that takes no more answers.

sweep();
if (document.querySelector("main[data-over]")) {
  forget(DRAFT + PLACE);
  for (const key of storedKeys(QUEUE)) if (stored(key).place === PLACE) takeBack(key);
}
