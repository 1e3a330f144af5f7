// @ts-check
/** Reads the form aloud with the browser's own voice: only when asked, in the language of the page, and stops at once. */

/** What is said of the form, in the order of the page: what is seen, and not what is only there for other readers. */
const SAID = "h1, .who, .progress, .review h2, .review p:not(.turn), legend .ask, .ends span, .cards span, .options span, .to-close, .send, #decline";

/** @type {HTMLElement | null} */
let button = null;

/** @returns {string[]} */
function sentences() {
  const main = /** @type {HTMLElement} */ (document.querySelector("main"));
  return [...main.querySelectorAll(SAID)]
    .filter((part) => part.checkVisibility?.() ?? true)
    .map((part) => part.textContent?.trim() ?? "")
    .filter(Boolean);
}

function swapLabel() {
  const label = button?.querySelector("span");
  if (!button || !label) return;
  [label.textContent, button.dataset.other] = [button.dataset.other ?? "", label.textContent ?? ""];
  button.setAttribute("aria-pressed", String(button.getAttribute("aria-pressed") !== "true"));
}

function stop() {
  if (button?.getAttribute("aria-pressed") !== "true") return;
  speechSynthesis.cancel();
  swapLabel();
}

/** The tap: begin, or stop. @param {HTMLElement} pressed */
export function press(pressed) {
  button = pressed;
  if (button.getAttribute("aria-pressed") === "true") return stop();
  speechSynthesis.cancel();
  const all = sentences();
  all.forEach((sentence, at) => {
    const spoken = new SpeechSynthesisUtterance(sentence);
    spoken.lang = document.documentElement.lang;
    if (at === all.length - 1) spoken.onend = stop;
    spoken.onerror = stop;
    speechSynthesis.speak(spoken);
  });
  swapLabel();
}

addEventListener("pagehide", stop);
addEventListener("submit", stop);
addEventListener("keydown", (event) => event.key === "Escape" && stop());
document.addEventListener("visibilitychange", () => document.hidden && stop());
document.addEventListener("click", (event) => /** @type {HTMLElement} */ (event.target).closest(".turn a, [name=show]") && stop());
