// @ts-check
// The stage's lower canvas: the losses of a batch, the estimates of many batches, and the pile of draws, on one loss axis.

import { fitting, ticks } from "../drawing/axes.js";
import { columnBars } from "../drawing/bars.js";
import { drawBright, drawDots, layOutDots } from "../drawing/dots.js";
import { fillBoxes, frame, line } from "../drawing/shapes.js";
import { widthOf, write, writeOnHalo } from "../drawing/text.js";
import { lossScale, sizeScale } from "./layout.js";
import { nearest } from "./model.js";

/** @typedef {import("../drawing/svg_context.js").Painter} Painter */
/** @typedef {import("../drawing/boxes.js").Box} Box */
/** @typedef {import("./model.js").Scene} Scene */
/** @typedef {import("./model.js").Shown} Shown */
/** @typedef {import("./upper.js").Colors} Colors */

const ROOM = 330; // pixels of a cloud that has room for words
const CLEAR = 3; // pixels from the loss axis to a text that would be longer than the bars
const LABELS = 4; // losses beyond the axis that say how large they are

/**
 * The loss axis, its lines across all three parts, and the loss of all the data.
 * @param {Painter} context
 * @param {{ bars: Box, cloud: Box, pile: Box }} boxes
 * @param {Scene} scene
 * @param {Colors} colors
 * @param {string} title of the axis
 */
export function drawLossAxis(context, { bars, cloud }, scene, colors, title) {
  const y = lossScale(bars, 0, scene.top);
  const right = cloud.left + cloud.width;
  context.globalAlpha = 0.25;
  for (const [value] of ticks(scene.top, 4)) line(context, [{ x: bars.left, y: y(value) }, { x: right, y: y(value) }], colors.axis);
  context.globalAlpha = 1;
  for (const [value, text] of ticks(scene.top, 4)) write(context, text, { x: bars.left - 6, y: y(value) + 5 }, colors.ink, { align: "right", size: 14 });
  const mean = y(scene.mean);
  line(context, [{ x: bars.left, y: mean }, { x: right, y: mean }], colors.data, 2);
  write(context, title, { x: 11, y: bars.top + bars.height / 2 }, colors.ink, { size: 14, turn: -Math.PI / 2 });
}

/**
 * The losses of the batch as bars; what is beyond the axis is cut off, and some of them say how large they are.
 * @param {Painter} context
 * @param {Box} box
 * @param {Shown} shown
 * @param {number} top
 * @param {number} selected
 * @param {Colors} colors
 */
export function drawLosses(context, box, { arrays }, top, selected, colors) {
  const losses = /** @type {Float32Array} */ (arrays.losses);
  const share = losses.length > 60 ? 1 : 0.84;
  const place = losses.length < 4 ? { ...box, width: (box.width * losses.length) / 4 } : box;
  const bars = columnBars(Array.from(losses, (loss) => Math.min(Math.max(loss, 0), top)), top, place, share);
  const right = bars.map((bar) => ({ ...bar, width: Math.max(bar.width, 0.7) }));
  const wrong = (/** @type {number} */ i) => arrays.t[i] !== arrays.predicted[i];
  fillBoxes(context, right.filter((_, i) => !wrong(i)), colors.other);
  fillBoxes(context, right.filter((_, i) => wrong(i)), colors.wrong);
  if (selected >= 0) mark(context, box, right[selected], colors.selection);
  labelBeyond(context, box, right, losses, top, colors);
}

/**
 * The selected bar: outlined, and pointed at from below, since it may be too low to be seen.
 * @param {Painter} context
 * @param {Box} box
 * @param {Box} bar
 * @param {string} color
 */
function mark(context, box, bar, color) {
  if (bar.width > 5) frame(context, bar, color, 2);
  write(context, "▲", { x: bar.left + bar.width / 2, y: box.top + box.height + 13 }, color, { size: 11 });
}

/**
 * @param {Painter} context
 * @param {Box} box
 * @param {Box[]} bars
 * @param {Float32Array} losses
 * @param {number} top
 * @param {Colors} colors
 */
function labelBeyond(context, box, bars, losses, top, colors) {
  const beyond = [...losses.keys()].filter((i) => losses[i] > top).sort((i, j) => losses[j] - losses[i]);
  /** @type {number[]} */
  const taken = [];
  for (const i of beyond) {
    const x = Math.min(Math.max(bars[i].left + bars[i].width / 2, box.left + 20), box.left + box.width - 20);
    if (taken.length >= LABELS || taken.some((other) => Math.abs(other - x) < 46)) continue;
    taken.push(x);
    const [said, place, style] = [`▲ ${losses[i].toFixed(1)}`, { x, y: box.top + 13 }, { bold: true, size: 14 }];
    writeOnHalo(context, said, place, colors, style);
  }
}

/**
 * The cloud that does not change with a batch: bands of the law, and a dot for each of the first draws.
 * @param {Painter} context
 * @param {Box} box
 * @param {Scene} scene
 * @param {number} draws how many of each size
 * @param {boolean} law whether the bands are shown
 * @param {Colors} colors
 * @param {Record<string, string>} words
 */
