// @ts-check
/**
 * On a tablet: the buttons that hand it on. What they say is sent by this script until it has arrived, so that a lost
 * connection ends in no error page of the browser's.
 */
import { letGo } from "./back.js";
import { pause, sayGone } from "./in-place.js";

const PATIENCE_MS = 5000;

/** Where to go next, or nothing while the server cannot be reached. @param {HTMLFormElement} form */
async function send(form) {
  const body = new URLSearchParams(/** @type {any} */ (new FormData(form)));
  const headers = { Accept: "application/json" };
  const stop = new AbortController();
  const limit = setTimeout(() => stop.abort(), PATIENCE_MS);
  try {
    const answer = await fetch(form.action, { method: "POST", body, headers, redirect: "error", signal: stop.signal });
    const { next = "/tablet" } = await answer.json();
    return answer.status < 500 ? String(next) : "";
  } catch {
    return "";
  } finally {
    clearTimeout(limit);
  }
}

/** @param {HTMLFormElement} form */
async function handOn(form) {
  for (;;) {
    const next = await send(form);
    if (next) {
      await letGo();
      const { pathname, search } = new URL(next, location.origin);
      return location.replace(pathname + search);
    }
    sayGone(form.dataset);
    await pause();
  }
}

addEventListener("submit", (event) => {
  const form = event.target;
  if (!(form instanceof HTMLFormElement) || !("gone" in form.dataset)) return;
  event.preventDefault();
  if (form.hasAttribute("data-under-way")) return; // a second tap says nothing new
  form.toggleAttribute("data-under-way", true); // so that nothing else leaves this page meanwhile
  handOn(form);
});
