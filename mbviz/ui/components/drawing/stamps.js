// @ts-check
// Thousands of equal dots: written into a picture pixel by pixel, which takes a fraction of the time of as many paths.

import { stencil } from "./stencils.js";

/** @typedef {import("./boxes.js").Point} Point */

const FINE = 4; // so many places within a pixel, each way, can a dot's middle have
const MOST = 2 ** 24; // pixels of the picture; more are no canvas’s

/**
 * A dot as it covers pixels, for each of the places that its middle can have within one.
 * @param {number} radius pixels
 * @param {number} opacity
 */
function stampsOf(radius, opacity) {
  const reach = Math.ceil(radius + 1);
  const side = 2 * reach + 1;
  const stamps = Array.from({ length: FINE * FINE }, (_, place) => {
    const [x, y] = [((place % FINE) + 0.5) / FINE, (Math.floor(place / FINE) + 0.5) / FINE];
    return Float32Array.from({ length: side * side }, (_, k) => {
      const away = Math.hypot((k % side) - reach + 0.5 - x, Math.floor(k / side) - reach + 0.5 - y);
      return opacity * Math.min(1, Math.max(0, radius + 0.5 - away));
    });
  });
  return { reach, side, stamps };
}

/** @typedef {{ picture: HTMLCanvasElement, left: number, top: number }} Stamped */

let last = { of: "", at: new Float64Array(), made: /** @type {Stamped | null} */ (null) };

/**
 * The picture of dots, so faint that those which lie on each other show; the same once more where the last one was of these.
 * @param {Point[]} dots in pixels of the canvas
 * @param {number} radius pixels
 * @param {string} color
 * @param {number} opacity of one
 * @returns {Stamped | null} null where there is none, or they lie too far apart
 */
export function dotsPicture(dots, radius, color, opacity) {
  const [of, at] = [[radius, color, opacity].join(), new Float64Array(2 * dots.length)];
  dots.forEach(({ x, y }, k) => at.set([x, y], 2 * k));
  const isSame = of === last.of && at.length === last.at.length && at.every((place, k) => place === last.at[k]);
  if (!isSame) last = { of, at, made: newPicture(dots, radius, color, opacity) };
  return last.made;
}

/**
 * @param {Point[]} dots
 * @param {number} radius
 * @param {string} color
 * @param {number} opacity
 * @returns {Stamped | null}
 */
function newPicture(dots, radius, color, opacity) {
  const { reach, side, stamps } = stampsOf(radius, opacity);
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const { x, y } of dots) [left, top, right, bottom] = [Math.min(left, x), Math.min(top, y), Math.max(right, x), Math.max(bottom, y)];
  [left, top] = [Math.floor(left) - reach, Math.floor(top) - reach];
  const [width, height] = [Math.floor(right) + reach + 1 - left, Math.floor(bottom) + reach + 1 - top];
  if (!(width * height <= MOST)) return null;
  const picture = stencil({ width, height }, color, (pixels, clear) => {
    pixels.fill(clear);
    const bytes = new Uint8ClampedArray(pixels.buffer);
    for (const { x, y } of dots) {
      const [column, row] = [Math.floor(x), Math.floor(y)];
      const stamp = stamps[Math.floor(FINE * (x - column)) + FINE * Math.floor(FINE * (y - row))];
      const first = (row - reach - top) * width + column - reach - left;
      for (let k = 0; k < stamp.length; k++) {
        if (!stamp[k]) continue;
        const at = 4 * (first + Math.floor(k / side) * width + (k % side)) + 3;
        bytes[at] += (255 - bytes[at]) * stamp[k];
      }
    }
  });
  return { picture, left, top };
}
