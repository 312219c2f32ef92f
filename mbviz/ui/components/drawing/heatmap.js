// @ts-check
// A heatmap: a row for each example, a column for each class, and the picked cells outlined.

import { cellOf, columnAt } from "./boxes.js";
import { rowAt, rowHeight } from "./rows.js";
import { frame } from "./shapes.js";

/** @typedef {import("./svg_context.js").Painter} Painter */
/** @typedef {import("./boxes.js").Box} Box */
/** @typedef {import("./boxes.js").Point} Point */

/**
 * The cell of a column in a row.
 * @param {Box} box
 * @param {{ rows: number, columns: number }} shape
 * @param {number} row
 * @param {number} column
 * @returns {Box}
 */
export function heatCell(box, { rows, columns }, row, column) {
  const height = rowHeight(box, rows);
  return { ...cellOf(box, columns, column), top: box.top + row * height, height };
}

/**
 * The row and column at a point; null where there is no cell.
 * @param {Box} box
 * @param {{ rows: number, columns: number }} shape
 * @param {Point} point
 */
export function heatCellAt(box, { rows, columns }, { x, y }) {
  const [row, column] = [rowAt(box, rows, y), columnAt(box, columns, x)];
  return row < 0 || column < 0 ? null : { row, column };
}

/**
 * Draw the cells: a picture with one pixel for each, stretched.
 * @param {Painter} context
 * @param {CanvasImageSource} picture
 * @param {Box} box
 * @param {number} rows
 * @param {string} edge colour of the line around them
 */
export function drawHeat(context, picture, box, rows, edge) {
  const height = rowHeight(box, rows) * rows;
  context.imageSmoothingEnabled = false;
  context.drawImage(picture, box.left, box.top, box.width, height);
  frame(context, { ...box, height }, edge);
}

/**
 * Outline one cell in each row, all of them in one stroke.
 * @param {Painter} context
 * @param {Box} box
 * @param {{ rows: number, columns: number }} shape
 * @param {number[]} picked the column in each row
 * @param {string} color
 */
export function outlinePicks(context, box, shape, picked, color) {
  const height = rowHeight(box, shape.rows);
  context.strokeStyle = color;
  context.lineWidth = height > 20 ? 3 : height > 4 ? 2 : 1;
  context.beginPath();
  picked.forEach((column, row) => {
    const cell = heatCell(box, shape, row, column);
    context.rect(cell.left, cell.top, cell.width, cell.height);
  });
  context.stroke();
}
