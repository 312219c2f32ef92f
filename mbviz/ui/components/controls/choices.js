// @ts-check
// The settings of a screen that are one of several values: a slider over numbers, buttons for words; of many words a phone has
// a list instead (bar.css).

import { make, say } from "../page/component.js";

const FEW = 3; // as many buttons have room on a phone

/**
 * A setting to choose.
 * @typedef {object} Choice
 * @property {string} key of the setting
 * @property {string} label
 * @property {boolean} slides whether it is a slider
 * @property {string[]} options
 * @property {string[]} spelled the options as people write them
 */

/**
 * What a page does for them.
 * @typedef {object} Chooser
 * @property {(key: string) => string} value what is wished
 * @property {(key: string, value: string, rests: boolean) => void} choose
 */

/** @typedef {{ element: HTMLElement, show: () => void }} Row */

/**
 * A function that shows choices and returns their controls, which are made anew only where they are others than before.
 * @param {Chooser} chooser
 */
export function newChoices(chooser) {
  let made = "";
  /** @type {Row[]} */
  let rows = [];
  return (/** @type {Choice[]} */ choices) => {
    const wanted = JSON.stringify(choices);
    if (wanted !== made) {
      const before = rows;
      rows = choices.map((choice) => (choice.slides ? newSlider : newButtons)(choice, chooser));
      for (const row of before) row.element.remove();
      made = wanted;
    }
    for (const row of rows) row.show();
    return rows.map((row) => row.element);
  };
}

/**
 * @param {Choice} choice
 * @param {Chooser} chooser
 * @returns {Row}
 */
function newSlider({ key, label, options, spelled }, chooser) {
  const [element, name, way, value] = [make("label", "choice"), make("span", "name", label), make("span", "way"), make("output")];
  const range = Object.assign(make("input"), { type: "range", min: "0", max: String(options.length - 1), step: "1" });
  range.dataset.key = key;
  range.setAttribute("aria-label", label); // where there is no room for its name, it still has one
  const slide = (/** @type {boolean} */ rests) => chooser.choose(key, options[Number(range.value)], rests);
  range.addEventListener("input", () => slide(false));
  range.addEventListener("change", () => slide(true));
  value.style.minWidth = `${Math.max(...spelled.map((text) => text.length))}ch`;
  way.append(range, value);
  element.append(name, way);
  const show = () => {
    const at = options.indexOf(chooser.value(key));
    if (range.value !== String(at)) range.value = String(at);
    range.setAttribute("aria-valuetext", spelled[at] ?? "");
    say(value, spelled[at] ?? "");
  };
  return { element, show };
}

/**
 * @param {Choice} choice
 * @param {Chooser} chooser
 * @returns {Row}
 */
function newButtons({ key, label, options, spelled }, chooser) {
  const element = make("span", "choice");
  element.setAttribute("role", "group");
  element.setAttribute("aria-label", label);
  const buttons = options.map((option, i) => {
    const button = Object.assign(make("button", "option", spelled[i]), { type: "button" });
    button.dataset.key = key;
    button.addEventListener("click", () => chooser.choose(key, option, true));
    return button;
  });
  const [group, list] = [make("span", "options"), make("select", "listed")];
  group.append(...buttons);
  options.forEach((option, i) => list.add(new Option(spelled[i], option)));
  list.setAttribute("aria-label", label);
  list.addEventListener("change", () => chooser.choose(key, list.value, true));
  element.classList.toggle("many", options.length > FEW);
  element.append(make("span", "name", label), group, list);
  const show = () => {
    const value = chooser.value(key);
    buttons.forEach((button, i) => button.setAttribute("aria-pressed", String(options[i] === value)));
    list.value = value;
  };
  return { element, show };
}
