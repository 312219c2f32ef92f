// @ts-check
// The stage's pictures of a batch: its digits as tiles, and its outputs as a heatmap with the picks outlined.

import { cellOf } from "../drawing/boxes.js";
import { drawTile, tileBox } from "../drawing/digits.js";
import { drawHeat, heatCell, outlinePicks } from "../drawing/heatmap.js";
import { rowHeight, rowMiddle } from "../drawing/rows.js";
import { fillBoxes, frame } from "../drawing/shapes.js";
import { heatPicture, mosaic } from "../drawing/stencils.js";
import { write } from "../drawing/text.js";
import { centred, fitTiles } from "./layout.js";

/** @typedef {import("../drawing/svg_context.js").Painter} Painter */
/** @typedef {import("../drawing/boxes.js").Box} Box */
/** @typedef {import("../drawing/stencils.js").ImageSize} ImageSize */
/** @typedef {import("./model.js").Shown} Shown */
/** @typedef {Record<"ink" | "ground" | "pick" | "wrong" | "other" | "batch" | "batchText" | "data" | "dataText" | "heat" | "axis" | "selection", string>} Colors */

const LABELLED = 12; // up to so many rows say which they are, and what was picked
const FULL = 10; // rows of a heatmap that fills its canvas
const NARROW = 40; // pixels of a cell below which its value has two decimals
const OUTLINED = 80; // up to so many rows have their picks outlined; above, picks are filled

/**
 * Outputs as floats, also where they came as bytes.
 * @param {Shown} shown
 * @returns {Float32Array}
 */
export function outputsOf({ arrays }) {
  arrays.outputs ??= arrays.y instanceof Float32Array ? arrays.y : shares(arrays.y);
  return arrays.outputs;
}

/**
 * Bytes as shares of 255; a loop, since `Float32Array.from` takes ten times as long.
 * @param {Uint8Array} bytes
 */
function shares(bytes) {
  const floats = new Float32Array(bytes.length);
  for (let i = 0; i < bytes.length; i++) floats[i] = bytes[i] / 255;
  return floats;
}

/**
 * Let a batch be painted into the pictures of the one before, which is shown no more.
 * @param {Shown} shown
 * @param {Shown | null} before
 */
export function inherit({ arrays }, before) {
  if (before) Object.assign(arrays, { mosaic: before.arrays.mosaic, heat: before.arrays.heat });
}

/**
 * The digits in one picture, so many side by side, made once for a batch, an ink and a layout.
 * @param {Shown} shown
 * @param {string} ink
 * @param {number} columns
 */
function digitsOf({ header, arrays }, ink, columns) {
  const [height, width] = header.side;
  const name = `${ink} ${columns}`;
  if (arrays.mosaicOf !== name) arrays.mosaic = mosaic(arrays.pixels, { height, width }, ink, columns, arrays.mosaic?.picture);
  arrays.mosaicOf = name;
  return /** @type {ReturnType<typeof mosaic>} */ (arrays.mosaic);
}

/**
 * How the digits are laid out.
 * @param {Shown} shown
 * @param {ImageSize} canvas
 */
export function tilesFor({ header, arrays }, canvas) {
  const [height, width] = header.side;
  return fitTiles(arrays.t.length, canvas, { height, width });
}

/**
 * Draw the digits; wrong ones are marked, and above some number they have neither caption nor bars.
 * @param {Painter} context
 * @param {Shown} shown
 * @param {ImageSize} canvas
 * @param {number} selected place of the selected example, or −1
 * @param {Colors} colors
 */
export function drawDigits(context, shown, canvas, selected, colors) {
  const { header, arrays } = shown;
  const tiles = tilesFor(shown, canvas);
  const digits = digitsOf(shown, colors.ink, tiles.columns);
  const [height, width] = header.side;
  context.imageSmoothingEnabled = tiles.picture.width < width;
  if (tiles.bare) drawBare(context, shown, tiles, digits.picture, colors);
  else {
    const outputs = outputsOf(shown);
    for (let i = 0; i < arrays.t.length; i++) {
      const digit = { truth: arrays.t[i], guess: arrays.predicted[i], outputs: outputs.subarray(i * header.classes, (i + 1) * header.classes), picture: digits.picture, place: digits.placeOf(i), size: { height, width } };
      drawTile(context, tiles, centred(tileBox(tiles, i), tiles), digit, false, colors);
    }
  }
  if (selected >= 0) frame(context, inner(tileBox(tiles, selected)), colors.selection, 2);
}

