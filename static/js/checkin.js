// @ts-check
// The client's form: plain lines instead of buttons, and a sending that loses nothing and keeps nothing.

const form = /** @type {HTMLFormElement} */ (document.querySelector("form"));
const card = find("#problems");
const notice = find(".unsent");
const send = find(".send");
const toggle = find(".toggle");
const details = /** @type {HTMLDetailsElement} */ (find(".own-words"));
const words = /** @type {HTMLTextAreaElement} */ (find("#words"));

/** @param {string} selector @param {ParentNode} [within] */
function find(selector, within = document) {
  return /** @type {HTMLElement} */ (within.querySelector(selector));
}

/** @param {string} tag @param {string} name @param {string} [text] */
function make(tag, name, text = "") {
  const node = document.createElement(tag);
  node.className = name;
  node.textContent = text;
  return node;
}

/** @type {Set<string>} */
const told = new Set();

/** Tells the therapist how far it is, once each; nobody waits for it. @param {string} state */
function tell(state) {
  if (told.has(state)) return;
  told.add(state);
  const body = new URLSearchParams({ state });
  fetch(form.dataset.seen ?? "", { method: "POST", body, keepalive: true }).catch(() => {});
}

/** One item as a line. Its value is tenths as text ("8.3"), or empty as long as nothing is marked. */
class Line {
  value = "";
  /** The button that stands for the value, while buttons are shown. */
  nearest = "";
  /** The mark is being dragged, held this far from its middle. */
  held = false;
  grip = 0;

  /** @param {HTMLFieldSetElement} field */
  constructor(field) {
    this.field = field;
    this.radios = [...field.querySelectorAll("input")];
    this.range = document.createElement("input");
    Object.assign(this.range, { type: "range", min: "0", max: "10", step: "0.1", autocomplete: "off" });
    this.range.setAttribute("aria-labelledby", find("legend", field).id);
    this.mark = make("span", "mark");
    this.area = make("div", "line");
    this.area.append(this.range, make("span", "track"), this.mark);
    find(".ends", field).before(this.area);
    const given = field.dataset.value ?? "";
    this.set(Number(given) >= 0 && Number(given) <= 10 ? given : "");
    this.nearest = this.value && String(Math.round(Number(this.value)));

    this.range.addEventListener("input", () => this.put(Number(this.range.value)));
    this.range.addEventListener("keydown", (event) => this.key(event));
    this.area.addEventListener("pointerdown", (event) => this.down(event));
    this.area.addEventListener("pointermove", (event) => this.held && this.show(this.at(event)));
    this.area.addEventListener("pointerup", (event) => this.up(event));
    this.area.addEventListener("pointercancel", () => this.drop());
  }

  get mirrored() {
    return getComputedStyle(this.area).direction === "rtl";
  }

  /** @param {string} value */
  set(value) {
    this.value = value;
    this.range.value = value || "5";
    this.range.name = value && this.field.id;
    const { unset = "", set = "" } = form.dataset;
    this.range.setAttribute("aria-valuetext", value ? set.replace("#", String(Number(value))) : unset);
    this.mark.hidden = !value;
    this.show(Number(value));
  }

  /** @param {number} value */
  show(value) {
    this.mark.style.setProperty("--at", String(value / 10));
  }

  /** What the client does, as a mark. @param {number} value */
  put(value) {
    this.set(Math.min(10, Math.max(0, value)).toFixed(1));
    tell("answering");
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    const onward = this.mirrored ? "ArrowLeft" : "ArrowRight";
    const small = event.shiftKey ? 0.1 : 0.5;
    /** @type {Record<string, number>} */
    const steps = { ArrowLeft: -small, ArrowDown: -small, ArrowRight: -small, PageDown: -2, PageUp: 2, Home: -10, End: 10 };
    Object.assign(steps, { [onward]: small, ArrowUp: small });
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.key === "Delete" || event.key === "Backspace") this.set("");
    else if (!(event.key in steps)) return;
    else if (this.value || event.key === "Home" || event.key === "End") this.put(Number(this.value) + steps[event.key]);
    else this.put(5);
    event.preventDefault();
  }

  /** The value under the finger; the hit area's overhang counts as the very end. @param {PointerEvent} event */
  at(event) {
    const box = this.area.getBoundingClientRect();
    const overhang = -Number.parseFloat(getComputedStyle(this.area).marginInlineStart);
    const part = (event.clientX - this.grip - box.left - overhang) / (box.width - 2 * overhang);
    const value = 10 * Math.min(1, Math.max(0, part));
    return this.mirrored ? 10 - value : value;
  }

  /** @param {PointerEvent} event */
  down(event) {
    if (event.button || !event.isPrimary) return;
    this.area.setPointerCapture(event.pointerId);
    const mark = this.mark.getBoundingClientRect();
    const off = event.clientX - mark.x - mark.width / 2;
    this.held = Math.hypot(off, event.clientY - mark.y - mark.height / 2) < 24;
    this.grip = this.held ? off : 0;
  }

  /** A finger lifted off the line leaves no mark; one that drags may stray a little. @param {PointerEvent} event */
  up(event) {
    if (!this.area.hasPointerCapture(event.pointerId)) return;
    const box = this.area.getBoundingClientRect();
    const stray = this.held ? 40 : 0;
    const across = event.clientX >= box.left && event.clientX <= box.right;
    const down = event.clientY >= box.top - stray && event.clientY <= box.bottom + stray;
    this.range.focus({ preventScroll: true });
    if (down && (across || this.held)) this.put(this.at(event));
    this.drop();
  }

  drop() {
    this.held = false;
    this.show(Number(this.value));
  }

  /** An exact mark outlives a look at the buttons, unless another button was chosen. @param {boolean} asLine */
  change(asLine) {
    if (asLine) {
      const chosen = this.radios.find((radio) => radio.checked)?.value ?? "";
      if (chosen !== this.nearest) this.set(chosen && `${chosen}.0`);
    } else {
      this.nearest = this.value && String(Math.round(Number(this.value)));
    }
    for (const radio of this.radios) {
      radio.disabled = asLine;
      radio.checked = radio.value === this.nearest;
    }
    this.range.disabled = !asLine;
  }
}

