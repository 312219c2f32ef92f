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
 * A line as dashes: its points in groups, each with the way between as long as a dash or a gap.
 * @param {Point[]} points close to each other
 * @param {number} [length] pixels of a dash, and of the gap after it
 * @returns {Point[][]}
 */
export function dashes(points, length = 8) {
  /** @type {Point[][]} */
  const parts = [];
  let [way, last] = [0, -1];
  points.forEach((point, i) => {
    if (i) way += Math.hypot(point.x - points[i - 1].x, point.y - points[i - 1].y);
    const part = Math.floor(way / length);
    if (part % 2) return;
    if (part !== last) parts.push([]);
    last = part;
    parts[parts.length - 1].push(point);
  });
  return parts.filter((part) => part.length > 1);
}
