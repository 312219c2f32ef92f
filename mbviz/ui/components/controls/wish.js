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
 * A wish as the server's settings.
 * @param {Wish} wish
 */
export const settingsOf = ({ size, others, ...wish }) => ({ ...wish, ...others, batch_size: size });

/**
 * What a change of a wish changes of the settings.
 * @param {Partial<Wish>} change
 */
export const changesOf = ({ size, others, ...wish }) => ({ ...wish, ...others, ...(size === undefined ? {} : { batch_size: size }) });

/**
 * The settings that are shown otherwise than they are wished; what is not shown is not awaited.
 * @param {Wish} wish
 * @param {Wish} shown
 */
export function awaited(wish, shown) {
  const wanted = Object.entries(settingsOf(wish));
  const there = new Map(Object.entries(settingsOf(shown)));
  return wanted.filter(([key, value]) => there.has(key) && there.get(key) !== value).map(([key]) => key);
}
