// @ts-check
// The controls of a batch and a network: what the hand moves becomes a wish at once, before anybody is asked.

import { attribute, fill, part, say } from "../page/component.js";
import { whole } from "../page/numbers.js";
import { types } from "../page/typing.js";
import { hold } from "../page/way.js";

/** @typedef {import("./wish.js").Wish} Wish */

export const LARGEST = 2 ** 53 - 1;
const REFUSED = 6000; // milliseconds for which a refusal is shown
const NUMBER = /^\s*[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d{1,3})?\s*$/i;

/**
 * The whole number that a text writes (1000, 1,000, 1e3), within limits; null for any other text.
 * @param {string} text
 * @param {number} least
 * @param {number} most
 */
export function wholeNumber(text, least, most) {
  const plain = text.normalize("NFKC").replace(/(?<=\d),(?=\d{3}(\D|$))/g, "");
  const number = NUMBER.test(plain) ? Number(plain) : NaN;
  return Number.isInteger(number) && number >= least && number <= most ? number : null;
}

/**
 * The round sizes, and the present one where it is none of them: the slider's steps.
 * @param {number[]} sizes
 * @param {number} size
 */
export const stepsOf = (sizes, size) => (sizes.includes(size) ? sizes : [...sizes, size].sort((a, b) => a - b));

/**
 * What a page does for its controls.
 * @typedef {object} Hands
 * @property {() => Wish} wish
 * @property {() => number[]} sizes the round ones
 * @property {() => string[]} networks those that are there
 * @property {(change: Partial<Wish>, rests: boolean) => void} want
 * @property {(sentence: string) => void} refuse
 * @property {(name: string) => void} [turn] asks for another screen in place of this one, as a deck does
 * @property {(name: string) => void} [act] does what a button among the words of the screen does
 * @property {() => Record<string, string>} words
 */

/**
 * Listen to the controls.
 * @param {ParentNode} root
 * @param {Hands} hands
 */
export function newControls(root, hands) {
  const input = (/** @type {string} */ name) => part(root, `.${name}`, HTMLInputElement);
  const button = (/** @type {string} */ name) => part(root, `.${name}`, HTMLButtonElement);
  const parts = {
    size: input("size-slider"), sizeField: input("size-field"), drawField: input("draw-field"), network: input("network-slider"),
    networkName: part(root, ".network output", HTMLElement), back: button("back"), next: button("next"), more: button("more"), root,
  };
  const slide = (/** @type {boolean} */ rests) => {
    const { sizes, wish } = hands;
    hands.want({ size: stepsOf(sizes(), wish().size)[Number(parts.size.value)] }, rests);
  };
  parts.size.addEventListener("input", () => slide(false));
  parts.size.addEventListener("change", () => slide(true));
  const train = (/** @type {boolean} */ rests) => hands.want({ network: hands.networks()[Number(parts.network.value)] }, rests);
  parts.network.addEventListener("input", () => train(false));
  parts.network.addEventListener("change", () => train(true));
  parts.sizeField.addEventListener("change", () => typed(parts.sizeField, "size", 1, hands.sizes().at(-1) ?? 1, hands));
  parts.drawField.addEventListener("change", () => typed(parts.drawField, "draw", 0, LARGEST, hands));
  for (const field of [parts.sizeField, parts.drawField]) {
    field.addEventListener("input", () => (field.dataset.typing = "yes"));
    field.addEventListener("blur", () => delete field.dataset.typing);
  }
  onEscape(parts.sizeField, () => hands.wish().size);
  onEscape(parts.drawField, () => hands.wish().draw);
  parts.back.addEventListener("click", () => step(hands, -1));
  parts.next.addEventListener("click", () => step(hands, 1));
  return parts;
}

/** @typedef {ReturnType<typeof newControls>} Controls */

/**
 * Escape gives up what was typed.
 * @param {HTMLInputElement} field
 * @param {() => number} value
 */
export function onEscape(field, value) {
  field.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    delete field.dataset.typing;
    field.value = String(value());
  });
}

/**
 * Another draw, if there is one.
 * @param {Hands} hands
 * @param {number} by
 */
export function step(hands, by) {
  if (hold((next) => step(next, by))) return;
  const draw = hands.wish().draw + by;
  if (draw >= 0 && draw <= LARGEST) hands.want({ draw }, true);
}

/**
 * Take over what was typed, or say what would be right and show the value of before.
 * @param {HTMLInputElement} field
 * @param {"size" | "draw"} key
 * @param {number} least
 * @param {number} most
 * @param {Hands} hands
 */
function typed(field, key, least, most, hands) {
  const value = wholeNumber(field.value, least, most);
  delete field.dataset.typing;
  if (value !== null) return hands.want({ [key]: value }, true);
  refuse(hands, key, least, most, hands.wish()[key]);
  field.value = String(hands.wish()[key]);
}

