// @ts-check
/**
 * On a tablet: a form that nobody has touched for a while asks whether somebody is still there; then it clears itself,
 * is never sent, and the therapist is told. While answers are on their way it keeps still; those that could not be sent
 * yet are covered instead.
 */
import { cover, isCovered, lift, uncover } from "./cover.js";
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

/**
 * A moment, by two clocks: one stands still while the device sleeps, the other can be set back.
 * @returns {{ wall: number, steady: number }}
 */
function moment() {
  return { wall: Date.now(), steady: performance.now() };
}

/** Whole and part seconds since then, whichever clock has seen more of them. @param {{ wall: number, steady: number }} then */
function since({ wall, steady }) {
  return Math.max(Date.now() - wall, performance.now() - steady) / 1000;
}

let touched = moment();
let warned = touched;
let isCleared = false;

/** Once a second, and whenever the device may just have woken up. */
function look() {
  if (isCleared) return;
  const quiet = since(touched) - Number(idle);
  if (isUnsent()) return quiet < 0 ? undefined : cover(quiet);
  if (isSending()) return stay();
  if (isCovered() && !dialog.open) return warn(); // it was refused after all: whoever is there is asked first
  const left = Math.ceil(WARNING_S - (dialog.open ? since(warned) : 0));
  if (left <= 0 || (!dialog.open && quiet >= WARNING_S)) clear();
  else if (dialog.open) count(left);
  else if (quiet >= 0) warn();
}

function warn() {
  warned = moment();
  count(WARNING_S);
  lift();
  dialog.showModal();
}

/** Each second is shown, and not each is read out: the dialog says the first, half-way is told once. @param {number} left */
function count(left) {
  part(".seconds").textContent = sentences[left - 1] ?? "";
  part(".time-left").style.setProperty("--left", String(left / WARNING_S));
  if (left === WARNING_S / 2) part("[role=status]").textContent = sentences[left - 1] ?? "";
}

/** Somebody is there. */
function stay() {
  touched = moment();
  uncover();
  if (!dialog.open) return;
  dialog.close();
  part("[role=status]").textContent = "";
}

/** A sign of life, unless it comes too late: what woke the device may be the next person's hand. */
function heard() {
  if (isCleared) return;
  look();
  if (!isCleared && !dialog.open && !isCovered()) stay();
}

/** First nothing is left on the screen; then the server is told, however long that takes. */
async function clear() {
  isCleared = true;
  form.reset();
  part(".asks").hidden = true;
  part(".cleared").hidden = false;
  if (!dialog.open) dialog.showModal();
  while (!(await tell())) await new Promise((resolve) => setTimeout(resolve, 2000));
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
