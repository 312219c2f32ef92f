// @ts-check
// Axes that begin at 0: round ticks, and what stands beside and below a chart's box.

import { line } from "./shapes.js";
import { widthOf, write, writeWithin } from "./text.js";

/** @typedef {import("./svg_context.js").Painter} Painter */
/** @typedef {import("./boxes.js").Box} Box */

/**
 * A text at a place along an axis.
 * @typedef {object} Label
 * @property {number} at pixels on the canvas
 * @property {string} text
 * @property {CanvasTextAlign} [align]
 */

const ROOM_BELOW = { label: 20, title: 44 }; // from the box's edge to the baselines
const MIDDLE = 5; // from a text's middle to its baseline

/**
 * Round values from 0 to `top` in steps of 1, 2 or 5 · 10^k, about `count` of them; [value, text] each.
 * @param {number} top
 * @param {number} count
 * @returns {[number, string][]}
 */
export function ticks(top, count) {
  if (!(top > 0)) return [[0, "0"]];
  const power = 10 ** Math.floor(Math.log10(top / count));
  const step = ([1, 2, 5].find((m) => m * power >= top / count) ?? 10) * power;
  const digits = Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
  return Array.from({ length: Math.floor(top / step + 1e-9) + 1 }, (_, i) => [i * step, (i * step).toFixed(digits)]);
}

/**
 * The labels that stand beside each other without touching: the first, the last, and those between as far as there is room.
 * @param {Painter} context
 * @param {Label[]} labels from left to right
 * @param {import("./text.js").TextStyle} [style]
 * @param {number} [gap] pixels between two of them at least
 * @returns {Label[]}
 */
export function fitting(context, labels, style = {}, gap = 8) {
  const ends = labels.map(({ at, text, align }) => {
    const width = widthOf(context, text, style);
    const left = at - { left: 0, start: 0, center: width / 2, right: width, end: width }[align ?? "center"];
    return { left, right: left + width };
  });
  const apart = (/** @type {number} */ i, /** @type {number} */ j) => ends[j].left - ends[i].right >= gap;
  const last = labels.length - 1;
  /** @type {number[]} */
  const kept = [];
  for (let i = 0; i < last; i++) if ((!kept.length || apart(kept[kept.length - 1], i)) && (i === 0 || apart(i, last))) kept.push(i);
  if (last > 0 && kept.length && !apart(kept[kept.length - 1], last)) kept.pop();
  return [...kept, last].filter((i) => i >= 0).map((i) => labels[i]);
}

/**
 * The two lines of the axes, left and below.
 * @param {Painter} context
 * @param {Box} box
 * @param {string} color
 */
export function drawAxes(context, box, color) {
  const [right, bottom] = [box.left + box.width, box.top + box.height];
  const corners = [{ x: box.left, y: box.top }, { x: box.left, y: bottom }, { x: right, y: bottom }];
  line(context, corners, color);
}

/**
 * Labels below a box.
 * @param {Painter} context
 * @param {Box} box
 * @param {Label[]} labels
 * @param {string} ink
 */
export function labelBelow(context, box, labels, ink) {
  const y = box.top + box.height + ROOM_BELOW.label;
  for (const { at, text, align } of fitting(context, labels)) write(context, text, { x: at, y }, ink, { align });
}

/**
 * Labels left of a box, each with its middle at its place.
 * @param {Painter} context
 * @param {Box} box
 * @param {Label[]} labels
 * @param {string} ink
 */
export function labelBeside(context, box, labels, ink) {
  for (const { at, text } of labels) write(context, text, { x: box.left - 8, y: at + MIDDLE }, ink, { align: "right" });
}

/**
 * What the axis below a box shows.
 * @param {Painter} context
 * @param {Box} box
 * @param {string} text
 * @param {string} ink
 */
export function titleBelow(context, box, text, ink) {
  const place = { x: box.left + box.width / 2, y: box.top + box.height + ROOM_BELOW.title };
  writeWithin(context, text, place, ink, 2 * (place.x - 4));
}

/**
 * What the axis left of a box shows, read from below.
 * @param {Painter} context
 * @param {Box} box
 * @param {string} text
 * @param {string} ink
 */
export function titleBeside(context, box, text, ink) {
  const middle = box.top + box.height / 2;
  writeWithin(context, text, { x: 20, y: middle }, ink, 2 * middle, { turn: -Math.PI / 2 });
}
