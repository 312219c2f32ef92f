// @ts-check
// Where the indices fall among all the data, and the batch's classes beside those of all the data.
// (For a notebook mbviz/figures/batch.py draws the same with Plotly.)

import { drawAxes, labelBelow, labelBeside, ticks, titleBelow, titleBeside } from "../drawing/axes.js";
import { columnBars } from "../drawing/bars.js";
import { columnMiddle } from "../drawing/boxes.js";
import { fillBoxes } from "../drawing/shapes.js";
import { widthOf, write } from "../drawing/text.js";
import { sheetOf } from "./sheet.js";

/** @typedef {import("../drawing/svg_context.js").Painter} Painter */
/** @typedef {import("../drawing/boxes.js").Box} Box */

/**
 * @typedef {object} Drawn
 * @property {number} n how many there are to draw from
 * @property {number[]} counts how many indices fall into each of equal stretches of 0 … n − 1
 * @property {number[]} share of each class in the batch, per cent
 * @property {number[]} shareAll of each class in all the data, per cent
 * @property {Record<"drawn" | "index" | "share" | "classes" | "batch" | "data", string>} words
 */

/** @typedef {import("./sheet.js").SheetData & Drawn} Data */
/** @typedef {{ places: Box, mix: Box }} Boxes */

/**
 * The boxes of the two charts.
 * @param {Pick<Data, "height">} data
 * @param {number} width
 * @returns {Boxes}
 */
export function layOut({ height }, width) {
  const across = { left: 64, width: width - 80 };
  return { places: { ...across, top: 8, height: 70 }, mix: { ...across, top: 170, height: height - 222 } };
}

/**
 * Round numbers along the data, and at the end the last index in their place.
 * @param {number} n
 * @param {Box} box
 * @returns {import("../drawing/axes.js").Label[]}
 */
export function indexLabels(n, box) {
  const round = ticks(n, 3).filter(([value]) => value < 0.78 * n);
  const at = (/** @type {number} */ value) => box.left + (value / n) * box.width;
  const last = { at: box.left + box.width, text: (n - 1).toLocaleString("en"), align: /** @type {const} */ ("right") };
  return [...round.map(([value]) => ({ at: at(value), text: value.toLocaleString("en"), align: /** @type {CanvasTextAlign} */ (value ? "center" : "left") })), last];
}

/**
 * @param {Painter} context
 * @param {Data} data
 * @param {Box} box
 * @param {string} ink
 */
function drawPlaces(context, { n, counts, colors, words }, box, ink) {
  const top = Math.max(...counts);
  titleBeside(context, box, words.drawn, ink);
  labelBeside(context, box, [{ at: box.top + 7, text: `${top}` }, { at: box.top + box.height - 5, text: "0" }], ink);
  labelBelow(context, box, indexLabels(n, box), ink);
  titleBelow(context, box, words.index, ink);
  drawAxes(context, box, colors.axis);
  const bars = columnBars(counts, top, box).filter(({ height }) => height);
  fillBoxes(context, bars.map((bar) => ({ ...bar, width: Math.max(bar.width, 2) })), colors.batch);
}

/**
 * @param {Painter} context
 * @param {Data} data
 * @param {{ x: number, y: number }} place
 * @param {string} ink
 */
function drawLegend(context, { colors, words }, { x, y }, ink) {
  const next = x + 26 + widthOf(context, words.batch) + 24; // after the first, however long it is
  fillBoxes(context, [{ left: x, top: y - 11, width: 20, height: 12 }], colors.batch);
  fillBoxes(context, [{ left: next, top: y - 7, width: 20, height: 4 }], colors.data);
  write(context, words.batch, { x: x + 26, y }, ink, { align: "left" });
  write(context, words.data, { x: next + 26, y }, ink, { align: "left" });
}

/**
 * @param {Painter} context
 * @param {Data} data
 * @param {Box} box
 * @param {string} ink
 */
function drawMix(context, data, box, ink) {
  const { share, shareAll, colors, words } = data;
  const top = 1.05 * Math.max(...share, ...shareAll);
  const at = (/** @type {number} */ value) => box.top + box.height * (1 - value / top);
  drawLegend(context, data, { x: box.left, y: box.top - 14 }, ink);
  titleBeside(context, box, words.share, ink);
  labelBeside(context, box, ticks(top, 3).map(([value, text]) => ({ at: at(value), text })), ink);
  labelBelow(context, box, share.map((_, k) => ({ at: columnMiddle(box, share.length, k), text: `${k}` })), ink);
  titleBelow(context, box, words.classes, ink);
  drawAxes(context, box, colors.axis);
  fillBoxes(context, columnBars(share, top, box, 0.7), colors.batch);
  fillBoxes(context, columnBars(shareAll, top, box, 0.9).map((bar) => ({ ...bar, top: bar.top - 2, height: 4 })), colors.data);
}

/**
 * @param {Painter} context
 * @param {Data} data
 * @param {Boxes} boxes
 * @param {import("./sheet.js").Look} look
 */
function draw(context, data, { places, mix }, { ink }) {
  drawPlaces(context, data, places, ink);
  drawMix(context, data, mix, ink);
}

export default sheetOf({ unpack: (/** @type {Data} */ data) => data, layOut, draw });
