// @ts-check
// Charts with a row for each example: a click or the arrow keys select one, and the same is selected in every view.

import { rowAt } from "../drawing/rows.js";
import { pointOn } from "../page/canvas.js";
import { stepOf } from "../page/component.js";
import { latest, remember } from "../page/picked.js";
import { listenToPointer } from "./sheet.js";

/** @typedef {import("../drawing/boxes.js").Box} Box */

/**
 * @typedef {object} Rows
 * @property {number[]} rows the number n of each example within its batch
 * @property {number} selected the n that the server says is selected
 */

/** @typedef {import("./sheet.js").SheetData & Rows} RowData */

/**
 * A chart whose layout is the box of its rows.
 * @template {RowData} Data
 * @typedef {import("./sheet.js").Sheet<Data, Box>} RowSheet
 */

const STEPS = { ArrowDown: 1, ArrowUp: -1 };

/**
 * The row under the pointer; −1 without one.
 * @param {RowData} data
 * @param {Box} box
 * @param {import("./sheet.js").Look} look
 */
export const rowPointed = (data, box, { pointer }) => (pointer ? rowAt(box, data.rows.length, pointer.y) : -1);

/**
 * @template {RowData} Data
 * @param {RowSheet<Data>} sheet
 * @param {number} row
 */
function pick(sheet, row) {
  const n = sheet.data?.rows[row];
  if (n === undefined) return;
  sheet.selected = n;
  sheet.paint();
  remember(n);
  sheet.tell("pick", n);
}

/**
 * Takes over what the server says is selected.
 * @template {RowData} Data
 * @param {RowSheet<Data>} sheet
 * @param {Data} data
 */
export function receive(sheet, { selected }) {
  sheet.selected = latest(selected);
}

/**
 * Hears the mouse and the keys.
 * @template {RowData} Data
 * @param {RowSheet<Data>} sheet
 */
export function listen(sheet) {
  const { canvas } = sheet;
  canvas.tabIndex = 0;
  canvas.addEventListener("click", (event) => {
    if (sheet.data && sheet.boxes) pick(sheet, rowAt(sheet.boxes, sheet.data.rows.length, pointOn(event).y));
  });
  canvas.addEventListener("keydown", (event) => {
    const step = stepOf(event, STEPS);
    if (!step || !sheet.data) return;
    event.preventDefault();
    pick(sheet, sheet.data.rows.indexOf(sheet.selected ?? 0) + step);
  });
  listenToPointer(sheet);
}
