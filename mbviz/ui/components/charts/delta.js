// @ts-check
// What delta does to the loss of one example and to its gradient, against the probability p of the true class. Curves and
// numbers follow the hand in the same frame: no sentence about one value stands beside another.
// (For a notebook mbviz/figures/delta.py draws the same with Plotly.)

import { drawAxes, labelBelow, labelBeside, titleBelow, titleBeside } from "../drawing/axes.js";
import { holds } from "../drawing/boxes.js";
import { drawBright } from "../drawing/dots.js";
import { hoverText } from "../drawing/hover.js";
import { dashes, line } from "../drawing/shapes.js";
import { widthOf, writeOnHalo } from "../drawing/text.js";
import { attribute, fill } from "../page/component.js";
import { fixed, powerOfTen, short } from "../page/numbers.js";
import { onWish } from "../page/wishing.js";
import { logitSlopeAt, lossAt } from "./delta_numbers.js";
import { showPanel, summaryOf } from "./delta_panel.js";
import { listenToPointer, sheetOf } from "./sheet.js";

/** @typedef {import("../drawing/svg_context.js").Painter} Painter */
/** @typedef {import("../drawing/boxes.js").Box} Box */
/** @typedef {import("../drawing/boxes.js").Point} Point */
/** @typedef {import("./sheet.js").Look} Look */

/**
 * What is shown at this moment, as the settings spell it.
 * @typedef {object} Now
 * @property {string} p
 * @property {string} delta
 */

/** @typedef {import("./sheet.js").SheetData & Now & { words: Record<string, string> }} Sent */
/** @typedef {Sent & { now: Now }} Data */
/** @typedef {{ loss: Box, slope: Box }} Boxes */

/**
 * A curve and the part of the plane in which it is drawn.
 * @typedef {object} Curve
 * @property {(p: number, delta: number) => number} at
 * @property {(value: number) => number} y
 * @property {Box} box
 */

const LOWEST = -14; // the axis begins at p = 10⁻¹⁴; a probability of 0 is drawn there
const [BEFORE, AFTER] = [0.3, 0.3]; // powers of ten that are left free at both ends
const HIGHEST = -Math.log(10 ** LOWEST); // nats, at the left end of the curve without delta; ∞ is drawn there
const STEP = 1; // pixels between two points of a curve
const BESIDE = 12; // pixels from a dot to its name
const [ABOVE, BELOW] = [16, 7]; // pixels that a name needs above its baseline and below it

/**
 * The boxes of the two charts, one below the other on one axis.
 * @param {Pick<Data, "height">} data
 * @param {number} width
 * @returns {Boxes}
 */
export function layOut({ height }, width) {
  const [across, room] = [{ left: 70, width: width - 84 }, height - 98];
  const upper = Math.round(0.62 * room);
  return { loss: { ...across, top: 10, height: upper }, slope: { ...across, top: 42 + upper, height: room - upper } };
}

/**
 * Where a probability lies along a box.
 * @param {number} p
 * @param {Box} box
 */
export const xOf = (p, { left, width }) => left + ((Math.log10(Math.max(p, 10 ** LOWEST)) - LOWEST + BEFORE) / (BEFORE + AFTER - LOWEST)) * width;

/**
 * The probability at a place along a box.
 * @param {number} x
 * @param {Box} box
 */
export const probabilityAt = (x, { left, width }) => Math.min(Math.max(10 ** (((x - left) / width) * (BEFORE + AFTER - LOWEST) + LOWEST - BEFORE), 10 ** LOWEST), 1);

/** @param {Box} box @returns {Curve} */
export const lossCurve = (box) => ({ at: lossAt, box, y: (value) => box.top + box.height * (1 - Math.min(value, HIGHEST) / (1.06 * HIGHEST)) });

/** @param {Box} box @returns {Curve} */
const slopeCurve = (box) => ({ at: logitSlopeAt, box, y: (value) => box.top + (box.height * (0.1 - value)) / 1.18 });

