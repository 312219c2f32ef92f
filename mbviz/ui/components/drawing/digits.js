// @ts-check
// Digits in tiles: the picture, above it its true class and a wrong prediction, below it the softmax outputs.

import { columnBars } from "./bars.js";
import { columnMiddle } from "./boxes.js";
import { fillBoxes, frame } from "./shapes.js";
import { write } from "./text.js";

/** @typedef {import("./svg_context.js").Painter} Painter */
/** @typedef {import("./boxes.js").Box} Box */
/** @typedef {import("./boxes.js").Point} Point */
/** @typedef {import("./stencils.js").ImageSize} ImageSize */

/**
 * How tiles fill a frame; all lengths in pixels.
 * @typedef {object} Tiles
 * @property {number} count
 * @property {number} columns
 * @property {number} inset from the frame's left edge to the first column
 * @property {number} width of a tile
 * @property {number} height of a tile
 * @property {ImageSize} picture as it is shown
 * @property {number} text height of the caption
 * @property {number} bars height of the softmax bars
 * @property {number} labels height of the classes' numbers, 0 without them
 * @property {number} margin beside the picture
 * @property {number} gap between the parts
 * @property {number} above the first part
 */

/**
 * What one tile shows.
 * @typedef {object} Digit
 * @property {number} truth
 * @property {number} guess
 * @property {ArrayLike<number>} outputs softmax outputs, one for each class
 * @property {CanvasImageSource} picture holds the digit, among others
 * @property {Point} place where it lies in `picture`
 * @property {ImageSize} size of it there
 */

/** @typedef {{ ink: string, pick: string, wrong: string, other: string, batch: string }} DigitColors */

// Fewer digits are shown larger: up to so many, how long the longer side of each picture is.
const SIZES = [
  { most: 1, side: 224, text: 22, bars: 90, labels: 18 },
  { most: 20, side: 112, text: 17, bars: 40, labels: 14 },
  { most: 100, side: 70, text: 14, bars: 24, labels: 0 },
  { most: Infinity, side: 56, text: 14, bars: 24, labels: 0 },
];
export const ROOMY = { margin: 8, gap: 4, above: 6 }; // around and between the parts of a tile
const TIGHT = { margin: 4, gap: 2, above: 3 };
// Where all digits are in sight at once: no captions, and pictures as large as there is room for.
const WHOLE = { largest: 56, smallest: 20, phone: 36, narrow: 480, text: 0, bars: 12, labels: 0 };
// Where they share one row: as large as there is room for.
const ROW = { largest: 72, smallest: 40, bars: 24, labels: 0 };

/**
 * Lay out tiles in a frame.
 * @param {number} count
 * @param {number} frameWidth
 * @param {ImageSize} image
 * @returns {Tiles}
 */
export function layOutTiles(count, frameWidth, image) {
  const sizes = SIZES.find(({ most }) => count <= most) ?? SIZES[0];
  return tilesOf(count, frameWidth, image, { ...sizes, ...ROOMY, side: Math.min(sizes.side, frameWidth - 2 * ROOMY.margin) });
}

/**
 * Lay out tiles so that all of them are within a height; on a phone they are as high as they need to be.
 * @param {number} count
 * @param {number} frameWidth
 * @param {ImageSize} image
 * @param {number} most pixels
 * @returns {Tiles}
 */
export function layOutWhole(count, frameWidth, image, most) {
  const of = (/** @type {number} */ side) => tilesOf(count, frameWidth, image, { ...WHOLE, ...TIGHT, side });
  if (frameWidth < WHOLE.narrow) return of(WHOLE.phone);
  let side = WHOLE.largest;
  while (side > WHOLE.smallest && totalHeight(of(side)) > most) side -= 2;
  return of(side);
}

/**
 * Lay out tiles in one row, or in more where they would be too small to be seen.
 * @param {number} count
 * @param {number} frameWidth
 * @param {ImageSize} image
 * @returns {Tiles}
 */
export function layOutRow(count, frameWidth, image) {
  const room = Math.floor(frameWidth / count) - 2 * ROOMY.margin;
  const side = Math.max(ROW.smallest, Math.min(ROW.largest, room));
  return tilesOf(count, frameWidth, image, { ...ROW, ...ROOMY, side, text: side < 56 ? 12 : 16 });
}

/**
 * @param {number} count
 * @param {number} frameWidth
 * @param {ImageSize} image
 * @param {{ side: number, text: number, bars: number, labels: number, margin: number, gap: number, above: number }} sizes
 * @returns {Tiles}
 */
function tilesOf(count, frameWidth, image, { side, text, bars, labels, margin, gap, above }) {
  const zoom = side / Math.max(image.height, image.width);
  const picture = { height: zoom * image.height, width: zoom * image.width };
  const width = picture.width + 2 * margin;
  const columns = Math.max(1, Math.floor(frameWidth / width));
  const inset = Math.floor((frameWidth - columns * width) / 2);
  const height = text + picture.height + bars + labels + 2 * (above + gap) + (text ? gap + 2 : 0);
  return { count, columns, inset, width, height, picture, text, bars, labels, margin, gap, above };
}

