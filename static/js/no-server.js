// @ts-check
/**
 * The worker of a paired tablet. Where its server cannot be reached, a page that says so takes the place of the
 * browser's own. It keeps that page and what it is drawn with, and nothing of anybody; all else passes through.
 */

const NAME = "no-server";
/** How long the server may take to begin its answer. */
const PATIENCE_MS = 10_000;
/** A proxy says so of a server that it does not reach either. */
const GONE = new Set([502, 503, 504]);
/** Not paired, or not any more. */
const REFUSED = new Set([401, 403]);

const worker = /** @type {any} */ (self);
/** The addresses of what is kept, the page first: the server writes them above this. @type {string[]} */
const kept = worker.kept;

/** @param {Event} event @returns {{ request: Request, respondWith: (answer: Promise<Response>) => void }} */
const asked = (event) => /** @type {any} */ (event);

/** All of it, or nothing. */
async function keep() {
  const cache = await caches.open(NAME);
  await cache.addAll(kept.map((address) => new Request(address, { cache: "reload" })));
  await worker.skipWaiting();
}

/** What an earlier version kept. */
async function tidy() {
  const cache = await caches.open(NAME);
  for (const { url } of await cache.keys()) if (!kept.includes(local(url))) await cache.delete(url);
}

/** @param {string} address @returns {Promise<Response | undefined>} */
async function found(address) {
  return (await caches.open(NAME)).match(address);
}

async function forget() {
  await worker.registration.unregister();
  await caches.delete(NAME);
}

/** @param {string} address */
function local(address) {
  const { pathname, search } = new URL(address);
  return pathname + search;
}

/** A screen of the tablet, or the page that says that there is no server. @param {Request} request */
async function shown(request) {
  const late = new Promise((resolve) => setTimeout(resolve, PATIENCE_MS, null));
  const answer = /** @type {Response | null} */ (await Promise.race([fetch(request), late]).catch(() => null));
  if (answer && REFUSED.has(answer.status)) await forget();
  if (answer && !GONE.has(answer.status)) return answer;
  return (await found(kept[0] ?? "")) ?? answer ?? Response.error();
}

/** What the page is drawn with. @param {Request} request */
async function part(request) {
  const answer = await fetch(request).catch(() => null);
  return answer ?? (await found(local(request.url))) ?? Response.error();
}

addEventListener("install", (event) => /** @type {any} */ (event).waitUntil(keep()));
addEventListener("activate", (event) => /** @type {any} */ (event).waitUntil(tidy()));
addEventListener("fetch", (event) => {
  const { request, respondWith } = asked(event);
  if (request.mode === "navigate") respondWith.call(event, shown(request));
  else if (kept.includes(local(request.url))) respondWith.call(event, part(request));
});
