// @ts-check
/** On a paired tablet: has a page kept for when its server cannot be reached. Needs https, or this very machine. */

const WORKER = "/tablet/worker.js";

/** Scripts may be named by a policy alone: this one knows a single address. */
function address() {
  const { trustedTypes } = /** @type {any} */ (globalThis);
  return trustedTypes ? trustedTypes.createPolicy("worker", { createScriptURL: () => WORKER }).createScriptURL("") : WORKER;
}

/** Browsers that keep nothing refuse, some already when they are asked for their workers. */
async function keep() {
  if ("serviceWorker" in navigator) await navigator.serviceWorker.register(address(), { scope: "/tablet" });
}

keep().catch(() => {});
