// @ts-check
/** For somebody on duty: whether a colleague's call for help has not been seen. Asked every half minute. */

const EVERY_MS = 30_000;
const place = /** @type {HTMLElement} */ (document.getElementById("duty"));

async function look() {
  if (document.hidden) return;
  const answer = await fetch("/duty", { headers: { Accept: "application/json" } }).catch(() => null);
  if (!answer?.ok) return;
  /** @type {{ sentences: string[] }} */
  const { sentences } = await answer.json();
  const words = sentences.length ? [...sentences, place.dataset.hint ?? ""] : [];
  if (words.join() === [...place.children].map((line) => line.textContent).join()) return;
  place.replaceChildren(
    ...words.map((text) => {
      const line = document.createElement("p");
      line.textContent = text;
      return line;
    }),
  );
  place.hidden = !words.length;
}

setInterval(look, EVERY_MS);
document.addEventListener("visibilitychange", look);
look();
export {};
