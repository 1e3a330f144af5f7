// @ts-check
/** Whether the client's form is on its way: what must not happen to it then, a tablet's scripts ask here. */

/** Send was tapped, and what sends is still being fetched: nothing on the page says so yet. */
let isAsked = false;
addEventListener("submit", (event) => {
  isAsked ||= /** @type {HTMLElement} */ (event.target).id === "form";
});

/** A form that is being sent says thank you itself; one that could not be sent yet keeps its answers. */
export function isSending() {
  const progress = document.getElementById("progress");
  const leaving = document.querySelector("form.leaving");
  const isUnderWay = Boolean(leaving || progress?.textContent || isUnsent());
  if (isUnderWay || document.querySelector("#problems:not([hidden])")) isAsked = false;
  return isUnderWay || isAsked;
}

/** Its answers could not be sent yet: they stay, and are tried again. */
export function isUnsent() {
  return Boolean(document.querySelector(".unsent:not([hidden])"));
}
