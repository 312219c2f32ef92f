// @ts-check
// The pile of a class: a dot for each draw, which falls onto a loss axis and stays on those that fell before it.

import { line } from "../drawing/shapes.js";
import { widthOf, write, writeOnHalo } from "../drawing/text.js";

/** @typedef {import("../drawing/svg_context.js").Painter} Painter */
/** @typedef {import("../drawing/boxes.js").Box} Box */
/** @typedef {import("../drawing/boxes.js").Point} Point */

/** @typedef {{ low: number, high: number }} Axis where the loss axis begins and ends, nats */

/**
 * Where a dot lies.
 * @typedef {object} Placed
 * @property {number} draw
 * @property {number} loss nats
 * @property {number} x
 * @property {number} y
 * @property {boolean} beyond whether it lies beyond the axis's end; it is drawn as a triangle at it
 */

/**
 * The law of the dots.
 * @typedef {object} Law
 * @property {ArrayLike<number>} quantiles ascending, nats
 * @property {number[]} levels their chances
 */

const SIZES = [36, 30, 24, 20, 16, 13, 10, 8, 6, 4]; // pixels of a dot, the largest for which the pile has room
const ALONE = 40; // dots that the law is drawn for while there are fewer: its outline would lie flat on the axis
const FALL = 700; // milliseconds

/**
 * Where a loss lies along a box.
 * @param {Box} box
 * @param {Axis} axis
 */
export const along = (box, { low, high }) => (/** @type {number} */ loss) => box.left + (box.width * (loss - low)) / (high - low);

/**
 * On which level each dot lies: exactly at its loss, and as low as no dot lies that came before it. null where one would
 * lie on the level `most` or above.
 * @param {ArrayLike<number>} losses nats
 * @param {Box} box
 * @param {Axis} axis
 * @param {number} size pixels of a dot
 * @param {number} [most]
 */
export function levelsOf(losses, box, axis, size, most = Infinity) {
  /** @type {Map<number, { x: number, level: number }[]>} */
  const columns = new Map(); // what may touch a dot lies in its column or in the next ones
  const levels = [];
  for (const loss of Array.from(losses)) {
    const x = within(box, axis, loss);
    const column = Math.floor(x / size);
    const near = [-1, 0, 1].flatMap((step) => columns.get(column + step) ?? []).filter((other) => Math.abs(other.x - x) < size);
    const taken = new Set(near.map(({ level }) => level));
    let level = 0;
    while (taken.has(level)) level++;
    if (level >= most) return null;
    columns.set(column, [...(columns.get(column) ?? []), { x, level }]);
    levels.push(level);
  }
  return levels;
}

/**
 * Where a dot lies along the box: at its loss, or at the end beyond which that lies.
 * @param {Box} box
 * @param {Axis} axis
 * @param {number} loss nats
 */
const within = (box, axis, loss) => Math.min(Math.max(along(box, axis)(loss), box.left), box.left + box.width);

/**
 * How many of so many dots the law lets fall on each nat, at the middle of each step between two quantiles.
 * @param {Law} law
 * @param {number} dots
 * @returns {[number, number][]} losses and dots a nat
 */
export function expected({ quantiles, levels }, dots) {
  /** @type {[number, number][]} */
  const found = [];
  for (let k = 1; k < levels.length; k++) {
    const [share, width] = [levels[k] - levels[k - 1], quantiles[k] - quantiles[k - 1]];
    if (share > 1e-5 && width > 0) found.push([(quantiles[k] + quantiles[k - 1]) / 2, (dots * share) / width]);
  }
  return found;
}

/**
 * How large the dots are: as large as the highest column and the law leave room for.
 * @param {ArrayLike<number>} losses nats
 * @param {Box} box
 * @param {Axis} axis
 * @param {Law | null} law
 */
export function sizeOf(losses, box, axis, law) {
  const peak = law ? Math.max(0, ...expected(law, Math.max(losses.length, ALONE)).map(([, density]) => density)) : 0;
  const nats = (axis.high - axis.low) / box.width; // of a pixel
  const fits = (/** @type {number} */ size) => {
    const most = Math.floor(box.height / size);
    return peak * nats * size <= most && levelsOf(losses, box, axis, size, most) !== null;
  };
  return SIZES.find(fits) ?? SIZES[SIZES.length - 1];
}

/**
 * Where all dots lie: each at its loss, on those that came before it.
 * @param {ArrayLike<number>} draws
 * @param {ArrayLike<number>} losses nats
 * @param {Box} box
 * @param {Axis} axis
 * @param {number} size pixels
 * @returns {Placed[]}
 */
export function pileUp(draws, losses, box, axis, size) {
  const levels = levelsOf(losses, box, axis, size) ?? [];
  const step = Math.min(size, (box.height - size) / Math.max(1, ...levels));
  return levels.map((level, k) => {
    const y = box.top + box.height - size / 2 - level * step;
    return { draw: draws[k], loss: losses[k], x: within(box, axis, losses[k]), y, beyond: losses[k] > axis.high || losses[k] < axis.low };
  });
}

