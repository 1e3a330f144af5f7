// @ts-check
/**
 * On a paired tablet: asks the server what there is to show, and makes way for it. The page in hand stays as it is
 * until the server has answered, so that a lost connection shows neither an error page nor an empty form.
 */

import { letGo } from "./back.js";
import { isSending } from "./sending.js";

const PAUSE_MS = 1000;
const PATIENCE_MS = 4500; // the server answers a waiting question after three seconds at the latest

const { ask: address = "", next = "/tablet" } = document.body.dataset;

/** What the page shows, as the server has dressed it: read anew each time, since thanks take a form's place in it. */
function dress() {
  const { screen = "", before = "", stays = "" } = document.body.dataset;
  return { screen, before, stays: 1000 * Number(stays) };
}

/** The question that is under way. @type {AbortController | undefined} */
let question;

/** When somebody touched this page last. @type {number | undefined} */
let touched;
for (const sign of ["pointerdown", "keydown", "input"]) {
  addEventListener(sign, () => (touched = performance.now()), { capture: true, passive: true });
}

/** Lives as long as this tab, from page to page, and is written nowhere: it tells this tab from a copy elsewhere. */
function ownName() {
  if (!/^tablet-[0-9a-f]{32}$/.test(window.name)) {
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    window.name = `tablet-${Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("")}`;
  }
  return window.name;
}

/**
 * What the server says there is to show, or null when it cannot be reached or is not ours.
 * @param {boolean} waits whether it may take its time until there is something else
 * @returns {Promise<string | null>}
 */
async function ask(waits) {
  question = new AbortController();
  const limit = setTimeout(() => question?.abort(), PATIENCE_MS);
  const body = new URLSearchParams({ page: ownName(), screen: dress().screen, clock: String(Date.now()) });
  if (waits) body.set("wait", "yes");
  if (touched !== undefined) body.set("touched", String(Math.round((performance.now() - touched) / 1000)));
  try {
    const headers = { Accept: "application/json" };
    const answer = await fetch(address, { method: "POST", body, headers, redirect: "error", signal: question.signal });
    const { screen } = await answer.json();
    return answer.status < 500 && typeof screen === "string" ? screen : null;
  } catch {
    return null;
  } finally {
    clearTimeout(limit);
  }
}

/** @param {number} ms */
function pause(ms) {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

async function makeWay() {
  await letGo();
  location.replace(next);
}

/**
 * Thanks are shown for a while; only another form comes before that.
 * @param {string} found @param {number} since when the screen in hand was first seen
 */
function rests(found, since) {
  const { before, stays } = dress();
  return performance.now() - since < stays && (found === before || !found.startsWith("form-"));
}

async function follow() {
  let [waits, seen, since] = [false, dress().screen, performance.now()];
  for (;;) {
    const begun = performance.now();
    const found = await ask(waits);
    const { screen } = dress();
    if (screen !== seen) [seen, since, waits] = [screen, performance.now(), false];
    else if (found !== null && found !== screen && !isSending() && !rests(found, since)) return makeWay();
    else waits = found === screen;
    if (!waits || performance.now() - begun < PAUSE_MS) await pause(PAUSE_MS);
  }
}

/** Awake again, or back on the network: what was asked before may never be answered. */
function askAnew() {
  if (!document.hidden) question?.abort();
}

/** The screen of a paired tablet stays on where the device allows it; the lock ends whenever the page is hidden. */
async function stayAwake() {
  if (document.hidden || !("awake" in document.body.dataset) || !("wakeLock" in navigator)) return;
  await navigator.wakeLock.request("screen").catch(() => {});
}

function warnOfClock() {
  const warning = document.getElementById("clock-is-wrong");
  const off = Math.abs(Date.now() - Number(warning?.dataset.now));
  if (warning && off > 24 * 60 * 60 * 1000) warning.hidden = false;
}

addEventListener("online", askAnew);
addEventListener("pageshow", (event) => event.persisted && makeWay());
document.addEventListener("visibilitychange", askAnew);
document.addEventListener("visibilitychange", stayAwake);
stayAwake();
warnOfClock();
// Nobody is logged in on a tablet: pages of the staff in other tabs of this browser look whose login they have.
if ("BroadcastChannel" in window) new BroadcastChannel("kiosk-login").postMessage("");
if (address) follow();
