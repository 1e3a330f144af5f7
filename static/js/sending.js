// @ts-check
/** Whether the client's form is on its way: what must not happen to it then, a tablet's scripts ask here. */

/** A form that is being sent says thank you itself; one that could not be sent yet keeps its answers. */
export function isSending() {
  const progress = document.getElementById("progress");
  const leaving = document.querySelector("form.leaving");
  return Boolean(leaving || progress?.textContent || isUnsent());
}

/** Its answers could not be sent yet: they stay, and are tried again. */
export function isUnsent() {
  return Boolean(document.querySelector(".unsent:not([hidden])"));
}
