// @ts-check
/**
 * The form in another language, without loading it anew: what is marked stays where it is. The server shows the same
 * form in both languages; what differs between the two is what is said differently here.
 */

/** What the practice itself wrote in each of its languages, as it chose. */
const OWN = "bdi[lang]";

/** How many languages were asked for: only the last one counts. */
let asked = 0;

/** @param {HTMLButtonElement} button the language that was tapped */
export async function press(button) {
  asked += 1;
  const mine = asked;
  const form = /** @type {HTMLFormElement} */ (button.form);
  const language = /** @type {HTMLInputElement} */ (form.elements.namedItem("language"));
  const shape = shapeOf(form);
  const [here, there] = await Promise.all([shown(form, language.value), shown(form, button.value)]);
  if (mine !== asked || !form.isConnected) return; // another one was tapped, or it was sent or left
  if (shape !== shapeOf(form)) return press(button);
  /** @type {Map<string, string>} */
  const words = new Map();
  const after = places(there);
  for (const [at, [, text]] of places(here).entries()) words.set(text, after[at]?.[1] ?? text);
  for (const [at, text] of asCard(here).entries()) words.set(text, asCard(there)[at] ?? text);
  const [mark, then] = [here, there].map((page) => page.getElementById("form")?.dataset.set ?? "");
  for (const [put, text] of places(document)) put(words.get(text) ?? remarked(text, mark, then) ?? text);
  for (const name of ["lang", "dir"]) {
    document.documentElement.setAttribute(name, there.documentElement.getAttribute(name) ?? "");
  }
  for (const kept of document.querySelectorAll("[name=language]")) kept.setAttribute("value", button.value);
  const own = [...there.querySelectorAll(OWN)];
  for (const [at, kept] of document.querySelectorAll(OWN).entries()) kept.replaceWith(own[at] ?? kept);
  const reading = document.activeElement;
  const menu = there.querySelector(".languages");
  if (menu) button.closest(".languages")?.replaceWith(menu);
  if (reading === document.body || !reading?.isConnected) document.querySelector("summary")?.focus();
}

/** What the card says where nothing is marked, in the two pieces that send.js makes of it, and the title then.
 * @param {Document} page */
function asCard(page) {
  const { nothing = "", error = "" } = page.getElementById("form")?.dataset ?? {};
  const end = `${nothing} `.indexOf(". ") + 1 || nothing.length;
  return [nothing.slice(0, end).trim(), nothing.slice(end).trim(), error + page.title];
}

/** @param {HTMLFormElement} form */
function shapeOf(form) {
  return form.querySelector(".part") ? "easy" : "";
}

/** What a line says of its mark, "8.3 of 10", in the other language. @param {string} text @param {string} mark @param {string} then */
function remarked(text, mark, then) {
  const [before, after] = mark.split("#");
  const isOne = mark && text.startsWith(before) && text.endsWith(after);
  const number = text.slice(before.length, text.length - after.length);
  return isOne && number && !Number.isNaN(Number(number)) ? then.replace("#", number) : null;
}

/** The form as the server shows it in that language, with nothing of what is marked.
 * @param {HTMLFormElement} form @param {string} language @returns {Promise<Document>} */
function shown(form, language) {
  const key = new FormData(form).get("key");
  const body = new URLSearchParams({ key: String(key), to: language, shown: shapeOf(form) });
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", form.action);
    request.responseType = "document";
    request.timeout = 10_000;
    request.onerror = request.ontimeout = reject;
    request.onload = () => (request.response?.querySelector("#form") ? resolve(request.response) : reject());
    request.send(body);
  });
}

/** Every place of a page that says something, with what it says. @param {Document} page */
function places(page) {
  /** @type {[(text: string) => void, string][]} */
  const found = [];
  for (const element of page.querySelectorAll("title, body, body *")) {
    for (const { name, value } of element.attributes) {
      if (/^data-(?!source|seen|send|scenes)|^aria-(label|valuetext)$/.test(name)) {
        found.push([(text) => element.setAttribute(name, text), value]);
      }
    }
    if (element.matches(`textarea, .languages, .languages *, ${OWN}, ${OWN} *`)) continue;
    for (const node of element.childNodes) {
      const said = node.nodeType === Node.TEXT_NODE ? (node.nodeValue ?? "").trim() : "";
      if (said) found.push([(text) => { node.nodeValue = (node.nodeValue ?? "").replace(said, () => text); }, said]);
    }
  }
  return found;
}
