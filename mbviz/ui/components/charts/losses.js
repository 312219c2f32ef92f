// @ts-check
// The losses of the examples as bars, row by row beside the heatmap, and their mean as a line.
// (For a notebook mbviz/figures/losses.py draws the same with Plotly.)

import { drawAxes, labelBelow, labelBeside, ticks, titleBelow } from "../drawing/axes.js";
import { rowBars } from "../drawing/bars.js";
import { hoverText } from "../drawing/hover.js";
import { markRow, rowMiddle } from "../drawing/rows.js";
import { fillBoxes, line } from "../drawing/shapes.js";
import { write } from "../drawing/text.js";
import { floats } from "../page/bytes.js";
import { fixed } from "../page/numbers.js";
import { listen, receive, rowPointed } from "./selectable.js";
import { sheetOf } from "./sheet.js";

/** @typedef {import("../drawing/svg_context.js").Painter} Painter */
/** @typedef {import("../drawing/boxes.js").Box} Box */
/** @typedef {import("./sheet.js").Look} Look */

/**
 * @typedef {object} Losses
 * @property {(0 | 1)[]} wrong whether each prediction is wrong
 * @property {number} mean the batch's loss, nats
 * @property {number} labelled up to so many rows each says its loss
 * @property {{ axis: string, mean: string }} words
 */

/** @typedef {import("./selectable.js").RowData & Losses & { losses: string }} Sent */
/** @typedef {import("./selectable.js").RowData & Losses & { losses: Float32Array }} Data losses in nats */

const ROOM = { side: 16, top: 32, height: 88, numbers: 72 }; // around the bars, and for the losses as numbers

/**
 * The box of the bars.
 * @param {Pick<Data, "rows" | "labelled" | "height">} data
 * @param {number} width
 * @returns {Box}
 */
export function layOut({ rows, labelled, height }, width) {
  const numbers = rows.length <= labelled ? ROOM.numbers : 0;
  return { left: ROOM.side, top: ROOM.top, width: width - 2 * ROOM.side - numbers, height: height - ROOM.height };
}

/**
 * Where the axis of losses ends.
 * @param {Pick<Data, "losses" | "mean">} data
 */
export const topOf = ({ losses, mean }) => 1.04 * losses.reduce((a, b) => Math.max(a, b), Math.max(mean, 0.1));

/**
 * @param {Painter} context
 * @param {Data} data
 * @param {Box} box
 * @param {number} top
 * @param {Look} look
 */
function drawBars(context, { losses, wrong, rows, labelled, colors }, box, top, { width, ink }) {
  const bars = rowBars(losses, top, box);
  fillBoxes(context, bars.filter((_, i) => !wrong[i]), colors.axis); // a pick is not green because the network was right
  fillBoxes(context, bars.filter((_, i) => wrong[i]), colors.wrong);
  if (rows.length > labelled) return;
  const numbers = Array.from(losses, (loss, i) => ({ at: rowMiddle(box, rows.length, i), text: `${wrong[i] ? "✗ " : ""}${fixed(loss, 3)}` }));
  labelBeside(context, { ...box, left: width }, numbers, ink);
}

/**
 * @param {Painter} context
 * @param {Data} data
 * @param {Box} box
 * @param {Look} look
 */
function draw(context, data, box, look) {
  const { losses, mean, rows, colors, words } = data;
  const top = topOf(data);
  const at = (/** @type {number} */ loss) => box.left + (Math.max(loss, 0) / top) * box.width;
  labelBelow(context, box, ticks(top, 4).map(([value, text]) => ({ at: at(value), text })), look.ink);
  titleBelow(context, box, words.axis, look.ink);
  drawAxes(context, box, colors.axis);
  drawBars(context, data, box, top, look);
  line(context, [{ x: at(mean), y: box.top }, { x: at(mean), y: box.top + box.height }], colors.batch, 4);
  write(context, words.mean, { x: at(mean), y: 20 }, look.ink, { bold: true, align: mean > top / 2 ? "right" : "left" });
  const whole = { ...box, left: 4, width: look.width - 8 };
  markRow(context, whole, rows.length, rows.indexOf(look.selected ?? -1), colors.batch);
  const row = rowPointed(data, box, look);
  if (look.pointer && row >= 0) hoverText(context, `n = ${rows[row]}: ${fixed(losses[row], 4)} nats`, look.pointer, look.width, look);
}

/** @param {Sent} sent @returns {Data} */
const unpack = (sent) => ({ ...sent, losses: floats(sent.losses) });

export const runLosses = sheetOf({ unpack, layOut, draw, receive, listen });
