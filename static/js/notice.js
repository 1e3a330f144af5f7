// @ts-check
/** The privacy notice, shown over the form without leaving it: what is marked stays where it is. */

const form = /** @type {HTMLFormElement} */ (document.querySelector("#form"));

/** The notice as the server shows it in the form's language, asked for without anything that is marked.
 * @returns {Promise<Document>} */
function shown() {
  const data = new FormData(form);
  const body = new URLSearchParams({ show: "notice" });
  for (const name of ["key", "language"]) body.set(name, String(data.get(name)));
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", form.action);
    request.responseType = "document";
    request.timeout = 8000;
    request.onerror = request.ontimeout = reject;
    request.onload = () => (request.response?.querySelector(".told") ? resolve(request.response) : reject());
    request.send(body);
  });
}

/** @param {Document} page */
function dress(page) {
  if (document.querySelector("link[href*='/notice.']")) return null;
  const sheet = document.importNode(/** @type {HTMLLinkElement} */ (page.querySelector("link[href*='/notice.']")));
  return new Promise((resolve, reject) => {
    sheet.onload = resolve;
    sheet.onerror = reject;
    document.head.append(sheet);
  });
}

/** @param {HTMLElement} link what was tapped, which has the focus again afterwards */
export async function press(link) {
  const page = await shown();
  await dress(page);
  if (!form.isConnected || document.querySelector(".told")) return; // it was sent or left meanwhile, or tapped twice
  const told = document.importNode(/** @type {HTMLElement} */ (page.querySelector(".told")), true);
  const above = scrollY;
  document.body.append(told);
  document.body.classList.add("telling");
  scrollTo(0, 0);
  told.querySelector("h1")?.focus();
  const back = () => {
    removeEventListener("keydown", onEscape);
    told.remove();
    document.body.classList.remove("telling");
    scrollTo(0, above);
    link.focus();
  };
  /** @param {KeyboardEvent} event */
  const onEscape = ({ key }) => key === "Escape" && !document.querySelector("dialog[open]") && back();
  addEventListener("keydown", onEscape);
  told.querySelector("form")?.addEventListener("submit", (event) => {
    event.preventDefault();
    back();
  });
}
