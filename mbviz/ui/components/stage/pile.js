// @ts-check
// The pile: a dot for each draw of one batch size, heaped up along the loss axis.

import { line } from "../drawing/shapes.js";
import { widthOf, writeOnHalo } from "../drawing/text.js";
import { lossScale } from "./layout.js";

/** @typedef {import("../drawing/svg_context.js").Painter} Painter */
/** @typedef {import("../drawing/boxes.js").Box} Box */
/** @typedef {import("./model.js").Scene} Scene */
/** @typedef {import("./model.js").Pile} Pile */
/** @typedef {import("./upper.js").Colors} Colors */

const DOT = 6; // pixels
const NARROW = 26; // a law whose middle 95 % are lower than this in pixels gets an axis of its own

/**
 * A place in the pile.
 * @typedef {object} Heaped
 * @property {number} draw
 * @property {number} x
 * @property {number} y
 */

/**
 * The losses at the lower and the upper edge of the pile: those of the stage, or where the law is too narrow to be
 * seen on these, a magnified part about the mean.
 * @param {Scene} scene
 * @param {[number, number] | null} middle the middle 95 % of the law
 * @param {number} height pixels
 */
export function pileAxis(scene, middle, height) {
  const plain = { low: 0, high: scene.top, times: 1 };
  if (!middle || ((middle[1] - middle[0]) / scene.top) * height >= NARROW || middle[1] === middle[0]) return plain;
  const reach = 1.6 * Math.max(middle[1] - scene.mean, scene.mean - middle[0]);
  const low = Math.max(0, scene.mean - reach); // there is no loss below 0
  return { low, high: low + 2 * reach, times: scene.top / (2 * reach) };
}

/**
 * Where the dots of a pile lie: each beside those that have about its loss, closer together where there are many.
 * @param {Pile} pile
 * @param {Box} box
 * @param {(loss: number) => number} y
 * @returns {Heaped[]}
 */
export function heap(pile, box, y) {
  const bins = pile.values.map((value) => Math.round(y(value) / DOT));
  /** @type {Map<number, number>} */
  const counts = new Map();
  for (const bin of bins) counts.set(bin, (counts.get(bin) ?? 0) + 1);
  const most = Math.max(1, ...counts.values());
  const step = Math.min(DOT, (box.width - DOT) / most);
  counts.clear();
  return bins.map((bin, i) => {
    const before = counts.get(bin) ?? 0;
    counts.set(bin, before + 1);
    const middle = Math.min(Math.max(bin * DOT, box.top), box.top + box.height);
    return { draw: pile.draws[i], x: box.left + DOT / 2 + before * step, y: middle };
  });
}

/**
 * @param {Painter} context
 * @param {Heaped[]} dots
 * @param {string} color
 * @param {number} alpha
 */
export function drawHeap(context, dots, color, alpha) {
  context.fillStyle = color;
  context.globalAlpha = alpha;
  for (const { x, y } of dots) {
    context.beginPath();
    context.arc(x, y, DOT / 2 - 0.5, 0, 2 * Math.PI);
    context.fill();
  }
  context.globalAlpha = 1;
}

/**
 * The frame of the pile: its own axis and the wedge that leads to it where it is magnified.
 * @param {Painter} context
 * @param {{ cloud: Box, pile: Box }} boxes
 * @param {Scene} scene
 * @param {{ low: number, high: number, times: number }} axis
 * @param {Colors} colors
 * @param {string} said how many times it is magnified
 */
export function drawPileFrame(context, { cloud, pile }, scene, axis, colors, said) {
  const bottom = pile.top + pile.height;
  line(context, [{ x: pile.left, y: pile.top }, { x: pile.left, y: bottom }], colors.axis);
  const own = lossScale(pile, axis.low, axis.high);
  line(context, [{ x: pile.left, y: own(scene.mean) }, { x: pile.left + pile.width, y: own(scene.mean) }], colors.data, 2);
  if (axis.times === 1) return;
  const y = lossScale(cloud, 0, scene.top);
  const start = cloud.left + cloud.width;
  line(context, [{ x: start, y: y(axis.high) }, { x: pile.left, y: pile.top }], colors.axis);
  line(context, [{ x: start, y: y(axis.low) }, { x: pile.left, y: bottom }], colors.axis);
  for (const value of [axis.low, axis.high]) {
    const place = { x: pile.left + pile.width, y: Math.min(Math.max(own(value) + 5, pile.top + 12), bottom) };
    writeOnHalo(context, value.toPrecision(3), place, colors, { align: "right", size: 13 });
  }
  const times = said.replace("{times}", axis.times < 10 ? axis.times.toFixed(1) : String(Math.round(axis.times)));
  const style = /** @type {const} */ ({ align: "right", size: 13 });
  const hasRoom = widthOf(context, times, style) < pile.left + pile.width - start; // or it would cover the last of the batch sizes
  writeOnHalo(context, times, { x: pile.left + pile.width, y: hasRoom ? bottom + 18 : pile.top - 2 }, colors, style);
}

/**
 * The law as the outline of the pile that very many draws would make.
 * @param {Painter} context
 * @param {Box} box
 * @param {ArrayLike<number>} quantiles
 * @param {number[]} levels
 * @param {(loss: number) => number} y
 * @param {string} color
 */
export function drawLaw(context, box, quantiles, levels, y, color) {
  const steps = levels.slice(1).map((level, i) => ({
    low: quantiles[i], high: quantiles[i + 1], share: level - levels[i], density: (level - levels[i]) / Math.max(quantiles[i + 1] - quantiles[i], 1e-12),
  }));
  // two quantiles next to the median are too near each other to tell a density
  const inside = steps.filter(({ high, low, share }) => y(low) >= box.top && y(high) <= box.top + box.height && high > low && share > 1e-5);
  const most = Math.max(...inside.map(({ density }) => density), 1e-12);
  const points = inside.map(({ low, high, density }) => ({ x: box.left + (0.92 * box.width * density) / most, y: y((low + high) / 2) }));
  if (points.length > 1) line(context, points, color, 2);
}
