
// The fields of the form: what has been answered, kept and given back.

const form = document.querySelector("form.survey");
const data = form && JSON.parse(document.getElementById("form-data").textContent);
const words = data && data.words;
const element = (id) => document.getElementById(id);
const all = (selector, within) => Array.from((within || document).querySelectorAll(selector));
const fieldsOf = (id) => all("input, textarea", element(id));
const isMark = (field) => field.type === "radio" || field.type === "checkbox";

// What takes part in routing: a code, a list of codes, a number, a date, a choice beside them or a text; undefined if
// there is none.
function answerTo(id) {
  const fields = fieldsOf(id).filter((field) => field.name === id);
  if (isMark(fields[0])) {
    const codes = fields.filter((field) => field.checked).map((field) => Number(field.value));
    if (!codes.length || misfit(id)) return undefined;
    return fields[0].type === "radio" ? codes[0] : codes;
  }
  const beside = fieldsOf(id).find((field) => "beside" in field.dataset && field.checked);
  if (beside) return { beside: Number(beside.value) };
  if ("part" in fields[0].dataset) return dateOf(id) ? { date: dateOf(id) } : undefined;
  const text = fields[0].value.trim();
  if (!fields[0].dataset.min) return text || undefined;
  return misfit(id) || !text ? undefined : Number(narrow(text));
}

function narrow(text) {
  const plain = text.trim().replace(/[０-９]/g, (digit) => String.fromCharCode(digit.charCodeAt(0) - 0xfee0));
  return plain.replace(/[－−]/, "-").replace(/[,，．。]/, ".");
}

// The fields of a date: year, month and, where it is asked for, day.
const partsOf = (id) => fieldsOf(id).filter((field) => "part" in field.dataset);

// The date in them as it is written, 2013-05-28 or 2013-05; empty where it is none, or none that is accepted.
function dateOf(id) {
  const parts = partsOf(id).map((field) => narrow(field.value));
  if (!parts.length || !parts.every((part) => /^\d{1,5}$/.test(part))) return "";
  const [year, month, day] = parts.map(Number);
  const date = new Date(Date.UTC(year, month - 1, parts.length < 3 ? 1 : day));
  if (date.getUTCFullYear() !== year || date.getUTCMonth() !== month - 1 || year < 1000 || year > 9999) return "";
  const written = date.toISOString().slice(0, parts.length < 3 ? 7 : 10);
  const limits = limitsOf(id);
  return written < limits.earliest || written > limits.latest ? "" : written;
}

// True where something is typed or ticked that is no answer: no number or date within bounds, another number of choices.
function misfit(id) {
  const field = fieldsOf(id)[0];
  if (isMark(field)) return miscounted(id);
  if ("part" in field.dataset) return partsOf(id).some((part) => part.value.trim()) && !dateOf(id);
  const text = field.dataset.min ? narrow(field.value) : "";
  if (!text) return false;
  // To one person 1,500 is one and a half, to another fifteen hundred.
  if (/[,，]...$/.test(field.value.trim())) return true;
  const fraction = +field.dataset.decimals ? "(\\.\\d{1," + field.dataset.decimals + "})?" : "";
  return !new RegExp("^-?\\d+" + fraction + "$").test(text) || +text < +field.dataset.min || +text > +field.dataset.max;
}

// What is wrong with what is typed or ticked, in words; empty where nothing is.
function faultOf(id) {
  if (misfit(id)) return limitsOf(id).fault || put(words.number, limitsOf(id));
  return fieldsOf(id).some((field) => isOther(field) && field.value.trim() && !tickOf(field).checked) ? words.otherUnticked : "";
}

// The text to a choice "other, please say", and the mark of that choice.
const isOther = (field) => field.classList.contains("other");
const tickOf = (other) => other.previousElementSibling.firstChild;

// What the answer to a question is held to.
const limitsOf = (id) => (isMark(fieldsOf(id)[0]) ? element(id).querySelector(".choices") : fieldsOf(id)[0]).dataset;

// True where too few or too many choices are made. One that stands alone is enough.
function miscounted(id) {
  const limits = limitsOf(id);
  const made = fieldsOf(id).filter((field) => isMark(field) && field.checked);
  if (!limits.fault || !made.length || made.some((field) => "alone" in field.dataset)) return false;
  return made.length < +(limits.least || 0) || made.length > +(limits.most || Infinity);
}

function answersNow() {
  const answers = {};
  for (const { id } of data.questions) answers[id] = answerTo(id);
  return answers;
}

// Who writes what else it is means the choice it belongs to.
function tickOther(field) {
  if (!isOther(field) || !field.value.trim() || tickOf(field).checked) return;
  tickOf(field).checked = true;
  keepApart(tickOf(field));
}

// A choice that stands alone is never chosen together with others, and none beside a number or a date together with one.
function keepApart(field) {
  const fieldset = field.closest("fieldset");
  if (!isMark(field) && field.value.trim()) for (const box of all("[data-beside]", fieldset)) box.checked = false;
  if (field.type !== "checkbox" || !field.checked) return;
  if ("beside" in field.dataset) for (const typed of all("input[type=text]", fieldset)) typed.value = "";
  for (const other of all("input[type=checkbox]", fieldset)) {
    if (other !== field && ("alone" in field.dataset || "alone" in other.dataset)) other.checked = false;
  }
}

// A code means something on its scale only, so what is kept of a scale is kept with its name.
const nameOf = (field) => field.name + "@" + (field.closest("fieldset").dataset.scale || "");
const ownFields = () => all(".question input, .question textarea", form);

function typed() {
  const kept = {};
  for (const field of ownFields()) {
    if (isMark(field) ? !field.checked : !field.value) continue;
    (kept[nameOf(field)] = kept[nameOf(field)] || []).push(field.value);
  }
  return kept;
}

function giveBack(kept) {
  for (const field of ownFields()) {
    const values = kept[nameOf(field)] || [];
    if (isMark(field)) field.checked = values.includes(field.value);
    else field.value = values[0] || "";
  }
}
