// @ts-check
// A figure of mbviz/figures on a canvas: what our figures use of Plotly's language of charts, drawn in a few milliseconds,
// where Plotly needs a hundred to build its elements and four megabytes to be there at all. (In a notebook Plotly draws them.)

import { drawBright } from "../../drawing/dots.js";
import { hoverText } from "../../drawing/hover.js";
import { emptied, pointOn } from "../../page/canvas.js";
import { leaveFor, STAGE } from "../../page/way.js";
import { listenToPointer, sheetOf } from "../sheet.js";
import { dotAt, dotsOf, drawAll, drawBatch, saidOf, unpackDots } from "./dots.js";
import { barsOf, drawTrace, pointsOf } from "./marks.js";
import { drawAxesOf, drawNotes, placed } from "./notes.js";
import { readFigure } from "./read.js";
import { scalesOf } from "./scales.js";
import { hoverOf } from "./texts.js";

/** @typedef {import("../../drawing/svg_context.js").Painter} Painter */
/** @typedef {import("../../drawing/boxes.js").Point} Point */
/** @typedef {import("../sheet.js").Look} Look */
/** @typedef {import("./scales.js").Scales} Scales */
/** @typedef {import("./scales.js").Axis} Axis */

/** @typedef {{ color: string, width: number, dash?: string }} Line */
/** @typedef {{ x0: number, line: Line }} Shape an upright line */

/**
 * @typedef {object} Trace
 * @property {"scatter" | "bar"} type
 * @property {string} mode
 * @property {(number | null)[]} x
 * @property {(number | null)[]} y
 * @property {"y2"} [yaxis]
 * @property {Line} line
 * @property {{ color?: string, size?: number | number[], symbol?: string, opacity?: number, line?: Partial<Line> }} [marker]
 * @property {{ array: number[], color: string, thickness: number, width: number }} [error_y]
 * @property {number[]} [width] of bars
 * @property {string} [fill]
 * @property {string} [fillcolor]
 * @property {boolean} [cliponaxis]
 * @property {any[]} [customdata]
 * @property {string} [hoverinfo]
 * @property {string} [hovertemplate]
 */

/**
 * @typedef {object} Layout
 * @property {number} height
 * @property {{ l: number, r: number, t: number, b: number }} margin
 * @property {Axis} xaxis
 * @property {Axis} yaxis
 * @property {Axis} [yaxis2]
 * @property {import("./notes.js").Note[]} [annotations]
 * @property {Shape[]} [shapes]
 */

/** @typedef {{ data: Trace[], layout: Layout }} Figure */
/** @typedef {import("../sheet.js").SheetData & { figure: string, dots: import("./dots.js").Sent | null, opens: boolean, leads: boolean }} Sent `opens`: whether points can be clicked, `leads`: whether that opens the stage */
/** @typedef {Omit<Sent, "figure" | "dots"> & { figure: Figure, dots: import("./dots.js").Dots | null }} Data */
/** @typedef {import("../sheet.js").Sheet<Data, Scales>} FigureSheet */

const REACH = 20; // pixels from the pointer to a point that it means

/**
 * A figure's point that the pointer means.
 * @param {Figure} figure
 * @param {Scales} scales
 * @param {Point} pointer
 * @returns {{ trace: Trace, i: number, at: Point } | null}
 */
export function pointAt({ data }, scales, pointer) {
  let [best, distance] = [/** @type {{ trace: Trace, i: number, at: Point } | null} */ (null), REACH];
  for (const trace of data.filter(({ hoverinfo }) => hoverinfo !== "skip")) {
    const middles = trace.type === "bar" ? barsOf(trace, scales).map(({ left, top, width, height }) => ({ x: left + width / 2, y: Math.min(Math.max(pointer.y, top), top + height) })) : pointsOf(trace, scales);
    middles.forEach((at, i) => {
      const way = at ? Math.hypot(at.x - pointer.x, at.y - pointer.y) : Infinity;
      if (at && way < distance) [best, distance] = [{ trace, i, at }, way];
    });
  }
  return best;
}

/**
 * @param {Painter} context
 * @param {Data} data
 * @param {Scales} scales
 * @param {Look} look
 */
function draw(context, data, scales, look) {
  const { figure, dots } = data;
  const still = context instanceof CanvasRenderingContext2D ? stillOf(context.canvas, data, scales, look) : null;
  if (still) context.drawImage(still, 0, 0, look.width, figure.layout.height);
  else drawStill(context, data, scales, look);
  if (dots) drawBatch(context, dots, scales, look, notesOf(context, figure, scales, look.width).map(({ box }) => box));
  if (look.pointer) drawHover(context, data, scales, look, look.pointer);
}

/**
 * The dot or the point that the pointer means, and what is said of it.
 * @param {Painter} context
 * @param {Data} data
 * @param {Scales} scales
 * @param {Look} look
 * @param {Point} pointer
 */
