// @ts-check
// Buttons among the words of a screen (mbviz/ui/acts.py): the control bar tells the server which was pressed.

import { isConnected } from "./internals.js";
import { handsHere, leaveFor, STAGE } from "./way.js";

/** Listen to those of all screens, which come and go; call it once. */
export function listenToActs() {
  document.addEventListener("click", ({ target }) => {
    const button = target instanceof Element ? target.closest("button[data-act]") : null;
    const name = button instanceof HTMLElement ? button.dataset.act : "";
    const hands = handsHere();
    if (!name || !hands?.act || !isConnected()) return;
    hands.act(name);
    if (name.startsWith("to_stage")) leaveFor(STAGE);
  });
}
