// @ts-check
// What a chart says of the thing under the pointer.

import { widthOf, write } from "./text.js";

/** @typedef {import("./svg_context.js").Painter} Painter */
/** @typedef {import("./boxes.js").Box} Box */
/** @typedef {import("./boxes.js").Point} Point */

const LINE = 20; // pixels

/**
 * Where a text of some width stands: right above the pointer, within the canvas.
 * @param {number} textWidth
 * @param {Point} pointer
 * @param {number} canvasWidth
 * @param {number} [lines]
 * @returns {Box}
 */
export function hoverBox(textWidth, pointer, canvasWidth, lines = 1) {
  const [width, height] = [textWidth + 16, 8 + LINE * lines];
  const left = Math.min(Math.max(0, pointer.x + 12), canvasWidth - width);
  return { left, top: Math.max(0, pointer.y - height - 8), width, height };
}

/**
 * A text in lines that are no wider than there is room, broken between words.
 * @param {string} text
 * @param {number} room
 * @param {(text: string) => number} width
 */
export function broken(text, room, width) {
  /** @type {string[]} */
  const lines = [];
  for (const word of text.split(" ")) {
    const longer = lines.length ? `${lines[lines.length - 1]} ${word}` : word;
    if (lines.length && width(longer) <= room) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
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
  const lines = broken(text, canvasWidth - 16, (line) => widthOf(context, line));
  const widest = Math.max(...lines.map((line) => widthOf(context, line)));
  const { left, top, width, height } = hoverBox(widest, pointer, canvasWidth, lines.length);
  context.fillStyle = ink;
  context.fillRect(left, top, width, height);
  lines.forEach((line, i) => write(context, line, { x: left + 8, y: top + LINE * (i + 1) }, ground, { align: "left" }));
}
