// @ts-check
/**
 * From Send to thanks: a sending that loses nothing, is done once and says what is happening. The next page then takes
 * the form's place without a navigation, which could end in a browser's error page.
 */

import { letGo } from "./back.js";
import "./take-away.js";

const PATIENCE_MS = 10_000;
const PAUSE_MS = 2000;
const WAITS_S = [1, 2, 4, 8, 15];

/** Of somebody who declines, nothing else is sent. */
const KEPT = new Set(["key", "language", "safety"]);

const form = /** @type {HTMLFormElement} */ (document.querySelector("#form"));
const card = part("#problems");
const notice = part(".unsent");
const words = /** @type {HTMLTextAreaElement} */ (part("#words"));
const language = /** @type {HTMLInputElement} */ (part("[name=language]"));
/** The two ways to send, each with its own words while that is under way. */
const buttons = [part(".send"), part("#decline")];

/** What is said of a wish that has not arrived, and asked before marks are lost, in the language of the form.
 * @type {import("./guard.js").Words & { language?: string, unsaved?: string, declining?: string, asking?: string, telling?: string, left?: string }} */
let waiting = {};

/** Tells what guards the marks that other words have come. */
let lookAgain = () => {};

// How thanks look is fetched together with this file, while there is a connection.
const sheet = document.head.appendChild(document.createElement("link"));
sheet.rel = "stylesheet";
sheet.href = form.dataset.scenes ?? "";

// So are the ways on from the next page. Not needed for sending: where they do not come, that goes on without them.
import("./onward.js").catch(() => {});
import("./guard.js").then(({ guard }) => (lookAgain = guard(isBlank, () => waiting))).catch(() => {});

let tries = 0;
let timer = 0;
let isSending = false;
let declined = false;
let isAnew = false;
let isRenewed = false;
/** @type {AbortController | undefined} */
let underWay;

/** What thanks say, for a connection that goes before their page has come.
 * @typedef {{lang: string, dir: string, title: string, lines: string[], foot: string}} Arrived */
/** @typedef {{next?: string, arrived?: Arrived, key?: string, problems?: {target: string, message: string}[], message?: string}} Reply */

/** What the client's tap on one of the two buttons does.
 * @param {boolean} declines */
export function send(declines) {
  if (isGone()) return;
  const isOtherWish = declined !== declines;
  declined = declines;
  if (isSending) return isOtherWish ? sendAnew() : undefined;
  card.hidden = true;
  if (!notice.hidden) sayUnsent();
  if (declined || !isBlank()) attempt();
  else object([{ target: part(".item, .scale").id, message: form.dataset.nothing ?? "" }]);
}

/** @param {string} selector @param {ParentNode} [within] */
function part(selector, within = form) {
  return /** @type {HTMLElement} */ (within.querySelector(selector));
}

function isBlank() {
  const sent = new FormData(form);
  for (const name of ["key", "language", "marked"]) sent.delete(name);
  return ![...sent.values()].some((value) => String(value).trim());
}

async function attempt() {
  clearTimeout(timer);
  if (isSending || isGone()) return;
  isSending = true;
  isAnew = false;
  fetchWords();
  say(true);
  const { status, reply } = await post();
  isSending = false;
  if (isGone()) return;
  if (reply.next && status < 500) leave(reply.next, status < 400, reply.arrived);
  else if (isAnew) attempt();
  else if (reply.key && renew(reply.key)) attempt();
  else if (reply.problems && status < 500) object(reply.problems);
  else if (reply.message && status >= 400 && status < 429) object([{ target: "", message: reply.message }]);
  else wait(status >= 400);
}

/** Somebody wishes otherwise: what is under way is given up and sent as it is now. By its key it counts once. */
function sendAnew() {
  if (!isSending) return;
  isAnew = true;
  underWay?.abort();
}

/** Sent, or left: nothing of it is here any more. */
function isGone() {
  return form.classList.contains("leaving");
}

/** Asks for JSON, so that another network's login page is never taken for a thank-you.
 * @returns {Promise<{status: number, reply: Reply}>} */
