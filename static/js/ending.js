// @ts-check
/** After sending: the next page takes the form's place without a navigation, which could end in a browser's error page. */

const PATIENCE_MS = 10_000;
const PAUSE_MS = 2000;

/** @param {HTMLFormElement} form emptied @param {string} address @param {boolean} arrived whether the answer is stored */
export async function goOn(form, address, arrived) {
  for (;;) {
    const page = await fetchPage(address);
    if (page) return become(address, page.title, document.importNode(page.body, true));
    if (arrived) return arrive(address, form.dataset);
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  }
}

/** @param {string} address @returns {Promise<Document | null>} null where nobody, or somebody else, answered */
function fetchPage(address) {
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    request.open("GET", address);
    request.responseType = "document";
    request.timeout = PATIENCE_MS;
    request.onload = () => resolve(request.response?.querySelector("main.scene") ? request.response : null);
    request.onerror = request.ontimeout = () => resolve(null);
    request.send();
  });
}

/** The answer is stored, and the connection went right after it. @param {string} address @param {DOMStringMap} words */
function arrive(address, { thanks = "", arrived = "" }) {
  const body = document.createElement("body");
  const main = body.appendChild(document.createElement("main"));
  main.className = "scene";
  const centre = main.appendChild(document.createElement("div"));
  centre.className = "centre";
  centre.appendChild(document.createElement("h1")).textContent = thanks;
  centre.appendChild(document.createElement("p")).textContent = arrived;
  become(address, thanks, body);
}

/** @param {string} address @param {string} title @param {HTMLElement} body */
function become(address, title, body) {
  document.body.replaceWith(body);
  document.title = title;
  history.replaceState(null, "", address);
  scrollTo(0, 0);
  const heading = body.querySelector("h1");
  if (!heading) return;
  heading.tabIndex = -1;
  heading.focus();
}
