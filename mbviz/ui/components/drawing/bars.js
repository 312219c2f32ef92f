// @ts-check
// Bars as boxes, so that they can be drawn, outlined and pointed at.

import { cellOf } from "./boxes.js";
import { rowHeight } from "./rows.js";

/** @typedef {import("./boxes.js").Box} Box */

/**
 * Bars that stand side by side on the lower edge of a box, `top` as high as the box.
 * @param {ArrayLike<number>} values
 * @param {number} top
 * @param {Box} box
 * @param {number} [share] of its place that a bar fills
 * @returns {Box[]}
 */
export function columnBars(values, top, box, share = 1) {
  return Array.from(values, (value, k) => {
    const place = cellOf(box, values.length, k);
    const height = (box.height * value) / top;
    return {
      left: place.left + ((1 - share) / 2) * place.width,
      top: box.top + box.height - height,
      width: share * place.width,
      height,
    };
  });
}

/**
 * Bars that begin at the left edge of a box, one below the other, `top` as long as the box; what is below 0 has no length.
 * @param {ArrayLike<number>} values
 * @param {number} top
 * @param {Box} box
 * @returns {Box[]}
 */
export function rowBars(values, top, box) {
  const row = rowHeight(box, values.length);
  return Array.from(values, (value, i) => ({
    left: box.left,
    top: box.top + (i + 0.1) * row,
    width: (box.width * Math.max(value, 0)) / top,
    height: Math.max(0.8 * row, 0.4),
  }));
}
