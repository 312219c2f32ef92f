// @ts-check
// Which way batches point: the plane of the full gradient and of the strongest noise, with the gradients of 200 real
// batches. It follows what the hand wishes in the same frame; what takes the server comes with the answer.
// (For a notebook mbviz/figures/gradient_plane.py draws the same with Plotly.)

import { labelBelow, labelBeside, titleBelow, titleBeside } from "../drawing/axes.js";
import { isBright } from "../drawing/colors.js";
import { drawBright, drawDots, nearestDot } from "../drawing/dots.js";
import { hoverText } from "../drawing/hover.js";
import { fits, marks, nearest, viewOf } from "../drawing/plane.js";
import { frame, line } from "../drawing/shapes.js";
import { widthOf, writeOnHalo } from "../drawing/text.js";
import { fine, unpack as unpacked } from "../page/bytes.js";
import { pointOn } from "../page/canvas.js";
import { fill } from "../page/component.js";
import { whole } from "../page/numbers.js";
import { leaveFor, STAGE } from "../page/way.js";
import { onWish } from "../page/wishing.js";
import { drawBars, drawGhost, drawRegions, regionsOf } from "./plane_contours.js";
import { follow, isLate, newNow, pointOf, STAYS } from "./plane_now.js";
import { showPanel } from "./plane_panel.js";
import { listenToPointer, sheetOf } from "./sheet.js";

/** @typedef {import("../drawing/svg_context.js").Painter} Painter */
/** @typedef {import("../drawing/boxes.js").Box} Box */
/** @typedef {import("../drawing/boxes.js").Point} Point */
/** @typedef {import("../drawing/dots.js").Dot} Dot */
/** @typedef {import("./sheet.js").Look} Look */
/** @typedef {import("./plane_now.js").Now} Now */

/**
 * @typedef {object} Plane
 * @property {string} network
 * @property {number} seed
 * @property {number} size B of this batch
 * @property {number} draw of this batch
 * @property {{ x: number, y: number, cosine: number | null }} batch this batch's gradient; its cosine where it was computed
 * @property {number[]} sizes
 * @property {number} draws of each size
 * @property {number} length of the full gradient
 * @property {number} noise trace of the covariance of single examples
 * @property {number} scale the noise scale
 * @property {import("../drawing/plane.js").Spread} spread
 * @property {number[][][]} low for each size, share and direction where the middle of all batches begins
 * @property {number[][][]} high where it ends
 * @property {{ t: number[], guess: number[], height: number, width: number, told: string[] }} largest the digits with the longest gradients
 * @property {string} about what the chart shows, for those who do not see it; but for what it says of this size
 * @property {Record<string, string>} words
 * @property {Record<"dot", string>} colors
 * @property {boolean} leads whether a click on a dot opens the stage
 */

/** @typedef {import("./plane_contours.js").Region} Region */
/** @typedef {import("./plane_contours.js").SentContours} SentContours */
/** @typedef {import("./sheet.js").SheetData & Plane & { contours: SentContours }} Sent */
/**
 * @typedef {import("./sheet.js").SheetData & Plane & { clouds: Float32Array, pixels: Uint8Array, regions: Region[][], now: Now }} Data
 * clouds: [size, draw, direction]; regions: [size, share], empty while they are being computed
 */

const NEARER = 400; // milliseconds in which the view comes nearer
const SPECK = 200; // times the batch size: so much larger a one has too small a cloud to be seen in this one's
const [REACH, HEAD] = [14, 11]; // how near a pointer must come to a dot, and the length of an arrow's head, in pixels
/** @type {WeakMap<HTMLCanvasElement, Now>} what is shown, of each chart on the page */
const shown = new WeakMap();

/**
 * The box of the plane.
 * @param {Pick<Data, "height">} data
 * @param {number} width
 * @returns {Box}
 */
export const layOut = ({ height }, width) => ({ left: 74, top: 8, width: width - 82, height: height - 62 });

/**
 * The dots of the cloud at a size; one outside of the box lies on its edge.
 * @param {Data} data
 * @param {number} at index of the size
 * @param {import("../drawing/plane.js").View} view
 * @param {Box} box
 * @returns {Dot[]}
 */
export function dotsOf({ clouds, draws, sizes }, at, view, box) {
  return Array.from({ length: draws }, (_, draw) => {
    const [x, y] = [view.x(clouds[2 * (at * draws + draw)]), view.y(clouds[2 * (at * draws + draw) + 1])];
    const [left, top] = [Math.min(Math.max(x, box.left), box.left + box.width), Math.min(Math.max(y, box.top), box.top + box.height)];
    return { size: sizes[at], draw, value: 0, above: x !== left || y !== top, x: left, y: top };
  });
}