/**
 * Where a dot is on its way down.
 * @param {Placed} dot
 * @param {number} top where it begins
 * @param {number} age milliseconds since it came
 */
export const falling = ({ y }, top, age) => (age >= FALL ? y : top + (y - top) * (Math.max(age, 0) / FALL) ** 2);

/**
 * Whether a dot of this age, in milliseconds, has come to lie.
 * @param {number} age
 */
export const lies = (age) => age >= FALL;

/**
 * @param {Painter} context
 * @param {Placed} dot
 * @param {number} size pixels
 * @param {string} color
 * @param {string} [edge]
 */
export function drawDot(context, { x, y, beyond }, size, color, edge) {
  const radius = size / 2 - 0.5;
  context.beginPath();
  if (beyond) [[x, y - radius], [x + radius, y + radius], [x - radius, y + radius]].forEach(([px, py], k) => (k ? context.lineTo(px, py) : context.moveTo(px, py)));
  else context.arc(x, y, radius, 0, 2 * Math.PI);
  context.closePath();
  context.fillStyle = color;
  context.fill();
  if (!edge) return;
  context.strokeStyle = edge;
  context.lineWidth = 2;
  context.stroke();
}

/**
 * The law as the outline of the pile that so many dots would make, and the middle half of it.
 * @param {Painter} context
 * @param {Box} box
 * @param {Axis} axis
 * @param {Law} law
 * @param {{ dots: number, size: number }} pile
 * @param {string} color
 */
export function drawLaw(context, box, axis, law, { dots, size }, color) {
  const x = along(box, axis);
  const bottom = box.top + box.height;
  const high = (size * size * (axis.high - axis.low)) / box.width; // pixels of a dot a nat
  const points = expected(law, Math.max(dots, ALONE)).map(([loss, density]) => ({ x: x(loss), y: bottom - density * high }));
  line(context, points.filter(({ x: at }) => at >= box.left && at <= box.left + box.width), color, 4);
}

/**
 * The middle half of all batches, as a band.
 * @param {Painter} context
 * @param {Box} box
 * @param {Axis} axis
 * @param {Law} law
 * @param {string} color
 */
export function drawHalf(context, box, axis, { quantiles, levels }, color) {
  const at = (/** @type {number} */ level) => quantiles[levels.reduce((best, other, k) => (Math.abs(other - level) < Math.abs(levels[best] - level) ? k : best), 0)];
  const [left, right] = [at(0.25), at(0.75)].map(along(box, axis));
  context.globalAlpha = 0.16;
  context.fillStyle = color;
  context.fillRect(left, box.top, right - left, box.height);
  context.globalAlpha = 1;
}

/**
 * A loss as a line through the pile, with its name above.
 * @param {Painter} context
 * @param {Box} box
 * @param {number} x
 * @param {string} text
 * @param {{ line: string, ink: string, ground: string }} colors
 * @param {{ row: number, dashed: boolean, side?: "left" | "right" }} way how far from the top its name stands, how it is
 * drawn, and on which side of it its name is wanted
 */
export function drawMark(context, box, x, text, colors, { row, dashed, side }) {
  const [top, bottom] = [box.top - 4, box.top + box.height];
  if (!dashed) line(context, [{ x, y: top }, { x, y: bottom }], colors.line, 3);
  else for (let y = top; y < bottom; y += 12) line(context, [{ x, y }, { x, y: Math.min(y + 7, bottom) }], colors.line, 3);
  const style = { bold: true, size: 18 };
  const room = widthOf(context, text, style) + 7;
  const [fitsLeft, fitsRight] = [x - room >= box.left, x + room <= box.left + box.width];
  const align = fitsLeft && (side === "left" || !fitsRight) ? "right" : "left";
  writeOnHalo(context, text, { x: x + (align === "left" ? 7 : -7), y: box.top + 14 + 22 * row }, colors, { ...style, align });
}

/**
 * On which side of two marks their names stand, so that neither lies on the line of the other.
 * @param {number} one
 * @param {number} other
 * @returns {["left" | "right", "left" | "right"]}
 */
export const sides = (one, other) => (one < other ? ["left", "right"] : ["right", "left"]);

/**
 * The axis below the pile.
 * @param {Painter} context
 * @param {Box} box
 * @param {[number, string][]} marks losses, and how they are written
 * @param {Axis} axis
 * @param {string} title
 * @param {{ ink: string, axis: string }} colors
 */
export function drawAxis(context, box, marks, axis, title, colors) {
  const bottom = box.top + box.height;
  const x = along(box, axis);
  line(context, [{ x: box.left, y: bottom + 1 }, { x: box.left + box.width, y: bottom + 1 }], colors.axis, 2);
  for (const [loss, text] of marks) {
    line(context, [{ x: x(loss), y: bottom }, { x: x(loss), y: bottom + 6 }], colors.axis, 2);
    write(context, text, { x: x(loss), y: bottom + 24 }, colors.ink, { size: 18 });
  }
  write(context, title, { x: box.left + box.width / 2, y: bottom + 48 }, colors.ink, { size: 17 });
}
