// @ts-check
// What is written in a figure: axes with their ticks and titles, notes beside curves, and lines from notes to curves.

import { drawAxes, fitting, labelBeside, titleBelow, titleBeside } from "../../drawing/axes.js";
import { clipped, dashes, line } from "../../drawing/shapes.js";
import { overlap } from "../../drawing/boxes.js";
import { widthOf, write, writeOnHalo } from "../../drawing/text.js";
import { isBold, plainText } from "./texts.js";

/** @typedef {import("../../drawing/svg_context.js").Painter} Painter */
/** @typedef {import("../../drawing/boxes.js").Box} Box */
/** @typedef {import("../../drawing/boxes.js").Point} Point */
/** @typedef {import("./scales.js").Scales} Scales */
/** @typedef {import("./scales.js").Scale} Scale */
/** @typedef {import("../sheet.js").Look} Look */

/**
 * A note as Plotly takes it.
 * @typedef {object} Note
 * @property {string} text its lines parted by <br>
 * @property {string} [name] "end": of a curve, at its end
 * @property {"left" | "right"} [align] of lines of a text
 * @property {number} x
 * @property {number} y
 * @property {"paper" | "x"} [xref]
 * @property {"paper" | "y" | "y2"} [yref]
 * @property {number} [ax] where a note with a line to its place stands
 * @property {number} [ay]
 * @property {"left" | "center" | "right"} [xanchor]
 * @property {"top" | "middle" | "bottom"} [yanchor]
 * @property {number} [xshift]
 * @property {number} [yshift]
 * @property {boolean} [showarrow]
 * @property {string} [arrowcolor]
 * @property {number} [arrowwidth]
 * @property {{ weight?: string, size?: number }} [font]
 */

const END = "end";
const [ROW, CLEAR] = [4, 3]; // pixels from one place that is tried for a name to the next, and between it and a curve
const [TICK, BELOW, SIZE] = [5, 21, 15]; // pixels: a tick, from the axis to its label's baseline, a text

/**
 * @param {Painter} context
 * @param {import("./figure.js").Figure} figure
 * @param {Scales} scales
 * @param {string} color
 * @param {string} ink
 */
export function drawAxesOf(context, { layout }, { x, y, y2, area }, color, ink) {
  for (const scale of y2 ? [y, y2] : [y]) {
    const { box } = scale;
    drawAxes(context, box, color);
    for (const { value } of scale.ticks) line(context, [box.left - TICK, box.left].map((left) => ({ x: left, y: scale.at(value) })), color);
    labelBeside(context, { ...box, left: box.left - 2 }, scale.ticks.map(({ value, text }) => ({ at: scale.at(value), text })), ink);
    titleBeside(context, box, scale.title, ink);
  }
  const bottom = area.top + area.height;
  for (const { value } of x.ticks) line(context, [bottom, bottom + TICK].map((end) => ({ x: x.at(value), y: end })), color);
  for (const { at, text } of fitting(context, x.ticks.map(({ value, text }) => ({ at: x.at(value), text })))) write(context, text, { x: at, y: bottom + BELOW }, ink);
  titleBelow(context, area, x.title, ink);
  for (const shape of layout.shapes ?? []) drawShape(context, shape, x, area);
}

/**
 * An upright line through the whole figure.
 * @param {Painter} context
 * @param {import("./figure.js").Shape} shape
 * @param {Scale} x
 * @param {Box} area
 */
function drawShape(context, { x0, line: { color, width, dash } }, x, { top, height }) {
  const points = [top, top + height].map((y) => ({ x: x.at(x0), y }));
  for (const part of dash === "dot" ? dashes(points, 3) : [points]) line(context, part, color, width);
}

/**
 * A note's box on the canvas, and the place that it is about.
 * @param {Painter} context
 * @param {Note} note
 * @param {Scales} scales
 * @param {number} width of the canvas
 * @returns {{ box: Box, tip: Point, style: import("../../drawing/text.js").TextStyle, lines: string[] }}
 */
