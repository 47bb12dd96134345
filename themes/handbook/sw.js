// Keeps the whole book on the reader's machine, one edition at a time. sw-files.js lists what
// belongs to the edition, with hashes: a file that stayed the same is taken from the last edition.
"use strict";
importScripts("sw-files.js");

const { edition, files } = self.tebikiFiles;
const ROOT = new URL("./", self.location).href;
const PREFIX = "tebiki " + ROOT + " ";
const LIST = ROOT + "sw-files.json";
const AT_ONCE = 6;

async function olderCaches() {
  const names = (await caches.keys()).filter((name) => name.startsWith(PREFIX) && name !== PREFIX + edition);
  return Promise.all(names.map((name) => caches.open(name)));
}

// The files that older editions hold: address and hash to the response.
async function known() {
  const found = new Map();
  for (const cache of await olderCaches()) {
    const list = await cache.match(LIST);
    if (!list) continue;
    for (const [path, hash] of Object.entries(await list.json())) found.set(path + " " + hash, cache);
  }
  return found;
}

async function keep(cache, path, older) {
  const address = ROOT + path;
  if (await cache.match(address)) return;
  const old = await older.get(path + " " + files[path])?.match(address);
  const response = old || (await fetch(address, { cache: "no-cache" }));
  if (!response.ok) throw new Error(path + ": " + response.status);
  await cache.put(address, response);
}

async function install() {
  const cache = await caches.open(PREFIX + edition);
  const older = await known();
  const paths = Object.keys(files).values();
  const worker = async () => {
    for (const path of paths) await keep(cache, path, older);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  await cache.put(LIST, new Response(JSON.stringify(files)));
}

async function activate() {
  const names = (await caches.keys()).filter((name) => name.startsWith(PREFIX) && name !== PREFIX + edition);
  await Promise.all(names.map((name) => caches.delete(name)));
  await self.clients.claim();
}

function addressOf(request) {
  const url = new URL(request.url);
  return url.origin + url.pathname + (url.pathname.endsWith("/") ? "index.html" : "");
}

async function answer(request) {
  const cache = await caches.open(PREFIX + edition);
  const kept = await cache.match(addressOf(request));
  if (kept) return kept;
  try {
    return await fetch(request);
  } catch (error) {
    const missing = request.mode === "navigate" && (await cache.match(ROOT + "404.html"));
    if (missing) return new Response(missing.body, { status: 404, headers: missing.headers });
    throw error;
  }
}

self.addEventListener("install", (event) => event.waitUntil(install()));
self.addEventListener("activate", (event) => event.waitUntil(activate()));
self.addEventListener("message", (event) => event.data === "update" && self.skipWaiting());
self.addEventListener("fetch", function (event) {
  const { request } = event;
  if (request.method === "GET" && request.url.startsWith(ROOT)) event.respondWith(answer(request));
});
