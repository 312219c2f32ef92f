// @ts-check
// What opens over a screen at a button closes like a menu: by Escape, or where something else is pressed.

const FOLD = "details.mbviz-fold[open]";

/** Let all of them do so, and have what the server put behind them when they open; call it once. */
export function listenToFolds() {
  document.addEventListener("click", ({ target }) => {
    const fold = target instanceof Element ? target.closest("summary")?.parentElement : null;
    const place = fold?.dataset.html ? fold.querySelector("div") : null;
    if (!fold || !place) return;
    place.innerHTML = fold.dataset.html ?? ""; // the server's own, like all of the page (mbviz/ui/text.py)
    delete fold.dataset.html;
  }, true); // prettier-ignore
  document.addEventListener("pointerdown", ({ target }) => {
    for (const fold of document.querySelectorAll(FOLD)) if (!(target instanceof Node && fold.contains(target))) close(fold);
  }, true); // prettier-ignore
  document.addEventListener("keydown", ({ key }) => {
    if (key !== "Escape") return;
    for (const fold of document.querySelectorAll(FOLD)) {
      if (fold.contains(document.activeElement)) fold.querySelector("summary")?.focus();
      close(fold);
    }
  });
}

/** @param {Element} fold */
const close = (fold) => fold.removeAttribute("open");
