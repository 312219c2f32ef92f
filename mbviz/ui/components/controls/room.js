// @ts-check
// The bar has two rows at most: on a phone, what has no room in them goes behind "…".

import { inNextFrame, onResize } from "../page/canvas.js";
import { part } from "../page/component.js";
import { leaveRoom } from "../page/internals.js";

const ROWS = 2;
const TOLERANCE = 6; // pixels between the middles of controls in one row

/**
 * How many rows boxes make.
 * @param {Pick<DOMRect, "top" | "bottom" | "height">[]} boxes
 */
export function rowsOf(boxes) {
  const middles = boxes.filter(({ height }) => height).map(({ top, bottom }) => (top + bottom) / 2).sort((a, b) => a - b);
  return middles.filter((middle, i) => !i || middle - middles[i - 1] > TOLERANCE).length;
}

/**
 * Put into the row what may go behind "…", and behind "…" as little of it as two rows have no room for.
 * @param {HTMLElement} row
 * @param {HTMLElement} menu
 * @param {HTMLElement[]} places all that the row has, in its order
 * @param {HTMLElement[]} movable what may go, in the order in which it does
 */
export function fitIn(row, menu, places, movable) {
  const first = menu.querySelector(":scope > :not(.moved)");
  const put = (/** @type {HTMLElement} */ control, /** @type {boolean} */ isBehind) => {
    control.classList.toggle("moved", isBehind);
    if (isBehind) return menu.insertBefore(control, first);
    const next = places.slice(places.indexOf(control) + 1).find((other) => other.parentElement === row) ?? null;
    if (control.parentElement !== row || control.nextElementSibling !== next) row.insertBefore(control, next); // one that is moved is styled anew
  };
  const fits = () => {
    const [boxes, { right }] = [[...row.children].map((child) => child.getBoundingClientRect()), row.getBoundingClientRect()];
    return rowsOf(boxes) <= ROWS && boxes.every((box) => box.right <= right + 1);
  };
  for (const control of movable) put(control, false);
  const shown = movable.filter((control) => control.getBoundingClientRect().height);
  const moved = /** @type {HTMLElement[]} */ ([]);
  while (moved.length < shown.length && !fits()) {
    const control = shown[moved.length];
    put(control, true);
    moved.push(control);
  }
  for (const control of moved.reverse().slice(1)) { // the one that went last has no room; others may beside what is there now
    put(control, false);
    if (!fits()) put(control, true);
  }
}

/**
 * A function that lets the bar fit its width, when that or its controls have changed, and the page end above it.
 * @param {ParentNode} parent
 * @param {HTMLElement} root
 */
export function newFit(parent, root) {
  const [row, menu, size, field, draws, example, network, more] = [
    ".controls", ".menu", ".size", ".size-field", ".draws", ".example", ".network", ".more",
  ].map((place) => part(parent, place, HTMLElement));
  let choices = /** @type {HTMLElement[]} */ ([]);
  let [fitted, width] = ["", 0];
  const fit = () => {
    width = root.clientWidth;
    fitIn(row, menu, [size, field, draws, example, ...choices, network, more], [network, draws, ...[...choices].reverse()]);
  };
  onResize(root, () => {
    if (root.clientWidth !== width) fit();
    if (root.isConnected) leaveRoom(row.offsetHeight);
  });
  return (/** @type {HTMLElement[]} */ chosen, /** @type {string} */ name) => {
    choices = chosen;
    if (name !== fitted) inNextFrame(fit); // before that frame is painted; at once it would lay out a page that is being built
    fitted = name;
  };
}
