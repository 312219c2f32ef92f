// @ts-check
// Rectangles, in CSS pixels: where something lies on a canvas.

/**
 * @typedef {object} Box
 * @property {number} left
 * @property {number} top
 * @property {number} width
 * @property {number} height
 */

/** @typedef {{ x: number, y: number }} Point */

/**
 * Whether a point lies in a box; its right and lower edge belong to the next one.
 * @param {Box} box
 * @param {Point} point
 */
export const holds = (box, { x, y }) =>
  x >= box.left && x < box.left + box.width && y >= box.top && y < box.top + box.height;

/**
 * Whether two boxes share more than an edge.
 * @param {Box} a
 * @param {Box} b
 */
export const overlap = (a, b) => a.left < b.left + b.width && b.left < a.left + a.width && a.top < b.top + b.height && b.top < a.top + a.height;

/**
 * One of `columns` equal cells that share a box's width, as high as the box.
 * @param {Box} box
 * @param {number} columns
 * @param {number} column
 * @returns {Box}
 */
export function cellOf(box, columns, column) {
  const width = box.width / columns;
  return { left: box.left + column * width, top: box.top, width, height: box.height };
}

/**
 * Where the middle of such a cell lies.
 * @param {Box} box
 * @param {number} columns
 * @param {number} column
 */
export const columnMiddle = (box, columns, column) => box.left + ((column + 0.5) / columns) * box.width;

/**
 * Which of `columns` equal cells lies at x; −1 beside the box.
 * @param {Box} box
 * @param {number} columns
 * @param {number} x
 */
export function columnAt(box, columns, x) {
  const column = Math.floor(((x - box.left) / box.width) * columns);
  return column >= 0 && column < columns ? column : -1;
}
