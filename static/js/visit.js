// @ts-check
/** The visit's page: follows its check-in without a reload, and copies the link. */
import { live, refresh, remember } from "./fragment.js";
import { follow } from "./live.js";
import { offerRecord } from "./record-copy.js";
import { tellSeen } from "./seen.js";

const calm = matchMedia("(prefers-reduced-motion: reduce)");

/** @typedef {{ state: string, status: string, mark: number | null }} Seen */

/** @returns {Seen} what is on the screen now, so that a change can be told and shown */
function seen() {
  const { state = "", status = "" } = live().dataset;
  const mark = live().querySelector(".present .stop-mark")?.getBoundingClientRect();
  return { state, status, mark: mark ? mark.left + mark.width / 2 : null };
}

/** Only this element speaks to a screen reader, and it is never swapped itself. @param {Seen} before */
function announce(before) {
  const { status = "" } = live().dataset;
  const place = document.getElementById("announce");
  if (place && status !== before.status) place.textContent = status;
}

/** @param {Seen} before */
function move(before) {
  if (calm.matches || live().dataset.state === before.state) return;
  const mark = live().querySelector(".present .stop-mark");
  const box = mark?.getBoundingClientRect();
  if (!mark || !box || before.mark === null) {
    live().animate([{ opacity: 0 }, { opacity: 1 }], { duration: 200, easing: "ease-out" });
    return;
  }
  const from = `translateX(${before.mark - box.left - box.width / 2}px)`;
  mark.animate([{ transform: from }, { transform: "none" }], { duration: 180, easing: "ease-out" });
}

/** Copying needs a secure page; where there is none the link stands there, selected. */
function offerCopy() {
  const button = document.getElementById("copy-link");
  if (!button?.hidden) return;
  button.hidden = false;
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(button.dataset.link ?? "");
      const words = button.querySelector("span");
      if (words) words.textContent = button.dataset.copied ?? "";
    } catch {
      showLink();
    }
  });
}

function showLink() {
  const field = document.getElementById("link-field");
  const link = document.getElementById("link");
  if (!field || !(link instanceof HTMLInputElement)) return;
  field.hidden = false;
  link.focus();
  link.select();
}

async function renew() {
  const before = seen();
  const outcome = await refresh();
  tellSeen();
  if (outcome !== "swapped") return outcome;
  offerCopy();
  offerRecord();
  announce(before);
  move(before);
  return outcome;
}

remember();
offerCopy();
offerRecord();
tellSeen();
document.addEventListener("visibilitychange", tellSeen);
follow(renew, (message) => message.visit === live().dataset.visit);
