// @ts-check
/**
 * A note that is typed: how much room is left, from 90 % of it on, and a question of the browser's own before a page is
 * left on which something was typed and not saved. The server counts as well, and hands a long note back whole.
 */

const COUNTS_FROM = 0.9;
let isSent = false;

/** @param {EventTarget | null} target @returns {target is HTMLTextAreaElement} */
function isNote(target) {
  return target instanceof HTMLTextAreaElement && "most" in target.dataset;
}

/** @param {HTMLTextAreaElement} note */
function count(note) {
  const { most = "", count: words = "" } = note.dataset;
  const used = note.value.trim().length;
  const field = /** @type {HTMLElement} */ (note.parentElement);
  const place = field.querySelector(".note-count") ?? field.appendChild(document.createElement("p"));
  place.className = "hint note-count";
  place.setAttribute("role", "status");
  const told = words.replace("#used", String(used)).replace("#most", most);
  place.textContent = used >= COUNTS_FROM * Number(most) ? told : "";
}

/** @param {HTMLTextAreaElement} note */
function isUnsaved(note) {
  return "unsaved" in note.dataset || (note.value !== note.defaultValue && Boolean(note.value.trim()));
}

/** @returns {HTMLTextAreaElement[]} */
function notes() {
  return [.../** @type {NodeListOf<HTMLTextAreaElement>} */ (document.querySelectorAll("textarea[data-most]"))];
}

addEventListener("input", ({ target }) => isNote(target) && count(target));
addEventListener("submit", (event) => {
  isSent = !event.defaultPrevented;
});
addEventListener("pageshow", () => {
  isSent = false;
});
addEventListener("beforeunload", (event) => {
  if (!isSent && notes().some(isUnsaved)) event.preventDefault();
});
for (const note of notes()) count(note);
