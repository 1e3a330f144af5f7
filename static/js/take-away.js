// @ts-check
/** An answer is taken away by a tap on it, or by the Delete key. Two taps in haste only give it. */

const HASTE_MS = 600;
/** As near as a finger comes to the middle of a mark, and as far as it strays in a tap. */
const NEAR_PX = 16;
const STRAY_PX = 4;

const form = /** @type {HTMLFormElement} */ (document.querySelector("#form"));
/** What was tapped, where a finger came down on an answer that stands there. @type {Element | null} */
let tapped = null;
let from = 0;
let lifted = 0;

/** @param {PointerEvent} event */
function answerUnder({ target, clientX, clientY }) {
  const around = target instanceof Element ? target.closest(".pick, .line") : null;
  if (!around?.matches(".line")) return around?.querySelector(":checked") ?? null;
  const { left, top, width, height } = /** @type {Element} */ (around.querySelector(".mark")).getBoundingClientRect();
  const away = Math.hypot(clientX - left - width / 2, clientY - top - height / 2);
  return width && away < NEAR_PX ? around.querySelector("input") : null;
}

/** @param {Element} answer */
function takeAway(answer) {
  if (!(answer instanceof HTMLInputElement)) return;
  if (answer.type === "radio") answer.checked = false;
  else answer.dispatchEvent(new KeyboardEvent("keydown", { key: "Delete", cancelable: true }));
}

// Seen on its way down to the line, which marks anew; what was there is looked for before that.
form.addEventListener(
  "pointerdown",
  (event) => {
    tapped = event.button || event.timeStamp - lifted < HASTE_MS ? null : answerUnder(event);
    from = event.clientX;
  },
  { capture: true },
);
form.addEventListener("pointerup", ({ clientX, timeStamp }) => {
  if (Math.abs(clientX - from) > STRAY_PX) tapped = null;
  lifted = timeStamp;
  if (tapped?.matches("[type=range]")) takeAway(tapped);
});
form.addEventListener("click", ({ target }) => {
  if (target === tapped && tapped?.matches("[type=radio]")) takeAway(tapped);
  tapped = null;
});
form.addEventListener("keydown", ({ target, key }) => {
  const isAsked = key === "Delete" || key === "Backspace";
  if (isAsked && target instanceof HTMLInputElement && target.type === "radio") takeAway(target);
});

export {};
