// @ts-check
/** Reads the form aloud with the browser's own voice: only when asked, in the language of the page, and stops at once. */

/** What is said of the form, in the order of the page: what is seen, and not what is only there for other readers. */
const SAID = "h1, .who, .progress, legend .ask, .ends span, .cards span, .options span, .to-close, .send, #decline";

/** How long a device may take to find out which voices it has. */
const PATIENCE_MS = 1500;
/** What ends a sentence that was begun well: somebody stopped it. */
const STOPPED = new Set(["canceled", "interrupted"]);

/** What turns to another page, form or language, or leaves. */
const ENDS_IT = ".turn a, [name=show], .languages button, .leave a";

/** @type {HTMLElement | null} */
let button = null;
/** How often somebody began or stopped: what an earlier tap found out no longer counts. */
let turns = 0;

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
  turns += 1;
  if (button?.getAttribute("aria-pressed") !== "true") return;
  speechSynthesis.cancel();
  swapLabel();
}

/** Where it would stay silent it says so instead, or that it takes the connection to say so. */
async function admit() {
  stop();
  const why = /** @type {HTMLElement} */ (document.getElementById("why"));
  try {
    const answer = await fetch(`/c/words?language=${document.documentElement.lang}`);
    why.textContent = (await answer.json()).voiceless;
  } catch {
    why.textContent = why.dataset.words ?? "";
  }
}

/** A voice for the language of the page, once the device knows its voices. */
async function voice() {
  const language = document.documentElement.lang.slice(0, 2);
  for (const since = performance.now(); performance.now() - since < PATIENCE_MS; ) {
    const voices = speechSynthesis.getVoices();
    if (voices.length) return voices.find(({ lang }) => lang.slice(0, 2) === language);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return null;
}

/** The tap: begin, or stop. @param {HTMLElement} pressed */
export async function press(pressed) {
  button = pressed;
  if (button.getAttribute("aria-pressed") === "true") return stop();
  turns += 1;
  const mine = turns;
  const found = await voice();
  if (mine !== turns || !button.isConnected) return; // tapped twice, stopped, or left
  if (!found) return admit();
  speechSynthesis.cancel();
  const all = sentences();
  all.forEach((sentence, at) => {
    const spoken = new SpeechSynthesisUtterance(sentence);
    spoken.lang = document.documentElement.lang;
    if (at === all.length - 1) spoken.onend = stop;
    spoken.onerror = ({ error }) => (STOPPED.has(error) ? stop() : admit());
    speechSynthesis.speak(spoken);
  });
  swapLabel();
}

addEventListener("pagehide", stop);
addEventListener("submit", stop);
addEventListener("reset", stop); // it was sent
addEventListener("keydown", (event) => event.key === "Escape" && stop());
document.addEventListener("visibilitychange", () => document.hidden && stop());
document.addEventListener("click", (event) => /** @type {HTMLElement} */ (event.target).closest(ENDS_IT) && stop());