/**
 * An arrow from one point to another.
 * @param {Painter} context
 * @param {Point} from
 * @param {Point} to
 * @param {string} color
 */
function arrow(context, from, to, color) {
  line(context, [from, to], color, 4);
  const angle = Math.atan2(to.y - from.y, to.x - from.x);
  context.fillStyle = color;
  context.beginPath();
  for (const [turn, far] of [[0, 3], [2.6, HEAD], [-2.6, HEAD]]) context.lineTo(to.x + far * Math.cos(angle + turn), to.y + far * Math.sin(angle + turn));
  context.closePath();
  context.fill();
}

/**
 * @param {Painter} context
 * @param {Data} data
 * @param {Box} box
 * @param {Look} look
 */
function draw(context, data, box, look) {
  const { now, sizes, colors, words, regions } = data;
  const at = nearest(sizes, now.size);
  const view = seen(data, box);
  axes(context, data, view, box, look);
  const grey = isBright(look.ink) ? colors.axis : colors.dot;
  if (hasGhost(data, box)) {
    context.globalAlpha = 0.4;
    const before = dotsOf(data, nearest(sizes, now.ghost), view, box).filter((dot) => !dot.above);
    for (const dot of before) drawBright(context, dot, 1.5, colors.axis);
    context.globalAlpha = 1;
    drawGhost(context, regions[nearest(sizes, now.ghost)] ?? [], now.ghost, view, box, { ...look, ink: colors.axis });
  }
  const dots = dotsOf(data, at, view, box);
  drawDots(context, dots, grey);
  if (sizes[at] === now.size) {
    drawRegions(context, regions[at] ?? [], view, box, look);
    drawBars(context, { low: data.low[at], high: data.high[at] }, view, box, grey);
  }
  arrows(context, data, view, box, look);
  const near = look.pointer && nearestDot(dots, look.pointer, REACH);
  if (!look.pointer || !near) return;
  drawBright(context, near, 6, look.ink);
  hoverText(context, fill(words.hover, { draw: near.draw, size: whole(near.size) }), look.pointer, look.width, look);
}

/** @param {Data} data @param {Box} box */
const seen = ({ now, spread, length }, box) => viewOf(spread, now.size, now.ghost, length, box, now.rest);

/**
 * Whether the cloud before is drawn: not where it would lie beyond the view of the resting hand, nor where it would be a speck.
 * @param {Data} data
 * @param {Box} box
 */
const hasGhost = ({ now, spread, length }, box) =>
  now.ghost > 0 && now.ghost !== now.size && now.ghost < SPECK * now.size && (now.rest < 1 || fits(spread, now.size, now.ghost, length, box));

/**
 * @param {Painter} context
 * @param {Data} data
 * @param {import("../drawing/plane.js").View} view
 * @param {Box} box
 * @param {Look} look
 */
function axes(context, { length, words, colors }, view, box, { ink }) {
  const half = (view.reach * box.width) / box.height;
  const below = marks(length / 2 - half, length / 2 + half, Math.min(8, box.width / 70)).map(([x, text]) => ({ at: view.x(x), text }));
  frame(context, box, colors.axis);
  labelBelow(context, box, below, ink);
  labelBeside(context, box, marks(-view.reach, view.reach, 5).map(([y, text]) => ({ at: view.y(y), text })), ink);
  titleBelow(context, box, words.along, ink);
  titleBeside(context, box, words.across, ink);
  const middle = view.y(0);
  line(context, [{ x: box.left, y: middle }, { x: box.left + box.width, y: middle }], colors.axis);
}

/**
 * The full gradient and this batch's as arrows from 0, with their names.
 * @param {Painter} context
 * @param {Data} data
 * @param {import("../drawing/plane.js").View} view
 * @param {Box} box
 * @param {Look} look
 */
function arrows(context, data, view, box, look) {
  const from = { x: view.x(0), y: view.y(0) };
  const clipped = (/** @type {number} */ x, /** @type {number} */ y) => ({
    x: Math.min(Math.max(view.x(x), box.left), box.left + box.width),
    y: Math.min(Math.max(view.y(y), box.top), box.top + box.height),
  });
  const cloud = view.x(data.low[nearest(data.sizes, data.now.size)].at(-1)?.[0] ?? 0); // its left edge
  const batch = pointOf(data, data.now);
  const tip = clipped(data.length, 0);
  if (batch) {
    const to = clipped(batch.x, batch.y);
    name(context, data.words.batch, from, to, to.y > from.y ? 22 : -12, cloud, box, look, data.colors.batch);
    arrow(context, from, to, data.colors.batch);
  }
  name(context, data.words.full, from, tip, batch && batch.y < 0 ? -12 : 24, cloud, box, look, data.colors.data);
  arrow(context, from, tip, data.colors.data);
}

