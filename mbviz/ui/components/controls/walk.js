// @ts-check
// Which example of the batch is selected: a number to type, and the ones before and after it in the screen's order.

import { part, say } from "../page/component.js";
import { onEscape, refuse, setField, wholeNumber } from "./controls.js";

/** @typedef {import("./controls.js").Hands} Hands */

/**
 * The example so many steps on; null where there is none, or where nobody knows yet which that is.
 * @param {number} n
 * @param {number} by 1 or −1
 * @param {number} size of the batch
 * @param {number[] | null} around the examples around n in their order; as they were drawn where it is null
 */
export function stepFrom(n, by, size, around) {
  const next = around ? around[around.indexOf(n) + by] : n + by;
  const isKnown = !around || around.includes(n);
  return isKnown && next !== undefined && next >= 0 && next < size ? next : null;
}

/**
 * Listen to the counter; what is returned shows what is wished.
 * @param {ParentNode} root
 * @param {Hands} hands
 * @param {() => number[] | null} around as in `stepFrom`
 */
export function newWalk(root, hands, around) {
  const field = part(root, ".n-field", HTMLInputElement);
  const [earlier, later] = [".earlier", ".later"].map((place) => part(root, place, HTMLButtonElement));
  const n = () => hands.wish().n ?? 0;
  const next = (/** @type {number} */ by) => stepFrom(n(), by, hands.wish().size, around());
  const go = (/** @type {number | null} */ to) => to !== null && hands.want({ n: to }, true);
  earlier.addEventListener("click", () => go(next(-1)));
  later.addEventListener("click", () => go(next(1)));
  field.addEventListener("input", () => (field.dataset.typing = "yes"));
  field.addEventListener("blur", () => delete field.dataset.typing);
  field.addEventListener("change", () => typed(field, hands));
  onEscape(field, n);
  return () => {
    const words = hands.words();
    setField(field, n());
    say(part(root, ".n .name", HTMLElement), words.example);
    field.setAttribute("aria-label", words.example);
    for (const [button, name, by] of /** @type {const} */ ([[earlier, "earlier", -1], [later, "later", 1]])) {
      button.disabled = next(by) === null;
      button.setAttribute("aria-label", words[name]);
      button.title = words[name];
    }
  };
}

/**
 * Take over what was typed, or say what would be right and show the value of before.
 * @param {HTMLInputElement} field
 * @param {Hands} hands
 */
function typed(field, hands) {
  const { n = 0, size } = hands.wish();
  const value = wholeNumber(field.value, 0, size - 1);
  delete field.dataset.typing;
  if (value !== null) return hands.want({ n: value }, true);
  refuse(hands, "example", 0, size - 1, n);
  field.value = String(n);
}
