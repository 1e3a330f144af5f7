// @ts-check
/** The page of long work: asks how far it is until it has ended, then goes on where there is a next page. */
import { live, refresh, remember } from "./fragment.js";

const EVERY_MS = 1500;

/** Looks again while it runs; a server that does not answer is asked again. */
async function look() {
  const { running, next } = live().dataset;
  if (next) return location.replace(next);
  if (running !== "1") return;
  const outcome = document.hidden ? "same" : await refresh().catch(() => "same");
  if (outcome !== "logged-out") setTimeout(look, EVERY_MS);
}

remember();
setTimeout(look, EVERY_MS);
