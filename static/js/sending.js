// @ts-check
/** Whether a form of this page is on its way: what must not happen to it then, a tablet's scripts ask here. */

/** Send was tapped, and what sends is still being fetched: nothing on the page says so yet. */
let isAsked = false;
addEventListener("submit", (event) => {
  if (/** @type {HTMLElement} */ (event.target).id === "form") isAsked = true;
});

/** What is being sent leads to the next page itself; a form that could not be sent yet keeps its answers. */
export function isSending() {
  const isUnderWay = Boolean(document.querySelector("form.leaving, form[data-under-way]")) || isUnsent();
  if (isUnderWay || document.querySelector("#problems:not([hidden])")) isAsked = false;
  return isUnderWay || isAsked;
}

/** Its answers could not be sent yet: they stay, and are tried again. */
export function isUnsent() {
  return Boolean(document.querySelector(".unsent:not([hidden])"));
}
