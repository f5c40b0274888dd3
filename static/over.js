// Leaves nothing on the phone of a form that takes no more answers. What still waits is sent once more before that: it
// may have been counted without our word of it reaching the phone, and if it came too late its owner is told.

if (self.fetch) {
  sweep().catch(() => {});
  if (document.querySelector("main[data-over]")) {
    forget(DRAFT + PLACE);
    flush((item) => item.place === PLACE, putInPlace);
  }
}
