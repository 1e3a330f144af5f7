// @ts-check
/**
 * On a phone: the ways from one of the client's pages to the next. The next page is fetched, again and again if it must
 * be, and then takes the place of this one: so a lost connection ends in no error page of the browser's.
 */
import { become, pause, sayGone } from "./in-place.js";

const PATIENCE_MS = 10_000;
/** Another network's login page has none of these. */
const OURS = "main.scene, main.page";

/** @typedef {HTMLFormElement | HTMLAnchorElement} Way */

/** Where it leads to; null where nobody, or somebody else, answered, or the server could not just now.
 * @param {Way} way @returns {Promise<{ address: string, page: Document } | null>} */
function next(way) {
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    if (way instanceof HTMLFormElement) request.open("POST", way.action);
    else request.open("GET", way.href);
    request.responseType = "document";
    request.timeout = PATIENCE_MS;
    request.onload = () => {
      const isOurs = request.status < 500 && request.response?.querySelector(OURS);
      const { pathname, search } = new URL(request.responseURL || way.baseURI);
      resolve(isOurs ? { address: pathname + search, page: request.response } : null);
    };
    request.onerror = request.ontimeout = () => resolve(null);
    request.send(way instanceof HTMLFormElement ? new URLSearchParams(/** @type {any} */ (new FormData(way))) : null);
  });
}

/** Until it has come, or somebody has left. @param {Way} way */
async function goOn(way) {
  while (way.isConnected) {
    const found = await next(way);
    if (!way.isConnected) return;
    if (found) return arrive(found.address, found.page);
    sayGone(way.dataset);
    await pause();
  }
}

/** @param {string} address @param {Document} page */
function arrive(address, page) {
  if (page.querySelector("#form")) return location.replace(address); // it comes with scripts of its own
  for (const name of ["lang", "dir"]) {
    document.documentElement.setAttribute(name, page.documentElement.getAttribute(name) ?? "");
  }
  become(address, page.title, document.importNode(page.body, true));
}

/** Gone at once, whatever the network does. @param {HTMLAnchorElement} link */
function leave({ pathname, dataset }) {
  window.stop(); // a form that is on its way to this page must not come either
  const main = document.createElement("main");
  main.className = "away";
  const heading = main.appendChild(document.createElement("h1"));
  heading.textContent = dataset.left ?? "";
  document.body.textContent = "";
  document.body.append(main);
  heading.tabIndex = -1;
  heading.focus();
  document.title = dataset.left ?? "";
  history.replaceState(null, "", pathname);
}

/** A second tap says nothing new. @type {WeakSet<Way>} */
const underWay = new WeakSet();

/** @param {Event} event @param {Way} way */
function take(event, way) {
  if (event.defaultPrevented || document.body.dataset.screen) return; // see hand-on.js for a tablet
  event.preventDefault();
  if (way.matches(".leave a")) return leave(/** @type {HTMLAnchorElement} */ (way));
  if (underWay.has(way)) return;
  underWay.add(way);
  goOn(way);
}

/** The tap on a button whose page could not know whether this file is here. Older browsers have no `requestSubmit`.
 * @param {HTMLButtonElement} button */
export function press(button) {
  button.form?.dispatchEvent(new Event("submit", { bubbles: true, cancelable: true }));
}

addEventListener("click", (event) => {
  const link = /** @type {HTMLElement} */ (event.target).closest("a[data-gone], .leave a");
  if (link instanceof HTMLAnchorElement) take(event, link);
});
addEventListener("submit", (event) => {
  const form = event.target;
  if (form instanceof HTMLFormElement && "gone" in form.dataset) take(event, form);
});
