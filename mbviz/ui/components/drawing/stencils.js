// @ts-check
// Pictures of one colour, made pixel by pixel: how opaque each is comes from the data. Drawing one is many times
// faster than drawing its pixels, and it can be stretched.

import { pixelOf } from "./colors.js";
import { newContext } from "./ruler.js";

/**
 * @typedef {object} ImageSize
 * @property {number} height pixels
 * @property {number} width pixels
 */

/**
 * A picture of one colour.
 * @param {ImageSize} size
 * @param {string} color
 * @param {(pixels: Uint32Array, clear: number) => void} fill writes each pixel: `clear` with its opacity, 0 to 255, in the highest byte
 * @param {HTMLCanvasElement} [picture] one that nobody needs any more: to fill it again takes less than to make a new one
 */
export function stencil({ width, height }, color, fill, picture = document.createElement("canvas")) {
  const [red, green, blue] = pixelOf(color);
  if (picture.width !== width || picture.height !== height) Object.assign(picture, { width, height });
  const context = newContext(picture);
  const image = context.createImageData(width, height);
  const pixels = new Uint32Array(image.data.buffer); // red lies lowest
  fill(pixels, (blue << 16) | (green << 8) | red);
  context.putImageData(image, 0, 0);
  return picture;
}

/**
 * A table of numbers, one pixel for each cell: from 0, which cannot be seen, to 1.
 * @param {Float32Array} values row by row
 * @param {number} columns
 * @param {string} color
 * @param {HTMLCanvasElement} [used] as `stencil` takes it
 */
export function heatPicture(values, columns, color, used) {
  const fill = (/** @type {Uint32Array} */ pixels, /** @type {number} */ clear) => {
    for (let i = 0; i < values.length; i++) pixels[i] = (Math.round(255 * Math.min(values[i], 1)) << 24) | clear;
  };
  return stencil({ width: columns, height: values.length / columns }, color, fill, used);
}

/**
 * Where each of many pictures lies in a mosaic of them: about as many side by side as one below the other,
 * since browsers know no canvas that is very high.
 * @param {number} count
 * @param {ImageSize} size of each
 * @param {number} [columns]
 */
export function mosaicLayout(count, { height, width }, columns = Math.max(1, Math.ceil(Math.sqrt(count)))) {
  return {
    width: columns * width,
    height: Math.max(1, Math.ceil(count / columns)) * height,
    /** @param {number} i */
    placeOf: (i) => ({ x: (i % columns) * width, y: Math.floor(i / columns) * height }),
  };
}

/**
 * Many pictures of one size in one, in the text's colour; white is paper.
 * @param {Uint8Array} grey their pixels, 0 is paper
 * @param {ImageSize} size of each
 * @param {string} ink
 * @param {number} [columns] how many side by side
 * @param {HTMLCanvasElement} [used] as `stencil` takes it
 */
export function mosaic(grey, size, ink, columns, used) {
  const { height, width } = size;
  const count = grey.length / (height * width);
  const layout = mosaicLayout(count, size, columns);
  const fill = (/** @type {Uint32Array} */ pixels, /** @type {number} */ clear) => {
    let next = 0;
    for (let i = 0; i < count; i++) {
      const { x, y } = layout.placeOf(i);
      for (let row = y; row < y + height; row++) {
        const start = row * layout.width + x;
        for (let pixel = start; pixel < start + width; pixel++) pixels[pixel] = (grey[next++] << 24) | clear;
      }
    }
  };
  return { picture: stencil(layout, ink, fill, used), placeOf: layout.placeOf };
}
