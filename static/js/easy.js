// @ts-check
/**
 * Larger type, one question at a time. The server draws the pages in the form's language; what was marked so far
 * moves into them as it is, and back again when somebody wants to see it all at once.
 */

const main = /** @type {HTMLElement} */ (document.querySelector("main"));
const form = /** @type {HTMLFormElement} */ (document.querySelector("#form"));
const button = /** @type {HTMLElement} */ (document.querySelector("[name=show]"));
const toggle = /** @type {HTMLElement} */ (document.querySelector(".toggle"));
let wasLine = false;

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
  for (const drawing of page.querySelectorAll(".review, section.part")) {
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

/** @param {number} to which page; the one after the last is the look at all answers */
function turn(to) {
  const all = parts();
  for (const [at, part] of all.entries()) part.classList.toggle("here", at === to);
  main.dataset.at = to === all.length ? "review" : to ? "on" : "first";
  const page = all[to] ?? form.querySelector(".review");
  page.focus({ preventScroll: true });
  scrollTo(0, 0);
}

function begin() {
  wasLine = form.dataset.way === "line";
  if (wasLine) toggle.click();
  main.classList.add("easy", "paged");
  turn(main.classList.contains("all") ? parts().length : 0);
}

function end() {
  main.classList.remove("easy", "paged", "all");
  delete main.dataset.at;
  if (wasLine) toggle.click();
  scrollTo(0, 0);
}

/** The client's tap: one question at a time, or all of them at once. */
export async function press() {
  if (!parts().length) {
    const page = await drawn();
    await dress(page);
    fill(page);
  }
  if (main.classList.contains("easy")) end();
  else begin();
  const label = /** @type {HTMLElement} */ (button.querySelector("span"));
  [label.textContent, button.dataset.other] = [button.dataset.other ?? "", label.textContent ?? ""];
}

form.addEventListener("click", (event) => {
  const link = /** @type {HTMLElement} */ (event.target).closest(".turn a");
  if (!(link instanceof HTMLAnchorElement)) return;
  event.preventDefault();
  const to = parts().findIndex((part) => `#${part.id}` === link.hash);
  turn(to < 0 ? parts().length : to);
});

if (main.classList.contains("easy")) {
  // Says to the server what it need not be told where a script does the turning of pages.
  form.querySelector("[name=shown]")?.remove();
  begin();
}
