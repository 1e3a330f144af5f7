// @ts-check
/** Answers that could not be sent yet, on a tablet that nobody touches: out of sight, and tried as before. */

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
  const show = dialog.querySelector(".show");
  show?.toggleAttribute("hidden", lasted >= SHOWN_FOR_S);
  if (!dialog.open) dialog.showModal();
}

/** Makes room for a question, with nothing to be seen behind it. */
export function lift() {
  dialog.close();
}

export function uncover() {
  lift();
  form.classList.remove("covered");
}

dialog.addEventListener("cancel", (event) => event.preventDefault());
dialog.querySelector(".try")?.addEventListener("click", () => {
  /** @type {HTMLElement | null} */ (document.querySelector(".unsent .again"))?.click();
});
