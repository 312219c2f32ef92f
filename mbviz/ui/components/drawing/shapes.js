// @ts-check
// Lines, frames and filled boxes.

/** @typedef {import("./svg_context.js").Painter} Painter */
/** @typedef {import("./boxes.js").Box} Box */
/** @typedef {import("./boxes.js").Point} Point */

/**
 * A line through points.
 * @param {Painter} context
 * @param {Point[]} points
 * @param {string} color
 * @param {number} [width]
 */
export function line(context, points, color, width = 1) {
  context.strokeStyle = color;
  context.lineWidth = width;
  context.beginPath();
  points.forEach(({ x, y }, i) => (i ? context.lineTo(x, y) : context.moveTo(x, y)));
  context.stroke();
}

/**
 * The outline of a box.
 * @param {Painter} context
 * @param {Box} box
 * @param {string} color
 * @param {number} [width]
 */
export function frame(context, box, color, width = 1) {
  context.strokeStyle = color;
  context.lineWidth = width;
  context.strokeRect(box.left, box.top, box.width, box.height);
}

/**
 * Boxes of one colour.
 * @param {Painter} context
 * @param {Box[]} boxes
 * @param {string} color
 */
export function fillBoxes(context, boxes, color) {
  context.fillStyle = color;
  for (const { left, top, width, height } of boxes) context.fillRect(left, top, width, height);
}

/**
 * A line as dashes, each as long as the gap after it.
 * @param {Point[]} points
 * @param {number} [length] pixels of a dash
 * @returns {Point[][]}
 */
export function dashes(points, length = 8) {
  /** @type {Point[][]} */
  const parts = [];
  let [left, isDrawn] = [length, true]; // so much of this dash or gap is left
  let dash = points.slice(0, 1);
  for (let i = 1; i < points.length; i++) {
    let from = points[i - 1];
    const to = points[i];
    let way = Math.hypot(to.x - from.x, to.y - from.y);
    while (way > left) {
      const share = left / way;
      from = { x: from.x + share * (to.x - from.x), y: from.y + share * (to.y - from.y) };
      if (isDrawn) parts.push([...dash, from]);
      [way, left, isDrawn, dash] = [way - left, length, !isDrawn, [from]];
    }
    left -= way;
    dash.push(to);
  }
  return isDrawn && dash.length > 1 ? [...parts, dash] : parts;
}

/**
 * The parts of a line that lie in a box, cut where it leaves the box.
 * @param {Point[]} points
 * @param {Box} box
 * @returns {Point[][]}
 */
export function clipped(points, box) {
  /** @type {Point[][]} */
  const parts = [];
  for (let i = 1; i < points.length; i++) {
    const [from, to] = [points[i - 1], points[i]];
    const ends = cut(from, to, box);
    if (!ends) continue;
    const [first, last] = ends.map((share) => ({ x: from.x + share * (to.x - from.x), y: from.y + share * (to.y - from.y) }));
    if (parts.length && ends[0] === 0 && i > 1 && parts[parts.length - 1].at(-1) === from) parts[parts.length - 1].push(ends[1] === 1 ? to : last);
    else parts.push([ends[0] === 0 ? from : first, ends[1] === 1 ? to : last]);
  }
  return parts;
}

/**
 * Between which shares of the way from one point to another it lies in a box (Liang and Barsky); null where it does not.
 * @param {Point} from
 * @param {Point} to
 * @param {Box} box
 * @returns {[number, number] | null}
 */
function cut(from, to, { left, top, width, height }) {
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  let [first, last] = [0, 1];
  for (const [way, room] of [[-dx, from.x - left], [dx, left + width - from.x], [-dy, from.y - top], [dy, top + height - from.y]]) {
    if (way === 0 && room < 0) return null;
    if (way < 0) first = Math.max(first, room / way);
    if (way > 0) last = Math.min(last, room / way);
  }
  return first <= last ? [first, last] : null;
}
