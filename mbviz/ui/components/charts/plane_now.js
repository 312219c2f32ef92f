// @ts-check
// What the plane of gradients shows at this moment: what the hand wishes, before the server has answered.

/** @typedef {import("../drawing/boxes.js").Point} Point */

/**
 * @typedef {object} Now
 * @property {number} size B
 * @property {number} draw
 * @property {number} seed
 * @property {string} network
 * @property {number} ghost B before the hand began to move, 0 where it has not
 * @property {number} moved when B was changed last, milliseconds
 * @property {number} rest how far the view has come from that of the moving hand, 0, to that of the resting one, 1
 */

/** @typedef {Pick<import("./plane.js").Plane, "network" | "seed" | "size" | "draw">} Answered */

const REST = 700; // milliseconds after which another B is another move
export const STAYS = 1500; // and after which the view need not show the size where the move began any more

/** @param {Answered} answered @returns {Now} */
export const newNow = ({ size, draw, seed, network }) => ({ size, draw, seed, network, ghost: 0, moved: -Infinity, rest: 1 });

/**
 * Take over what is wished; the size where a move began stays as a ghost.
 * @param {Now} now
 * @param {{ batch_size?: number, draw?: number, seed?: number, network?: string }} wish but for what is hidden
 * @param {number} time milliseconds
 */
export function follow(now, wish, time) {
  const { batch_size = now.size, draw = now.draw, seed = now.seed, network = now.network } = wish;
  if (network !== now.network) now.ghost = 0;
  else if (batch_size !== now.size && time - now.moved > REST) now.ghost = now.size;
  if (batch_size !== now.size) Object.assign(now, { moved: time, rest: 0 });
  Object.assign(now, { size: batch_size, draw, seed, network });
}

/**
 * Whether what is wished takes an answer that is not there.
 * @param {Answered} answered
 * @param {Now} now
 */
export const isLate = (answered, now) => answered.network !== now.network || answered.seed !== now.seed;

/**
 * Whether the answer is about the batch that is wished.
 * @param {Answered} answered
 * @param {Now} now
 */
export const isThis = (answered, now) => answered.size === now.size && answered.draw === now.draw && !isLate(answered, now);

/**
 * Where the wished batch's gradient lies: in the answer or in the cloud; null where neither has it.
 * @param {Answered & Pick<import("./plane.js").Plane, "sizes" | "draws" | "batch"> & { clouds: ArrayLike<number> }} data
 * @param {Now} now
 * @returns {Point | null}
 */
export function pointOf(data, now) {
  if (isThis(data, now)) return data.batch;
  const at = data.sizes.indexOf(now.size);
  if (at < 0 || now.draw >= data.draws || isLate(data, now)) return null;
  const place = 2 * (at * data.draws + now.draw);
  return { x: data.clouds[place], y: data.clouds[place + 1] };
}
