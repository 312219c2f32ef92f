// @ts-check
// What a figure shows of its numbers: bands, lines, bars, dots and their errors.

import { clipped, dashes, fillBoxes, line } from "../../drawing/shapes.js";

/** @typedef {import("../../drawing/svg_context.js").Painter} Painter */
/** @typedef {import("../../drawing/boxes.js").Box} Box */
/** @typedef {import("../../drawing/boxes.js").Point} Point */
/** @typedef {import("./scales.js").Scales} Scales */
/** @typedef {import("./figure.js").Trace} Trace */

const DASHES = /** @type {Record<string, number>} */ ({ dash: 3, dot: 1.2 }); // times a line's width

/**
 * The points of a trace on the canvas; null where one has no number.
 * @param {Trace} trace
 * @param {Scales} scales
 * @returns {(Point | null)[]}
 */
export function pointsOf(trace, scales) {
  const y = heightOf(trace, scales);
  return trace.x.map((value, i) => {
    const other = trace.y[i];
    return value === null || other === null ? null : { x: scales.x.at(value), y: y.at(other) };
  });
}

/**
 * The scale of a trace's heights.
 * @param {Trace} trace
 * @param {Scales} scales
 */
export const heightOf = (trace, { y, y2 }) => (trace.yaxis === "y2" && y2 ? y2 : y);

/**
 * The bars of a trace.
 * @param {Trace} trace
 * @param {Scales} scales
 * @returns {Box[]}
 */
export function barsOf(trace, scales) {
  const y = heightOf(trace, scales);
  return trace.x.map((value, i) => {
    const [middle, half, height] = [value ?? 0, (trace.width?.[i] ?? 0) / 2, y.at(trace.y[i] ?? 0)];
    const [left, right] = [scales.x.at(middle - half), scales.x.at(middle + half)];
    return { left, top: height, width: right - left, height: y.at(0) - height };
  });
}

/**
 * @param {Painter} context
 * @param {Trace} trace
 * @param {Scales} scales
 */
export function drawTrace(context, trace, scales) {
  if (trace.type === "bar") return fillBoxes(context, barsOf(trace, scales), String(trace.marker?.color));
  const points = pointsOf(trace, scales);
  const { box } = heightOf(trace, scales);
  if (trace.fill) fillWithin(context, points, box, trace.fillcolor ?? "");
  if (trace.mode.includes("lines")) drawLine(context, points, trace, box);
  if (trace.error_y) drawErrors(context, points, trace, scales);
  if (trace.mode.includes("markers")) drawMarkers(context, points, trace);
}

/**
 * @param {Painter} context
 * @param {(Point | null)[]} points of an outline
 * @param {Box} box
 * @param {string} color
 */
function fillWithin(context, points, { left, top, width, height }, color) {
  const kept = (/** @type {number} */ value, /** @type {number} */ least, /** @type {number} */ most) => Math.min(Math.max(value, least), most);
  context.fillStyle = color;
  context.beginPath();
  for (const point of points) if (point) context.lineTo(kept(point.x, left, left + width), kept(point.y, top, top + height));
  context.closePath();
  context.fill();
}

/**
 * @param {Painter} context
 * @param {(Point | null)[]} points
 * @param {Trace} trace
 * @param {Box} box
 */
function drawLine(context, points, { line: { color, width, dash }, cliponaxis }, box) {
  for (const part of partsOf(points)) {
    for (const piece of cliponaxis === false ? [part] : clipped(part, box)) {
      const pieces = dash && dash in DASHES ? dashes(piece, Math.max(DASHES[dash] * width, 3)) : [piece];
      for (const stroke of pieces) line(context, stroke, color, width);
    }
  }
}

/**
 * A line's parts between the points that have no number.
 * @param {(Point | null)[]} points
 * @returns {Point[][]}
 */
export function partsOf(points) {
  /** @type {Point[][]} */
  const parts = [[]];
  for (const point of points) {
    if (point) parts[parts.length - 1].push(point);
    else parts.push([]);
  }
  return parts.filter((part) => part.length > 1);
}

/**
 * @param {Painter} context
 * @param {(Point | null)[]} points
 * @param {Trace} trace
 * @param {Scales} scales
 */
function drawErrors(context, points, trace, scales) {
  const y = heightOf(trace, scales);
  const { array, color, thickness, width } = /** @type {NonNullable<Trace["error_y"]>} */ (trace.error_y);
  points.forEach((point, i) => {
    const value = trace.y[i];
    if (!point || value === null) return;
    const ends = [value - array[i], value + array[i]].map((end) => Math.min(Math.max(y.at(end), y.box.top), y.box.top + y.box.height));
    line(context, ends.map((end) => ({ x: point.x, y: end })), color, thickness);
    for (const end of ends) line(context, [point.x - width, point.x + width].map((x) => ({ x, y: end })), color, thickness);
  });
}

/**
 * @param {Painter} context
 * @param {(Point | null)[]} points
 * @param {Trace} trace
 */
function drawMarkers(context, points, { marker = {} }) {
  context.globalAlpha = marker.opacity ?? 1;
  points.forEach((point, i) => {
    const size = Array.isArray(marker.size) ? marker.size[i] : (marker.size ?? 6);
    if (!point || !size) return;
    outline(context, point, size / 2, marker.symbol ?? "circle");
    context.fillStyle = context.strokeStyle = marker.color ?? "";
    const isOpen = marker.symbol?.endsWith("-open");
    if (!isOpen) context.fill();
    if (!isOpen && !marker.line?.color) return;
    context.lineWidth = marker.line?.width ?? 1;
    if (!isOpen) context.strokeStyle = marker.line?.color ?? "";
    context.stroke();
  });
  context.globalAlpha = 1;
}

/**
 * The outline of a marker as the context's path.
 * @param {Painter} context
 * @param {Point} at
 * @param {number} radius
 * @param {string} symbol
 */
function outline(context, { x, y }, radius, symbol) {
  context.beginPath();
  if (symbol.startsWith("circle")) return context.arc(x, y, radius, 0, 2 * Math.PI);
  if (symbol === "square") return context.rect(x - radius, y - radius, 2 * radius, 2 * radius);
  const reach = 1.3 * radius; // a diamond
  context.moveTo(x, y - reach);
  for (const [right, down] of [[reach, 0], [0, reach], [-reach, 0]]) context.lineTo(x + right, y + down);
  context.closePath();
}
