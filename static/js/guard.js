// @ts-check
/** Back asks before marks are lost, once the words for that have come. Fetched with what sends the form, at the first mark. */
import { hold, isHolding, letGo, wentBack } from "./back.js";
import { ask, withdraw } from "./modal.js";

/** @typedef {{ leaves?: string, loses?: string, stay?: string, leave?: string }} Words */

const form = /** @type {HTMLFormElement} */ (document.querySelector("#form"));

/** @param {string} tag @param {HTMLElement} within @param {string} name @param {string} [text] */
function make(tag, within, name, text = "") {
  const node = within.appendChild(document.createElement(tag));
  node.className = name;
  node.textContent = text;
  return node;
}

/** @param {Words} words @returns {HTMLDialogElement} */
function question({ leaves = "", loses, stay, leave }) {
  const dialog = /** @type {HTMLDialogElement} */ (make("dialog", document.body, "guard"));
  dialog.setAttribute("role", "alertdialog");
  dialog.setAttribute("aria-labelledby", "guard-asks");
  dialog.setAttribute("aria-describedby", "guard-says");
  make("h2", dialog, "ask", leaves).id = "guard-asks";
  make("p", dialog, "", loses).id = "guard-says";
  const ways = make("div", dialog, "ways-on");
  const staying = make("button", ways, "send", stay);
  staying.setAttribute("autofocus", "");
  const leaving = make("button", ways, "quiet");
  make("span", leaving, "link", leave);
  staying.addEventListener("click", () => end(dialog));
  leaving.addEventListener("click", () => go(dialog));
  dialog.addEventListener("cancel", (event) => {
    event.preventDefault();
    end(dialog);
  });
  return dialog;
}

/** @param {HTMLDialogElement} dialog */
function end(dialog) {
  withdraw(dialog);
  dialog.remove();
  hold();
}

/** A phone leaves as its own way out does, and goes back; a tablet shows the form anew, with nothing on it.
 * @param {HTMLDialogElement} dialog */
function go(dialog) {
  withdraw(dialog);
  dialog.remove();
  const way = document.querySelector(".leave a");
  if (!(way instanceof HTMLElement)) {
    form.reset();
    return location.replace(location.href);
  }
  way.click();
  history.back();
}

/** @param {() => boolean} isBlank @param {() => Words} words what is asked, in the language of the form
 * @returns {() => void} to be called when there are other words: without any, nothing can be asked */
export function guard(isBlank, words) {
  /** The last that came: those of a language that was chosen since may still be on their way. @type {Words} */
  let asked = {};
  const isHere = () => form.isConnected && !form.classList.contains("leaving");
  const isAsking = () => Boolean(document.querySelector(".guard"));
  const look = () => {
    if (words().leaves) asked = words();
    if (asked.leaves) form.dataset.guarded = "";
    if (asked.leaves && "back" in form.dataset) makeUp();
    if (isHere() && !isBlank() && asked.leaves && !isAsking()) hold();
  };
  /** Somebody went back before there were words to ask with. */
  const makeUp = () => {
    delete form.dataset.back;
    form.querySelector(".unsent")?.setAttribute("hidden", "");
    if (isHere() && !isBlank()) ask(question(asked));
  };
  for (const sign of ["input", "pointerup", "keyup", "click"]) form.addEventListener(sign, look);
  look();
  addEventListener("popstate", () => {
    if (!isHolding()) return;
    wentBack();
    if (!asked.leaves) return;
    if (isHere() && document.getElementById("progress")?.textContent) return hold(); // thanks are about to come
    if (isHere() && !isBlank()) return ask(question(asked));
    history.back();
  });
  addEventListener("click", async (event) => {
    if (!isHolding() || !(/** @type {HTMLElement} */ (event.target).closest(".leave a"))) return;
    const { href } = location;
    await letGo();
    history.replaceState(null, "", href);
  });
  return look;
}
