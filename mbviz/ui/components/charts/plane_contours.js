// @ts-check
// Where exactly half of all batches of a size point, and 95 % of them: in the plane, and along each of its directions.

import { within } from "../drawing/plane.js";
import { dashes, line } from "../drawing/shapes.js";
import { writeOnHalo } from "../drawing/text.js";
import { whole } from "../page/numbers.js";

/** @typedef {import("../drawing/svg_context.js").Painter} Painter */
/** @typedef {import("../drawing/boxes.js").Box} Box */
/** @typedef {import("../drawing/boxes.js").Point} Point */
/** @typedef {import("../drawing/plane.js").View} View */

/**
 * The contours of all sizes, as they are sent, but for their points.
 * @typedef {object} SentContours
 * @property {number[][]} shares of each size, what its regions hold
 * @property {number[][]} lines of each closed line the number of its size, of its region, and how many points it has
 */

/**
 * One region: the share of all batches that it holds, and the closed lines around it.
 * @typedef {{ share: number, lines: Point[][] }} Region
 */

/**
 * The regions of each size.
 * @param {SentContours} sent
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

const NAMED = 40; // pixels that a region is high, at least, for names

/**
 * The regions of a size, each with the share that it holds at its top where it is large enough.
 * @param {Painter} context
 * @param {Region[]} regions
 * @param {View} view
 * @param {Box} box
 * @param {{ ink: string, ground: string }} colors
 */
export function drawRegions(context, regions, view, box, colors) {
  for (const { share, lines } of regions) {
    const outline = outlineOf(lines, view);
    for (const points of outline) for (const part of within(points, box)) line(context, part, colors.ink, 1.5);
    const all = outline.flat();
    const heights = all.map(({ y }) => y);
    const top = all[heights.indexOf(Math.min(...heights))];
    const isSeen = top && top.y >= box.top + 14 && top.x >= box.left + 20 && top.x <= box.left + box.width - 20;
    if (share > 0 && isSeen && Math.max(...heights) - top.y >= NAMED) writeOnHalo(context, `${Math.round(100 * share)}%`, { x: top.x, y: top.y - 4 }, colors, { size: 13 });
  }
}

/**
 * The outermost region of the size before, dashed, and named by it right of what is in sight of it.
 * @param {Painter} context
 * @param {Region[]} regions
 * @param {number} size B
 * @param {View} view
 * @param {Box} box
 * @param {{ ink: string, ground: string }} colors
 */
export function drawGhost(context, regions, size, view, box, colors) {
  const parts = outlineOf(regions.at(-1)?.lines ?? [], view).flatMap((points) => within(points, box));
  for (const part of parts) for (const dash of dashes(part, 5)) line(context, dash, colors.ink, 1);
  const place = besideOf(parts.flat(), box);
  if (place) writeOnHalo(context, `B = ${whole(size)}`, place, colors, { size: 13, align: "left" });
}

/**
 * Right of the rightmost of some points, where a name fits into the box; null where there is no such place.
 * @param {Point[]} points
 * @param {Box} box
 */
export function besideOf(points, box) {
  const right = points.reduce((/** @type {Point | null} */ best, point) => (best && best.x >= point.x ? best : point), null);
  const room = 76; // pixels of the longest name
  return right && { x: Math.min(right.x + 6, box.left + box.width - room), y: Math.min(Math.max(right.y - 8, box.top + 16), box.top + box.height - 16) };
}

/** @param {Point[][]} lines @param {View} view @returns {Point[][]} on the canvas */
const outlineOf = (lines, view) => lines.map((points) => points.map(({ x, y }) => ({ x: view.x(x), y: view.y(y) })));

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
