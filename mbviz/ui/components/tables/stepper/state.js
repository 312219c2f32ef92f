// @ts-check
// What the stepper's parts share: what the server sent, what the visitor has typed since, and which step is shown.

import { make, part } from "../../page/component.js";
import { newGrid } from "../table.js";

/**
 * The numbers of every step, as texts, since JSON knows no infinity.
 * @typedef {object} Trace
 * @property {number[]} rows the first index array
 * @property {number[]} columns the second one
 * @property {string[]} picks
 * @property {string[]} logs
 * @property {string[]} sums
 * @property {string} loss
 * @property {{ picks: string[], logs: string[], sums: string[], loss: string }} full the same with all digits
 */

/**
 * What Python sends.
 * @typedef {object} Data
 * @property {string[][]} y cells as typed
 * @property {string[] | string[][]} t labels, or one-hot rows, as typed
 * @property {string[] | null} sel the rows of y that are selected, as typed
 * @property {boolean} oneHot
 * @property {Trace | null} trace null while some cell cannot be used
 * @property {string} delta
 * @property {[string, number, number][]} invalid array, row and column of each cell that cannot be used
 * @property {boolean} fixed whether no cell can be changed
 * @property {number} editId the last edit that these data hold
 * @property {string} session names the session; another one knows nothing of what was edited
 * @property {string} kept the table as the server wants it back in that case; empty where nothing was changed
 * @property {{ undo: number, redo: number }} history how many changes can be undone and made again
 * @property {[string, string][]} printed lines of code, and what Python prints for each
 * @property {Record<string, string>} words
 * @property {Record<string, string>} colors
 * @property {string} painted
 */

/** @typedef {{ array: "y" | "t" | "sel", row: number, column: number }} Address where the server finds a cell */

/** @typedef {{ kind: "cell" | "paste", text?: string, too_long?: number } & Address} CellEdit */
/** @typedef {{ kind: "resize", rows: number, classes: number }} Resize */
/** @typedef {{ kind: "undo" | "redo" | "undo_all" } | { kind: "restore", text: string }} Step */
/** @typedef {CellEdit | Resize | Step} Change */
/** @typedef {{ id: number, session: string } & Change} Edit */

/** @typedef {import("../table.js").Cell & { address: Address, shown: string | null, bad: boolean }} EditCell */

/**
 * The cells of one line.
 * @typedef {object} Line
 * @property {HTMLElement} index
 * @property {HTMLElement} label
 * @property {HTMLElement[]} values
 * @property {HTMLElement} log
 * @property {HTMLElement} sum
 * @property {number} line its place in the table
 * @property {HTMLElement[]} ones of its one-hot row; empty without one
 * @property {HTMLElement | null} pick the cell that is outlined
 */

/**
 * The stepper on the page, before its first data.
 * @param {HTMLElement} root
 */
export function newStepper(root) {
  const find = (/** @type {string} */ selector) => part(root, selector, HTMLElement);
  const live = [make("span"), make("span"), make("span")];
  find(".live").append(...live);
  return {
    root,
    grid: /** @type {import("../table.js").Grid<EditCell>} */ (newGrid(find(".frame"))),
    code: find(".formula"),
    live: find(".live"),
    foot: { total: find(".total"), mean: find(".mean") },
    controls: find(".controls"),
    range: part(root, "input", HTMLInputElement),
    count: find(".count"),
    spoken: find(".position .spoken"),
    help: find(".help"),
    clip: part(root, ".clip", HTMLTextAreaElement),
    ...newTable(),
    ...newProgress(),
    data: /** @type {Data} */ (/** @type {unknown} */ (null)), // there is always some before anything is shown
    tell: (/** @type {string} */ _name, /** @type {unknown} */ _value) => {},
  };
}

/** The table: its cells, the open editor, and the edits that the server has not answered. */
function newTable() {
  return {
    shape: "", // of the table that stands there
    classes: 0,
    cells: /** @type {EditCell[]} */ ([]),
    heads: /** @type {HTMLElement[]} */ ([]),
    lines: /** @type {Line[]} */ ([]),
    pairs: /** @type {Line[]} */ ([]),
    results: /** @type {string[]} */ ([]), // widths of the logarithms and sums
    editor: /** @type {{ td: EditCell, input: HTMLInputElement, before: string } | null} */ (null),
    pending: /** @type {Edit[]} */ ([]),
    lastId: 0,
    sentAgain: 0, // the last edit that was
  };
}

/** The step that is shown, and what is lit for it. */
function newProgress() {
  return {
    step: 0,
    steps: 0,
    playing: false,
    timer: 0,
    lit: /** @type {[Element, string][]} */ ([]),
    active: /** @type {HTMLElement | null} */ (null),
    codeShape: "",
  };
}

/** @typedef {ReturnType<typeof newStepper>} Stepper */

/**
 * The text of a cell: what the visitor typed and the server has not answered yet goes before what it said last.
 * @param {Pick<Stepper, "data" | "pending">} stepper
 * @param {Address} address
 * @returns {string}
 */
export function textOf({ data, pending }, { array, row, column }) {
  const typed = pending.filter(
    (edit) => edit.kind === "cell" && edit.array === array && edit.row === row && edit.column === column,
  );
  const last = typed[typed.length - 1];
  if (last?.kind === "cell") return last.text ?? "";
  const line = data[array]?.[row] ?? "";
  return (typeof line === "string" ? line : line[column]) ?? "";
}