/**
 * How high the frame's content is.
 * @param {Tiles} tiles
 */
export const totalHeight = (tiles) => Math.ceil(tiles.count / tiles.columns) * tiles.height;

/**
 * Where a tile lies in the frame's content.
 * @param {Tiles} tiles
 * @param {number} index
 * @returns {Box}
 */
export function tileBox({ columns, inset, width, height }, index) {
  return { left: inset + (index % columns) * width, top: Math.floor(index / columns) * height, width, height };
}

/**
 * The tile at a point of the frame's content; −1 where there is none.
 * @param {Tiles} tiles
 * @param {Point} point
 */
export function tileAt({ count, columns, inset, width, height }, { x, y }) {
  const column = Math.floor((x - inset) / width);
  const index = Math.floor(y / height) * columns + column;
  return column >= 0 && column < columns && index >= 0 && index < count ? index : -1;
}

/**
 * Which tiles a frame shows that is scrolled to `top`: from the first to before the last.
 * @param {Tiles} tiles
 * @param {number} top
 * @param {number} frameHeight
 * @returns {[number, number]}
 */
export function tilesInSight({ count, columns, height }, top, frameHeight) {
  const last = Math.ceil((top + frameHeight) / height) * columns;
  return [Math.floor(top / height) * columns, Math.min(count, last)];
}

/**
 * Where to scroll so that a tile is in sight as a whole.
 * @param {Tiles} tiles
 * @param {number} index
 * @param {number} top where the frame is scrolled to
 * @param {number} frameHeight
 */
export function scrolledTo(tiles, index, top, frameHeight) {
  const box = tileBox(tiles, index);
  if (box.top < top) return box.top;
  return Math.max(top, box.top + box.height - frameHeight);
}

/**
 * Draw one tile.
 * @param {Painter} context
 * @param {Tiles} tiles
 * @param {Box} tile
 * @param {Digit} digit
 * @param {boolean} selected
 * @param {DigitColors} colors
 */
export function drawTile(context, tiles, tile, digit, selected, colors) {
  const { picture, text, bars, gap } = tiles;
  const { place, size } = digit;
  const left = tile.left + tiles.margin;
  if (selected) frame(context, { left: tile.left + 2, top: tile.top + 2, width: tile.width - 4, height: tile.height - 4 }, colors.batch, 4);
  let top = tile.top + tiles.above;
  if (text) drawCaption(context, digit, { left, top, width: picture.width, height: text }, colors);
  if (text) top += text + gap;
  context.drawImage(digit.picture, place.x, place.y, size.width, size.height, left, top, picture.width, picture.height);
  if (!text && digit.truth !== digit.guess) write(context, "✗", { x: left + picture.width, y: top + 12 }, colors.wrong, { bold: true, size: 14, align: "right" });
  top += picture.height + gap;
  drawOutputs(context, digit, { left, top, width: picture.width, height: bars }, tiles.labels, colors);
}

/**
 * The true class, and after an arrow a wrong prediction; a mark says which of both it is.
 * @param {Painter} context
 * @param {Digit} digit
 * @param {Box} box
 * @param {DigitColors} colors
 */
function drawCaption(context, { truth, guess }, box, colors) {
  const right = truth === guess;
  const y = box.top + box.height;
  const style = { bold: !right, size: box.height };
  write(context, right ? `${truth}` : `${truth} → ${guess}`, { x: box.left, y }, colors.ink, { ...style, align: "left" });
  const mark = { x: box.left + box.width, y };
  write(context, right ? "✓" : "✗", mark, right ? colors.ink : colors.wrong, { ...style, align: "right" });
}

/**
 * The softmax outputs as bars; the true class is outlined as well, never told by colour alone.
 * @param {Painter} context
 * @param {Digit} digit
 * @param {Box} box
 * @param {number} labels height of the classes' numbers
 * @param {DigitColors} colors
 */
function drawOutputs(context, { truth, guess, outputs }, box, labels, colors) {
  columnBars(outputs, 1, box).forEach((bar, k) => {
    const height = Math.max(1, bar.height);
    const color = k === truth ? colors.pick : k === guess ? colors.wrong : colors.other;
    const apart = { left: bar.left + 0.5, width: bar.width - 1 };
    fillBoxes(context, [{ ...apart, top: box.top + box.height - height, height }], color);
    if (k === truth) frame(context, { ...apart, top: box.top + 0.5, height: box.height - 1 }, colors.ink);
    if (!labels) return;
    const place = { x: columnMiddle(box, outputs.length, k), y: box.top + box.height + labels };
    write(context, `${k}`, place, colors.ink, { bold: k === truth || k === guess, size: labels - 2 });
  });
}