/**
 * Say what would be right, of a control as its label names it.
 * @param {Hands} hands
 * @param {string} label the name of the label's words
 * @param {number} least
 * @param {number} most
 * @param {number} shown what stays
 */
export function refuse(hands, label, least, most, shown) {
  const words = hands.words();
  hands.refuse(fill(words.refused, { label: words[label], least: whole(least), most: whole(most), shown: whole(shown) }));
}

/**
 * Let the controls show what is wished. A field that is being typed into is left alone.
 * @param {Controls} controls
 * @param {Hands} hands
 * @param {Record<string, string>} names of the networks, as people write them
 */
export function showControls(controls, hands, names) {
  const [wish, words] = [hands.wish(), hands.words()];
  const steps = stepsOf(hands.sizes(), wish.size);
  setRange(controls.size, steps.length - 1, steps.indexOf(wish.size), words.sizeSpoken.replace("{size}", whole(wish.size)));
  const networks = hands.networks();
  const name = names[wish.network] ?? wish.network;
  setRange(controls.network, networks.length - 1, networks.indexOf(wish.network), name);
  say(controls.networkName, name);
  setField(controls.sizeField, wish.size);
  setField(controls.drawField, wish.draw);
  controls.back.disabled = wish.draw === 0;
  controls.next.disabled = wish.draw === LARGEST;
}

/**
 * @param {HTMLInputElement} range
 * @param {number} most
 * @param {number} value
 * @param {string} spoken
 */
function setRange(range, most, value, spoken) {
  if (range.max !== String(most)) range.max = String(most);
  if (range.value !== String(value)) range.value = String(value);
  attribute(range, "aria-valuetext", spoken);
}

/**
 * @param {HTMLInputElement} field
 * @param {number} value
 */
export function setField(field, value) {
  const root = /** @type {ShadowRoot | Document} */ (field.getRootNode());
  const typing = root.activeElement === field && field.dataset.typing; // what is typed is left alone, whatever comes meanwhile
  if (!typing) field.value = String(value);
}

/**
 * Put the words on the controls.
 * @param {Controls} controls
 * @param {Record<string, string>} words
 */
export function nameControls(controls, words) {
  for (const name of ["size", "draw", "network"]) say(part(controls.root, `.${name} .name`, HTMLElement), words[name]);
  controls.size.setAttribute("aria-label", words.size); // on a phone there is no room for their names
  controls.network.setAttribute("aria-label", words.network);
  controls.sizeField.setAttribute("aria-label", words.sizeField);
  controls.drawField.setAttribute("aria-label", words.draw);
  controls.size.setAttribute("aria-label", words.size); // their labels are not shown where there is no room
  controls.network.setAttribute("aria-label", words.network);
  for (const [name, button] of Object.entries({ back: controls.back, next: controls.next, more: controls.more })) {
    button.setAttribute("aria-label", words[name]);
    button.title = words[name];
  }
}

/**
 * P and N anywhere on the page, but where text is typed.
 * @param {Element} root
 * @param {Hands} hands
 * @param {(event: KeyboardEvent) => void} [others] for keys that are neither
 */
export function onKeys(root, hands, others) {
  /** @type {(event: KeyboardEvent) => void} */
  const onKey = (event) => {
    if (!root.isConnected) return document.removeEventListener("keydown", onKey);
    const by = stepOfKey(event);
    if (by) step(hands, by);
    else if (by === 0) others?.(event);
  };
  document.addEventListener("keydown", onKey);
}

/**
 * By how much a key changes the draw, or 0; null for a key that types or is held with another.
 * @param {KeyboardEvent} event
 */
export function stepOfKey(event) {
  if (types(event) || event.ctrlKey || event.metaKey || event.altKey) return null;
  return { n: 1, p: -1 }[event.key.toLowerCase()] ?? 0;
}

/** Keep N and P while the next page is on its way: there may be no controls yet that hear them. */
export function keepKeys() {
  /** @type {(event: KeyboardEvent) => void} */
  const onKey = (event) => {
    const by = stepOfKey(event);
    if (by && hold((next) => step(next, by))) event.stopImmediatePropagation();
  };
  window.addEventListener("keydown", onKey, true);
}

/**
 * Refuses with a sentence that goes by itself.
 * @param {HTMLElement} refused
 */
export function newRefusal(refused) {
  let [timer, waits] = [0, false];
  const show = (/** @type {string} */ sentence, /** @type {boolean} */ isWaiting) => {
    waits = isWaiting;
    refused.textContent = sentence;
    refused.hidden = false;
    clearTimeout(timer);
    timer = window.setTimeout(() => (refused.hidden = true), REFUSED);
  };
  return {
    say: (/** @type {string} */ sentence) => show(sentence, false),
    /** Says that the server has not answered, and is to be told when it does. */
    wait: (/** @type {string} */ sentence) => show(sentence, true),
    heard: () => {
      if (waits) refused.hidden = true;
    },
    clear: () => (refused.hidden = true),
  };
}
