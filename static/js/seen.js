// @ts-check
/** Tells the server that a result stands on this screen, once somebody can see it. */

/** Safe to call at any time: it tells once, and again only after a failure. */
export async function tellSeen() {
  const form = document.getElementById("result-seen");
  if (!(form instanceof HTMLFormElement) || document.hidden || form.dataset.told) return;
  form.dataset.told = "yes";
  try {
    const headers = { "X-Asked-By": "page" };
    const answer = await fetch(form.action, { method: "POST", body: new FormData(form), headers });
    if (answer.status === 204) return form.remove();
  } catch {
    // The page says by itself that the connection is gone; it is told when the page is next renewed.
  }
  delete form.dataset.told;
}
