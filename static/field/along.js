// What is taken along: a code for every household, the blank form behind it, and the list itself, kept where the service worker
// finds them without a network.

async function keepFiles(page, cache) {
  const files = Array.from(page.querySelectorAll("link[rel=stylesheet], link[rel=icon], script[src]"));
  const addresses = files.map((file) => new URL(file.getAttribute("href") || file.getAttribute("src"), location.href).href);
  for (const address of addresses) if (!(await cache.match(address))) await cache.add(address);
}

async function keepPage(address, page, policy) {
  const url = new URL(address, location.href);
  const name = url.pathname + "?lang=" + (url.searchParams.get("lang") || "zh");
  const headers = { "content-type": "text/html; charset=utf-8", "content-security-policy": policy };
  const whole = "<!doctype html>" + page.documentElement.outerHTML;
  await (await caches.open("forms")).put(name, new Response(whole, { headers }));
  // Apart from the files of forms: whoever opens a form drops all that it does not need.
  await keepFiles(page, await caches.open("field"));
}

// The form as whoever opens it without a network gets it: which fill it is, is drawn then.
async function keepForm(address, policy) {
  const response = await fetch(address, { credentials: "same-origin" });
  if (wordOf(response) !== "open") throw new Error("no form");
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  for (const fill of page.querySelectorAll("[name=_fill]")) fill.remove();
  await keepPage(address, page, policy);
}

// Makes codes and keeps the forms behind them, telling after each; how many could not be kept.
async function takeAlong(form, user, policy, tell) {
  const headers = { "content-type": "application/x-www-form-urlencoded" };
  const body = new URLSearchParams(new FormData(form)).toString();
  const response = await fetch(form.action, { method: "POST", body, headers, credentials: "same-origin" });
  if (wordOf(response) !== "open") throw new Error("no codes");
  const list = new DOMParser().parseFromString(await response.text(), "text/html").querySelectorAll("#codes li");
  const codes = {};
  let missing = 0;
  for (const { dataset } of list) {
    tell(Object.keys(codes).length + missing + 1, list.length);
    try {
      await keepForm(dataset.form, policy);
      codes[dataset.case] = dataset.form;
    } catch (_) {
      missing += 1;
    }
  }
  store(CODES, { user, codes });
  return { missing, total: list.length };
}
