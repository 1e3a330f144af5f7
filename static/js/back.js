// @ts-check
/**
 * An entry of the browser's history above the form's own: Back then leads to the form itself, which can ask first.
 * Nothing of the answers is stored with it, and it is gone before another page takes the form's place.
 */

/** How long a browser may take to go back to the form's own entry. */
const PATIENCE_MS = 1000;

/** What Forward may show of a form that is over: its address is no key to anything there. */
const OVER = "/leave";

/** The first entry is made with the first mark: before this is here, but on a tablet after, where `hold` finds it. */
let isHeld = Boolean(history.state);

/** The way back to the form's own entry, while it is under way. @type {Promise<unknown> | undefined} */
let goingBack;

export function isHolding() {
  return isHeld;
}

export function hold() {
  if (!history.state) history.pushState(1, "");
  isHeld = true;
  goingBack = undefined;
}

/** Somebody went back: the form's own entry is the present one. */
export function wentBack() {
  isHeld = false;
}

/** Back is an ordinary Back again. Whoever asks meanwhile waits for the same: two steps back would leave the form. */
export async function letGo() {
  isHeld = false;
  if (!goingBack && !history.state) return;
  goingBack = goingBack || goBack(); // not ??=, which Chrome 80 cannot read
  await goingBack;
}

/** Nobody else is to take this for somebody who went back. */
function goBack() {
  if (location.pathname.startsWith("/c/")) history.replaceState(null, "", OVER);
  return new Promise((resolve) => {
    const arrive = (/** @type {Event} */ event) => {
      event.stopImmediatePropagation();
      goingBack = undefined;
      resolve(undefined);
    };
    addEventListener("popstate", arrive, { once: true, capture: true });
    setTimeout(resolve, PATIENCE_MS);
    history.back();
  });
}
