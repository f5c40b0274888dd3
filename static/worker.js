"use strict";

// Keeps forms, the list of an interviewer and their files for use without a network, and sends what waits once there is one.

const isForm = (url) => /^\/([siw]\/[^/]+|studio\/field)$/.test(url.pathname);
const nameOf = (url) => url.pathname + "?lang=" + (url.searchParams.get("lang") || "zh");

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== "GET" || url.origin !== self.location.origin) return;
  if (url.pathname.startsWith("/static/")) event.respondWith(file(event.request));
  else if (event.request.mode === "navigate" && isForm(url)) event.respondWith(page(event.request, url));
});

async function file(request) {
  const kept = await caches.match(request);
  if (kept) return kept;
  const response = await fetch(request);
  if (response.ok) (await caches.open("files")).put(request, response.clone());
  return response;
}

// A page of ours says in a header what it means for the form; whatever does not is somebody else's.
const wordOf = (response) => response.headers.get("minyi-form");

// The network first: the server knows whether the survey is still open, and what it says is over is no longer kept.
// Where somebody else answers in its place the kept form opens, but for a way to another page: a network may want a
// password there first.
async function page(request, url) {
  const forms = await caches.open("forms");
  const kept = await forms.match(nameOf(url));
  try {
    const response = await (kept ? soon(fetch(request)) : fetch(request));
    const word = wordOf(response);
    if (word && word !== "open") await drop(forms, url);
    return word || !kept || response.type === "opaqueredirect" ? response : kept;
  } catch (error) {
    if (kept) return kept;
    throw error;
  }
}

// Whatever the language it was kept in.
async function drop(forms, { pathname }) {
  for (const request of await forms.keys()) if (new URL(request.url).pathname === pathname) await forms.delete(request);
}

const soon = (response, limit) =>
  new Promise((resolve, reject) => {
    setTimeout(() => reject(new Error("too slow")), limit || 6000);
    response.then(resolve, reject);
  });

self.addEventListener("message", (event) => event.waitUntil(obey(event.data)));

async function obey({ keep, over }) {
  const forms = await caches.open("forms");
  if (over) await drop(forms, new URL(over));
  if (!keep) return;
  const headers = { "content-type": "text/html; charset=utf-8", "content-security-policy": keep.policy };
  await forms.put(nameOf(new URL(keep.address)), new Response(keep.page, { headers }));
  const files = await caches.open("files");
  for (const request of await files.keys()) if (!keep.files.includes(request.url)) await files.delete(request);
  for (const address of keep.files) if (!(await files.match(address))) await files.add(address);
}

self.addEventListener("sync", (event) => {
  if (event.tag === "send") event.waitUntil(sendAll());
});

async function sendAll() {
  const waiting = await caches.open("waiting");
  const sent = await caches.open("sent");
  for (const request of await waiting.keys()) {
    const item = await (await waiting.match(request)).json();
    const headers = { "content-type": "application/x-www-form-urlencoded" };
    const trial = fetch(item.address, { method: "POST", body: item.body, headers, credentials: "same-origin" });
    const response = await soon(trial, 20000);
    if (!wordOf(response)) throw new Error("not now");
    const kept = { "minyi-form": wordOf(response), "x-address": response.url };
    await sent.put(request, new Response(await response.text(), { headers: kept }));
    await waiting.delete(request);
  }
  for (const client of await self.clients.matchAll()) client.postMessage("sent");
}
