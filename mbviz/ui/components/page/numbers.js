// @ts-check
// Numbers as they are written everywhere on the page.

const WHOLE = new Intl.NumberFormat("en"); // made once: toLocaleString makes one for each number

/**
 * A whole number with its thousands apart.
 * @param {number} n
 */
export const whole = (n) => WHOLE.format(n);

/**
 * A number with so many digits after the point, a real minus, and none before what is rounded to 0: as Python's `fixed`.
 * @param {number} value
 * @param {number} digits
 */
export function fixed(value, digits) {
  const text = value.toFixed(digits);
  return text.replace("-", /[1-9]/.test(text) ? "−" : "");
}

/**
 * A number above 0 in so many digits, or in as many as stand before its point; never with an exponent.
 * @param {number} value
 * @param {number} [digits]
 */
export function significant(value, digits = 3) {
  if (!(value > 0) || !Number.isFinite(value)) return value === Infinity ? "∞" : String(value);
  const places = digits - 1 - Math.floor(Math.log10(value));
  return places > 0 ? Number(value.toPrecision(digits)).toFixed(Math.min(places, 20)).replace(/\.?0+$/, "") : whole(Math.round(value));
}
