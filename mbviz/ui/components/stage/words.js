// @ts-check
// The stage's sentences: templates in the visitor's language, filled with numbers.

import { fill } from "../page/component.js";
import { whole } from "../page/numbers.js";

/** @typedef {Record<string, string>} Words */

/**
 * A loss with four decimals, or three digits where it is small.
 * @param {number} loss
 */
export function nats(loss) {
  const text = Math.abs(loss) >= 0.01 || loss === 0 ? loss.toFixed(4) : loss.toFixed(Math.min(8, 2 - Math.floor(Math.log10(Math.abs(loss)))));
  return minus(/[1-9]/.test(text) ? text : text.replace("-", ""));
}

/**
 * A probability, with as many digits as tell it from 0 and from 1.
 * @param {number} p
 */
export function chance(p) {
  if (p === 0 || p === 1) return String(p);
  if (p > 0.9995) return p.toFixed(8).replace(/0+$/, "");
  return p >= 0.001 ? p.toFixed(4) : p.toPrecision(3).replace(/e-(\d+)$/, "·10^−$1");
}

/** @param {string} text */
const minus = (text) => text.replace("-", "−");

/**
 * A deviation as a share of the mean, with its sign.
 * @param {number} off
 * @param {number} mean
 */
export function percent(off, mean) {
  if (!mean) return "–";
  const share = (100 * off) / Math.abs(mean);
  const digits = Math.abs(share) >= 9.95 ? 0 : Math.abs(share) >= 0.095 ? 1 : 2;
  const text = share.toFixed(digits);
  return /[1-9]/.test(text) ? `${share > 0 ? "+" : ""}${minus(text)}%` : `${text.replace("-", "")}%`;
}

/**
 * How unusual a batch is: how many batches are further off than it.
 * @param {Words} words
 * @param {number | "none" | null} share of all batches of this size; "none" where all of them have the same loss
 */
export function unusual(words, share) {
  if (share === null) return "";
  if (share === "none") return words.noneOff;
  if (share >= 0.95) return words.allFurther;
  if (share >= 0.45 && share <= 0.55) return words.halfFurther;
  if (share >= 0.35) return fill(words.someFurther, { ten: Math.min(9, Math.round(10 * share)) });
  if (share < 0.0001) return words.noneFurther;
  const count = 1 / share;
  const round = count < 20 ? Math.round(count) : Number(count.toPrecision(count < 100 ? 1 : 2));
  return fill(words.oneFurther, { count: whole(round) });
}

/**
 * What a change of the batch size did to the wobble.
 * @param {Words} words
 * @param {number} before the size that it is compared with
 * @param {number} times how many times the digits
 * @param {number} wobble how many times the standard error
 */
export function changed(words, before, times, wobble) {
  if (times === 1 || !Number.isFinite(wobble) || wobble <= 0) return "";
  const digits = times > 1 ? multiple(words, "digits", times) : part(words, "digits", times);
  return fill(words.changed, { before: whole(before), digits, wobble: wobble < 1 ? part(words, "wobble", wobble) : multiple(words, "wobble", wobble) });
}

/**
 * "twice the digits", "4 times the digits".
 * @param {Words} words
 * @param {"digits" | "wobble"} what
 * @param {number} times
 */
const multiple = (words, what, times) => (short(times) === "2" ? words[`${what}Twice`] : fill(words[`${what}Times`], { times: short(times) }));

/**
 * "half the wobble", "0.71 of the wobble".
 * @param {Words} words
 * @param {"digits" | "wobble"} what
 * @param {number} share
 */
const part = (words, what, share) => (short(share) === "0.5" ? words[`${what}Half`] : fill(words[`${what}Part`], { share: short(share) }));

/**
 * Two digits at least, whole from ten on.
 * @param {number} value
 */
const short = (value) => (value >= 9.95 ? whole(Math.round(value)) : String(Number(value >= 1 ? value.toFixed(1) : value.toPrecision(2))));

/**
 * What the law says of any loss that one points at: how many batches of the size are further off than one with this loss.
 * @param {Words} words
 * @param {number} size
 * @param {number} loss
 * @param {number | "none" | null} share of all batches of this size
 */
export const reading = (words, size, loss, share) =>
  share === null ? "" : fill(words.reads, { loss: nats(loss), size: whole(size), unusual: unusual(words, share) });
