// The service worker: the app starts without a network.
//
// `cargo xtask run` and `dist` fill in the two lines below from the finished files. A version is kept whole or not at
// all: one file that is missing, or whose content is another, and the version is not installed. Nothing but the
// site's own files is ever answered from here; the relay is not.

const FILES = {};
const VERSION = "";

/** Caches belong to an origin; sites under other paths of it have theirs. */
const OURS = `tongzhou ${self.registration.scope} `;
const CACHE = OURS + VERSION;
/** How the start page is asked for: some hosts send `index.html` elsewhere. */
const START = "./";

self.addEventListener("install", (event) => event.waitUntil(keepAll()));
self.addEventListener("activate", (event) => event.waitUntil(forgetOthers()));
self.addEventListener("message", (event) => {
  if (event.data === "take over") self.skipWaiting();
});
self.addEventListener("fetch", (event) => {
  const file = fileOf(event.request);
  if (file) event.respondWith(answer(file, event.request));
});

async function keepAll() {
  const cache = await caches.open(CACHE);
  try {
    await Promise.all(Object.entries(FILES).map(async ([file, integrity]) => {
      const response = await fetch(file, { cache: "no-cache", integrity });
      if (!response.ok) throw new Error(`${file}: ${response.status}`);
      await cache.put(file, response);
    }));
  } catch (error) {
    await caches.delete(CACHE);
    throw error;
  }
}

async function forgetOthers() {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name.startsWith(OURS) && name !== CACHE).map((name) => caches.delete(name)));
}

/** Which of the kept files a request asks for. */
function fileOf(request) {
  if (request.method !== "GET") return undefined;
  const { origin, pathname } = new URL(request.url);
  const scope = new URL(self.registration.scope);
  if (origin !== scope.origin || !pathname.startsWith(scope.pathname)) return undefined;
  const path = pathname.slice(scope.pathname.length);
  const file = path === "" || path === "index.html" ? START : path;
  return Object.hasOwn(FILES, file) ? file : undefined;
}

/** From the version's cache; from the network where a browser has cleared it. */
async function answer(file, request) {
  const cache = await caches.open(CACHE);
  return (await cache.match(file)) ?? fetch(request);
}
