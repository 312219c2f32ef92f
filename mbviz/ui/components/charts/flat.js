// @ts-check
// One digit as a picture, as a row of all its pixels, and its label as a row of all classes. The pixel under the
// pointer, or chosen by the arrow keys, is marked in all of them.

import { labelBelow } from "../drawing/axes.js";
import { cellOf, columnAt, columnMiddle, holds } from "../drawing/boxes.js";
import { frame } from "../drawing/shapes.js";
import { write } from "../drawing/text.js";
import { pointOn } from "../page/canvas.js";
import { fill, stepOf } from "../page/component.js";
import { sheetOf } from "./sheet.js";

/** @typedef {import("../drawing/svg_context.js").Painter} Painter */
/** @typedef {import("../drawing/boxes.js").Box} Box */
/** @typedef {import("../drawing/boxes.js").Point} Point */
/** @typedef {import("../drawing/stencils.js").ImageSize} ImageSize */

/**
 * @typedef {object} Flat
 * @property {number[]} pixels grey values from 0, which is paper, to 255
 * @property {ImageSize} image
 * @property {number[]} label one-hot
 * @property {Record<"picture" | "strip" | "row" | "label" | "pixel", string>} words
 */

/** @typedef {import("./sheet.js").SheetData & Flat} Data */
/** @typedef {Record<"picture" | "strip" | "row" | "label", Box>} Boxes */

// The picture's longer side, where it begins, a row's height, and from one row to the next.
const WIDE = { side: 164, top: 22, strip: 28, gap: 58, from: 640 };
const NARROW = { side: 168, top: 30, strip: 36, gap: 96, from: 0 };
const BELOW = 26; // the classes' numbers below the last row

/** @param {number} width */
const formOf = (width) => (width >= WIDE.from ? WIDE : NARROW);

/**
 * The picture, and beside it, or below where there is no room, the three rows.
 * @param {Pick<Data, "image">} data
 * @param {number} width
 * @returns {Boxes}
 */
export function layOut({ image }, width) {
  const form = formOf(width);
  const { side, gap, strip } = form;
  const cell = side / Math.max(image.height, image.width);
  const picture = { left: 4, top: form.top, width: cell * image.width, height: cell * image.height };
  const left = form === WIDE ? picture.width + 44 : 4;
  const top = form === WIDE ? form.top : picture.height + 72;
  const row = (/** @type {number} */ i) => ({ left, top: top + i * gap, width: width - left - 6, height: strip });
  return { picture, strip: row(0), row: row(1), label: row(2) };
}

/**
 * How high picture and rows are.
 * @param {Pick<Data, "image">} data
 * @param {number} width
 */
export function heightOf(data, width) {
  const { picture, label } = layOut(data, width);
  return Math.ceil(Math.max(picture.top + picture.height + 4, label.top + label.height + BELOW));
}

/**
 * Which pixel lies at a point; null beside the pixels.
 * @param {Boxes} boxes
 * @param {ImageSize} image
 * @param {Point} point
 * @param {number} current the pixel that is marked: the row of the picture that is shown is its row
 */
export function pixelAt({ picture, strip, row }, { height, width }, point, current) {
  const r = Math.floor(current / width);
  if (holds(picture, point)) return Math.floor(((point.y - picture.top) / picture.height) * height) * width + columnAt(picture, width, point.x);
  if (holds(strip, point)) return columnAt(strip, height * width, point.x);
  return holds(row, point) ? r * width + columnAt(row, width, point.x) : null;
}

/**
 * What is said of a pixel.
 * @param {Data} data
 * @param {number} pixel
 */
function pixelText({ words, pixels, image: { width } }, pixel) {
  return fill(words.pixel, { r: Math.floor(pixel / width), c: pixel % width, i: pixel, v: pixels[pixel], width });
}

/**
 * Grey values as cells, row by row.
 * @param {Painter} context
 * @param {number[]} values
 * @param {Box} box
 * @param {ImageSize} shape
 * @param {string} ink
 */
function shade(context, values, box, shape, ink) {
  const [width, height] = [box.width / shape.width, box.height / shape.height];
  context.fillStyle = ink;
  values.forEach((value, i) => {
    if (!value) return;
    context.globalAlpha = value / 255;
    const [row, column] = [Math.floor(i / shape.width), i % shape.width];
    context.fillRect(box.left + column * width, box.top + row * height, width + 0.3, height);
  });
  context.globalAlpha = 1;
}

/**
 * One part: its title, its values as cells, and a line around them.
 * @param {Painter} context
 * @param {Box} box
 * @param {{ title: string, values: number[], shape: ImageSize }} part
 * @param {{ ink: string, edge: string }} colors
 */
function drawPart(context, box, { title, values, shape }, { ink, edge }) {
  write(context, title, { x: box.left, y: box.top - 10 }, ink, { align: "left", bold: true });
  shade(context, values, box, shape, ink);
  frame(context, box, edge);
}