async function post() {
  const stop = new AbortController();
  underWay = stop;
  const limit = setTimeout(() => stop.abort(), PATIENCE_MS);
  try {
    const answer = await fetch(form.action, {
      method: "POST",
      body: answers(),
      headers: { Accept: "application/json" },
      redirect: "error",
      signal: stop.signal,
    });
    const isJson = answer.headers.get("Content-Type")?.includes("json");
    return { status: answer.status, reply: isJson ? await answer.json() : {} };
  } catch {
    return { status: 0, reply: {} };
  } finally {
    clearTimeout(limit);
  }
}

/** All that is there now, or, of somebody who declines, as little as there must be. */
function answers() {
  const body = new URLSearchParams();
  for (const [name, value] of new FormData(form)) {
    if (!declined || KEPT.has(name)) body.append(name, String(value));
  }
  if (declined) body.append("decline", "yes");
  return body;
}

/** The server no longer knows the key this form came with, and gave another: that is tried once. @param {string} key */
function renew(key) {
  const field = /** @type {HTMLInputElement} */ (part("[name=key]"));
  const isNew = !isRenewed && field.value !== key;
  isRenewed = true;
  field.value = key;
  return isNew;
}

/** While there is a connection, and again where that failed or the language is another by now. */
async function fetchWords() {
  const wished = language.value;
  if (waiting.language === wished) return;
  waiting = {};
  try {
    const answer = await fetch(`/c/words?language=${wished}`, { headers: { Accept: "application/json" } });
    const found = await answer.json();
    if (answer.ok && language.value === wished) waiting = { ...found, language: wished };
  } catch {
    return; // less is said, and nothing that is not so
  }
  lookAgain();
  written();
  if (!notice.hidden) sayUnsent();
}

/** What has not arrived is said of each wish. */
function sayUnsent() {
  const kept = part(".kept");
  const asks = form.querySelector("#safety:checked") ? waiting.asking : "";
  kept.hidden = false;
  kept.textContent = asks || (declined ? waiting.declining : kept.dataset.words) || "";
  part(".unsaved").textContent = waiting.unsaved ?? "";
  form.toggleAttribute("data-declining", declined);
}

/** On the button that was tapped. @param {boolean} isBusy */
function say(isBusy) {
  const busy = (declined && waiting.telling) || (buttons[0].dataset.busy ?? "");
  const tapped = isBusy ? buttons[Number(declined)] : null;
  for (const button of buttons) {
    const shown = button.querySelector("span") ?? button;
    if (!button.dataset.idle) button.dataset.idle = shown.textContent ?? "";
    shown.textContent = button === tapped ? busy : (button.dataset.idle ?? "");
  }
  part("#progress").textContent = isBusy ? busy : "";
  form.toggleAttribute("data-under-way", isBusy);
}

/** @param {boolean} byServer */
function wait(byServer) {
  say(false);
  notice.classList.toggle("server", byServer);
  sayUnsent();
  if (notice.hidden) {
    notice.hidden = false;
    for (const seen of [part(".end"), notice]) seen.scrollIntoView({ block: "nearest" });
  }
  timer = setTimeout(attempt, 1000 * (WAITS_S[tries] ?? 15));
  tries += 1;
}

/** @param {{target: string, message: string}[]} problems */
function object(problems) {
  say(false);
  clearTimeout(timer);
  tries = 0;
  notice.hidden = true;
  card.textContent = "";
  for (const { target, message } of problems) {
    const end = `${message} `.indexOf(". ") + 1 || message.length;
    const line = make("p", "", card);
    make("strong", message.slice(0, end), line);
    make("span", message.slice(end), line);
    const asked = document.getElementById(target)?.querySelector(".ask")?.textContent;
    if (asked) link(target, asked);
  }
  link("decline", card.dataset.leave ?? "");
  card.hidden = false;
  if (!document.title.startsWith(form.dataset.error ?? "")) document.title = form.dataset.error + document.title;
  card.focus();
}

/** @param {string} tag @param {string} text @param {HTMLElement} within */
function make(tag, text, within) {
  const node = within.appendChild(document.createElement(tag));
  node.textContent = text;
  return node;
}

/** @param {string} target @param {string} text */
function link(target, text) {
  const node = /** @type {HTMLAnchorElement} */ (make("a", text, card));
  node.className = "link";
  node.href = `#${target}`;
}

