// @ts-check
/**
 * An entry of the browser's history above the form's own: Back then leads to the form itself, which can ask first.
 * Nothing of the answers is stored with it, and it is gone before another page takes the form's place.
 */

/** How long a browser may take to go back to the form's own entry. */
const PATIENCE_MS = 1000;

/** What Forward may show of a form that is over: its address is no key to anything there. */
const OVER = "/leave";

/** The first entry is made with the first mark, before this is here. */
let isHeld = Boolean(history.state);

export function isHolding() {
  return isHeld;
}

export function hold() {
  if (!history.state) history.pushState(1, "");
  isHeld = true;
}

/** Somebody went back: the form's own entry is the present one. */
export function wentBack() {
  isHeld = false;
}

/** Back is an ordinary Back again. */
export async function letGo() {
  const isThere = isHeld && history.state;
  isHeld = false;
  if (!isThere) return;
  if (location.pathname.startsWith("/c/")) history.replaceState(null, "", OVER);
  await new Promise((resolve) => {
    addEventListener("popstate", resolve, { once: true });
    setTimeout(resolve, PATIENCE_MS);
    history.back();
  });
}
