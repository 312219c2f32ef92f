// @ts-check
// The softmax outputs as a heatmap, the picked cells outlined.
// (For a notebook mbviz/figures/picks.py draws the same with Plotly.)

import { labelBelow, labelBeside, ticks, titleBelow, titleBeside } from "../drawing/axes.js";
import { columnMiddle } from "../drawing/boxes.js";
import { drawHeat, heatCellAt, outlinePicks } from "../drawing/heatmap.js";
import { hoverText } from "../drawing/hover.js";
import { markRow, rowMiddle } from "../drawing/rows.js";
import { heatPicture } from "../drawing/stencils.js";
import { floats } from "../page/bytes.js";
import { inCode } from "../page/numbers.js";
import { listen, receive } from "./selectable.js";
import { sheetOf } from "./sheet.js";

/** @typedef {import("../drawing/svg_context.js").Painter} Painter */
/** @typedef {import("../drawing/boxes.js").Box} Box */
/** @typedef {import("./sheet.js").Look} Look */

/**
 * @typedef {object} Picks
 * @property {number[]} t the true class of each row
 * @property {number} classes
 * @property {number} labelled up to so many rows each carries its index pair
 * @property {boolean} inOrder whether the rows are numbered as they stand
 * @property {{ classes: string, rows: string }} words
 */

/** @typedef {import("./selectable.js").RowData & Picks & { y: string }} Sent */
/** @typedef {import("./selectable.js").RowData & Picks & { y: Float32Array, picture: HTMLCanvasElement }} Data */

/**
 * The box of the cells.
 * @param {Pick<Data, "rows" | "labelled" | "height">} data
 * @param {number} width
 * @returns {Box}
 */
export function layOut({ rows, labelled, height }, width) {
  const left = rows.length <= labelled ? 82 : 64;
  return { left, top: 32, width: width - left - 8, height: height - 88 };
}

/**
 * What stands left of the rows: an index pair each, or their numbers where these go up.
 * @param {Pick<Data, "rows" | "t" | "labelled" | "inOrder">} data
 * @param {Box} box
 */
export function rowLabels({ rows, t, labelled, inOrder }, box) {
  const at = (/** @type {number} */ i) => rowMiddle(box, rows.length, i);
  if (rows.length <= labelled) return rows.map((n, i) => ({ at: at(i), text: `y[${n}, ${t[i]}]` }));
  return inOrder ? ticks(rows.length - 1, 5).map(([n, text]) => ({ at: at(n), text })) : [];
}

/**
 * @param {Painter} context
 * @param {Data} data
 * @param {Box} box
 * @param {Look} look
 */
function draw(context, data, box, look) {
  const { rows, t, y, classes, colors, words, picture } = data;
  const shape = { rows: rows.length, columns: classes };
  const columns = Array.from({ length: classes }, (_, k) => ({ at: columnMiddle(box, classes, k), text: `${k}` }));
  labelBelow(context, box, columns, look.ink);
  titleBelow(context, box, words.classes, look.ink);
  labelBeside(context, box, rowLabels(data, box), look.ink);
  if (rows.length > data.labelled) titleBeside(context, box, words.rows, look.ink);
  drawHeat(context, picture, box, rows.length, colors.axis);
  outlinePicks(context, box, shape, t, colors.pick);
  markRow(context, box, rows.length, rows.indexOf(look.selected ?? -1), colors.batch);
  const cell = look.pointer && heatCellAt(box, shape, look.pointer);
  if (!look.pointer || !cell) return;
  const value = y[cell.row * classes + cell.column];
  hoverText(context, `y[${rows[cell.row]}, ${cell.column}] = ${inCode(value)}`, look.pointer, look.width, look);
}

/** @param {Sent} sent @returns {Data} */
function unpack(sent) {
  const y = floats(sent.y);
  return { ...sent, y, picture: heatPicture(y, sent.classes, sent.colors.heat) };
}

export default sheetOf({ unpack, layOut, draw, receive, listen });
