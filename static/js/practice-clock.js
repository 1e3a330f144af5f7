// @ts-check
/**
 * The server's clock in the practice's time zone, counted on in the page: the device's own clock and zone may be any.
 * Each part of the page that the server sends anew brings its time with it, as `data-clock` of `#live`.
 */

const MINUTE = /** @type {const} */ ({ hour: "2-digit", minute: "2-digit", timeZone: "UTC" });
const DAY = /** @type {const} */ ({ day: "numeric", month: "long", timeZone: "UTC" });
const MS_OF_DAY = 86_400_000;

let sent = "";
let wall = 0;
let steady = 0;

/** Takes over the time that came with the page, once for each time it came. */
export function hearClock() {
  const clock = document.getElementById("live")?.dataset.clock ?? "";
  if (clock === sent) return;
  sent = clock;
  wall = Date.now();
  steady = performance.now();
}

/**
 * Now, as milliseconds of the practice's calendar; NaN where the server has not said. Of two ways to count, one stands
 * still while the device sleeps, and the other can be set back: so whichever has seen more time go by.
 */
export function practiceNow() {
  return Date.parse(`${sent}Z`) + Math.max(Date.now() - wall, performance.now() - steady);
}

/** Such as 14:48. @param {number} at */
export function timeOf(at) {
  return new Intl.DateTimeFormat("en-GB", MINUTE).format(at);
}

/** Such as 3 June, in the page's language and the figures of its other dates. @param {number} at */
export function dayOf(at) {
  const { lang } = document.documentElement;
  return new Intl.DateTimeFormat(`${lang === "en" ? "en-GB" : lang}-u-nu-latn`, DAY).format(at);
}

/** Whether it was on an earlier day than today, by that calendar. @param {number} at */
export function isEarlierDay(at) {
  return Math.floor(at / MS_OF_DAY) < Math.floor(practiceNow() / MS_OF_DAY);
}
