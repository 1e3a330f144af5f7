// @ts-check
/** The form for several people: fills in each known person's form, language, tablet and place of last time. */

/** @typedef {{ place?: string, people?: Record<string, Record<string, string>> }} LastTime */

export {};

/** @type {HTMLFormElement | null} */
const form = document.querySelector("form.start-together");
let latest = 0;

/** @param {HTMLFormElement} form @param {string} name @returns {HTMLSelectElement | null} */
function choice(form, name) {
  const found = form.elements.namedItem(name);
  return found instanceof HTMLSelectElement ? found : null;
}

/**
 * What somebody has chosen by hand stays; what was filled in for another code goes.
 * @param {HTMLSelectElement} field @param {string} value
 */
function propose(field, value) {
  const wanted = [...field.options].some((one) => one.value === value) ? value : "";
  if (field.value && field.value !== field.dataset.proposed && field.value !== wanted) return false;
  const differs = field.value !== wanted;
  field.value = wanted;
  field.dataset.proposed = wanted;
  return differs;
}

/** @param {HTMLFormElement} form @param {string} number */
function codeIn(form, number) {
  return /** @type {HTMLInputElement} */ (form.elements.namedItem(`client-${number}`)).value;
}

/** What was filled in for a code goes as soon as it is another. @param {Event} event */
function forget(event) {
  const field = /** @type {HTMLInputElement} */ (event.target);
  if (!field.name.startsWith("client-")) return;
  const row = field.closest("[data-person]");
  for (const one of row?.querySelectorAll("select") ?? []) propose(one, "");
}

/** Who and what is shown in their row, for whoever cannot see that it was filled in. @param {HTMLFormElement} form @param {string} number */
function words(form, number) {
  const fields = ["measure", "language", "tablet"].map((name) => choice(form, `${name}-${number}`));
  const shown = fields.flatMap((one) => (one?.offsetParent ? [one.selectedOptions[0]?.text ?? ""] : []));
  return `${codeIn(form, number)}: ${shown.join(", ")}.`;
}

/** Whether another place is chosen now. @param {HTMLFormElement} form @param {string} place */
function proposePlace(form, place) {
  const chosen = form.elements.namedItem("place");
  if (!(chosen instanceof RadioNodeList) || !place) return false;
  const before = chosen.value;
  if (before === (form.dataset.place ?? "room")) chosen.value = place;
  form.dataset.place = place;
  return chosen.value !== before;
}

/** @param {HTMLFormElement} form @returns {Promise<void>} */
async function fillIn(form) {
  const turn = ++latest;
  const typed = new URLSearchParams([...new FormData(form)].map(([name, value]) => [name, String(value)]));
  /** @type {LastTime} */
  let last = {};
  try {
    const answer = await fetch(form.dataset.usual ?? "", { method: "POST", body: typed });
    if (!answer.ok) return;
    last = await answer.json();
  } catch {
    return; // what is not filled in is as last time too
  }
  if (turn !== latest) return;
  if (proposePlace(form, last.place ?? "")) {
    await fillIn(form); // tablets are as last time in that place
    return;
  }
  const told = [];
  for (const row of form.querySelectorAll("[data-person]")) {
    const number = /** @type {HTMLElement} */ (row).dataset.person ?? "";
    if (codeIn(form, number) !== typed.get(`client-${number}`)) continue; // they typed on
    const person = last.people?.[number];
    const differs = ["measure", "language", "tablet"].filter((name) => {
      const field = choice(form, `${name}-${number}`);
      return field && propose(field, person?.[name] ?? "");
    });
    row.querySelector(".person-way")?.remove(); // the fields say it now
    if (person && differs.length) told.push(words(form, number));
  }
  const place = document.getElementById("announce");
  if (place && told.length) place.textContent = told.join(" ");
}

if (form) {
  for (const event of ["input", "recognised"]) form.addEventListener(event, forget, { capture: true });
  for (const event of ["change", "recognised"]) form.addEventListener(event, () => fillIn(form));
  if (form.querySelector("[name^=client-][value]:not([value=''])")) fillIn(form);
}
