// @ts-check
// What the stage knows and shows, without any drawing: scenes, batches, piles, and what the hand wants to see.

/** @typedef {import("../controls/wish.js").Wish} Wish */

/**
 * What is known of a network, a seed and a way of drawing before any batch is drawn.
 * @typedef {object} Scene
 * @property {string} name
 * @property {number[]} sizes the round batch sizes, ascending
 * @property {number} n how many examples there are
 * @property {number} mean of all losses, nats
 * @property {number} std of all losses, nats
 * @property {number} top where the loss axis ends, nats
 * @property {number[]} levels chances of the quantiles, ascending
 * @property {Map<number, Float32Array>} quantiles of the law of the mean loss, by batch size
 * @property {Map<string, Float32Array>} blocks estimates of BLOCK draws, by "size block"
 */

/**
 * A batch as the server sent it.
 * @typedef {object} Shown
 * @property {any} header
 * @property {Record<string, any>} arrays
 */

/**
 * The draws of one size that were looked at.
 * @typedef {object} Pile
 * @property {number} size
 * @property {number[]} draws
 * @property {number[]} values mean losses, nats
 */

export const BLOCK = 200;

/** @param {Pick<Wish, "network" | "seed" | "replace">} wish */
export const sceneName = ({ network, seed, replace }) => `${network} ${seed} ${replace ? "with" : "without"}`;

/** @param {Wish} wish */
export const batchName = (wish) => `${sceneName(wish)} ${wish.size} ${wish.draw}`;

/**
 * The scene that an answer brings, if it brings one.
 * @param {Shown} shown
 * @returns {Scene | null}
 */
export function newScene({ header, arrays }) {
  if (!header.about) return null;
  const { about } = header;
  const [quantiles, blocks] = [new Map(), new Map()];
  about.sizes.forEach((/** @type {number} */ size, /** @type {number} */ i) => {
    quantiles.set(size, arrays.quantiles.subarray(i * about.levels.length, (i + 1) * about.levels.length));
    if (arrays.estimates) blocks.set(`${size} 0`, arrays.estimates.subarray(i * BLOCK, (i + 1) * BLOCK)); // they are answers, which may be hidden
  });
  return { ...about, quantiles, blocks };
}

/**
 * Put into a scene what an answer says of one size besides.
 * @param {Scene} scene
 * @param {Shown} shown
 */
export function enrich(scene, { header, arrays }) {
  if (arrays.more) scene.blocks.set(`${header.size} ${header.block}`, arrays.more);
  if (arrays.law) scene.quantiles.set(header.size, arrays.law);
}

/**
 * The estimate of a draw, where the scene has it; else null.
 * @param {Scene | undefined} scene
 * @param {number} size
 * @param {number} draw
 */
export function estimate(scene, size, draw) {
  return scene?.blocks.get(`${size} ${Math.floor(draw / BLOCK)}`)?.[draw % BLOCK] ?? null;
}

/**
 * The chance of a mean loss up to a value, by a table of quantiles.
 * @param {ArrayLike<number>} quantiles ascending
 * @param {number[]} levels their chances
 * @param {number} value
 */
export function chanceBelow(quantiles, levels, value) {
  const last = quantiles.length - 1;
  if (value <= quantiles[0]) return value < quantiles[0] ? 0 : levels[0];
  if (value >= quantiles[last]) return value > quantiles[last] ? 1 : levels[last];
  let k = 1;
  while (quantiles[k] < value) k++;
  const share = (value - quantiles[k - 1]) / (quantiles[k] - quantiles[k - 1] || 1);
  return levels[k - 1] + share * (levels[k] - levels[k - 1]);
}

/**
 * The chance that a batch of this size is further off than this one, on either side; "none" where no batch of this size
 * can be off, null where the law is not known.
 * @param {Scene | undefined} scene
 * @param {number} size
 * @param {number} loss
 */
export function furtherOff(scene, size, loss) {
  const quantiles = scene?.quantiles.get(size);
  if (!scene || !quantiles) return null;
  if (quantiles[0] === quantiles[quantiles.length - 1]) return "none"; // all the data, or losses that are all the same
  const off = Math.abs(loss - scene.mean);
  const inside = chanceBelow(quantiles, scene.levels, scene.mean + off) - chanceBelow(quantiles, scene.levels, scene.mean - off);
  return Math.min(1, Math.max(0, 1 - inside));
}

/**
 * The central part of the law that holds a share of all batches: [low, high], nats; null where it is not known.
 * @param {Scene | undefined} scene
 * @param {number} size
 * @param {number} share such as 0.5
 * @returns {[number, number] | null}
 */
export function central(scene, size, share) {
  const quantiles = scene?.quantiles.get(size);
  if (!scene || !quantiles) return null;
  const at = (/** @type {number} */ level) => quantiles[nearest(scene.levels, level)];
  return [at((1 - share) / 2), at((1 + share) / 2)];
}

/**
 * The place of the number nearest to a value.
 * @param {number[]} numbers
 * @param {number} value
 */
export function nearest(numbers, value) {
  let best = 0;
  numbers.forEach((number, i) => {
    if (Math.abs(number - value) < Math.abs(numbers[best] - value)) best = i;
  });
  return best;
}

/**
 * The standard error of the mean loss of a batch: σ/√B, without replacement with the finite population correction.
 * @param {Scene} scene
 * @param {number} size
 * @param {boolean} replace
 */
export function standardError({ std, n }, size, replace) {
  const correction = replace ? 1 : Math.sqrt((n - size) / Math.max(n - 1, 1));
  return (std / Math.sqrt(size)) * correction;
}

/**
 * Put a draw into a pile, once.
 * @param {Pile} pile
 * @param {number} draw
 * @param {number} value
 */
export function drop(pile, draw, value) {
  if (pile.draws.includes(draw)) return;
  pile.draws.push(draw);
  pile.values.push(value);
}
