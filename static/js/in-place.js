// @ts-check
/** What takes the place of the page in hand without a navigation, which could end in a browser's error page. */

import { letGo } from "./back.js";

const PAUSE_MS = 2000;

// How it looks is fetched together with this file, while there is a connection.
const scenes = document.getElementById("form")?.dataset.scenes;
if (scenes && !document.querySelector(`link[href="${scenes}"]`)) {
  const sheet = document.head.appendChild(document.createElement("link"));
  sheet.rel = "stylesheet";
  sheet.href = scenes;
}

/** @param {string} address @param {string} title @param {HTMLElement} body */
export async function become(address, title, body) {
  await letGo();
  document.body.replaceWith(body);
  document.title = title;
  history.replaceState(null, "", address);
  scrollTo(0, 0);
  const first = /** @type {HTMLElement | null} */ (body.querySelector("[autofocus]") ?? body.querySelector("h1"));
  if (!first) return;
  first.tabIndex = -1;
  first.focus();
}

/** Says so while the next page does not come; the way out and whom to turn to stay. @param {DOMStringMap} words */
export function sayGone({ gone = "", waits = "" }) {
  if (document.querySelector("main.waits")) return;
  const body = document.body;
  const leave = document.querySelector(".leave");
  const help = document.querySelector(".help-line");
  leave?.remove();
  for (const part of body.querySelectorAll(":scope > :not(aside)")) {
    /** @type {HTMLElement} */ (part).style.display = "none";
  }
  if (leave) body.append(leave);
  const scene = make("main", body, "scene waits");
  const centre = make("div", scene, "centre");
  centre.setAttribute("role", "status");
  make("h1", centre).textContent = gone;
  make("p", centre).textContent = waits;
  make("div", scene);
  if (help) make("footer", scene, "foot").append(help);
}

/** Until it is worth another try: after a while, or as soon as the device says that it is back. */
export function pause() {
  return new Promise((resolve) => {
    setTimeout(resolve, PAUSE_MS);
    addEventListener("online", resolve, { once: true });
  });
}

/** @param {string} tag @param {HTMLElement} within @param {string} [name] */
function make(tag, within, name = "") {
  const node = within.appendChild(document.createElement(tag));
  node.className = name;
  return node;
}