/** @param {string} next @param {boolean} isStored @param {Arrived} [arrived] what is said of it without a connection */
async function leave(next, isStored, arrived) {
  const help = form.querySelector("#safety:checked") ? form.querySelector(".crisis .said") : null;
  const line = document.querySelector(".help-line");
  form.reset();
  await letGo();
  const { pathname, search } = new URL(next, location.origin);
  const address = pathname + search;
  if (document.body.dataset.screen) location.replace(address);
  else await goOn(address, isStored ? arrived : undefined, help ?? line);
}

/** Unless somebody has left the page meanwhile.
 * @param {string} address @param {Arrived | undefined} arrived @param {Element | null} help whom to turn to */
async function goOn(address, arrived, help) {
  for (;;) {
    const page = await fetchPage(address);
    if (!form.isConnected) return;
    if (page) return show(address, page);
    if (arrived) return arrive(address, arrived, help);
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  }
}

/** @param {string} address @returns {Promise<Document | null>} null where nobody, or somebody else, answered */
function fetchPage(address) {
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    request.open("GET", address);
    request.responseType = "document";
    request.timeout = PATIENCE_MS;
    request.onload = () => resolve(request.response?.querySelector("main.scene") ? request.response : null);
    request.onerror = request.ontimeout = () => resolve(null);
    request.send();
  });
}

/** In the language it was sent in, whatever was chosen since. @param {string} address @param {Document} page */
function show(address, page) {
  for (const name of ["lang", "dir"]) {
    document.documentElement.setAttribute(name, page.documentElement.getAttribute(name) ?? "");
  }
  become(address, page.title, document.importNode(page.body, true));
}

/** It is stored, and the connection went right after it: the page that thanks say, without its server.
 * @param {string} address @param {Arrived} arrived @param {Element | null} help */
function arrive(address, { lang, dir, title, lines, foot }, help) {
  Object.assign(document.documentElement, { lang, dir });
  const body = document.createElement("body");
  const main = make("main", "", body);
  main.className = "scene";
  const centre = make("div", "", main);
  centre.className = "centre";
  make("h1", title, centre);
  for (const line of lines) make("p", line, centre);
  const horizon = make("div", "", main);
  horizon.className = "horizon";
  make("i", "", horizon);
  const end = make("footer", "", main);
  end.className = "foot";
  make("p", foot, end);
  if (help?.matches(".said")) {
    const crisis = make("div", "", centre);
    crisis.className = "crisis";
    crisis.append(help);
  } else if (help) end.append(help);
  become(address, title, body);
}

/** @param {string} address @param {string} title @param {HTMLElement} body */
function become(address, title, body) {
  const leave = document.querySelector(".leave"); // works already, and without a connection
  const theirs = body.querySelector(".leave");
  if (leave && theirs) theirs.replaceWith(leave);
  else if (leave) body.prepend(leave);
  document.body.replaceWith(body);
  document.title = title;
  history.replaceState(null, "", address);
  scrollTo(0, 0);
  const heading = body.querySelector("h1");
  if (!heading) return;
  heading.tabIndex = -1;
  heading.focus();
}

/** The box grows with its words also where no style sheet can do it; near the limit it says how much is left. */
function written() {
  const left = words.maxLength - words.value.length;
  const counter = part("#words-left");
  counter.textContent = left <= words.maxLength / 10 ? (waiting.left ?? "").replace("#", String(left)) : "";
  if (words.scrollHeight > words.clientHeight) words.style.blockSize = `${words.scrollHeight + 2}px`;
}

/** Whom to turn to opens below the tap for help, on a phone perhaps below what is seen. */
function showHelp() {
  part(".crisis").scrollIntoView({ block: "nearest" });
}

card.addEventListener("click", (event) => {
  const target = /** @type {HTMLElement} */ (event.target).closest("a")?.hash;
  if (!target) return;
  event.preventDefault();
  const asked = part(target);
  (asked.querySelector("input:enabled") instanceof HTMLElement ? part("input:enabled", asked) : asked).focus();
});
const asksForHelp = form.querySelector("#safety");
asksForHelp?.addEventListener("change", sendAnew);
asksForHelp?.addEventListener("change", showHelp);
if (asksForHelp?.matches(":checked")) showHelp();
new MutationObserver(fetchWords).observe(language, { attributes: true });
fetchWords();
part(".again").addEventListener("click", attempt);
words.addEventListener("input", written);
written();
addEventListener("online", () => notice.hidden || attempt());
