// @ts-check
/**
 * Covers a page of the staff once its login is over, in every tab of the browser: by logging out, being idle, or time.
 * What stood on it is gone from the document; what was typed is held for the same person, and for nobody else.
 */

const EVERY_MS = 15_000;
/** A page that follows the server hears sooner by itself. */
const LIVE_EVERY_MS = 60_000;
const LONGEST_MS = 2 ** 31 - 1;

const cover = document.getElementById("covering");
const mine = cover?.dataset.person ?? "";
const tabs = "BroadcastChannel" in window ? new BroadcastChannel("kiosk-login") : null;

/** The page behind the cover: its nodes where something is typed, else nothing. @type {ChildNode[] | null} */
let held = null;
let title = document.title;
let isCovered = false;
/** When the login is over, as far as this page knows. */
let ends = Date.now() + Number(cover?.dataset.endsIn ?? 0) * 1000;
let next = 0;

function isTyped() {
  const fields = /** @type {NodeListOf<HTMLInputElement>} */ (document.querySelectorAll("main input, main textarea"));
  return [...fields].some((field) => field.value !== field.defaultValue || field.checked !== field.defaultChecked);
}

function hide() {
  if (isCovered || !cover) return;
  isCovered = true;
  held = isTyped() ? [...document.body.childNodes] : null;
  title = document.title;
  document.body.replaceChildren(drawn(cover.dataset));
  document.title = cover.dataset.title ?? "";
  document.body.hidden = false;
}

/** @param {DOMStringMap} words */
function drawn(words) {
  const page = document.createElement("main");
  page.className = "covering";
  page.append(part("h1", words.heading), part("p", words.words));
  if (held) page.append(part("p", words.held));
  const link = /** @type {HTMLAnchorElement} */ (part("a", words.logIn));
  link.className = "primary";
  link.href = `/login?next=${encodeURIComponent(location.pathname + location.search)}`;
  // A new tab: this one keeps what was typed, and shows it again once the same person has logged in there.
  if (held) link.target = "_blank";
  page.append(link);
  return page;
}

/** @param {string} name @param {string | undefined} words */
function part(name, words) {
  const made = document.createElement(name);
  made.textContent = words ?? "";
  return made;
}

function show() {
  document.body.hidden = false;
  if (!isCovered) return;
  // Without its fragment, so that it is loaded anew, and by its address: what had answered a form is not sent again.
  if (!held) return location.replace(location.pathname + location.search);
  document.body.replaceChildren(...held);
  document.title = title;
  isCovered = false;
  held = null;
}

/** Asks the server who is logged in here, and until when; asking is no sign that anybody is there. */
async function look() {
  clearTimeout(next);
  try {
    const answer = await fetch("/account/here", { headers: { "X-Asked-By": "page" }, redirect: "error" });
    if (!answer.ok) throw new Error(`The server answered ${answer.status}.`);
    const here = await answer.json();
    if (here.person !== mine) return hide();
    ends = Date.now() + here.ends_in * 1000;
    show();
  } catch {
    if (Date.now() >= ends) return hide();
    show();
  } finally {
    plan();
  }
}

/** The next look: when the login ends, or sooner while somebody sees the page. */
function plan() {
  const every = document.getElementById("live") ? LIVE_EVERY_MS : EVERY_MS;
  const over = Math.max(0, ends - Date.now()) + 250;
  clearTimeout(next);
  if (!isCovered) next = setTimeout(look, Math.min(document.hidden ? over : Math.min(every, over), LONGEST_MS));
}

/** Somebody may see the page from here on: what is over is covered before that, without asking. */
function comeBack() {
  if (document.hidden) return plan();
  if (!isCovered && Date.now() >= ends) hide();
  look();
}

if (cover) {
  // As it is put into the browser's back/forward cache, or frozen, so that it comes out of it covered.
  addEventListener("pagehide", () => {
    document.body.hidden = true;
  });
  addEventListener("pageshow", (event) => event.persisted && look());
  document.addEventListener("resume", comeBack);
  document.addEventListener("visibilitychange", comeBack);
  document.addEventListener("kiosk-logged-out", look);
  tabs?.addEventListener("message", look);
  plan();
}
// Where somebody logs in or out, a page is loaded: this one.
tabs?.postMessage(mine);
export {};
