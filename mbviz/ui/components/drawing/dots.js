// @ts-check
// Dots, one for each mini-batch: its size along, its mean loss upwards.

import { dotsPicture } from "./stamps.js";

/** @typedef {import("./svg_context.js").Painter} Painter */
/** @typedef {import("./boxes.js").Point} Point */

/**
 * One mini-batch and its place.
 * @typedef {object} Dot
 * @property {number} size batch size
 * @property {number} draw
 * @property {number} value mean loss, nats
 * @property {boolean} above whether it lies beyond the axis; it is drawn as a triangle on the axis's end
 * @property {number} x
 * @property {number} y
 */

const [RADIUS, OPACITY] = [2.5, 0.6]; // pixels, and of a dot alone
const MANY = 300; // from so many dots on a picture of them is made faster

/**
 * Where values lie on a canvas.
 * @typedef {object} Scales
 * @property {(size: number) => number} x
 * @property {(loss: number) => number} y
 * @property {number} width of the axis along, in pixels
 */

/**
 * How far to the side a dot is drawn: always the same way, so that the density of many of one size shows.
 * @param {number} index
 * @param {number} width
 */
export const spread = (index, width) => (((index * 0.6180339887) % 1) - 0.5) * Math.min(14, width / 45);

/**
 * Lay out the dots.
 * @param {ArrayLike<number>} estimates mean losses, `draws` for each size
 * @param {number[]} sizes
 * @param {number} top where the loss axis ends, nats
 * @param {Scales} scales
 * @returns {Dot[]}
 */
export function layOutDots(estimates, sizes, top, scales) {
  const draws = estimates.length / sizes.length;
  return Array.from(estimates, (value, i) => {
    const [size, draw] = [sizes[Math.floor(i / draws)], i % draws];
    const x = scales.x(size) + spread(draw, scales.width);
    return { size, draw, value, above: value > top, x, y: scales.y(Math.min(value, top)) };
  });
}

/**
 * The dot nearest to a point, none farther than `reach` pixels; null without one.
 * @param {Dot[]} dots
 * @param {Point} point
 * @param {number} reach
 */
export function nearestDot(dots, { x, y }, reach) {
  let best = null;
  let distance = reach * reach;
  for (const dot of dots) {
    const square = (dot.x - x) ** 2 + (dot.y - y) ** 2;
    if (square < distance) [best, distance] = [dot, square];
  }
  return best;
}

/**
 * The outline of a dot as the context's path.
 * @param {Painter} context
 * @param {{ x: number, y: number, above: boolean }} dot
 * @param {number} radius
 */
function trace(context, { x, y, above }, radius) {
  context.beginPath();
  if (!above) return context.arc(x, y, radius, 0, 2 * Math.PI);
  context.moveTo(x, y - radius);
  context.lineTo(x + radius, y + radius);
  context.lineTo(x - radius, y + radius);
  context.closePath();
}

/**
 * Draw many dots, so faint that those which lie on each other show.
 * @param {Painter} context
 * @param {Dot[]} dots
 * @param {string} color
 */
export function drawDots(context, dots, color) {
  const isMany = dots.length > MANY && "getTransform" in context;
  const round = isMany ? dots.filter(({ above }) => !above) : [];
  const rest = isMany && stamp(/** @type {CanvasRenderingContext2D} */ (context), round, color) ? dots.filter(({ above }) => above) : dots;
  context.fillStyle = color;
  context.globalAlpha = OPACITY;
  for (const dot of rest) {
    trace(context, dot, RADIUS);
    context.fill();
  }
  context.globalAlpha = 1;
}

/**
 * Draw round dots as one picture, by the pixels of the canvas; returns whether that can be done.
 * @param {CanvasRenderingContext2D} context
 * @param {Point[]} dots
 * @param {string} color
 */
function stamp(context, dots, color) {
  const { a, d, e, f } = context.getTransform(); // a canvas is scaled and moved, and not turned
  const made = dots.length ? dotsPicture(dots.map(({ x, y }) => ({ x: a * x + e, y: d * y + f })), a * RADIUS, color, OPACITY) : null;
  if (!made) return false;
  context.save();
  context.resetTransform();
  context.drawImage(made.picture, made.left, made.top);
  context.restore();
  return true;
}

/**
 * Draw one dot that stands out, with an outline.
 * @param {Painter} context
 * @param {{ x: number, y: number, above: boolean }} dot
 * @param {number} radius
 * @param {string} edge
 * @param {string} [fill] none for a ring
 */
export function drawBright(context, dot, radius, edge, fill) {
  trace(context, dot, radius);
  if (fill) {
    context.fillStyle = fill;
    context.fill();
  }
  context.lineWidth = 2;
  context.strokeStyle = edge;
  context.stroke();
}
