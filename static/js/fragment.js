// @ts-check
/**
 * Fetches what the server has rendered anew and swaps in the parts of `#live` that differ,
 * so that focus, a selection and a note being typed stay where they are.
 */

/** @typedef {"swapped" | "same" | "logged-out"} Outcome */

const PATIENCE_MS = 8000;

/**
 * What the server sent for each part, before a script or a person touched it.
 * @type {WeakMap<Element, Element>}
 */
const pristine = new WeakMap();

/** @param {ParentNode} within @returns {HTMLElement[]} */
function partsOf(within) {
  return Array.from(within.querySelectorAll("[data-part]"));
}

/** @type {HTMLElement | null} */
let found = null;

/** The part, also while the page is covered. @returns {HTMLElement} */
export function live() {
  found = document.getElementById("live") ?? found;
  if (!found) throw new Error("This page has no part that changes.");
  return found;
}

/** Must run before anything in `#live` is changed by a script. */
export function remember() {
  for (const part of partsOf(live())) pristine.set(part, bare(part));
}

/**
 * A copy without what differs each time although it shows the same.
 * @param {Element} part @returns {Element}
 */
function bare(part) {
  const copy = /** @type {Element} */ (part.cloneNode(true));
  // Text in a page that runs scripts, elements in a document that was fetched.
  for (const plain of copy.querySelectorAll("noscript")) plain.replaceChildren();
  for (const token of copy.querySelectorAll("[name=csrf_token]")) token.setAttribute("value", "");
  return copy;
}

/**
 * Asks for the page's own source again. Rejects when the server cannot be reached or fails.
 * XMLHttpRequest, because Trusted Types forbid parsing text into nodes.
 * @param {string} address @returns {Promise<Document | "logged-out">}
 */
function fetchDocument(address) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("GET", address);
    request.responseType = "document";
    // Tells the server that nobody may be sitting here: a page that follows does not keep a login alive.
    request.setRequestHeader("X-Asked-By", "page");
    request.timeout = PATIENCE_MS;
    request.onload = () => {
      const landed = new URL(request.responseURL || address, location.href);
      if (request.status === 401 || landed.pathname === "/login") resolve("logged-out");
      else if (request.status === 200 && request.response?.getElementById("live")) resolve(request.response);
      else reject(new Error(`The server answered ${request.status}.`));
    };
    request.onerror = request.ontimeout = () => reject(new Error("The server cannot be reached."));
    request.send();
  });
}

/**
 * Brings `#live`, and the page's title with it, up to date.
 * @returns {Promise<Outcome>}
 */
export async function refresh() {
  const { source } = live().dataset;
  const answer = await fetchDocument(source ?? location.pathname);
  if (answer === "logged-out") return answer;
  // Somebody turned to another source meanwhile: what was hidden there must not come back from here.
  if (live().dataset.source !== source) return "same";
  const fresh = document.importNode(/** @type {HTMLElement} */ (answer.getElementById("live")), true);
  for (const plain of fresh.querySelectorAll("noscript")) plain.replaceChildren();
  if (answer.title) document.title = answer.title;
  return swap(live(), fresh) ? "swapped" : "same";
}

/** @param {HTMLElement} old @param {HTMLElement} fresh @returns {boolean} whether anything changed */
function swap(old, fresh) {
  const olds = partsOf(old);
  const news = partsOf(fresh);
  const names = (/** @type {HTMLElement[]} */ parts) => parts.map((part) => part.dataset.part).join();
  const changed = news.filter((part, i) => !olds[i] || !pristine.get(olds[i])?.isEqualNode(bare(part)));
  for (const part of news) pristine.set(part, bare(part));
  if (names(olds) !== names(news)) {
    exchange(old, fresh);
    return true;
  }
  for (const part of changed) exchange(olds[news.indexOf(part)], part);
  Object.assign(old.dataset, fresh.dataset);
  return changed.length > 0;
}

/** @param {HTMLElement} old @param {HTMLElement} fresh */
function exchange(old, fresh) {
  const focused = old.contains(document.activeElement) ? /** @type {HTMLElement} */ (document.activeElement) : null;
  const ends = focused instanceof HTMLTextAreaElement ? [focused.selectionStart, focused.selectionEnd] : null;
  carryTyped(old, fresh);
  old.replaceWith(fresh);
  if (!focused) return;
  const heir = focused.id ? document.getElementById(focused.id) : null;
  (heir ?? live().querySelector("h1"))?.focus({ preventScroll: true });
  if (ends && heir instanceof HTMLTextAreaElement) heir.setSelectionRange(ends[0], ends[1]);
}

/**
 * A text that was typed and not sent yet outlives the swap.
 * @param {HTMLElement} old @param {HTMLElement} fresh
 */
function carryTyped(old, fresh) {
  for (const field of old.querySelectorAll("textarea")) {
    const heir = fresh.querySelector(`#${CSS.escape(field.id)}`);
    if (heir instanceof HTMLTextAreaElement && field.value !== field.defaultValue) heir.value = field.value;
  }
}
