// @ts-check
// What opens over a screen at a button closes like a menu: by Escape, or where something else is pressed.

const FOLD = "details.mbviz-fold[open]";

/** Let all of them do so; call it once. */
export function closeFolds() {
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
