// @ts-check
// The buttons below the stepper's table: a row or a class more or less, and the last change undone or made again.

import { part, say } from "../../page/component.js";
import { send } from "./edit.js";

/** @typedef {import("./state.js").Stepper} Stepper */
/** @typedef {import("./state.js").Change} Change */

/** @type {Record<string, Change>} */
const CHANGES = {
  add_row: { kind: "resize", rows: 1, classes: 0 },
  remove_row: { kind: "resize", rows: -1, classes: 0 },
  add_class: { kind: "resize", rows: 0, classes: 1 },
  remove_class: { kind: "resize", rows: 0, classes: -1 },
  undo: { kind: "undo" },
  redo: { kind: "redo" },
  undo_all: { kind: "undo_all" },
};

/**
 * @param {HTMLElement} root
 * @param {string} name
 */
const buttonOf = (root, name) => part(root, `[data-edit=${name}]`, HTMLButtonElement);

/** @param {Stepper} stepper */
export function mountButtons(stepper) {
  for (const [name, change] of Object.entries(CHANGES)) {
    const button = buttonOf(stepper.root, name);
    button.addEventListener("click", () => {
      if (button.getAttribute("aria-disabled") !== "true") send(stepper, change);
    });
  }
}

/**
 * Show the buttons that Python gave words for. One that can do nothing stays in reach of the keyboard, or the focus
 * would be gone with it.
 * @param {Stepper} stepper
 */
export function showButtons({ root, pending, data: { words, history, kept } }) {
  /** @type {Record<string, boolean>} */
  const dead = { undo: !history.undo, redo: !history.redo, undo_all: !kept };
  for (const name of Object.keys(CHANGES)) {
    const button = buttonOf(root, name);
    button.hidden = !words[name];
    say(button, words[name] ?? "");
    button.setAttribute("aria-disabled", String(Boolean(dead[name]) && pending.length === 0));
  }
  part(root, ".edits", HTMLElement).hidden = Object.keys(CHANGES).every((name) => !words[name]);
}
