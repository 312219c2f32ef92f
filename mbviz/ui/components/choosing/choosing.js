// @ts-check
// One of several: a button for each, and the chosen one pressed at once, before the server has answered.

import { kept, make, part } from "../page/component.js";

/**
 * What Python sends.
 * @typedef {object} Data
 * @property {string} label what the buttons are for
 * @property {[string, string][]} options name and text of each
 * @property {string} value the name of the chosen one
 * @property {boolean} lines whether they are lines of code, one below the other
 */

/** @param {ParentNode} parent */
function mount(parent) {
  const box = part(parent, ".choosing", HTMLElement);
  return { box, made: "", tell: (/** @type {string} */ _name, /** @type {unknown} */ _value) => {} };
}

/** @typedef {ReturnType<typeof mount>} State */

/**
 * @param {State} state
 * @param {string} value
 */
function press({ box }, value) {
  for (const button of box.querySelectorAll("button")) button.setAttribute("aria-pressed", String(button.dataset.value === value));
}

/**
 * The buttons, made anew only where they are others than before: the focus stays on them.
 * @param {State} state
 * @param {Data} data
 */
function fill(state, { options, label, lines }) {
  state.box.setAttribute("aria-label", label);
  state.box.classList.toggle("lines", lines);
  const wanted = JSON.stringify(options);
  if (wanted === state.made) return;
  state.made = wanted;
  state.box.replaceChildren(
    ...options.map(([value, text]) => {
      const button = Object.assign(make("button", "", text), { type: "button" });
      button.dataset.value = value;
      button.addEventListener("click", () => {
        press(state, value);
        state.tell("pick", value);
      });
      return button;
    }),
  );
}

const mounted = kept(mount);

/** @param {import("../page/component.js").Component<[Data]>} component */
export function runChoosing({ data: [data], parentElement, setTriggerValue }) {
  const state = mounted(parentElement);
  state.tell = setTriggerValue;
  fill(state, data);
  press(state, data.value);
  state.box.dataset.painted = data.value;
}
