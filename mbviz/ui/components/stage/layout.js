// @ts-check
// Where the stage's parts lie on their canvases.

import { ROOMY } from "../drawing/digits.js";

/** @typedef {import("../drawing/boxes.js").Box} Box */
/** @typedef {import("../drawing/digits.js").Tiles} Tiles */
/** @typedef {import("../drawing/stencils.js").ImageSize} ImageSize */

const MARGIN = ROOMY.margin;
const EXTRA = 26; // pixels of a tile's height around its parts
const WITH_BARS = 40; // from more digits on there is no room for captions and bars
const LARGEST = 150; // pixels of a picture's longer side
const WIDE = 90; // pixels of a picture below which the classes have numbers

/**
 * Tiles that fill a box, all of them in sight, as large as can be.
 * @param {number} count
 * @param {ImageSize} frame the box
 * @param {ImageSize} image
 * @returns {Tiles & { bare: boolean }}
 */
export function fitTiles(count, frame, image) {
  const bare = count > WITH_BARS;
  let best = { side: 0, columns: 1 };
  for (let columns = 1; columns <= count; columns++) {
    const height = frame.height / Math.ceil(count / columns);
    const chrome = bare ? 0 : chromeOf(height);
    const width = frame.width / columns - (bare ? 1 : 2 * MARGIN);
    const side = Math.min(width, height - chrome - (bare ? 1 : 0), LARGEST);
    if (side > best.side) best = { side, columns };
  }
  return tilesOf(count, best, frame, image, bare);
}

/**
 * What a tile of some height needs besides its picture.
 * @param {number} height
 */
const chromeOf = (height) => textOf(height) + barsOf(height) + labelsOf(height) + EXTRA;
const textOf = (/** @type {number} */ height) => (height > 110 ? 16 : height > 60 ? 13 : 10);
const barsOf = (/** @type {number} */ height) => Math.round(Math.min(40, height * 0.16));
const labelsOf = (/** @type {number} */ height) => (height > 180 ? 14 : 0);

/**
 * @param {number} count
 * @param {{ side: number, columns: number }} best
 * @param {ImageSize} frame
 * @param {ImageSize} image
 * @param {boolean} bare
 */
function tilesOf(count, { side, columns }, frame, image, bare) {
  const zoom = side / Math.max(image.height, image.width);
  const picture = { height: zoom * image.height, width: zoom * image.width };
  const rows = Math.ceil(count / columns);
  const full = frame.height / rows;
  // the classes' numbers stand below their bars only where ten of them have room
  const [text, bars, labels] = bare ? [0, 0, 0] : [textOf(full), barsOf(full), side < WIDE ? 0 : labelsOf(full)];
  const height = bare ? picture.height + 1 : text + picture.height + bars + labels + EXTRA;
  const width = Math.min(frame.width / columns, picture.width + (bare ? 1 : 5 * MARGIN));
  return { count, columns, inset: 0, width, height, picture, text, bars, labels, ...ROOMY, bare };
}

/**
 * A tile moved so that its picture, which drawing/digits.js puts beside its left edge, comes to lie in its middle.
 * @param {Box} tile
 * @param {Tiles} tiles
 * @returns {Box}
 */
export const centred = (tile, { picture }) => ({ ...tile, left: tile.left + (tile.width - picture.width) / 2 - MARGIN });

/**
 * The parts of the lower canvas: losses, estimates and pile side by side, with one loss axis.
 * @param {ImageSize} canvas
 * @returns {{ bars: Box, cloud: Box, pile: Box }}
 */
export function lowerBoxes({ width, height }) {
  const [left, gap, right] = [54, 22, 10];
  const room = width - left - right - 2 * gap;
  const box = { top: 12, height: height - 12 - 24 };
  const bars = { ...box, left, width: 0.34 * room };
  const cloud = { ...box, left: bars.left + bars.width + gap, width: 0.44 * room };
  return { bars, cloud, pile: { ...box, left: cloud.left + cloud.width + gap, width: 0.22 * room } };
}

/**
 * Where losses lie upwards in a box.
 * @param {Box} box
 * @param {number} low loss at the lower edge
 * @param {number} high loss at the upper edge
 */
export const lossScale = (box, low, high) => (/** @type {number} */ loss) =>
  box.top + box.height * (1 - (loss - low) / (high - low));

/**
 * The loss that lies at a height in a box: what `lossScale` turns round.
 * @param {Box} box
 * @param {number} low
 * @param {number} high
 */
export const lossAt = (box, low, high) => (/** @type {number} */ y) => low + (high - low) * (1 - (y - box.top) / box.height);

/**
 * Where batch sizes lie along a box: by their logarithm.
 * @param {Box} box
 * @param {number} n the largest
 */
export const sizeScale = (box, n) => (/** @type {number} */ size) =>
  box.left + 14 + (box.width - 28) * (n > 1 ? Math.log(size) / Math.log(n) : 0.5);