/**
 * @param {Painter} context
 * @param {Data} data
 * @param {Box} box
 * @param {string} ink
 */
function drawLabel(context, { label, words, colors }, box, ink) {
  const cells = label.map((_, k) => cellOf(box, label.length, k));
  write(context, words.label, { x: box.left, y: box.top - 10 }, ink, { align: "left", bold: true });
  label.forEach((value, k) => {
    frame(context, cells[k], colors.axis);
    write(context, `${value}`, { x: columnMiddle(box, label.length, k), y: box.top + box.height / 2 + 5 }, ink, { bold: value === 1 });
  });
  labelBelow(context, box, label.map((_, k) => ({ at: columnMiddle(box, label.length, k), text: `${k}` })), ink);
  frame(context, cells[label.indexOf(1)], colors.pick, 3);
}

/**
 * The outlines that mark one pixel everywhere.
 * @param {Painter} context
 * @param {Boxes} boxes
 * @param {ImageSize} image
 * @param {number} pixel
 * @param {string} color
 */
function drawMarks(context, { picture, strip, row }, { height, width }, pixel, color) {
  const [r, c] = [Math.floor(pixel / width), pixel % width];
  const line = { ...picture, top: picture.top + (r * picture.height) / height, height: picture.height / height };
  frame(context, line, color, 2);
  frame(context, { ...cellOf(picture, width, c), top: line.top, height: line.height }, color, 3);
  const part = cellOf(strip, height, r);
  frame(context, { ...part, top: part.top - 3, height: part.height + 6 }, color, 2);
  frame(context, cellOf(row, width, c), color, 3);
}

/**
 * @param {Painter} context
 * @param {Data} data
 * @param {Boxes} boxes
 * @param {import("./sheet.js").Look} look
 */
function draw(context, data, boxes, look) {
  const { ink, selected } = look;
  const { image, pixels, words, colors } = data;
  const { width } = image;
  const pixel = selected ?? 0;
  const r = Math.floor(pixel / width);
  const paints = { ink, edge: colors.axis };
  drawPart(context, boxes.picture, { title: words.picture, values: pixels, shape: image }, paints);
  drawPart(context, boxes.strip, { title: words.strip, values: pixels, shape: { height: 1, width: pixels.length } }, paints);
  const title = fill(words.row, { r, first: r * width, last: (r + 1) * width - 1 });
  drawPart(context, boxes.row, { title, values: pixels.slice(r * width, (r + 1) * width), shape: { height: 1, width } }, paints);
  const { row } = boxes;
  const beside = formOf(look.width) === WIDE; // there is room for the pixel beside the row's title, else below the row
  const place = beside ? { x: row.left + row.width, y: row.top - 10 } : { x: row.left, y: row.top + row.height + 22 };
  write(context, pixelText(data, pixel), place, ink, { align: beside ? "right" : "left" });
  drawLabel(context, data, boxes.label, ink);
  drawMarks(context, boxes, image, pixel, colors.batch);
}

/** @typedef {import("./sheet.js").Sheet<Data, Boxes>} FlatSheet */

/**
 * Marks the pixel in the middle, until another one is chosen.
 * @param {FlatSheet} sheet
 * @param {Data} data
 */
function receive(sheet, { pixels, image: { height, width } }) {
  const isThere = sheet.selected !== null && sheet.selected < pixels.length;
  if (!isThere) sheet.selected = Math.floor(height / 2) * width + Math.floor(width / 2);
}

/**
 * Hears the mouse and the keys.
 * @param {FlatSheet} sheet
 */
function listen(sheet) {
  const { canvas } = sheet;
  const show = (/** @type {number | null} */ pixel) => {
    const { data } = sheet;
    if (!data || pixel === null || pixel < 0 || pixel >= data.pixels.length) return;
    sheet.selected = pixel;
    canvas.setAttribute("aria-label", `${data.summary} ${pixelText(data, pixel)}`);
    sheet.paint();
  };
  const point = (/** @type {MouseEvent} */ event) => {
    if (sheet.data && sheet.boxes) show(pixelAt(sheet.boxes, sheet.data.image, pointOn(event), sheet.selected ?? 0));
  };
  canvas.tabIndex = 0;
  canvas.addEventListener("pointermove", point);
  canvas.addEventListener("click", point);
  canvas.addEventListener("keydown", (event) => {
    const { width } = sheet.data?.image ?? { width: 0 };
    const step = stepOf(event, { ArrowRight: 1, ArrowLeft: -1, ArrowDown: width, ArrowUp: -width });
    if (step === undefined) return;
    event.preventDefault();
    show((sheet.selected ?? 0) + step);
  });
}

export const runFlat = sheetOf({ unpack: (/** @type {Data} */ data) => data, layOut, heightOf, draw, receive, listen });
