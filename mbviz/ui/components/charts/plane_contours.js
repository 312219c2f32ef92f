// @ts-check
// Where exactly half of all batches of a size point, and 95 % of them: in the plane, and along each of its directions.

import { within } from "../drawing/plane.js";
import { line } from "../drawing/shapes.js";
import { writeOnHalo } from "../drawing/text.js";
import { whole } from "../page/numbers.js";

/** @typedef {import("../drawing/svg_context.js").Painter} Painter */
/** @typedef {import("../drawing/boxes.js").Box} Box */
/** @typedef {import("../drawing/boxes.js").Point} Point */
/** @typedef {import("../drawing/plane.js").View} View */

/**
 * The contours of all sizes, as they are sent.
 * @typedef {object} SentContours
 * @property {number[][]} shares of each size, what its regions hold
 * @property {number[][]} lines of each closed line the number of its size, of its region, and how many points it has
 * @property {string} points of all lines, as floats
 */

/**
 * One region: the share of all batches that it holds, and the closed lines around it.
 * @typedef {{ share: number, lines: Point[][] }} Region
 */

/**
 * The regions of each size.
 * @param {Pick<SentContours, "shares" | "lines">} sent
 * @param {ArrayLike<number>} values x and y of all points
 * @returns {Region[][]}
 */
export function regionsOf({ shares, lines }, values) {
  /** @type {Region[][]} */
  const regions = shares.map((row) => row.map((share) => ({ share, lines: [] })));
  let start = 0;
  for (const [size, region, count] of lines) {
    const first = start;
    regions[size][region].lines.push(Array.from({ length: count }, (_, i) => ({ x: values[2 * (first + i)], y: values[2 * (first + i) + 1] })));
    start += count;
  }
  return regions;
}

/**
 * The regions of a size, each with the share that it holds at its top.
 * @param {Painter} context
 * @param {Region[]} regions
 * @param {View} view
 * @param {Box} box
 * @param {{ ink: string, ground: string }} colors
 */
export function drawRegions(context, regions, view, box, colors) {
  for (const { share, lines } of regions) {
    const top = drawLines(context, lines, view, box, colors.ink, 1.5);
    if (share > 0) name(context, `${Math.round(100 * share)}%`, top, box, colors);
  }
}

/**
 * The outermost region of the size before, named by it.
 * @param {Painter} context
 * @param {Region[]} regions
 * @param {number} size B
 * @param {View} view
 * @param {Box} box
 * @param {{ ink: string, ground: string }} colors
 */
export function drawGhost(context, regions, size, view, box, colors) {
  name(context, `B = ${whole(size)}`, drawLines(context, regions.at(-1)?.lines ?? [], view, box, colors.ink, 1), box, colors);
}

/**
 * @param {Painter} context
 * @param {Point[][]} lines
 * @param {View} view
 * @param {Box} box
 * @param {string} color
 * @param {number} width
 * @returns {Point | null} the highest point that there is; null without a line
 */
function drawLines(context, lines, view, box, color, width) {
  /** @type {Point | null} */
  let top = null;
  for (const one of lines) {
    const points = one.map(({ x, y }) => ({ x: view.x(x), y: view.y(y) }));
    for (const part of within(points, box)) line(context, part, color, width);
    for (const point of points) if (!top || point.y < top.y) top = point;
  }
  return top;
}

/**
 * @param {Painter} context
 * @param {string} text
 * @param {Point | null} top
 * @param {Box} box
 * @param {{ ink: string, ground: string }} colors
 */
function name(context, text, top, box, colors) {
  if (!top || top.y < box.top + 14 || top.x < box.left + 20 || top.x > box.left + box.width - 20) return;
  writeOnHalo(context, text, { x: top.x, y: top.y - 4 }, colors, { size: 13 });
}

/**
 * The middle shares of all batches along both directions, exactly, as bars along the edges of the box.
 * @param {Painter} context
 * @param {{ low: number[][], high: number[][] }} bands for each share and direction where it begins and ends
 * @param {View} view
 * @param {Box} box
 * @param {string} color
 */
export function drawBars(context, { low, high }, view, box, color) {
  const [bottom, right] = [box.top + box.height, box.left + box.width];
  const kept = (/** @type {number} */ value, /** @type {number} */ least, /** @type {number} */ most) => Math.min(Math.max(value, least), most);
  low.forEach((_, j) => {
    const width = j ? 3 : 9; // the middle half stands out
    const [x0, x1] = [low, high].map((end) => kept(view.x(end[j][0]), box.left, right));
    const [y0, y1] = [low, high].map((end) => kept(view.y(end[j][1]), box.top, bottom));
    line(context, [{ x: x0, y: bottom - 5 }, { x: x1, y: bottom - 5 }], color, width);
    line(context, [{ x: box.left + 5, y: y0 }, { x: box.left + 5, y: y1 }], color, width);
  });
}