/**
 * A curve's points from p = 10⁻¹⁴ to 1.
 * @param {Curve} curve
 * @param {number} delta
 * @returns {Point[]}
 */
export function pointsOf({ at, y, box }, delta) {
  const [first, last] = [xOf(0, box), xOf(1, box)];
  const count = Math.ceil((last - first) / STEP);
  return Array.from({ length: count + 1 }, (_, i) => {
    const x = first + (i / count) * (last - first);
    return { x, y: y(at(probabilityAt(x, box), delta)) };
  });
}

/**
 * A text at a place, and whether it stands above or below it.
 * @typedef {{ text: string, x: number, y: number, above: boolean }} Name
 */

/**
 * What the curves and the dot are, to be written beside them.
 * @param {Pick<Data, "now" | "words">} data
 * @param {Boxes} boxes
 * @returns {Name[]}
 */
export function namesOf({ now, words }, boxes) {
  const [p, delta] = [Number(now.p), Number(now.delta)];
  const [loss, slope] = [lossCurve(boxes.loss), slopeCurve(boxes.slope)];
  const edge = xOf(0, boxes.loss) + 4;
  const early = 10 ** (LOWEST + 2.5);
  const names = [
    { text: words.without, x: xOf(early, boxes.loss) + 4, y: loss.y(lossAt(early, 0)), above: true },
    { text: words.without, x: edge, y: slope.y(-1), above: true },
    { text: `p = ${short(p)}`, x: xOf(p, boxes.loss) + BESIDE, y: loss.y(Math.max(lossAt(p, delta), 0)), above: true },
  ];
  const cap = lossAt(10 ** LOWEST, delta);
  if (cap < 0.9 * HIGHEST) names.push({ text: words.with, x: edge, y: loss.y(cap), above: cap < HIGHEST / 4 && p > 1e-10 });
  const flat = logitSlopeAt(10 ** LOWEST, delta);
  if (flat > -0.5) names.push({ text: words.with, x: edge, y: slope.y(flat), above: false });
  return names;
}

/**
 * Where a name of so many pixels begins and its baseline lies: further left where it would reach over the chart's edge, and above
 * the losses where one of them, which fall towards the right, would go through it.
 * @param {Pick<Name, "x" | "y" | "above">} name
 * @param {number} wide
 * @param {number} room pixels of the chart
 * @param {Curve} loss
 * @param {number} delta
 * @returns {Point}
 */
export function placeOf({ x, y, above }, wide, room, { at, y: up, box }, delta) {
  const place = { x: Math.min(x, room - wide - 2), y: y + (above ? -10 : 20) };
  for (const added of above ? [delta, 0] : []) { // the higher one last
    const [first, last] = [place.x, place.x + wide].map((edge) => up(at(probabilityAt(edge, box), added)));
    if (first < place.y + BELOW && last > place.y - ABOVE) place.y = first - BELOW;
  }
  return place;
}

/**
 * @param {Painter} context
 * @param {Data} data
 * @param {Boxes} boxes
 * @param {Look} look
 */
function draw(context, data, boxes, look) {
  const { now, colors } = data;
  const [p, delta] = [Number(now.p), Number(now.delta)];
  const curves = [lossCurve(boxes.loss), slopeCurve(boxes.slope)];
  axes(context, data, boxes, curves, look);
  for (const curve of curves) {
    for (const dash of dashes(pointsOf(curve, 0))) line(context, dash, colors.axis, 3);
    line(context, pointsOf(curve, delta), colors.pick, 4);
  }
  for (const { text, x, y, above } of namesOf(data, boxes)) {
    writeOnHalo(context, text, placeOf({ x, y, above }, widthOf(context, text), look.width, curves[0], delta), look, { align: "left" });
  }
  for (const curve of curves) mark(context, curve, p, delta, 7, look.ink, colors.batch);
  if (look.pointer) hover(context, data, curves, look.pointer, look);
}

