// @ts-check
// The stepper's table on the page: built when its shape changes, written into otherwise.

import { make } from "../../page/component.js";
import { addCell, addPlain, addRow, heat, newGrid, newParts, reach, setWidths } from "../table.js";
import { classesOf, columnWidths, headLabels, linesOf } from "./lines.js";
import { textOf } from "./state.js";

/** @typedef {import("./state.js").Stepper} Stepper */
/** @typedef {import("./state.js").Address} Address */
/** @typedef {import("./state.js").EditCell} EditCell */
/** @typedef {import("./lines.js").Place} Place */

const SHORT = 5; // characters of a number that has room in larger letters

/**
 * A cell that can be edited, at a place of the grid.
 * @param {Stepper} stepper
 * @param {HTMLElement} tr
 * @param {[number, number]} place
 * @param {string} className
 * @param {Address} address
 */
function addEditable(stepper, tr, place, className, address) {
  const td = Object.assign(make("td", className), { place, address, shown: null, bad: false });
  td.setAttribute("role", "gridcell");
  td.setAttribute("data-cell", nameOf(address));
  addCell(stepper.grid, td);
  stepper.cells.push(td);
  tr.append(td);
  return td;
}

/** @param {Address} address */
const nameOf = ({ array, row, column }) => `${array},${row},${column}`;

/**
 * The sticky cells of a pair's line; a row of y without a pair has its number alone.
 * @param {Stepper} stepper
 * @param {number} line
 * @param {HTMLElement} tr
 * @param {Place} place
 */
function addLeft(stepper, line, tr, { n, row }) {
  const { sel, oneHot } = stepper.data;
  const number = sel ? row ?? "–" : n;
  let index = addPlain(tr, sel ? "fixed fixed-0" : "fixed fixed-0 mono arange", String(number), "rowheader");
  const at = sel ? 2 : 1;
  if (sel) {
    const classes = "fixed fixed-1 mono";
    index = n === null ? addPlain(tr, classes) : addEditable(stepper, tr, [line, 1], classes, { array: "sel", row: n, column: 0 });
  }
  const classes = `fixed fixed-${at} mono last-fixed`;
  if (oneHot || n === null) return { index, label: addPlain(tr, classes, oneHot ? "y" : "") };
  return { index, label: addEditable(stepper, tr, [line, at], classes, { array: "t", row: n, column: 0 }) };
}

/**
 * @param {Stepper} stepper
 * @param {number} line
 * @param {HTMLElement} tr
 * @param {"y" | "t"} array
 * @param {number | null} row null for a pair that names no row: its cells are empty
 * @param {string} className
 */
function addValues(stepper, line, tr, array, row, className) {
  const offset = stepper.data.sel ? 3 : 2;
  return Array.from({ length: stepper.classes }, (_, k) =>
    row === null ? addPlain(tr, className) : addEditable(stepper, tr, [line, k + offset], className, { array, row, column: k }),
  );
}

/**
 * @param {Stepper} stepper
 * @param {HTMLElement} body
 * @param {Place} place
 */
function addLine(stepper, body, { n, row }) {
  const { grid, lines, pairs } = stepper;
  const line = grid.lines.length;
  const tr = addRow(body, n === null ? "faint" : "");
  const left = addLeft(stepper, line, tr, { n, row });
  const values = addValues(stepper, line, tr, "y", row, "heat");
  const log = addPlain(tr, "mono sum-cell first-sum");
  const sum = addPlain(tr, "mono sum-cell");
  grid.lines[line] ??= [];
  /** @type {import("./state.js").Line} */
  const cells = { ...left, values, log, sum, line: lines.length, ones: [], pick: null };
  lines.push(cells);
  if (n === null) return;
  pairs[n] = cells;
  if (stepper.data.oneHot) cells.ones = addOneHot(stepper, body, n);
}

/**
 * @param {Stepper} stepper
 * @param {HTMLElement} body
 * @param {number} n
 */
