// @ts-check
// Mini-batches as dots on a figure with batch sizes along and losses upwards: each opens its batch.

import { overlap } from "../../drawing/boxes.js";
import { isBright } from "../../drawing/colors.js";
import { drawBright, drawDots, layOutDots, nearestDot } from "../../drawing/dots.js";
import { widthOf, writeOnHalo } from "../../drawing/text.js";
import { floats } from "../../page/bytes.js";
import { fill } from "../../page/component.js";

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

/** @param {Sent} sent @returns {Dots} */
export const unpackDots = (sent) => ({ ...sent, values: floats(sent.estimates) });

/**
 * @param {Dots} dots
 * @param {Scales} scales
 * @returns {Dot[]}
 */
export const dotsOf = ({ values, sizes, top }, { x, y, area }) => layOutDots(values, sizes, top, { x: x.at, y: y.at, width: area.width });

/**
 * @param {Dot[]} dots
 * @param {Point} pointer
 */
export const dotAt = (dots, pointer) => nearestDot(dots, pointer, REACH);

/**
 * Where the label of a dot begins and its baseline lies: right of the dot, or left where there is no room, and as near
 * to it as what is written already lets it be.
 * @param {Point} dot
 * @param {number} width of the label
 * @param {Box} box of the axes
 * @param {Box[]} [taken] where texts stand
 * @returns {Point}
 */
export function labelPlace(dot, width, box, taken = []) {
  const [first, last] = [box.top + LARGE, box.top + box.height - 4];
  const isRight = dot.x + 14 + width <= box.left + box.width + 10;
  const x = isRight ? dot.x + 14 : Math.max(dot.x - 14 - width, 2);
  const wanted = Math.max(first, dot.y - 8);
  const clear = (/** @type {number} */ y) => taken.every((other) => !overlap(other, { left: x - 2, top: y - LARGE, width: width + 4, height: 1.3 * LARGE }));
  const others = taken.flatMap(({ top, height }) => [top - 0.3 * LARGE - 1, top + height + LARGE + 1]).filter((y) => y >= first && y <= last);
  const free = [wanted, ...others].filter(clear).sort((a, b) => Math.abs(a - wanted) - Math.abs(b - wanted));
  return { x, y: free[0] ?? wanted };
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
 * This batch, and the dot under the pointer.
 * @param {Painter} context
 * @param {Dots} data
 * @param {Scales} scales
 * @param {import("../sheet.js").Look} look
 * @param {Box[]} taken where texts stand
 * @returns whether there is one
 */
export function drawBatch(context, data, scales, { ink, ground, pointer }, taken) {
  const { top, batch, colors, hover } = data;
  const near = pointer && dotAt(dotsOf(data, scales), pointer);
  if (near) drawBright(context, near, 7, ink);
  const here = { x: scales.x.at(batch.size), y: scales.y.at(Math.min(batch.loss, top)), above: batch.loss > top };
  drawBright(context, here, 9, ink, colors.batch);
  const text = near ? fill(hover, { size: near.size.toLocaleString("en"), draw: near.draw, loss: near.value.toFixed(4) }) : batch.label;
  const style = { size: LARGE, bold: !near };
  const place = labelPlace(near ?? here, widthOf(context, text, style), scales.area, taken);
  writeOnHalo(context, text, place, { ink, ground }, { ...style, align: "left" });
  return Boolean(near);
}
