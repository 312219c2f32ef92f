// @ts-check
// A figure as Python sends it: JSON, with its arrays in base64.

/** @typedef {import("./figure.js").Figure} Figure */

const KINDS = { f4: Float32Array, f8: Float64Array, i1: Int8Array, i2: Int16Array, i4: Int32Array, u1: Uint8Array, u2: Uint16Array, u4: Uint32Array };

/**
 * An array as Plotly encodes it, with null for what is no number; rows of an array of two dimensions as arrays.
 * @param {{ dtype: keyof typeof KINDS, bdata: string, shape?: string }} encoded
 */
export function decoded({ dtype, bdata, shape }) {
  const bytes = Uint8Array.from(atob(bdata), (sign) => sign.charCodeAt(0));
  const numbers = Array.from(new KINDS[dtype](bytes.buffer), (value) => (Number.isFinite(value) ? value : null));
  const [rows, columns] = (shape ?? "").split(",").map(Number);
  return columns ? Array.from({ length: rows }, (_, i) => numbers.slice(i * columns, (i + 1) * columns)) : numbers;
}

/**
 * @param {string} text
 * @returns {Figure}
 */
export const readFigure = (text) => JSON.parse(text, (_, value) => (value?.bdata === undefined ? value : decoded(value)));
