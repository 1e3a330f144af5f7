// @ts-check
/** Passkeys: asks the server what is to be signed, the device to sign it, and sends the form with the answer in it. */

const form = /** @type {HTMLFormElement | null} */ (document.querySelector("form[data-passkey]"));

/** A browser that can, at the address that the passkeys are for: at any other the device would refuse. */
function canHere() {
  const able = typeof window.PublicKeyCredential?.parseRequestOptionsFromJSON === "function";
  return able && location.origin === form?.dataset.origin;
}

const place = /** @type {HTMLElement | null | undefined} */ (form?.querySelector("[data-said]"));

/** @param {string | undefined} words */
function say(words) {
  if (place) place.textContent = words ?? "";
}

/** What the server wants signed. Rejects with its own words where it refuses. @param {HTMLFormElement} from */
async function asked(from) {
  const fields = new URLSearchParams([...new FormData(from)].map(([name, value]) => [name, String(value)]));
  const headers = { Accept: "application/json" };
  const answer = await fetch(from.dataset.options ?? "", { method: "POST", body: fields, headers });
  const content = await answer.json().catch(() => ({}));
  if (!answer.ok || !content.challenge) throw new Error(content.message ?? place?.dataset.failed);
  return content;
}

/** @param {HTMLFormElement} from @param {any} options */
function signed(from, options) {
  return "makes" in from.dataset
    ? navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options) })
    : navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options) });
}

/** @param {unknown} fault */
function told(fault) {
  if (fault instanceof DOMException) return fault.name === "InvalidStateError" ? place?.dataset.known : place?.dataset.stopped;
  return fault instanceof Error && !(fault instanceof TypeError) ? fault.message : place?.dataset.failed;
}

if (form && canHere()) {
  form.hidden = false;
  document.querySelector("[data-without]")?.remove();
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    say("");
    try {
      const credential = /** @type {PublicKeyCredential | null} */ (await signed(form, await asked(form)));
      const answer = /** @type {HTMLInputElement} */ (form.elements.namedItem("answer"));
      answer.value = JSON.stringify(credential);
      form.submit();
    } catch (fault) {
      say(told(fault));
    }
  });
}

export {};