const lines = [...form.querySelectorAll("fieldset.item")].map((field) => new Line(/** @type {HTMLFieldSetElement} */ (field)));

/** @param {boolean} asLine */
function mark(asLine) {
  for (const line of lines) line.change(asLine);
  form.dataset.way = asLine ? "line" : "buttons";
  /** @type {HTMLInputElement} */ (find("[name=marked]")).value = asLine ? "line" : "buttons";
}

/** Of somebody who declines, nothing else is sent. */
const KEPT = new Set(["key", "language", "safety"]);

/** What goes: all that is there now, or, for somebody who declines, nothing but that. @param {boolean} declines */
function answers(declines) {
  const body = new URLSearchParams();
  for (const [name, value] of new FormData(form)) {
    if (!declines || KEPT.has(name)) body.append(name, String(value));
  }
  if (declines) body.append("decline", "yes");
  return body;
}

function isBlank() {
  const sent = new FormData(form);
  for (const name of ["key", "language", "marked"]) sent.delete(name);
  return ![...sent.values()].some((value) => String(value).trim());
}

/** @typedef {{next?: string, key?: string, problems?: {target: string, message: string}[], message?: string}} Reply */

/** Asks for JSON, so that another network's login page is never taken for a thank-you.
 * @param {boolean} declines @returns {Promise<{status: number, reply: Reply}>} */
async function post(declines) {
  const stop = new AbortController();
  const limit = setTimeout(() => stop.abort(), 10_000);
  try {
    const answer = await fetch(form.action, {
      method: "POST",
      body: answers(declines),
      headers: { Accept: "application/json" },
      redirect: "error",
      signal: stop.signal,
    });
    const isJson = answer.headers.get("Content-Type")?.includes("json");
    return { status: answer.status, reply: isJson ? await answer.json() : {} };
  } catch {
    return { status: 0, reply: {} };
  } finally {
    clearTimeout(limit);
  }
}

const waits = [1, 2, 4, 8, 15];
let tries = 0;
let timer = 0;
let isSending = false;
let isGone = false;
let declined = false;

async function attempt() {
  clearTimeout(timer);
  if (isSending || isGone) return;
  isSending = true;
  prepare();
  say(send.dataset.busy ?? "");
  const { status, reply } = await post(declined);
  isSending = false;
  if (reply.next && status < 500) leave(reply.next, status < 400);
  else if (reply.key && renew(reply.key)) attempt();
  else if (reply.problems && status < 500) object(reply.problems);
  else if (reply.message && status >= 400 && status < 429) object([{ target: "", message: reply.message }]);
  else wait(status >= 400);
}

/** The server no longer knows the key this form came with, and gave another: that is tried once. @param {string} key */
function renew(key) {
  const field = /** @type {HTMLInputElement} */ (find("[name=key]"));
  const isNew = field.value === field.defaultValue && field.value !== key;
  field.value = key;
  return isNew;
}

/** @param {string} text */
function say(text) {
  send.textContent = text || (send.dataset.idle ?? "");
  find("#progress").textContent = text;
}

/** Nothing of the answers stays behind, in the page or in what Back would show. */
function clear() {
  isGone = true;
  form.classList.add("leaving");
  for (const line of lines) line.set("");
  for (const field of form.querySelectorAll("input")) field.checked = field.defaultChecked = false;
  words.value = words.defaultValue = "";
}

/** How the next page takes this one's place: fetched at the first mark, and not before anybody needs it.
 * @type {Promise<typeof import("./ending.js") | null> | undefined} */
