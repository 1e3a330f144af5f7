// @ts-check
/**
 * A question that nothing behind it can be used or seen before it is answered. Browsers without dialogs of their own
 * (Safari before 15.4, Firefox before 98) get the same with a class: see tablet.css.
 */

/** What had the focus before, in a browser that does not give it back by itself. @type {HTMLElement | null} */
let before = null;

/** @param {HTMLDialogElement} dialog */
export function isAsking(dialog) {
  return dialog.hasAttribute("open");
}

/** @param {HTMLDialogElement} dialog */
export function ask(dialog) {
  if (typeof dialog.showModal === "function") return dialog.showModal();
  before = /** @type {HTMLElement | null} */ (document.activeElement);
  dialog.setAttribute("open", "");
  document.body.classList.add("asking");
  /** @type {HTMLElement | null} */ (dialog.querySelector("[autofocus]"))?.focus();
}

/** @param {HTMLDialogElement} dialog */
export function withdraw(dialog) {
  if (!isAsking(dialog)) return;
  if (typeof dialog.close === "function") return dialog.close();
  dialog.removeAttribute("open");
  document.body.classList.remove("asking");
  before?.focus();
}

// The Escape key answers as it does where the browser asks.
addEventListener("keydown", ({ key }) => {
  const dialog = document.querySelector(".asking dialog[open]");
  if (key === "Escape") dialog?.dispatchEvent(new Event("cancel", { cancelable: true }));
});
