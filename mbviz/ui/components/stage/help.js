// @ts-check
// What is to be seen on the stage, part by part, for whoever sees it for the first time.

import { make, part, say } from "../page/component.js";
import { explain } from "../page/terms.js";

/** @typedef {import("./acting.js").Stage} Stage */

const SENTENCES = ["help_batch", "help_digits", "help_picks", "help_losses", "help_cloud", "help_pile", "help_try"];

/**
 * Open or close the explanation.
 * @param {Stage} stage
 * @param {boolean} yes
 */
export function help({ root, words, terms }, yes) {
  const box = part(root, ".help", HTMLElement);
  box.hidden = !yes;
  if (!yes) return;
  const left = [...terms]; // each is explained once
  const lines = SENTENCES.map((name) => {
    const line = make("li");
    explain(line, words[name], left);
    return line;
  });
  part(box, "ul", HTMLElement).replaceChildren(...lines);
  const close = part(box, ".close", HTMLButtonElement);
  say(close, words.close);
  close.focus({ preventScroll: true });
}

/**
 * Listen to the buttons that open and close it.
 * @param {Stage} stage
 */
export function newHelp(stage) {
  part(stage.root, ".ask-help", HTMLElement).addEventListener("click", () => help(stage, true));
  part(stage.root, ".help .close", HTMLElement).addEventListener("click", () => help(stage, false));
  part(stage.root, ".help", HTMLElement).addEventListener("keydown", (event) => {
    if (event.key === "Escape") help(stage, false);
  });
}
