// @ts-check
/**
 * Larger type, one question at a time. The server draws the pages in the form's language; what was marked so far
 * moves into them as it is, and back again when somebody wants to see it all at once.
 */

const main = /** @type {HTMLElement} */ (document.querySelector("main"));
const form = /** @type {HTMLFormElement} */ (document.querySelector("#form"));
const button = /** @type {HTMLElement} */ (document.querySelector("[name=show]"));
const toggle = /** @type {HTMLElement} */ (document.querySelector(".toggle"));
/** On the last page; where all is shown at once they follow the questions they are about. */
const words = /** @type {HTMLElement} */ (document.querySelector(".more"));
let wasLine = false;
let isDrawing = false;

/** @returns {HTMLElement[]} */
function parts() {
  return [...form.querySelectorAll("section.part")].map((part) => /** @type {HTMLElement} */ (part));
}

/** The same form as the server draws it one question at a time; fails without it. @returns {Promise<Document>} */
function drawn() {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", form.action);
    request.responseType = "document";
    request.timeout = 8000;
    request.onload = () => (request.response?.querySelector(".part") ? resolve(request.response) : reject());
    request.onerror = request.ontimeout = reject;
    const asked = new FormData(form);
    asked.set("show", "easy");
    request.send(asked);
  });
}

/** @param {Document} page */
function dress(page) {
  const sheet = document.importNode(/** @type {HTMLLinkElement} */ (page.querySelector("link[href*='/easy.']")));
  return new Promise((resolve, reject) => {
    sheet.onload = resolve;
    sheet.onerror = reject;
    document.head.append(sheet);
  });
}

/** Puts each question that is on the screen, marks and all, onto its page. @param {Document} page */
function fill(page) {
  for (const drawing of page.querySelectorAll("section.part")) {
    const part = document.importNode(drawing, true);
    for (const question of part.querySelectorAll("fieldset, .more")) {
      const mine = form.querySelector(question.id ? `#${CSS.escape(question.id)}` : ".more");
      if (mine) question.replaceWith(mine);
    }
    /** @type {HTMLElement} */ (form.querySelector(".notice")).before(part);
  }
  const fresh = /** @type {HTMLElement} */ (page.querySelector("[name=show]"));
  button.dataset.other = fresh.textContent?.trim() ?? "";
}

/** @param {Element | null | undefined} to */
function turn(to) {
  const all = parts();
  for (const part of all) part.classList.toggle("here", part === to);
  main.dataset.at = to === all[0] ? "first" : to === all[all.length - 1] ? "last" : "on";
  if (to instanceof HTMLElement) to.focus({ preventScroll: true });
  scrollTo(0, 0);
}

function begin() {
  wasLine = form.dataset.way === "line";
  if (wasLine) toggle.click();
  document.documentElement.classList.add("larger");
  main.classList.remove("all");
  main.classList.add("easy", "paged");
  if (!words.closest(".adult")) form.querySelector(".last .turn")?.before(words);
  turn(parts()[0]);
}

function end() {
  document.documentElement.classList.remove("larger");
  main.classList.remove("easy", "paged");
  form.querySelector(".part .choice")?.closest(".part")?.before(words);
  delete main.dataset.at;
  if (wasLine) toggle.click();
  scrollTo(0, 0);
}

/** Gives whether the pages are there: not where the form was sent or left meanwhile. */
async function draw() {
  isDrawing = true;
  try {
    for (;;) {
      const { lang } = document.documentElement;
      const page = await drawn();
      await dress(page);
      if (!form.isConnected) return false;
      if (document.documentElement.lang !== lang) continue; // another language was chosen meanwhile
      fill(page);
      return true;
    }
  } finally {
    isDrawing = false;
  }
}

/** The client's tap: one question at a time, or all of them at once. */
export async function press() {
  if (isDrawing) return;
  if (!parts().length && !(await draw())) return;
  if (main.classList.contains("easy")) end();
  else begin();
  document.querySelector(".aa")?.removeAttribute("open");
  const label = /** @type {HTMLElement} */ (button.querySelector("span"));
  [label.textContent, button.dataset.other] = [button.dataset.other ?? "", label.textContent ?? ""];
}

// Before others hear of it: what they lead to is on the screen by then.
form.addEventListener(
  "click",
  (event) => {
    const link = /** @type {HTMLElement} */ (event.target).closest(".turn a, .problems a");
    if (!(link instanceof HTMLAnchorElement) || !main.classList.contains("paged")) return;
    const page = form.querySelector(link.hash)?.closest(".part");
    if (page) turn(page);
    if (link.matches(".turn a")) event.preventDefault();
  },
  { capture: true },
);

if (main.classList.contains("easy")) {
  // Says to the server what it need not be told where a script does the turning of pages.
  form.querySelector("[name=shown]")?.remove();
  begin();
}
