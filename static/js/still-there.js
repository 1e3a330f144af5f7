// @ts-check
/**
 * On a tablet: a form that nobody has touched for a while asks whether somebody is still there; then it clears itself,
 * is never sent, and the therapist is told. While answers are on their way it keeps still; those that could not be sent
 * yet are covered instead.
 */
import { letGo } from "./back.js";
import { cover, isCovered, lift, uncover } from "./cover.js";
import { ask, isAsking, withdraw } from "./modal.js";
import { isSending, isUnsent } from "./sending.js";

const WARNING_S = 20;

const form = /** @type {HTMLFormElement} */ (document.querySelector("form"));
const dialog = /** @type {HTMLDialogElement} */ (document.getElementById("still-there"));
const { idle = "90", address = "", next = "/tablet" } = dialog.dataset;
/** One sentence for each second that is left, the last one first. */
const sentences = part(".seconds").dataset.each?.split("|") ?? [];

/** @param {string} selector */
function part(selector) {
  return /** @type {HTMLElement} */ (dialog.querySelector(selector));
}

/** @typedef {{ wall: number, counted: number }} Moment By the device's clock, which may be set, and as counted here. */

let counted = 0;
let wasHidden = document.hidden;
let last = { wall: Date.now(), steady: performance.now() };

/**
 * Milliseconds that have gone by for certain. The steady clock stands still while some devices sleep, so that the clock
 * on the wall counts too; but only where the page was out of sight, as it is then: in sight, that clock was set.
 */
function count() {
  const now = { wall: Date.now(), steady: performance.now() };
  const passed = now.steady - last.steady;
  counted += wasHidden ? Math.max(now.wall - last.wall, passed) : passed;
  [last, wasHidden] = [now, document.hidden];
  return counted;
}

/** @returns {Moment} */
function moment() {
  return { wall: Date.now(), counted: count() };
}

/** Whole and part seconds since then. @param {Moment} then */
function since(then) {
  return (count() - then.counted) / 1000;
}

/** The same, if the clock on the wall was not set. @param {Moment} then */
function perhaps(then) {
  return Math.max(since(then), (Date.now() - then.wall) / 1000);
}

let touched = moment();
let warned = touched;
let isCleared = false;

/**
 * Once a second, and whenever the device may just have woken up. The clock on the wall alone can bring up the question,
 * and clears nothing.
 */
function look() {
  if (isCleared) return;
  const [quiet, atMost] = [since(touched) - Number(idle), perhaps(touched) - Number(idle)];
  if (isUnsent()) return atMost < 0 ? undefined : cover(atMost);
  if (isSending()) return stay();
  if (isCovered() && !isAsking(dialog)) return warn(); // it was refused after all: whoever is there is asked first
  const left = Math.ceil(WARNING_S - (isAsking(dialog) ? since(warned) : 0));
  if (left <= 0 || (!isAsking(dialog) && quiet >= WARNING_S)) clear();
  else if (isAsking(dialog)) countDown(left);
  else if (atMost >= 0) warn();
}

function warn() {
  warned = moment();
  countDown(WARNING_S);
  lift();
  ask(dialog);
}

/** Each second is shown, and not each is read out: the dialog says the first, half-way is told once. @param {number} left */
function countDown(left) {
  part(".seconds").textContent = sentences[left - 1] ?? "";
  part(".time-left").style.setProperty("--left", String(left / WARNING_S));
  if (left === WARNING_S / 2) part("[role=status]").textContent = sentences[left - 1] ?? "";
}

/** Somebody is there. */
function stay() {
  touched = moment();
  uncover();
  if (!isAsking(dialog)) return;
  withdraw(dialog);
  part("[role=status]").textContent = "";
}

/** A sign of life, unless it comes too late: what woke the device may be the next person's hand. */
function heard() {
  if (isCleared) return;
  look();
  if (!isCleared && !isAsking(dialog) && !isCovered()) stay();
}

/** First nothing is left on the screen; then the server is told, however long that takes. */
async function clear() {
  isCleared = true;
  form.reset();
  part(".asks").hidden = true;
  part(".cleared").hidden = false;
  if (!isAsking(dialog)) ask(dialog);
  while (!(await tell())) await new Promise((resolve) => setTimeout(resolve, 2000));
  await letGo();
  location.replace(next);
}

async function tell() {
  const stop = new AbortController();
  const limit = setTimeout(() => stop.abort(), 5000);
  const key = form.querySelector("input[name=key]")?.getAttribute("value") ?? "";
  try {
    const answer = await fetch(address, { method: "POST", body: new URLSearchParams({ key }), signal: stop.signal });
    return answer.status < 500;
  } catch {
    return false;
  } finally {
    clearTimeout(limit);
  }
}

for (const sign of ["pointerdown", "keydown", "input", "wheel"]) addEventListener(sign, heard, { capture: true, passive: true });
for (const waking of ["focus", "pageshow"]) addEventListener(waking, look);
document.addEventListener("visibilitychange", look);
document.querySelector(".covers .show")?.addEventListener("click", stay);
dialog.addEventListener("click", () => isCleared || stay());
dialog.addEventListener("cancel", () => isCleared || stay());
setInterval(look, 1000);
