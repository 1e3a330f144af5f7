// @ts-check
/** Answers that could not be sent yet, on a tablet that nobody touches: out of sight, and tried as before. */
import { ask, isAsking, withdraw } from "./modal.js";

/** How long whoever marked them can have them back: after that, a hand on the tablet may be the next person's. */
const SHOWN_FOR_S = 20;

const form = /** @type {HTMLFormElement} */ (document.querySelector("form"));
const dialog = /** @type {HTMLDialogElement} */ (document.querySelector(".covers"));

export function isCovered() {
  return form.classList.contains("covered");
}

/** Once a second as long as it lasts. @param {number} lasted in seconds */
export function cover(lasted) {
  form.classList.add("covered");
  for (const part of /** @type {NodeListOf<HTMLElement>} */ (dialog.querySelectorAll("[data-declining]"))) {
    if (!part.dataset.words) part.dataset.words = part.textContent ?? "";
    part.textContent = ("declining" in form.dataset ? part.dataset.declining : part.dataset.words) ?? "";
  }
  const show = dialog.querySelector(".show");
  show?.toggleAttribute("hidden", lasted >= SHOWN_FOR_S);
  if (!isAsking(dialog)) ask(dialog);
}

/** Makes room for a question, with nothing to be seen behind it. */
export function lift() {
  withdraw(dialog);
}

export function uncover() {
  lift();
  form.classList.remove("covered");
}

dialog.addEventListener("cancel", (event) => event.preventDefault());
dialog.querySelector(".try")?.addEventListener("click", () => {
  /** @type {HTMLElement | null} */ (document.querySelector(".unsent .again"))?.click();
});
