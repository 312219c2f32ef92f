// @ts-check
// What is behind "…": rows of controls that are changed seldom.

import { make, part, say } from "../page/component.js";
import { chooseTheme, chosenTheme, THEMES } from "../page/theme.js";
import { LARGEST, refuse, wholeNumber } from "./controls.js";

/** @typedef {import("./controls.js").Hands} Hands */

/**
 * A menu that opens and closes; rows show what is set, each time when `show` is called.
 * @param {ParentNode} root
 */
export function newMenu(root) {
  const box = part(root, ".menu", HTMLElement);
  const more = part(root, ".more", HTMLButtonElement);
  const open = (/** @type {boolean} */ yes, byKey = false) => {
    box.hidden = !yes;
    if (yes) showMenu(menu, menu.words);
    more.setAttribute("aria-expanded", String(yes));
    if (yes && byKey) box.querySelector("input")?.focus(); // a finger would bring up the keyboard
    else if (!yes) more.focus({ preventScroll: true });
  };
  more.addEventListener("click", (event) => open(box.hidden, event.detail === 0));
  const leave = (/** @type {Event} */ event) => {
    const path = event.composedPath();
    if (box.hidden || path.includes(box) || path.includes(more)) return;
    box.hidden = true; // the hand is elsewhere, and so the focus
    more.setAttribute("aria-expanded", "false");
  };
  const escape = (/** @type {Event} */ event) => {
    if (event instanceof KeyboardEvent && event.key === "Escape" && !box.hidden) open(false);
  };
  onDocument(box, "pointerdown", leave);
  onDocument(box, "keydown", escape);
  const menu = {
    box, close: () => open(false), rows: /** @type {((words: Record<string, string>) => void)[]} */ ([]),
    words: /** @type {Record<string, string>} */ ({}),
  };
  return menu;
}

/**
 * Listen on the whole page for as long as an element is on it.
 * @param {Element} element
 * @param {string} name
 * @param {(event: Event) => void} listener
 */
function onDocument(element, name, listener) {
  const listen = (/** @type {Event} */ event) => {
    if (element.isConnected) listener(event);
    else document.removeEventListener(name, listen, true);
  };
  document.addEventListener(name, listen, true);
}

/** @typedef {ReturnType<typeof newMenu>} Menu */

/**
 * Let the rows show what is set, now if the menu is open, else when it opens.
 * @param {Menu} menu
 * @param {Record<string, string>} words
 */
export function showMenu(menu, words) {
  menu.words = words;
  if (words.seed && !menu.box.hidden) for (const show of menu.rows) show(words);
}

/**
 * @template {HTMLInputElement | HTMLSelectElement} Control
 * @param {Menu} menu
 * @param {string} name
 * @param {Control} control
 * @param {(control: Control, words: Record<string, string>) => void} show
 */
function addRow(menu, name, control, show) {
  const [label, span] = [make("label", name), make("span")];
  label.append(span, control);
  menu.box.append(label);
  menu.rows.push((words) => {
    say(span, words[name]);
    show(control, words);
  });
  return control;
}

/**
 * A box to tick.
 * @param {Menu} menu
 * @param {string} name
 * @param {() => boolean} get
 * @param {(on: boolean) => void} set
 */
export function addCheck(menu, name, get, set) {
  const box = Object.assign(make("input"), { type: "checkbox" });
  box.addEventListener("change", () => set(box.checked));
  addRow(menu, name, box, () => (box.checked = get()));
}

/**
 * One of several values.
 * @param {Menu} menu
 * @param {string} name
 * @param {string[]} values
 * @param {(value: string) => string} word the name of a value's word
 * @param {() => string} get
 * @param {(value: string) => void} set
 */
export function addChoice(menu, name, values, word, get, set) {
  const select = make("select");
  for (const value of values) select.add(new Option("", value));
  select.addEventListener("change", () => set(select.value));
  addRow(menu, name, select, (_, words) => {
    for (const option of select.options) say(option, words[word(option.value)]);
    select.value = get();
  });
}

/**
 * Light, dark, or what the system has.
 * @param {Menu} menu
 */
export const addTheme = (menu) => addChoice(menu, "theme", THEMES, (theme) => `theme${theme}`, chosenTheme, chooseTheme);

/**
 * The seed: a field for any whole number.
 * @param {Menu} menu
 * @param {Hands} hands
 */
export function addSeed(menu, hands) {
  const field = Object.assign(make("input"), { type: "text", inputMode: "numeric" });
  field.addEventListener("change", () => {
    const value = wholeNumber(field.value, 0, LARGEST);
    if (value !== null) return hands.want({ seed: value }, true);
    refuse(hands, "seed", 0, LARGEST, hands.wish().seed);
    field.value = String(hands.wish().seed);
  });
  addRow(menu, "seed", field, () => {
    const root = /** @type {ShadowRoot | Document} */ (field.getRootNode());
    if (root.activeElement !== field) field.value = String(hands.wish().seed);
  });
}

/**
 * A button.
 * @param {Menu} menu
 * @param {string} name
 * @param {() => void} press
 * @param {() => boolean} [isThere]
 */
export function addButton(menu, name, press, isThere = () => true) {
  const button = make("button", name);
  button.type = "button";
  button.addEventListener("click", press);
  menu.box.append(button);
  menu.rows.push((words) => {
    say(button, words[name]);
    button.hidden = !isThere();
  });
}

/**
 * A sentence.
 * @param {Menu} menu
 * @param {() => string} sentence
 */
export function addSentence(menu, sentence) {
  const text = make("p", "told");
  menu.box.append(text);
  menu.rows.push(() => say(text, sentence()));
}
