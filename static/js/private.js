// @ts-check
/** The switch "Only I can see this screen": what one tab turns, this browser's other tabs follow at once. */

/** Pages that show more on a private screen, by where their live part comes from: the day, and a result alone. */
const SHOWS_MORE = /^\/$|\/alone\//;

/** @returns {HTMLElement | null} */
function button() {
  return document.querySelector(".private-switch [role=switch]");
}

function isOn() {
  return button()?.getAttribute("aria-checked") === "true";
}

/** @param {boolean} on */
function turn(on) {
  const found = button();
  const next = found?.closest("form")?.elements.namedItem("on");
  if (!found || !(next instanceof HTMLInputElement)) return;
  found.setAttribute("aria-checked", String(on));
  found.textContent = (on ? found.dataset.on : found.dataset.off) ?? "";
  next.value = on ? "no" : "yes";
}

/** As the server has it: the page of the other tab may be older than this one, and only be shown later. */
async function isReally() {
  const { on } = await (await fetch("/private", { redirect: "error" })).json();
  return Boolean(on);
}

/** What others may see from here on must be gone at once, whatever is being typed.
 * @param {boolean} on @param {BroadcastChannel} tabs */
async function follow(on, tabs) {
  const source = document.getElementById("live")?.dataset.source ?? "";
  if (SHOWS_MORE.test(source)) {
    // By its address: loaded anew as it came, a page that answered a form would send that again.
    document.body.hidden = !on;
    return location.replace(source === "/" ? "/" : location.href);
  }
  const really = await isReally().catch(() => on);
  turn(really);
  if (really !== on) tabs.postMessage(really);
}

if ("BroadcastChannel" in window && button()) {
  const tabs = new BroadcastChannel("kiosk-private");
  tabs.onmessage = ({ data }) => data === isOn() || follow(data, tabs);
  tabs.postMessage(isOn());
}
