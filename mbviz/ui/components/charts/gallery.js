// @ts-check
// The digits of a batch on one canvas as large as its frame; scrolling redraws what is in sight, so a thousand digits
// cost no more than those that can be seen. (For a notebook mbviz/figures/digits.py draws the same with Plotly.)

import { groundBehind, inkOf } from "../drawing/colors.js";
import { drawTile, layOutRow, layOutTiles, layOutWhole, scrolledTo, tileAt, tileBox, tilesInSight, totalHeight } from "../drawing/digits.js";
import { mosaic } from "../drawing/stencils.js";
import { SvgContext } from "../drawing/svg_context.js";
import { unpack } from "../page/bytes.js";
import { emptied, inNextFrame, onResize, onTheme, pointOn, ratioOf } from "../page/canvas.js";
import { kept, part, stepOf } from "../page/component.js";
import { latest, remember } from "../page/picked.js";
import { saveButtons } from "../page/saving.js";

/** @typedef {import("../drawing/svg_context.js").Painter} Painter */

/**
 * What Python sends.
 * @typedef {object} Header
 * @property {number[]} rows the number n of each digit within its batch
 * @property {number[]} t true classes
 * @property {number[]} predicted
 * @property {number} classes
 * @property {import("../drawing/stencils.js").ImageSize} image
 * @property {number} selected the n that the server says is selected
 * @property {number | null} whole where all digits are to be in sight: how high they may be
 * @property {boolean} row whether the digits share one row as far as they can, and the gallery is as high as they are
 * @property {string} summary what the canvas shows, for those who do not see it
 * @property {string} painted becomes a mark on the frame once it shows this batch
 * @property {Record<"pick" | "wrong" | "other" | "batch", string>} colors
 * @property {import("../page/saving.js").Saving} save
 */

/** @typedef {Header & { y: Float32Array, pixels: Uint8Array }} Batch */

/** @param {Uint8Array} bytes @returns {Batch} */
function read(bytes) {
  const { header, arrays } = unpack(bytes);
  return { ...header, ...arrays };
}

/**
 * The gallery on the page.
 * @param {ParentNode} parent
 */
function newGallery(parent) {
  return {
    frame: part(parent, ".frame", HTMLElement),
    canvas: part(parent, "canvas", HTMLCanvasElement),
    spacer: part(parent, ".spacer", HTMLElement),
    spoken: part(parent, ".spoken", HTMLElement),
    batch: /** @type {Batch | null} */ (null),
    selected: 0,
    digits: /** @type {ReturnType<typeof mosaic> | null} */ (null),
    ink: "", // the colour that the digits are in
    size: "", // of the frame as it was painted last
    tell: (/** @type {string} */ _name, /** @type {unknown} */ _value) => {},
  };
}

/** @typedef {ReturnType<typeof newGallery>} Gallery */

/**
 * How a gallery is looked at.
 * @typedef {object} Look
 * @property {number} width of the canvas, CSS pixels
 * @property {number} height
 * @property {number} ratio pixels of the screen that one of them has along a side
 * @property {number} scrolled what is scrolled out of sight above, pixels
 * @property {string} ink the text's colour
 */

/**
 * @param {Gallery} gallery
 * @returns {Look}
 */
const lookOf = ({ canvas, frame }) => ({ width: canvas.clientWidth, height: canvas.clientHeight, ratio: ratioOf(canvas), scrolled: frame.scrollTop, ink: inkOf(canvas) });

/** @param {Pick<Look, "width" | "height" | "ratio">} look */
const sizeOf = ({ width, height, ratio }) => `${width} × ${Math.round(height)} at ${ratio}`;

/**
 * @param {Batch} batch
 * @param {number} width
 */
function tilesOf({ rows, image, whole, row }, width) {
  if (row) return layOutRow(rows.length, width, image);
  return whole ? layOutWhole(rows.length, width, image, whole) : layOutTiles(rows.length, width, image);
}

/**
 * All digits as one picture in the text's colour, made once for a batch and a theme.
 * @param {Gallery} gallery
 * @param {Batch} batch
 * @param {string} ink
 */
function digitsOf(gallery, batch, ink) {
  if (!gallery.digits || gallery.ink !== ink) gallery.digits = mosaic(batch.pixels, batch.image, ink);
  gallery.ink = ink;
  return gallery.digits;
}

/**
 * The tiles in sight, on a canvas or in a file.
 * @param {Painter} context
 * @param {Gallery} gallery
 * @param {Batch} batch
 * @param {Look} look
 */
