
// The page before sending: every question asked, what was answered, and a way back to each.

function said(id) {
  if (dateOf(id)) return dateInWords(dateOf(id));
  return fieldsOf(id)
    .filter((field) => (isMark(field) ? field.checked : field.value.trim()))
    .filter((field) => !isOther(field) || tickOf(field).checked)
    .map((field) => (isMark(field) ? field.parentNode.textContent.trim() : field.value.trim()))
    .join(words.and);
}

// As the phone writes dates in the language of the page.
function dateInWords(written) {
  const [year, month, day] = written.split("-").map(Number);
  const parts = { year: "numeric", month: "long" };
  if (day) parts.day = "numeric";
  return new Date(year, month - 1, day || 1).toLocaleDateString(document.documentElement.lang, parts);
}

const questionOf = (id) => element(id).querySelector("legend").firstChild.textContent.trim();

function make(tag, className, text, parts) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text) made.textContent = text;
  for (const part of parts || []) made.appendChild(part);
  return made;
}

function button(text, className, act) {
  const made = make("button", className, text);
  made.type = "button";
  made.addEventListener("click", act);
  return made;
}

function fillReview(list, asked, change) {
  list.textContent = "";
  for (const id of asked) {
    const answer = said(id);
    const way = button(words.change, "link", () => change(id));
    way.setAttribute("aria-label", words.change + words.colon + questionOf(id));
    list.appendChild(
      make("div", "", "", [
        make("dt", "", questionOf(id)),
        make("dd", answer ? "" : "none", answer || words.unanswered),
        make("dd", "change", "", [way]),
      ])
    );
  }
}
