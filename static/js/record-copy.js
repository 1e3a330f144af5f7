// @ts-check
/** Copies the sentences for the record; where the browser refuses, they are selected instead. */

export function offerRecord() {
  const button = document.getElementById("copy-record");
  const words = document.getElementById("record-words");
  const label = button?.querySelector("span");
  if (!button?.hidden || !words || !label) return;
  button.hidden = false;
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(words.textContent ?? "");
      label.textContent = button.dataset.copied ?? "";
    } catch {
      getSelection()?.selectAllChildren(words);
      label.textContent = button.dataset.selected ?? "";
    }
  });
}
