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
  if (value === Infinity) return "∞";
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

const RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹";
const [SMALL, LARGE] = [-3, 9]; // powers of ten; `short` writes what is smaller or as large with one

/**
 * 10 to the power of a whole number, as a mark on an axis.
 * @param {number} power
 */
export function powerOfTen(power) {
  if (power >= -1 && power < LARGE) return significant(10 ** power);
  return `10${power < 0 ? "⁻" : ""}${[...String(Math.abs(power))].map((digit) => RAISED[Number(digit)]).join("")}`;
}

/**
 * A number in so many digits, with a power of ten where it is below 0.001 or from 10⁹ on: as Python's `short`.
 * @param {number} value
 * @param {number} [digits]
 */
export function short(value, digits = 3) {
  const [size, sign] = [Math.abs(value), value < 0 ? "−" : ""];
  const [mantissa, power] = size.toExponential(1).split("e");
  const isPlain = !size || !power || (Number(power) >= SMALL && Number(power) < LARGE);
  return sign + (isPlain ? significant(size, digits) : `${mantissa}·${powerOfTen(Number(power))}`);
}