function drawTiles(context, gallery, batch, { width, height, scrolled, ink }) {
  const { rows, t, predicted, classes, y, image } = batch;
  const { picture, placeOf } = digitsOf(gallery, batch, ink);
  const tiles = tilesOf(batch, width);
  const colors = { ...batch.colors, ink };
  context.imageSmoothingEnabled = false;
  const [first, last] = tilesInSight(tiles, scrolled, height);
  for (let i = first; i < last; i++) {
    const outputs = y.subarray(i * classes, (i + 1) * classes);
    const digit = { truth: t[i], guess: predicted[i], outputs, picture, place: placeOf(i), size: image };
    const box = tileBox(tiles, i);
    drawTile(context, tiles, { ...box, top: box.top - scrolled }, digit, rows.length > 1 && rows[i] === gallery.selected, colors);
  }
}

/**
 * Let the frame be as high as all its digits: a wheel or a finger over it scrolls the page, and nothing in it.
 * @param {Gallery} gallery
 * @param {number} height
 */
function grow({ frame, canvas }, height) {
  frame.style.height = `${height + 2}px`; // with its border
  Object.assign(canvas.style, { height: `${height}px`, marginBottom: `${-height}px` });
}

/**
 * @param {Gallery} gallery
 * @param {Look} [look]
 */
function paint(gallery, look = lookOf(gallery)) {
  const { canvas, frame, spacer, batch } = gallery;
  if (!batch || !look.width) return;
  const all = totalHeight(tilesOf(batch, look.width));
  const height = batch.whole || batch.row ? all : look.height;
  drawTiles(emptied(canvas, look.width, height, look.ratio), gallery, batch, { ...look, height });
  if (batch.whole || batch.row) grow(gallery, height);
  spacer.style.height = `${Math.max(all, height)}px`;
  gallery.size = sizeOf({ ...look, height });
  Object.assign(frame.dataset, { selected: String(gallery.selected), painted: batch.painted });
}

/** @param {Gallery} gallery */
function asSvg(gallery) {
  const { canvas, batch } = gallery;
  if (!batch) throw new Error("There is nothing to save yet");
  const look = lookOf(gallery);
  const context = new SvgContext(look.width, look.height, groundBehind(canvas), batch.summary);
  drawTiles(context, gallery, batch, look);
  return context.root;
}

/**
 * @param {Gallery} gallery
 * @param {number} index
 */
function select(gallery, index) {
  const { batch, frame, canvas } = gallery;
  const n = batch?.rows[index];
  if (!batch || n === undefined) return;
  gallery.selected = n;
  frame.scrollTop = scrolledTo(tilesOf(batch, canvas.clientWidth), index, frame.scrollTop, frame.clientHeight);
  paint(gallery);
  gallery.spoken.textContent = `n = ${n}: ${batch.t[index]} → ${batch.predicted[index]}`;
  remember(n);
  gallery.tell("pick", n);
}

/**
 * @param {Gallery} gallery
 * @param {MouseEvent} event
 */
function onClick(gallery, event) {
  const { batch, frame, canvas } = gallery;
  if (!batch) return;
  const { x, y } = pointOn(event);
  const point = { x, y: y + frame.scrollTop };
  select(gallery, tileAt(tilesOf(batch, canvas.clientWidth), point));
}

/**
 * @param {Gallery} gallery
 * @param {KeyboardEvent} event
 */
function onKey(gallery, event) {
  const { batch, canvas } = gallery;
  if (!batch) return;
  const { columns } = tilesOf(batch, canvas.clientWidth);
  const at = batch.rows.indexOf(gallery.selected);
  const to = stepOf(event, { ArrowRight: at + 1, ArrowLeft: at - 1, ArrowDown: at + columns, ArrowUp: at - columns, Home: 0, End: batch.rows.length - 1 });
  if (to === undefined) return;
  event.preventDefault();
  select(gallery, to);
}

/** @param {ParentNode} parent */
function mount(parent) {
  const gallery = newGallery(parent);
  const { canvas, frame } = gallery;
  const again = () => paint(gallery);
  canvas.addEventListener("click", (event) => onClick(gallery, event));
  frame.addEventListener("keydown", (event) => onKey(gallery, event));
  frame.addEventListener("scroll", again, { passive: true });
  onTheme(canvas, again);
  onResize(frame, () => sizeOf(lookOf(gallery)) !== gallery.size && again()); // it tells of the first size, too
  const saving = saveButtons(() => asSvg(gallery));
  frame.after(saving.box);
  return { gallery, saving };
}

const mounted = kept(mount);

/** @param {import("../page/component.js").Component<Uint8Array>} component */
export function runGallery({ data, parentElement, setTriggerValue }) {
  const { gallery, saving } = mounted(parentElement);
  const batch = read(data);
  if (gallery.batch && gallery.batch.painted !== batch.painted) gallery.frame.scrollTop = 0;
  Object.assign(gallery, { batch, tell: setTriggerValue, selected: latest(batch.selected), digits: null });
  gallery.frame.setAttribute("aria-label", batch.summary);
  gallery.canvas.setAttribute("aria-label", batch.summary);
  saving.offer(batch.save);
  if (gallery.size) paint(gallery);
  else inNextFrame(() => lookOf(gallery), (look) => paint(gallery, look));
}