export function drawHover(context, { figure, dots }, scales, look, pointer) {
  const dot = dots && dotAt(dotsOf(dots, scales), pointer);
  const found = dot ? null : pointAt(figure, scales, pointer);
  if (dot) drawBright(context, dot, 7, look.ink);
  else if (found && found.trace.type !== "bar") drawBright(context, { ...found.at, above: false }, 6, look.ink);
  const said = dots && dot ? saidOf(dots, dot) : found && hoverOf(found.trace, found.i);
  if (said) hoverText(context, said, pointer, look.width, look);
}

/**
 * All but this batch and what is under the pointer.
 * @param {Painter} context
 * @param {Data} data
 * @param {Scales} scales
 * @param {Look} look
 */
function drawStill(context, { figure, dots, colors }, scales, look) {
  for (const trace of figure.data) drawTrace(context, trace, scales);
  drawAxesOf(context, figure, scales, colors.axis, look.ink);
  if (dots) drawAll(context, dots, scales, look.ink);
  drawNotes(context, notesOf(context, figure, scales, look.width), look, colors.axis);
}

/**
 * The notes at their places.
 * @param {Painter} context
 * @param {Figure} figure
 * @param {Scales} scales
 * @param {number} width of the canvas
 */
function notesOf(context, { data, layout }, scales, width) {
  const known = notes.get(scales);
  if (known) return known;
  const lines = data.filter(({ mode, fill }) => mode?.includes("lines") && !fill);
  const made = placed(context, layout.annotations ?? [], scales, width, lines.map((trace) => pointsOf(trace, scales).flatMap((point) => point ?? [])));
  notes.set(scales, made);
  return made;
}

/** @type {WeakMap<Scales, ReturnType<typeof placed>>} */
const notes = new WeakMap(); // which a paint asks for twice

/** @type {WeakMap<HTMLCanvasElement, { figure: Figure, mark: string, picture: HTMLCanvasElement | null }>} */
const stills = new WeakMap();

/**
 * The picture of what stands still, made once for a figure, a width and a theme: thousands of dots take longer than all the rest.
 * There is none when they are first seen: many a figure is painted once.
 * @param {HTMLCanvasElement} canvas
 * @param {Data} data
 * @param {Scales} scales
 * @param {Look} look
 */
function stillOf(canvas, data, scales, look) {
  const mark = [canvas.width, canvas.height, look.ink, look.ground, data.dots?.top, data.dots?.estimates].join();
  const known = stills.get(canvas);
  if (known?.figure !== data.figure || known.mark !== mark) {
    stills.set(canvas, { figure: data.figure, mark, picture: null });
    return null;
  }
  if (!known.picture) {
    known.picture = document.createElement("canvas");
    drawStill(emptied(known.picture, look.width, data.figure.layout.height, canvas.width / look.width), data, scales, look);
  }
  return known.picture;
}

/**
 * What a click opens: a batch, or what a point of a figure stands for.
 * @param {FigureSheet} sheet
 * @param {Point} pointer
 */
function openedBy({ data, boxes }, pointer) {
  if (!data?.opens || !boxes) return null;
  if (data.dots) {
    const dot = dotAt(dotsOf(data.dots, boxes), pointer);
    return dot && { batch_size: dot.size, draw: dot.draw };
  }
  const found = pointAt(data.figure, boxes, pointer);
  return found?.trace.customdata?.[found.i] ?? null;
}

/** @param {FigureSheet} sheet */
function listen(sheet) {
  const { canvas } = sheet;
  const opened = (/** @type {MouseEvent} */ event) => openedBy(sheet, pointOn(event));
  canvas.addEventListener("pointermove", (event) => (canvas.style.cursor = opened(event) === null ? "" : "pointer"));
  canvas.addEventListener("pointerleave", () => (canvas.style.cursor = ""));
  listenToPointer(sheet);
  canvas.addEventListener("click", (event) => {
    const value = opened(event);
    if (value === null) return;
    if (sheet.data?.leads) leaveFor(STAGE);
    sheet.tell("pick", value);
  });
}

let read = { text: "", figure: /** @type {Figure | null} */ (null) }; // with a move the figure is often the same

/** @param {string} text @returns {Figure} */
function figureOf(text) {
  if (!read.figure || read.text !== text) read = { text, figure: readFigure(text) };
  return /** @type {Figure} */ (read.figure);
}

/** @param {Sent} sent @returns {Data} */
const unpack = (sent) => ({ ...sent, figure: figureOf(sent.figure), dots: sent.dots && unpackDots(sent.dots) });

/** @param {Data} data @param {number} width */
const layOut = ({ figure }, width) => scalesOf(figure, width);

/**
 * Where its axes lie and what they reach: for whoever looks for a value on the canvas.
 * @param {HTMLCanvasElement} canvas
 * @param {Scales} scales
 */
function mark(canvas, { x, y }) {
  canvas.dataset.axes = JSON.stringify({ x: { ...x.box, low: x.low, high: x.high }, y: { ...y.box, low: y.low, high: y.high } });
}

export const runFigure = sheetOf({ unpack, layOut, heightOf: ({ figure }) => figure.layout.height, draw, listen, mark });