/**
 * A dot on a curve.
 * @param {Painter} context
 * @param {Curve} curve
 * @param {number} p
 * @param {number} delta
 * @param {number} radius
 * @param {string} edge
 * @param {string} [fill]
 */
function mark(context, { at, y, box }, p, delta, radius, edge, fill) {
  drawBright(context, { x: xOf(p, box), y: y(at(p, delta)), above: false }, radius, edge, fill);
}

/**
 * @param {Painter} context
 * @param {Data} data
 * @param {Boxes} boxes
 * @param {Curve[]} curves
 * @param {Look} look
 */
function axes(context, { words, colors }, boxes, [loss, slope], { ink }) {
  const powers = Array.from({ length: 1 - LOWEST / 2 }, (_, i) => LOWEST + 2 * i);
  for (const box of [boxes.loss, boxes.slope]) drawAxes(context, box, colors.axis);
  labelBeside(context, boxes.loss, [0, 10, 20, 30].map((value) => ({ at: loss.y(value), text: String(value) })), ink);
  labelBeside(context, boxes.slope, [0, -0.5, -1].map((value) => ({ at: slope.y(value), text: short(value) })), ink);
  labelBelow(context, boxes.slope, powers.map((power) => ({ at: xOf(10 ** power, boxes.slope), text: powerOfTen(power) })), ink);
  titleBeside(context, boxes.loss, words.lossAxis, ink);
  titleBeside(context, boxes.slope, words.logitSlope, ink);
  titleBelow(context, boxes.slope, words.axis, ink);
}

/**
 * What both curves are at the probability under the pointer, in the chart that it is in.
 * @param {Painter} context
 * @param {Data} data
 * @param {Curve[]} curves
 * @param {Point} pointer
 * @param {Look} look
 */
function hover(context, { now, words }, curves, pointer, look) {
  const curve = curves.find(({ box }) => holds(box, pointer));
  if (!curve) return;
  const [p, delta] = [probabilityAt(pointer.x, curve.box), Number(now.delta)];
  for (const added of [0, delta]) mark(context, curve, p, added, 5, look.ink);
  const number = (/** @type {number} */ value) => (curve.at === lossAt ? `${fixed(value, 3)} nats` : short(value));
  const values = { p: short(p, 2), bare: number(curve.at(p, 0)), value: number(curve.at(p, delta)) };
  hoverText(context, fill(words.hover, values), pointer, look.width, look);
}

/** @typedef {import("./sheet.js").Sheet<Data, Boxes>} DeltaSheet */

/**
 * Show what is wished, in numbers and curves.
 * @param {DeltaSheet} sheet
 * @param {Data} data
 * @param {Now} now
 */
function show({ canvas }, data, now) {
  shown.set(canvas, now);
  data.now = now;
  data.painted = `delta=${now.delta} p=${now.p}`;
  data.summary = summaryOf(data.words, now);
  attribute(canvas, "aria-label", data.summary);
  showPanel(/** @type {ParentNode} */ (canvas.getRootNode()), data.words, now);
}

/** @param {DeltaSheet} sheet */
function listen(sheet) {
  listenToPointer(sheet);
  onWish(sheet.canvas, (wish) => {
    if (!sheet.data) return;
    const { p = sheet.data.now.p, delta = sheet.data.now.delta } = wish; // what is hidden is not wished
    if (p === sheet.data.now.p && delta === sheet.data.now.delta) return;
    show(sheet, sheet.data, { p, delta });
    sheet.paint();
  });
}

/** @type {WeakMap<HTMLCanvasElement, Now>} what each chart on the page shows */
const shown = new WeakMap();

/**
 * An answer: the hand may have moved on since it was asked for.
 * @param {DeltaSheet} sheet
 * @param {Data} data
 */
function receive(sheet, data) {
  show(sheet, data, shown.get(sheet.canvas) ?? data.now);
}

/** @param {Sent} sent @returns {Data} */
const unpack = (sent) => ({ ...sent, now: { p: sent.p, delta: sent.delta } });

export const runDelta = sheetOf({ unpack, layOut, draw, receive, listen });
