// @ts-check
// Rows one below the other, one for each example: their height, which of them lies where, and the one selected.

import { frame } from "./shapes.js";

/** @typedef {import("./svg_context.js").Painter} Painter */
/** @typedef {import("./boxes.js").Box} Box */

const FEW = 10; // rows share the height, but no fewer than these: a short batch keeps its row height
const THIN = 6; // a mark is never thinner, in pixels

/**
 * How high each of `count` rows of a box is.
 * @param {Box} box
 * @param {number} count
 */
export const rowHeight = (box, count) => box.height / Math.max(count, FEW);

/**
 * Where the middle of a row lies.
 * @param {Box} box
 * @param {number} count
 * @param {number} row
 */
export const rowMiddle = (box, count, row) => box.top + (row + 0.5) * rowHeight(box, count);

/**
 * Which row lies at y; −1 where there is none.
 * @param {Box} box
 * @param {number} count
 * @param {number} y
 */
export function rowAt(box, count, y) {
  const row = Math.floor((y - box.top) / rowHeight(box, count));
  return row >= 0 && row < count ? row : -1;
}

/**
 * The outline that marks a row.
 * @param {Box} box
 * @param {number} count
 * @param {number} row
 * @returns {Box}
 */
export function rowMark(box, count, row) {
  const height = rowHeight(box, count);
  const thick = Math.max(height, THIN);
  const top = height < THIN ? rowMiddle(box, count, row) - thick / 2 : box.top + row * height;
  return { left: box.left - 2, top, width: box.width + 4, height: thick };
}

/**
 * Mark the selected row, if it is among those shown.
 * @param {Painter} context
 * @param {Box} box
 * @param {number} count
 * @param {number} row −1 for none
 * @param {string} color
 */
export function markRow(context, box, count, row, color) {
  if (row >= 0) frame(context, rowMark(box, count, row), color, 3);
}
