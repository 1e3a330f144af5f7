// @ts-check
/** The day's page: its list of sessions stays fresh, what is being typed beside it stays. */
import { live, refresh, remember } from "./fragment.js";
import { follow, isTyped } from "./live.js";

/** The practice's date, as the server sent it last. */
function today() {
  return (live().dataset.clock ?? "").slice(0, 10);
}

const begun = today();

/** On a new day all of it is loaded anew: what stands beside the list says *yesterday* too, and is not swapped. */
async function renew() {
  const outcome = await refresh();
  if (today() !== begun && !isTyped()) location.reload();
  return outcome;
}

remember();
follow(renew);
