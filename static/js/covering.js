// @ts-check
/**
 * Covers a page of the staff once its login is over, in every tab of the browser: by logging out, being idle, or time.
 * What stood on it is gone from the document; what was typed is held for the same person, and for nobody else.
 */

const cover = document.getElementById("covering");
const mine = cover?.dataset.person ?? "";
const tabs = "BroadcastChannel" in window ? new BroadcastChannel("kiosk-login") : null;

/** A page knows when its login ends, and hears from other tabs of a logout; where it cannot, it asks more often. */
const EVERY_MS = tabs ? 300_000 : 15_000;
const TICK_MS = 1000;
/** How long it waits for the server: once the login may be over, no longer than what stands there may still be seen. */
const PATIENCE_MS = 8000;
const SHORT_PATIENCE_MS = 1000;

/** The page behind the cover: its nodes where something is typed, else nothing. @type {ChildNode[] | null} */
let held = null;
let title = document.title;
let isCovered = false;
/** How much longer the login lasts, as the server last said, and when that was by two clocks. */
let lasts = { left: Number(cover?.dataset.endsIn ?? 0) * 1000, steady: performance.now(), wall: Date.now() };
let lookedAt = performance.now();

/** One clock stands still while a computer sleeps, and the other can be set: the later one counts. */
function isOver() {
  return Math.max(performance.now() - lasts.steady, Date.now() - lasts.wall) >= lasts.left;
}

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

/** Asks the server who is logged in here, and for how long; asking is no sign that anybody is there. */
async function look() {
  lookedAt = performance.now();
  const patience = new AbortController();
  const late = setTimeout(() => patience.abort(), isOver() ? SHORT_PATIENCE_MS : PATIENCE_MS);
  const [steady, wall] = [performance.now(), Date.now()];
  try {
    const asked = { headers: { "X-Asked-By": "page" }, signal: patience.signal };
    const answer = await fetch("/account/here", { ...asked, redirect: "error" });
    if (!answer.ok) throw new Error(`The server answered ${answer.status}.`);
    const here = await answer.json();
    if (here.person !== mine) return hide();
    lasts = { left: here.ends_in * 1000, steady, wall };
    show();
  } catch {
    if (isOver()) return hide();
    show();
  } finally {
    clearTimeout(late);
  }
}

/** Nobody sees a hidden page: what is over there is covered before it is seen again. */
function tick() {
  const waits = isOver() ? SHORT_PATIENCE_MS : EVERY_MS;
  if (!isCovered && !document.hidden && performance.now() - lookedAt >= waits) look();
}

/** Somebody may see the page from here on: what is over is covered before that, without asking. */
function comeBack() {
  if (document.hidden) return;
  if (isOver()) hide();
  look();
}

/** Another tab has loaded a page of this person, of somebody else or of nobody. @param {MessageEvent} told */
function hear({ data }) {
  if (isCovered || data !== mine) look();
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
  tabs?.addEventListener("message", hear);
  setInterval(tick, TICK_MS);
}
// Where somebody logs in or out, a page is loaded: this one.
tabs?.postMessage(mine);
export {};
