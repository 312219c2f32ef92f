// @ts-check
// What a chart says of the thing under the pointer.

import { widthOf, write } from "./text.js";

/** @typedef {import("./svg_context.js").Painter} Painter */
/** @typedef {import("./boxes.js").Box} Box */
/** @typedef {import("./boxes.js").Point} Point */

/**
 * Where a text of some width stands: right above the pointer, within the canvas.
 * @param {number} textWidth
 * @param {Point} pointer
 * @param {number} canvasWidth
 * @returns {Box}
 */
export function hoverBox(textWidth, pointer, canvasWidth) {
  const width = textWidth + 16;
  const left = Math.min(Math.max(0, pointer.x + 12), canvasWidth - width);
  return { left, top: Math.max(0, pointer.y - 36), width, height: 28 };
}

/**
 * Show a text at the pointer, in the page's colours turned round.
 * @param {Painter} context
 * @param {string} text
 * @param {Point} pointer
 * @param {number} canvasWidth
 * @param {{ ink: string, ground: string }} colors
 */
export function hoverText(context, text, pointer, canvasWidth, { ink, ground }) {
  const { left, top, width, height } = hoverBox(widthOf(context, text), pointer, canvasWidth);
  context.fillStyle = ink;
  context.fillRect(left, top, width, height);
  write(context, text, { x: left + 8, y: top + 20 }, ground, { align: "left" });
}
