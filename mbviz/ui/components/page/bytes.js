// @ts-check
// Arrays as Python's packing.py and base64 send them.

/**
 * Arrays by name, as `pack` describes them in its header: [name, type, length].
 * @typedef {[string, "float32" | "int32" | "int16" | "uint8", number][]} Contents
 */

const TYPES = { float32: Float32Array, int32: Int32Array, int16: Int16Array, uint8: Uint8Array };

/**
 * Floats from base64, little endian.
 * @param {string} text
 */
export function floats(text) {
  const read = atob(text);
  const bytes = new Uint8Array(read.length);
  for (let i = 0; i < read.length; i++) bytes[i] = read.charCodeAt(i); // Uint8Array.from takes three times as long
  return new Float32Array(bytes.buffer);
}

/**
 * The header and the arrays of one block of bytes: the header's length (uint32, little endian), the header as JSON,
 * the arrays; each begins at a multiple of four.
 * @param {Uint8Array} bytes
 * @returns {{ header: any, arrays: Record<string, Float32Array | Int32Array | Int16Array | Uint8Array> }}
 */
export function unpack(bytes) {
  const length = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getUint32(0, true);
  const { contents, ...header } = JSON.parse(new TextDecoder().decode(bytes.subarray(4, 4 + length)));
  /** @type {Record<string, Float32Array | Int32Array | Int16Array | Uint8Array>} */
  const arrays = {};
  let start = 4 + length;
  for (const [name, type, count] of /** @type {Contents} */ (contents)) {
    const part = bytes.subarray(start, start + TYPES[type].BYTES_PER_ELEMENT * count);
    // slice: numbers of several bytes must begin at a multiple of these in their buffer, and the block may begin anywhere
    arrays[name] = type === "uint8" ? part : new TYPES[type](part.slice().buffer);
    start += Math.ceil(part.length / 4) * 4;
  }
  return { header, arrays };
}

/**
 * Points that Python's `coarse` made whole numbers of steps.
 * @param {ArrayLike<number>} numbers x and y of all points
 * @param {ArrayLike<number>} steps of each part along x and y
 * @param {number[]} counts how many points each part has
 */
export function fine(numbers, steps, counts) {
  const points = new Float32Array(numbers.length);
  let start = 0;
  counts.forEach((count, part) => {
    const end = start + 2 * count;
    for (let i = start; i < end; i++) points[i] = numbers[i] * steps[2 * part + (i % 2)];
    start = end;
  });
  return points;
}
