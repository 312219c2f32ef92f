// @ts-check
// Mini-batches as dots on a figure with batch sizes along and losses upwards: each opens its batch.

import { holds, overlap } from "../../drawing/boxes.js";
import { isBright } from "../../drawing/colors.js";
import { drawBright, drawDots, layOutDots, nearestDot } from "../../drawing/dots.js";
import { line } from "../../drawing/shapes.js";
import { widthOf, writeOnHalo } from "../../drawing/text.js";
import { floats } from "../../page/bytes.js";
import { fill } from "../../page/component.js";
import { whole } from "../../page/numbers.js";

/** @typedef {import("../../drawing/svg_context.js").Painter} Painter */
/** @typedef {import("../../drawing/boxes.js").Box} Box */
/** @typedef {import("../../drawing/boxes.js").Point} Point */
/** @typedef {import("../../drawing/dots.js").Dot} Dot */
/** @typedef {import("./scales.js").Scales} Scales */

/**
 * What Python sends.
 * @typedef {object} Sent
 * @property {number[]} sizes batch sizes
 * @property {string} estimates mean losses in nats, as many for each size
 * @property {number} top where the loss axis ends, nats
 * @property {{ size: number, loss: number, label: string }} batch this batch
 * @property {string} hover text for a dot, with {size}, {draw} and {loss}
 * @property {{ batch: string, onBright: string, onDark: string }} colors
 */

/** @typedef {Sent & { values: Float32Array }} Dots */

const REACH = 18; // how near in pixels a click or pointer must come to a dot
const LARGE = 16; // text size of a label
const [ROW, DOT, NEAR] = [6, 3, 26]; // pixels: from one place for a label to the next, a dot's radius, and how far a label is told to be its dot's

let read = { text: "", values: new Float32Array() }; // a move mostly leaves them as they are

/** @param {Sent} sent @returns {Dots} */
export function unpackDots(sent) {
  if (read.text !== sent.estimates) read = { text: sent.estimates, values: floats(sent.estimates) };
  return { ...sent, values: read.values };
}

/**
 * @param {Dots} dots
 * @param {Scales} scales
 * @returns {Dot[]}
 */
export function dotsOf(dots, scales) {
  const { values, sizes, top } = dots;
  const known = laidOut.get(dots);
  if (known?.scales === scales) return known.made;
  const made = layOutDots(values, sizes, top, { x: scales.x.at, y: scales.y.at, width: scales.area.width });
  laidOut.set(dots, { scales, made });
  return made;
}

/** @type {WeakMap<Dots, { scales: Scales, made: Dot[] }>} */
const laidOut = new WeakMap(); // thousands, which a paint asks for more than once

/**
 * @param {Dot[]} dots
 * @param {Point} pointer
 */
export const dotAt = (dots, pointer) => nearestDot(dots, pointer, REACH);

/**
 * Where the label of a dot begins and its baseline lies: right of the dot, or left where there is no room, on as few of
 * the others as can be, and as near to it as what is written already lets it be.
 * @param {Point} dot
 * @param {number} width of the label
 * @param {Box} box of the axes
 * @param {Box[]} [taken] where texts stand
 * @param {Point[]} [dots] the others
 * @returns {Point}
 */
export function labelPlace(dot, width, box, taken = [], dots = []) {
  const [first, last] = [box.top + LARGE, box.top + box.height - 4];
  const isRight = dot.x + 14 + width <= box.left + box.width + 10;
  const x = isRight ? dot.x + 14 : Math.max(dot.x - 14 - width, 2);
  const wanted = Math.max(first, dot.y - 8);
  const boxAt = (/** @type {number} */ y) => ({ left: x - 2, top: y - LARGE, width: width + 4, height: 1.3 * LARGE });
  const clear = (/** @type {number} */ y) => taken.every((other) => !overlap(other, boxAt(y)));
  const beside = taken.flatMap(({ top, height }) => [top - 0.3 * LARGE - 1, top + height + LARGE + 1]);
  const below = dots.filter((other) => other.x >= x - 2 - DOT && other.x <= x + width + 2 + DOT); // those that it may lie on
  const rows = dots.length ? Array.from({ length: Math.floor((last - first) / ROW) + 1 }, (_, k) => first + k * ROW) : [];
  const free = [wanted, ...[...beside, ...rows].filter((y) => y >= first && y <= last)].filter(clear);
  const ranked = free.map((y) => ({ y, covered: covers(boxAt(y), below), way: Math.abs(y - wanted) })).sort((a, b) => a.covered - b.covered || a.way - b.way);
  return { x, y: ranked[0]?.y ?? wanted };
}

/**
 * How many dots a box lies on.
 * @param {Box} box
 * @param {Point[]} dots
 */
const covers = ({ left, top, width, height }, dots) => dots.filter((dot) => holds({ left: left - DOT, top: top - DOT, width: width + 2 * DOT, height: height + 2 * DOT }, dot)).length;

/**
 * The line from a label to its dot, where that is not near: in parts, since it goes behind what is written.
 * @param {Point} place of the label, as `labelPlace` gives it
 * @param {number} width of the label
 * @param {Point} dot
 * @param {Box[]} taken where texts stand
 * @returns {Point[][]}
 */
export function leadFrom({ x, y }, width, dot, taken) {
  const from = { x: Math.max(x, Math.min(dot.x, x + width)), y: y < dot.y ? y + 0.3 * LARGE : y - LARGE };
  if (Math.abs(from.y - dot.y) <= NEAR) return [];
  const at = (/** @type {number} */ share) => ({ x: from.x + share * (dot.x - from.x), y: from.y + share * (dot.y - from.y) });
  const steps = Math.ceil(Math.abs(dot.y - from.y)); // a pixel each
  /** @type {Point[][]} */
  const parts = [[]];
  for (let k = 0; k <= steps; k++) {
    const point = at(k / steps);
    if (!taken.some((box) => holds(box, point))) parts[parts.length - 1].push(point);
    else if (parts[parts.length - 1].length) parts.push([]);
  }
  return parts.filter(({ length }) => length > 1).map((part) => [part[0], part[part.length - 1]]);
}

/**
 * All dots.
 * @param {Painter} context
 * @param {Dots} data
 * @param {Scales} scales
 * @param {string} ink
 */
export const drawAll = (context, data, scales, ink) => drawDots(context, dotsOf(data, scales), isBright(ink) ? data.colors.onDark : data.colors.onBright);

/**
 * This batch, with its label.
 * @param {Painter} context
 * @param {Dots} data
 * @param {Scales} scales
 * @param {import("../sheet.js").Look} look
 * @param {Box[]} taken where texts stand
 */
export function drawBatch(context, data, scales, { ink, ground }, taken) {
  const { top, batch: { size, loss, label }, colors } = data;
  const here = { x: scales.x.at(size), y: scales.y.at(Math.min(loss, top)), above: loss > top };
  const style = { size: LARGE, bold: true };
  const width = widthOf(context, label, style);
  const place = labelPlace(here, width, scales.area, taken, dotsOf(data, scales));
  for (const part of leadFrom(place, width, here, taken)) line(context, part, ink);
  drawBright(context, here, 9, ink, colors.batch);
  writeOnHalo(context, label, place, { ink, ground }, { ...style, align: "left" });
}

/**
 * What is said of a dot.
 * @param {Dots} data
 * @param {Dot} dot
 */
export const saidOf = ({ hover }, { size, draw, value }) => fill(hover, { size: whole(size), draw, loss: value.toFixed(4) });
