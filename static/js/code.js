// @ts-check
/** The code alone, on a screen that others see: follows its check-in, and hides, shows or renews the code in place. */
import { live, refresh, remember } from "./fragment.js";
import { follow } from "./live.js";

async function renew() {
  const { status = "" } = live().dataset;
  const outcome = await refresh();
  const now = live().dataset.status ?? "";
  if (outcome === "swapped" && now !== status) announce(now);
  if (outcome !== "logged-out") show(now);
  return outcome;
}

/** Beside the code. @param {string} words */
function show(words) {
  const place = live().querySelector("[data-part=status]");
  if (place && place.textContent !== words) place.textContent = words;
}

/** @param {string} words */
function announce(words) {
  const place = document.getElementById("announce");
  if (place) place.textContent = words;
}

/** What is to be hidden goes at once, whatever the network does. @param {HTMLAnchorElement} way */
async function go(way) {
  if ("hides" in way.dataset) live().querySelector("[data-part=code]")?.replaceChildren();
  live().dataset.source = way.pathname + way.search;
  history.replaceState(null, "", way.href);
  await follower.renew();
}

document.addEventListener("click", (event) => {
  const way = /** @type {HTMLElement} */ (event.target).closest("a[data-in-place]");
  if (!(way instanceof HTMLAnchorElement)) return;
  event.preventDefault();
  go(way);
});

/** The old code ends with the answer to this; without one, nothing has changed. */
document.addEventListener("submit", async (event) => {
  event.preventDefault();
  const form = /** @type {HTMLFormElement} */ (event.target);
  try {
    const fields = new URLSearchParams([...new FormData(form)].map(([name, value]) => [name, String(value)]));
    const answer = await fetch(form.action, { method: "POST", body: fields, redirect: "manual" });
    if (answer.type !== "opaqueredirect") throw new Error(`The server answered ${answer.status}.`);
    await follower.renew();
  } catch {
    const words = document.getElementById("main")?.dataset.failed ?? "";
    announce(words);
    show(words);
  }
});

const fill = document.getElementById("fill-screen");
if (fill && document.fullscreenEnabled) {
  fill.hidden = false;
  fill.addEventListener("click", () => {
    if (document.fullscreenElement) document.exitFullscreen();
    else document.documentElement.requestFullscreen();
  });
}

remember();
const follower = follow(renew, (message) => message.visit === live().dataset.visit);
