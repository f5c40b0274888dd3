// Visits that were recorded on this phone, sent one by one until the server says that it has each. The same visit sent twice
// counts once.

const visitsOf = (user) => storedKeys(VISIT + user + ":").map(stored).filter(Boolean);
const keyOf = (visit) => [VISIT + visit.user, visit.case, visit.day, visit.result].join(":");

// Whether the session has to be begun again before anything is taken.
let signedOut = false;

async function sendVisit(visit, token) {
  const { case: number, day, result } = visit;
  const body = new URLSearchParams({ case: number, day, result, _csrf: token });
  const headers = { "content-type": "application/x-www-form-urlencoded" };
  const response = await fetch(FIELD + "/visits", { method: "POST", body: body.toString(), headers, credentials: "same-origin" });
  const word = wordOf(response);
  if (word === "open") return forget(keyOf(visit));
  signedOut = response.status === 401 || response.status === 403;
  if (!word || signedOut) return;
  // Not taken, and never will be: its owner reads why.
  const answer = new DOMParser().parseFromString(await response.text(), "text/html");
  const said = answer.querySelector("#refused") || answer.querySelector("main .lead");
  store(keyOf(visit), Object.assign(visit, { said: said ? said.textContent : "" }));
}

async function sendVisits(user, token) {
  signedOut = false;
  for (const visit of visitsOf(user)) {
    if (visit.said === undefined && !signedOut) await sendVisit(visit, token);
  }
}
