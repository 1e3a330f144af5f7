// @ts-check
/** Suggests the codes of clients as one types, in one list, by keyboard and pointer, and says what would be asked. */

/** @typedef {{ code: string, look: string, named: string, way: string }} Suggestion */

const MOST = 6;

/** @type {Promise<Suggestion[]> | null} */
let loading = null;

/** @returns {Promise<Suggestion[]>} */
function load() {
  loading ??= fetch("/codes", { headers: { Accept: "application/json" } })
    .then((answer) => (answer.ok ? answer.json() : []))
    .catch(() => []);
  return loading;
}

/** The same as `look_of` in kiosk/domain/codes.py. @param {string} code */
function lookOf(code) {
  const plain = code.normalize("NFKC").toLowerCase().normalize("NFKC");
  return plain.replace(/[^\p{L}\p{N}]/gu, "").replace(/o/g, "0").replace(/[il]/g, "1");
}

class Suggester {
  /** @param {HTMLInputElement} field */
  constructor(field) {
    this.field = field;
    /** @type {Suggestion[]} */
    this.known = [];
    this.at = -1;
    this.list = document.createElement("ul");
    this.list.id = `${field.id}-codes`;
    this.list.className = "codes";
    this.list.hidden = true;
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", field.list?.dataset.label ?? "");
    this.hint = /** @type {HTMLElement | null} */ (field.form?.querySelector("[data-new]"));
    field.after(this.list);
    field.removeAttribute("list");
    field.setAttribute("role", "combobox");
    field.setAttribute("aria-autocomplete", "list");
    field.setAttribute("aria-controls", this.list.id);
    field.setAttribute("aria-expanded", "false");
    field.addEventListener("focus", () => this.prepare(), { once: true });
    field.addEventListener("input", () => this.show());
    field.addEventListener("blur", () => this.close());
    field.addEventListener("keydown", (event) => this.press(event));
    if (document.activeElement === field) this.prepare();
  }

  async prepare() {
    this.known = await load();
    if (this.field.value) this.show();
  }

  show() {
    const typed = this.field.value.trim();
    const look = lookOf(typed);
    const found = look ? this.known.filter((one) => one.look.includes(look)) : [];
    found.sort((one, other) => Number(other.look.startsWith(look)) - Number(one.look.startsWith(look)));
    this.list.replaceChildren(...found.slice(0, MOST).map((one, place) => this.option(one, place)));
    this.turn(-1);
    const is_open = found.length > 0 && !(found.length === 1 && found[0].code === typed);
    this.list.hidden = !is_open;
    this.field.setAttribute("aria-expanded", String(is_open));
    this.tell(typed, look);
  }

  /** @param {Suggestion} one @param {number} place */
  option(one, place) {
    const item = document.createElement("li");
    item.id = `${this.list.id}-${place}`;
    item.setAttribute("role", "option");
    item.dataset.code = one.code;
    const code = document.createElement("b");
    code.textContent = one.code;
    const way = document.createElement("span");
    way.textContent = one.way;
    item.append(code, " ", way);
    item.addEventListener("pointerdown", (event) => event.preventDefault()); // the field keeps the focus
    item.addEventListener("click", () => this.choose(item));
    return item;
  }

  /** @param {number} place */
  turn(place) {
    const options = /** @type {HTMLElement[]} */ ([...this.list.children]);
    this.at = place;
    for (const item of options) item.setAttribute("aria-selected", String(item === options[place]));
    if (place >= 0) this.field.setAttribute("aria-activedescendant", options[place].id);
    else this.field.removeAttribute("aria-activedescendant");
  }

  /** @param {KeyboardEvent} event */
  press(event) {
    const count = this.list.children.length;
    if (event.key === "Escape" && !this.list.hidden) this.close();
    else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && count) {
      const step = event.key === "ArrowDown" ? 1 : -1;
      if (this.list.hidden) this.show();
      else this.turn(this.at < 0 && step < 0 ? count - 1 : (this.at + step + count) % count);
    } else if (event.key === "Enter" && !this.list.hidden && this.at >= 0) {
      this.choose(/** @type {HTMLElement} */ (this.list.children[this.at]));
    } else return;
    event.preventDefault();
  }

  /** @param {HTMLElement} item */
  choose(item) {
    this.field.value = item.dataset.code ?? "";
    this.tell(this.field.value, lookOf(this.field.value));
    this.close();
  }

  close() {
    this.list.hidden = true;
    this.turn(-1);
    this.field.setAttribute("aria-expanded", "false");
  }

  /** Says beside the button what one tap would do. @param {string} typed @param {string} look */
  tell(typed, look) {
    const exact = this.known.find((one) => one.code === typed);
    if (exact) this.field.dispatchEvent(new Event("recognised", { bubbles: true }));
    if (!this.hint) return;
    const { new: isNew = "", like = "" } = this.hint.dataset;
    const alike = look && !exact ? this.known.find((one) => one.look === look) : undefined;
    if (exact) this.hint.textContent = exact.way;
    else this.hint.textContent = alike ? like.replace("#code", typed).replace("#there", alike.named) : isNew;
  }
}

for (const field of document.querySelectorAll("input[list=codes]")) {
  if (field instanceof HTMLInputElement) new Suggester(field);
}
