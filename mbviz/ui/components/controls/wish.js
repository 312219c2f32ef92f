// @ts-check
// What the hand wants to see; the names are those of the settings.

/**
 * What the hand wants to see.
 * @typedef {object} Wish
 * @property {number} size B
 * @property {number} draw
 * @property {number} seed
 * @property {boolean} replace
 * @property {string} network
 * @property {string} order
 * @property {number} [n] which example of the batch is selected
 * @property {Record<string, string>} [others] what else is chosen on a screen, by the names of the settings
 */

/** @param {any} header */
export const wishOf = ({ size, draw, seed, replace, network, order }) => ({ size, draw, seed, replace, network, order });

/**
 * A wish, or a part of one, as the server's settings.
 * @param {Partial<Wish>} wish
 */
export const settingsOf = ({ size, others, ...wish }) => ({ ...wish, ...others, ...(size === undefined ? {} : { batch_size: size }) });

/**
 * What may be wished of all that a wish says: what the server told of. The rest its sender has hidden.
 * @param {Partial<Wish>} wish
 * @param {Partial<Wish>} told
 */
export function openPart(wish, told) {
  const there = settingsOf(told);
  return Object.fromEntries(Object.entries(settingsOf(wish)).filter(([key]) => key in there));
}

/** What stands for settings that are hidden, and of which the server says nothing. */
export const UNTOLD = { size: 1, draw: 0, seed: 0, replace: true, network: "", order: "", n: 0 };

/**
 * The settings that are shown otherwise than they are wished; what is not shown is not awaited.
 * @param {Wish} wish
 * @param {Partial<Wish>} shown
 */
export function awaited(wish, shown) {
  const wanted = Object.entries(settingsOf(wish));
  const there = new Map(Object.entries(settingsOf(shown)));
  return wanted.filter(([key, value]) => there.has(key) && there.get(key) !== value).map(([key]) => key);
}
