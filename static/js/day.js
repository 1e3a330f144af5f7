// @ts-check
/** The day's page: its list of sessions stays fresh, what is being typed beside it stays. */
import { refresh, remember } from "./fragment.js";
import { follow } from "./live.js";

remember();
follow(() => refresh());