export function placeOf(context, note, { x, y, y2, area }, width) {
  const across = (/** @type {number} */ value) => (note.xref === "paper" ? area.left + value * area.width : x.noteAt(value));
  const up = (/** @type {number} */ value) => (note.yref === "paper" ? area.top + (1 - value) * area.height : (note.yref === "y2" && y2 ? y2 : y).noteAt(value));
  const lines = note.text.split("<br>").map(plainText);
  const style = { align: note.align ?? "left", bold: isBold(note.text) || note.font?.weight === "bold", size: note.font?.size ?? SIZE };
  const [wide, high] = [Math.max(...lines.map((text) => widthOf(context, text, style))), 1.3 * style.size * lines.length];
  const at = { x: across(note.ax ?? note.x) + (note.xshift ?? 0), y: up(note.ay ?? note.y) - (note.yshift ?? 0) };
  const left = at.x - wide * { left: 0, center: 0.5, right: 1 }[note.xanchor ?? "center"];
  const top = at.y - high * { top: 0, middle: 0.5, bottom: 1 }[note.yanchor ?? "middle"];
  const box = { left: Math.max(Math.min(left, width - wide - 2), 2), top: Math.max(top, 0), width: wide, height: high };
  return { box, tip: { x: across(note.x), y: up(note.y) }, style, lines };
}

/**
 * The notes with their boxes, none on another, and where there is room no curve's name on a curve: what cannot stand where it
 * should goes up or down by as little as it can.
 * @param {Painter} context
 * @param {Note[]} notes
 * @param {Scales} scales
 * @param {number} width of the canvas
 * @param {Point[][]} [curves]
 */
export function placed(context, notes, scales, width, curves = []) {
  const { area } = scales;
  /** @type {(ReturnType<typeof placeOf> & { note: Note })[]} */
  const found = [];
  for (const note of notes) {
    const place = placeOf(context, note, scales, width);
    const under = note.name === END ? piecesAt(curves, place.box) : [];
    const isApart = (/** @type {number} */ top) => found.every(({ box }) => !overlap(box, { ...place.box, top }));
    const isClear = (/** @type {number} */ top) => isApart(top) && !isCrossed({ ...place.box, top }, under);
    const last = area.top + area.height - place.box.height;
    const rows = under.length ? Array.from({ length: Math.max(Math.ceil(last / ROW), 0) }, (_, k) => ROW * k) : [];
    const tops = [...found.flatMap(({ box }) => [box.top - place.box.height, box.top + box.height]), ...rows].filter((top) => top >= 0 && top <= last);
    const way = (/** @type {number} */ top) => Math.abs(top - place.box.top);
    const sorted = [place.box.top, ...tops].sort((a, b) => way(a) - way(b));
    const top = sorted.find(isClear) ?? sorted.find(isApart) ?? place.box.top;
    found.push({ ...place, note, box: { ...place.box, top } });
  }
  return found;
}

/**
 * The straight pieces of curves that lie above or below a box, or in it.
 * @param {Point[][]} curves
 * @param {Box} box
 */
const piecesAt = (curves, { left, width }) => curves.flatMap((curve) => curve.slice(1).map((to, i) => [curve[i], to]))
  .filter(([from, to]) => to.x >= left - CLEAR && from.x <= left + width + CLEAR);

/**
 * Whether one of some pieces comes near a box.
 * @param {Box} box
 * @param {Point[][]} pieces
 */
function isCrossed({ left, top, width, height }, pieces) {
  const around = { left: left - CLEAR, top: top - CLEAR, width: width + 2 * CLEAR, height: height + 2 * CLEAR };
  return pieces.some((piece) => clipped(piece, around).length > 0);
}

/**
 * @param {Painter} context
 * @param {ReturnType<typeof placed>} notes
 * @param {Look} look
 * @param {string} color of the lines to what they are about, where they have none of their own
 */
export function drawNotes(context, notes, look, color) {
  for (const { note, box, tip, style, lines } of notes) {
    if (note.ax !== undefined) {
      const [right, bottom] = [box.left + box.width, box.top + box.height];
      const from = { x: Math.min(Math.max(tip.x, box.left - 3), right + 3), y: Math.min(Math.max(tip.y, box.top + 0.5 * box.height), bottom) };
      line(context, [from, tip], note.arrowcolor ?? color, note.arrowwidth ?? 1);
    }
    const [x, high] = [style.align === "right" ? box.left + box.width : box.left, box.height / lines.length];
    lines.forEach((text, i) => writeOnHalo(context, text, { x, y: box.top + (i + 0.77) * high }, look, style));
  }
}