export function drawCloud(context, box, scene, draws, law, colors, words) {
  const y = lossScale(box, 0, scene.top);
  const x = sizeScale(box, scene.n);
  if (law) for (const [share, alpha] of [[0.95, 0.16], [0.5, 0.3]]) drawBand(context, scene, share, alpha, x, y, colors.data);
  const labels = labelled(scene.n).map((size) => ({ at: x(size), text: spelled(size) }));
  for (const { at, text } of fitting(context, labels, { size: 14 })) write(context, text, { x: at, y: box.top + box.height + 18 }, colors.ink, { size: 14 });
  drawDots(context, cloudDots(box, scene, draws), colors.other);
  if (box.width < ROOM) return;
  const said = [words.sizeAxis, draws ? words.cloudTold : "", law ? words.bands : ""].filter(Boolean);
  const style = /** @type {const} */ ({ align: "right", size: 14 });
  said.forEach((text, i) => writeOnHalo(context, text, { x: box.left + box.width - 4, y: box.top + 14 + 19 * i }, colors, style));
}

/**
 * The dots of the cloud: the first draws of every round size.
 * @param {Box} box
 * @param {Scene} scene
 * @param {number} draws how many of each size
 */
export function cloudDots(box, scene, draws) {
  const scales = { x: sizeScale(box, scene.n), y: lossScale(box, 0, scene.top), width: box.width };
  return scene.sizes.flatMap((size) => {
    const block = scene.blocks.get(`${size} 0`);
    return block && draws ? layOutDots(block.subarray(0, draws), [size], scene.top, scales) : [];
  });
}

/**
 * @param {Painter} context
 * @param {Scene} scene
 * @param {number} share
 * @param {number} alpha
 * @param {(size: number) => number} x
 * @param {(loss: number) => number} y
 * @param {string} color
 */
function drawBand(context, scene, share, alpha, x, y, color) {
  const [low, high] = [(1 - share) / 2, (1 + share) / 2].map((level) => nearest(scene.levels, level));
  const at = (/** @type {number} */ k) => scene.sizes.map((size) => ({ x: x(size), y: y(Math.min(scene.quantiles.get(size)?.[k] ?? 0, scene.top)) }));
  context.beginPath();
  [...at(low), ...at(high).reverse()].forEach((point, i) => (i ? context.lineTo(point.x, point.y) : context.moveTo(point.x, point.y)));
  context.closePath();
  context.globalAlpha = alpha;
  context.fillStyle = color;
  context.fill();
  context.globalAlpha = 1;
}

/**
 * The batch sizes that stand below the cloud: powers of ten, and N where there is room for it.
 * @param {number} n
 */
export function labelled(n) {
  const powers = [];
  for (let size = 1; size <= n; size *= 10) powers.push(size);
  const last = powers[powers.length - 1];
  return n > 2.5 * last ? [...powers, n] : n > last ? [...powers.slice(0, -1), n] : powers;
}

/** @param {number} size */
export const spelled = (size) => (size >= 10000 && size % 1000 === 0 ? `${size / 1000}k` : size.toLocaleString("en"));

/**
 * The mean of the batch: a line from its losses into its dot, and on towards the pile.
 * @param {Painter} context
 * @param {{ bars: Box, cloud: Box, pile: Box }} boxes
 * @param {Scene} scene
 * @param {number} size
 * @param {number} loss
 * @param {(loss: number) => number} own where losses lie in the pile
 * @param {string} said
 * @param {Colors} colors
 * @param {number} strength of what lies over the bars: as theirs, which may be those of another batch
 */
export function drawMean(context, { bars, cloud, pile }, scene, size, loss, own, said, colors, strength) {
  const y = lossScale(bars, 0, scene.top)(Math.min(loss, scene.top));
  const x = sizeScale(cloud, scene.n)(size);
  context.globalAlpha = strength;
  dashed(context, bars.left, cloud.left, y, colors.batch, 3);
  context.globalAlpha = 1;
  dashed(context, cloud.left, x, y, colors.batch, 3);
  const edge = cloud.left + cloud.width;
  dashed(context, x, edge, y, colors.batch, 1);
  const inPile = Math.min(Math.max(own(loss), pile.top), pile.top + pile.height);
  line(context, [{ x: edge, y }, { x: pile.left, y: inPile }], colors.batch, 1);
  drawBright(context, { x, y, above: loss > scene.top }, 9, colors.ink, colors.batch);
  context.globalAlpha = strength;
  const above = y - 8 > bars.top + 26 || loss > scene.top ? y - 8 : y + 20;
  const style = /** @type {const} */ ({ align: "right", bold: true, size: 15 });
  const end = Math.max(bars.left + bars.width, bars.left + CLEAR + widthOf(context, said, style)); // not into the axis' numbers
  writeOnHalo(context, said, { x: end, y: Math.max(above, bars.top + 28) }, { ink: colors.batchText, ground: colors.ground }, style);
  context.globalAlpha = 1;
}

/**
 * @param {Painter} context
 * @param {number} from
 * @param {number} to
 * @param {number} y
 * @param {string} color
 * @param {number} width
 */
function dashed(context, from, to, y, color, width) {
  for (let x = from; x < to; x += 10) line(context, [{ x, y }, { x: Math.min(x + 6, to), y }], color, width);
}
