// @ts-check
// The client's form: plain lines instead of buttons, words of their own, and nothing left of them afterwards.

// Nothing can be drawn at the start of a line that runs either way (before Chrome 87, Safari 14.1): the buttons stay.
if (!CSS.supports("inset:0")) throw new Error("No lines here");

const form = /** @type {HTMLFormElement} */ (document.querySelector("form"));
const notice = find(".unsent");
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
  // Back leads here first, where guard.js asks, which is fetched by now.
  if (state === "answering" && !history.state) history.pushState(1, "");
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
    Object.assign(this.range, { type: "range", max: "10", step: "0.1", autocomplete: "off" });
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

// What leaves a question out without a script: a tap on a mark takes it away.
for (const none of document.querySelectorAll(".none")) none.remove();

const lines = [...form.querySelectorAll("fieldset.item")].map((field) => new Line(/** @type {HTMLFieldSetElement} */ (field)));

/** @param {boolean} asLine */
function mark(asLine) {
  for (const line of lines) line.change(asLine);
  form.dataset.way = asLine ? "line" : "buttons";
  /** @type {HTMLInputElement} */ (find("[name=marked]")).value = asLine ? "line" : "buttons";
}

/** Nothing of the answers stays behind, in the page or in what Back would show. */
function clear() {
  form.classList.add("leaving");
  for (const line of lines) line.set("");
  for (const field of form.querySelectorAll("input")) field.checked = field.defaultChecked = false;
  for (const box of form.querySelectorAll("textarea")) box.value = box.defaultValue = "";
}

/** @type {Promise<typeof import("./send.js") | null> | undefined} */
let fetching;
let missed = 0;

/** What sends the form is fetched at the first mark, while there is a connection, and not before anybody needs it.
 * A browser may remember that nothing came from an address: so each further try has another. */
function prepare() {
  fetching = fetching ?? import(`${form.dataset.send}${missed ? `&missed=${missed}` : ""}`).catch(() => {
    fetching = undefined;
    missed += 1;
    return null;
  });
  return fetching;
}

/** @param {boolean} isAll that nothing is said of answers that are tried again */
function sayUnsent(isAll) {
  find(".kept").hidden = isAll;
  notice.hidden = false;
  notice.scrollIntoView({ block: "nearest" });
}

/** As soon as it is there; until then the form says that it is not sent. Nothing, where the form was left meanwhile. */
async function sender() {
  while (!form.classList.contains("leaving")) {
    const module = await prepare();
    if (module) return module;
    sayUnsent(declines); // nothing of the answers is to be sent
    await new Promise((resolve) => setTimeout(resolve, 2000));
  }
  return null;
}

let isWaiting = false;
let declines = false;
/** The button that was tapped last: older browsers do not say which one sends a form, and the Enter key taps one too.
 * @type {Element | null} */
let tapped = null;
form.addEventListener("submit", async (event) => {
  event.preventDefault();
  declines = tapped?.id === "decline";
  if (isWaiting) return;
  isWaiting = true;
  const module = await sender();
  isWaiting = false;
  module?.send(declines);
});

/** Gone at once, whatever the network does; nothing is tried any more. */
document.querySelector(".leave a")?.addEventListener("click", (event) => {
  event.preventDefault();
  const { pathname, dataset } = /** @type {HTMLAnchorElement} */ (event.currentTarget);
  clear();
  const main = make("main", "away");
  const heading = main.appendChild(make("h1", "", dataset.left));
  document.body.textContent = "";
  document.body.append(main);
  heading.tabIndex = -1;
  heading.focus();
  document.title = dataset.left ?? "";
  history.replaceState(history.state, "", pathname);
});
form.addEventListener("reset", clear);
find("#not-me")?.addEventListener("submit", clear);
form.addEventListener("input", () => tell("answering"));
for (const sign of ["input", "pointerdown"]) form.addEventListener(sign, prepare);

// Once open it stays open: words that are hidden and sent all the same would surprise.
find("summary", details).addEventListener("click", (event) => {
  event.preventDefault();
  details.open = true;
  words.focus();
});

toggle?.addEventListener("click", () => {
  mark(form.dataset.way !== "line");
  const label = find("span", toggle);
  [label.textContent, toggle.dataset.other] = [toggle.dataset.other ?? "", label.textContent ?? ""];
});

// What only some need is fetched when it is asked for; where it cannot be, the page says so.
addEventListener("click", async (event) => {
  const target = /** @type {HTMLElement} */ (event.target);
  tapped = target.closest("button");
  const asked = target.closest("[data-source]");
  if (!(asked instanceof HTMLElement)) return;
  event.preventDefault();
  const why = find("#why");
  why.textContent = "";
  try {
    await (await import(asked.dataset.source ?? "")).press(asked);
  } catch {
    why.textContent = why.dataset.words ?? "";
    const menu = asked.closest("details");
    if (!menu) return;
    menu.open = false;
    find("summary", menu).focus();
  }
});

/** Gone back before anything could be asked: that is made up for once it can. Until then another Back leaves. */
addEventListener("popstate", () => {
  if ("guarded" in form.dataset || !told.has("answering") || !form.isConnected) return;
  form.dataset.back = "";
  notice.classList.add("server");
  sayUnsent(true);
});

addEventListener("pageshow", (event) => event.persisted && location.reload());

for (const part of /** @type {NodeListOf<HTMLElement>} */ (notice.querySelectorAll("[data-words]"))) {
  part.textContent = part.dataset.words ?? "";
}
mark(lines.length > 0);
// What this browser can do is offered, and named by what opens the offers.
for (const offered of document.querySelectorAll("speechSynthesis" in window ? ".speaks, .draws" : ".draws")) {
  offered.removeAttribute("hidden");
}
if ("first" in form.dataset) toggle?.click();
tell("opened");