function addOneHot(stepper, body, n) {
  const tr = addRow(body, "ones");
  addPlain(tr, "fixed fixed-0");
  if (stepper.data.sel) addPlain(tr, "fixed fixed-1");
  addPlain(tr, `fixed fixed-${stepper.data.sel ? 2 : 1} mono last-fixed`, "t");
  const ones = addValues(stepper, stepper.grid.lines.length, tr, "t", n, "one");
  addPlain(tr, "first-sum");
  addPlain(tr, "");
  return ones;
}

/**
 * What the table on the page must have been built for.
 * @param {Stepper} stepper
 */
function shapeOf({ data, pending }) {
  return JSON.stringify([linesOf({ data, pending }), classesOf(data), data.oneHot, Boolean(data.sel), data.words.row]);
}

/**
 * Whether the table on the page has the lines and columns of the data.
 * @param {Stepper} stepper
 */
export const isBuilt = (stepper) => stepper.shape === shapeOf(stepper);

/**
 * Build the table anew. The cell that was current stays so; returns it, or null when it is not there any more.
 * @param {Stepper} stepper
 */
export function build(stepper) {
  const { grid, data } = stepper;
  const root = grid.table.getRootNode();
  const hadFocus = root instanceof ShadowRoot && grid.table.contains(root.activeElement);
  const current = grid.current && nameOf(grid.current.address);
  const classes = classesOf(data);
  Object.assign(stepper, { shape: shapeOf(stepper), classes, cells: [], lines: [], pairs: [], grid: newGrid(grid.frame), lit: [] });
  const { head, heads, body } = newParts(headLabels(data, classes));
  stepper.heads = heads;
  linesOf(stepper).forEach((place) => addLine(stepper, body, place));
  writeCells(stepper);
  grid.table.replaceChildren(head, body);
  const again = stepper.cells.find((td) => nameOf(td.address) === current) ?? null;
  reach(stepper.grid, again ?? stepper.cells[0] ?? null);
  if (hadFocus) stepper.grid.current?.focus({ preventScroll: true });
  return again;
}

/**
 * Write what changed into the cells.
 * @param {Stepper} stepper
 */
export function writeCells(stepper) {
  const invalid = new Set(stepper.data.invalid.map((cell) => cell.join()));
  for (const td of stepper.cells) {
    const isEdited = stepper.editor?.td === td;
    if (!isEdited) writeCell(td, textOf(stepper, td.address), invalid.has(nameOf(td.address)), stepper.data.oneHot);
  }
}

/**
 * @param {EditCell} td
 * @param {string} text
 * @param {boolean} bad
 * @param {boolean} oneHot
 */
function writeCell(td, text, bad, oneHot) {
  if (td.shown === text && td.bad === bad) return;
  const { array, row, column } = td.address;
  td.textContent = text;
  if (text.length > 6 || td.title) td.title = text;
  const place = array === "y" || oneHot ? `[${row}, ${column}]` : `[${row}]`;
  td.setAttribute("aria-label", `${array}${place} = ${text}`);
  if (array === "y") heat(td, bad ? "" : text); // what is no probability has no colour of one
  else if (oneHot) td.classList.toggle("zero", Number(text) === 0);
  if (bad !== td.bad) {
    td.classList.toggle("bad", bad);
    td.setAttribute("aria-invalid", String(bad));
  }
  Object.assign(td, { shown: text, bad });
}

/**
 * Make each column as wide as it must be.
 * @param {Stepper} stepper
 */
export function fitColumns(stepper) {
  const { left, values, results } = columnWidths(stepper);
  const isShort = stepper.classes <= 10 && stepper.cells.every(({ shown }) => (shown ?? "").length <= SHORT);
  stepper.grid.frame.classList.toggle("short", isShort);
  stepper.results = results;
  setWidths(stepper.grid.table, [...left, ...values, ...results]);
}
