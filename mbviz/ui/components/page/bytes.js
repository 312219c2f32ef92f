// @ts-check
// Arrays as Python's packing.py and base64 send them.

/**
 * Arrays by name, as `pack` describes them in its header: [name, type, length].
 * @typedef {[string, "float32" | "int32" | "uint8", number][]} Contents
 */

const SIZES = { float32: 4, int32: 4, uint8: 1 };

/**
 * Floats from base64, little endian.
 * @param {string} text
 */
export const floats = (text) => new Float32Array(Uint8Array.from(atob(text), (c) => c.charCodeAt(0)).buffer);

/**
 * The header and the arrays of one block of bytes: the header's length (uint32, little endian), the header as JSON,
 * the arrays; each begins at a multiple of four.
 * @param {Uint8Array} bytes
 * @returns {{ header: any, arrays: Record<string, Float32Array | Int32Array | Uint8Array> }}
 */
export function unpack(bytes) {
  const length = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getUint32(0, true);
  const { contents, ...header } = JSON.parse(new TextDecoder().decode(bytes.subarray(4, 4 + length)));
  /** @type {Record<string, Float32Array | Int32Array | Uint8Array>} */
  const arrays = {};
  let start = 4 + length;
  for (const [name, type, count] of /** @type {Contents} */ (contents)) {
    const part = bytes.subarray(start, start + SIZES[type] * count);
    // slice: numbers of four bytes must begin at a multiple of four in their buffer, and the block may begin anywhere
    arrays[name] = type === "uint8" ? part : new (type === "int32" ? Int32Array : Float32Array)(part.slice().buffer);
    start += Math.ceil(part.length / 4) * 4;
  }
  return { header, arrays };
}