/**
 * An arrow's name, left of the cloud so that it covers no dot; where the arrow begins within the cloud, with a line to its tip.
 * @param {Painter} context
 * @param {string} text
 * @param {Point} from
 * @param {Point} tip
 * @param {number} below pixels from the tip
 * @param {number} cloud its left edge
 * @param {Box} box
 * @param {Look} look
 * @param {string} color
 */
function name(context, text, from, tip, below, cloud, box, look, color) {
  const place = placeOfName(widthOf(context, text, { bold: true }), tip, below, cloud, box);
  if (place.x + place.width < Math.min(from.x, tip.x)) line(context, [{ x: place.x + place.width + 4, y: place.y - 5 }, tip], color, 1);
  writeOnHalo(context, text, place, look, { bold: true, align: "left" });
}

/**
 * Where a name of so many pixels begins: left of the cloud, or where there is no room at the tip.
 * @param {number} width
 * @param {Point} tip
 * @param {number} below pixels from the tip
 * @param {number} cloud its left edge
 * @param {Box} box
 */
export function placeOfName(width, tip, below, cloud, box) {
  const y = Math.min(Math.max(tip.y + below, box.top + 18), box.top + box.height - 14);
  const beside = Math.min(cloud, tip.x) - 12 - width;
  const isRoom = beside > box.left + 16; // the bar of the cloud's shares lies at the edge
  return { x: isRoom ? beside : tip.x > box.left + box.width / 2 ? tip.x - width : tip.x, y, width };
}

/** @typedef {import("./sheet.js").Sheet<Data, Box>} PlaneSheet */

/** @param {PlaneSheet} sheet */
function listen(sheet) {
  const { canvas } = sheet;
  const dotAt = (/** @type {MouseEvent} */ event) => {
    if (!sheet.data?.leads || !sheet.boxes) return null;
    const { now, sizes } = sheet.data;
    const dots = dotsOf(sheet.data, nearest(sizes, now.size), seen(sheet.data, sheet.boxes), sheet.boxes);
    return nearestDot(dots, pointOn(event), REACH);
  };
  canvas.addEventListener("pointermove", (event) => (canvas.style.cursor = dotAt(event) ? "pointer" : ""));
  listenToPointer(sheet);
  canvas.addEventListener("click", (event) => {
    const dot = dotAt(event);
    if (!dot) return;
    leaveFor(STAGE);
    sheet.tell("pick", { batch_size: dot.size, draw: dot.draw });
  });
  let resting = 0;
  onWish(canvas, (wish) => {
    if (!sheet.data) return;
    follow(sheet.data.now, wish, performance.now());
    show(sheet, sheet.data);
    sheet.paint();
    clearTimeout(resting);
    resting = setTimeout(() => settle(sheet, performance.now()), STAYS);
  });
}

/**
 * The hand rests: where the view was wide for the cloud before, it comes nearer.
 * @param {PlaneSheet} sheet
 * @param {number} since when, milliseconds
 */
function settle(sheet, since) {
  const now = sheet.data?.now;
  if (!now || now.rest === 1 || now.moved > since) return;
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  now.rest = still ? 1 : Math.min((performance.now() - since) / NEARER, 1);
  sheet.canvas.dataset.rest = String(now.rest);
  sheet.paint();
  requestAnimationFrame(() => settle(sheet, since));
}

/**
 * @param {PlaneSheet} sheet
 * @param {Data} data
 */
function show({ canvas }, data) {
  const late = isLate(data, data.now);
  canvas.style.opacity = late ? "0.45" : "";
  canvas.dataset.size = String(data.now.size);
  canvas.dataset.rest = String(data.now.rest);
  const message = showPanel(/** @type {ParentNode} */ (canvas.getRootNode()), data, late);
  data.summary = `${fill(data.about, { size: whole(data.now.size) })} ${message}`;
  canvas.setAttribute("aria-label", data.summary);
}

/**
 * @param {PlaneSheet} sheet
 * @param {Data} data
 */
function receive(sheet, data) {
  const now = shown.get(sheet.canvas) ?? newNow(data);
  shown.set(sheet.canvas, now);
  data.now = now;
  show(sheet, data);
}

/** @param {Uint8Array} bytes @returns {Data} */
function unpack(bytes) {
  const { header, arrays } = unpacked(bytes);
  const sent = /** @type {Sent} */ (header);
  const { clouds, steps, lines, line_steps, pixels } = arrays;
  return {
    ...sent,
    clouds: fine(clouds, steps, sent.sizes.map(() => sent.draws)),
    pixels: /** @type {Uint8Array} */ (pixels),
    regions: regionsOf(sent.contours, fine(lines, line_steps, sent.contours.lines.map(([, , count]) => count))),
    now: newNow(sent),
  };
}

export const runPlane = sheetOf({ unpack, layOut, draw, receive, listen });