/**
 * Many digits without captions: one picture of all of them, which lies as the tiles do, and a frame around wrong ones.
 * @param {Painter} context
 * @param {Shown} shown
 * @param {ReturnType<typeof fitTiles>} tiles
 * @param {CanvasImageSource & { width: number, height: number }} picture
 * @param {Colors} colors
 */
function drawBare(context, { header, arrays }, tiles, picture, colors) {
  const [height, width] = header.side;
  const across = (picture.width / width) * tiles.width;
  context.drawImage(picture, 0, 0, picture.width, picture.height, tiles.inset, 0, across, (picture.height / height) * tiles.height);
  for (let i = 0; i < arrays.t.length; i++) {
    if (arrays.t[i] !== arrays.predicted[i]) frame(context, inner(tileBox(tiles, i)), colors.wrong, tiles.width > 24 ? 2 : 1);
  }
}

/** @param {Box} box */
const inner = ({ left, top, width, height }) => ({ left: left + 0.5, top: top + 0.5, width: width - 1, height: height - 1 });

/**
 * Where the heatmap lies on its canvas. Rows are as high as if there were FULL of them, or higher where there are fewer
 * (drawing/rows.js shares a box among ten).
 * @param {ImageSize} canvas
 * @param {number} rows
 * @returns {Box}
 */
export function heatBox({ width, height }, rows) {
  const larger = rows < FULL ? FULL / Math.max(rows, FULL / 2) : 1;
  return { left: 62, top: 2, width: width - 64, height: larger * (height - 22) };
}

/**
 * Draw the outputs; `hidden` leaves the picks for a guess.
 * @param {Painter} context
 * @param {Shown} shown
 * @param {ImageSize} canvas
 * @param {number} selected
 * @param {Colors} colors
 * @param {boolean} hidden
 */
export function drawPicks(context, shown, canvas, selected, colors, hidden) {
  const { header, arrays } = shown;
  const rows = arrays.t.length;
  const box = heatBox(canvas, rows);
  const shape = { rows, columns: header.classes };
  if (!arrays.isHeated) arrays.heat = heatPicture(outputsOf(shown), header.classes, colors.heat, arrays.heat);
  arrays.isHeated = true;
  drawHeat(context, arrays.heat, box, rows, colors.axis);
  if (!hidden) drawPicked(context, box, shape, shown, colors);
  for (let k = 0; k < header.classes; k++) {
    const cell = cellOf(box, header.classes, k);
    write(context, `${k}`, { x: cell.left + cell.width / 2, y: canvas.height - 4 }, colors.ink, { size: 14 });
  }
  for (let i = 0; rows <= LABELLED && i < rows; i++) {
    const name = hidden ? `y[${arrays.rows[i]}, …]` : `y[${arrays.rows[i]}, ${arrays.t[i]}]`;
    write(context, name, { x: box.left - 6, y: rowMiddle(box, rows, i) + 5 }, colors.ink, { align: "right", size: 14, bold: i === selected });
  }
  if (selected >= 0) frame(context, markOf(box, rows, selected), colors.selection, 2);
}

/**
 * The outline of a row, never too thin to be seen.
 * @param {Box} box
 * @param {number} rows
 * @param {number} row
 */
function markOf(box, rows, row) {
  const height = Math.max(rowHeight(box, rows), 4);
  return { left: box.left - 1, top: rowMiddle(box, rows, row) - height / 2, width: box.width + 2, height };
}

/**
 * @param {Painter} context
 * @param {Box} box
 * @param {{ rows: number, columns: number }} shape
 * @param {Shown} shown
 * @param {Colors} colors
 */
function drawPicked(context, box, shape, { arrays }, colors) {
  const picked = Array.from(/** @type {Uint8Array} */ (arrays.t));
  if (shape.rows > OUTLINED) {
    fillBoxes(context, picked.map((k, row) => heatCell(box, shape, row, k)), colors.pick);
    return;
  }
  outlinePicks(context, box, shape, picked, colors.pick);
  if (shape.rows > LABELLED) return;
  picked.forEach((k, row) => {
    const cell = heatCell(box, shape, row, k);
    const value = arrays.picks[row];
    const place = { x: cell.left + cell.width / 2, y: cell.top + cell.height / 2 + 5 };
    const [digits, size] = cell.width < NARROW ? [2, 13] : [3, 15];
    write(context, value.toFixed(digits), place, value > 0.55 ? "#fff" : colors.ink, { bold: true, size });
  });
}