let ending;

function prepare() {
  ending ??= import(form.dataset.ending ?? "").catch(() => null);
}

/** @param {string} next @param {boolean} arrived */
async function leave(next, arrived) {
  clear();
  const address = new URL(next, location.origin).pathname;
  const { goOn } = (!document.body.dataset.screen && (await ending)) || {};
  if (goOn) goOn(form, address, arrived);
  else location.replace(address);
}

/** @param {boolean} byServer */
function wait(byServer) {
  say("");
  notice.classList.toggle("server", byServer);
  notice.hidden = false;
  timer = setTimeout(attempt, 1000 * (waits[tries] ?? 15));
  tries += 1;
}

/** @param {{target: string, message: string}[]} problems */
function object(problems) {
  say("");
  tries = 0;
  notice.hidden = true;
  card.replaceChildren();
  for (const { target, message } of problems) {
    const end = `${message} `.indexOf(". ") + 1 || message.length;
    const line = make("p", "");
    line.append(make("strong", "", message.slice(0, end)), make("span", "", message.slice(end)));
    card.append(line);
    const asked = document.getElementById(target)?.querySelector(".ask")?.textContent;
    if (asked) card.append(link(target, asked));
  }
  card.append(link("decline", card.dataset.leave ?? ""));
  card.hidden = false;
  if (!document.title.startsWith(form.dataset.error ?? "")) document.title = form.dataset.error + document.title;
  card.focus();
}

/** @param {string} target @param {string} text */
function link(target, text) {
  const node = /** @type {HTMLAnchorElement} */ (make("a", "link", text));
  node.href = `#${target}`;
  return node;
}

card.addEventListener("click", (event) => {
  const target = /** @type {HTMLElement} */ (event.target).closest("a")?.hash;
  if (!target) return;
  event.preventDefault();
  const part = find(target);
  (find("input:enabled", part) ?? part).focus();
});

form.addEventListener("submit", (event) => {
  event.preventDefault();
  if (isSending || isGone) return;
  declined = event.submitter?.id === "decline";
  card.hidden = true;
  if (!declined && isBlank()) {
    clearTimeout(timer);
    object([{ target: find(".item, .scale").id, message: form.dataset.nothing ?? "" }]);
  } else attempt();
});
find(".again").addEventListener("click", attempt);

/** Gone at once, whatever the network does; nothing is tried any more. */
document.querySelector(".leave a")?.addEventListener("click", (event) => {
  event.preventDefault();
  const { pathname, dataset } = /** @type {HTMLAnchorElement} */ (event.currentTarget);
  clear();
  clearTimeout(timer);
  const main = make("main", "away");
  main.append(make("h1", "", dataset.left));
  document.body.replaceChildren(main);
  document.title = dataset.left ?? "";
  history.replaceState(null, "", pathname);
});
addEventListener("online", () => notice.hidden || attempt());

form.addEventListener("reset", clear);
find("#not-me")?.addEventListener("submit", clear);
form.addEventListener("input", () => tell("answering"));
for (const sign of ["input", "pointerdown"]) form.addEventListener(sign, prepare, { once: true });
words.addEventListener("input", () => {
  const left = words.maxLength - words.value.length;
  const isNear = left <= words.maxLength / 10;
  const counter = find("#words-left");
  counter.textContent = isNear ? (counter.dataset.left ?? "").replace("#", String(left)) : "";
});

// Once open it stays open: words that are hidden and sent all the same would surprise.
find("summary", details).addEventListener("click", (event) => {
  event.preventDefault();
  details.open = true;
  words.focus();
});
find("#safety")?.addEventListener("change", () => find(".crisis").scrollIntoView({ block: "nearest" }));

toggle.addEventListener("click", () => {
  const before = toggle.getBoundingClientRect().top;
  mark(form.dataset.way !== "line");
  const label = find("span", toggle);
  [label.textContent, toggle.dataset.other] = [toggle.dataset.other ?? "", label.textContent ?? ""];
  scrollBy(0, toggle.getBoundingClientRect().top - before);
});

// What only some need is fetched when it is asked for.
for (const asked of document.querySelectorAll("[data-source]")) {
  const { dataset } = /** @type {HTMLElement} */ (asked);
  asked.addEventListener("click", (event) => {
    event.preventDefault();
    import(dataset.source ?? "").then((module) => module.press(asked), () => {});
  });
}
find("#aloud").hidden = !("speechSynthesis" in window);

addEventListener("pageshow", (event) => event.persisted && location.reload());

send.dataset.idle = send.textContent ?? "";
for (const part of /** @type {NodeListOf<HTMLElement>} */ (notice.querySelectorAll("[data-words]"))) {
  part.textContent = part.dataset.words ?? "";
}
toggle.hidden = !lines.length;
mark(true);
if ("first" in form.dataset) toggle.click();
if (!card.hidden) card.focus();
tell("opened");
