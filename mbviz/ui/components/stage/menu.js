// @ts-check
// What is behind "…": seed, replacement, order, the law, guessing, the language, and the link to this screen.

import { make, part, say } from "../page/component.js";
import { GUESSES } from "./guess.js";
import { wholeNumber } from "./controls.js";
import { BLOCK } from "./model.js";
import { whole } from "./words.js";

/** @typedef {import("./controls.js").Hands} Hands */
/** @typedef {import("./acting.js").Stage} Stage */

const LARGEST = 2 ** 53 - 1;

/**
 * @param {ParentNode} root
 * @param {Hands} hands
 */
export function newMenu(root, hands) {
  const box = part(root, ".menu", HTMLElement);
  const more = part(root, ".more", HTMLButtonElement);
  const open = (/** @type {boolean} */ yes) => {
    box.hidden = !yes;
    more.setAttribute("aria-expanded", String(yes));
    if (yes) box.querySelector("input")?.focus();
    else more.focus({ preventScroll: true });
  };
  hands.menu = () => open(box.hidden);
  more.addEventListener("click", () => hands.menu());
  box.addEventListener("keydown", (event) => {
    if (event.key === "Escape") open(false);
  });
  return { box, root, hands, rows: /** @type {Record<string, HTMLInputElement | HTMLSelectElement | HTMLButtonElement>} */ ({}) };
}

/** @typedef {ReturnType<typeof newMenu>} Menu */

/**
 * Let the menu show what is set; made when it is first opened.
 * @param {Menu} menu
 * @param {Stage} stage
 */
export function showMenu(menu, stage) {
  if (!menu.rows.seed) fillMenu(menu, stage);
  const { rows } = menu;
  for (const label of menu.box.querySelectorAll("label")) say(/** @type {Element} */ (label.firstElementChild), stage.words[label.className]);
  if (rows.seed instanceof HTMLInputElement && document.activeElement !== rows.seed) rows.seed.value = String(stage.wish.seed);
  if (rows.replace instanceof HTMLInputElement) rows.replace.checked = stage.wish.replace;
  if (rows.cloud instanceof HTMLInputElement) rows.cloud.checked = stage.cloud > 0;
  if (rows.law instanceof HTMLInputElement) rows.law.checked = stage.law;
  rows.order.value = stage.wish.order;
  rows.guess.value = stage.guess;
  for (const option of /** @type {HTMLSelectElement} */ (rows.order).options) say(option, stage.words[option.value]);
  for (const option of /** @type {HTMLSelectElement} */ (rows.guess).options) say(option, stage.words[`guess_${option.value}`]);
}

/**
 * @param {Menu} menu
 * @param {Stage} stage
 */
function fillMenu(menu, stage) {
  const { hands, rows } = menu;
  rows.seed = addRow(menu, "seed", make("input"));
  rows.replace = addRow(menu, "replace", Object.assign(make("input"), { type: "checkbox" }));
  rows.order = addRow(menu, "order", options(["as-drawn", "largest-loss-first"]));
  rows.law = addRow(menu, "law", Object.assign(make("input"), { type: "checkbox" }));
  rows.cloud = addRow(menu, "cloud", Object.assign(make("input"), { type: "checkbox" }));
  rows.guess = addRow(menu, "guess", options(GUESSES));
  const { seed, replace, law, cloud } = /** @type {Record<string, HTMLInputElement>} */ (rows);
  seed.type = "text";
  seed.inputMode = "numeric";
  seed.addEventListener("change", () => {
    const value = wholeNumber(seed.value, 0, LARGEST);
    if (value !== null) return hands.want({ seed: value }, true);
    hands.refuse(stage.words.refused.replace("{key}", "seed").replace("{least}", "0").replace("{most}", whole(LARGEST)).replace("{shown}", whole(stage.wish.seed)));
    seed.value = String(stage.wish.seed);
  });
  replace.addEventListener("change", () => hands.want({ replace: replace.checked }, true));
  rows.order.addEventListener("change", () => hands.want({ order: rows.order.value }, true));
  law.addEventListener("change", () => change(stage, { law: law.checked }));
  cloud.addEventListener("change", () => {
    change(stage, { cloud: cloud.checked ? BLOCK : 0 });
    hands.want({}, true);
  });
  rows.guess.addEventListener("change", () => change(stage, { guess: rows.guess.value }));
}

/**
 * @param {Stage} stage
 * @param {Partial<Pick<Stage, "law" | "guess" | "cloud">>} change_
 */
function change(stage, change_) {
  Object.assign(stage, change_);
  stage.all();
}

/**
 * @template {HTMLInputElement | HTMLSelectElement} Control
 * @param {Menu} menu
 * @param {string} name
 * @param {Control} control
 * @returns {Control}
 */
function addRow(menu, name, control) {
  const label = make("label", name);
  label.append(make("span"), control);
  menu.box.append(label);
  return control;
}

/** @param {string[]} values */
function options(values) {
  const select = make("select");
  for (const value of values) select.add(new Option("", value));
  return select;
}
