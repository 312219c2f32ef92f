// @ts-check
// A plane of gradients: the full one points to the right, a cloud of batches' lies around its tip.

/** @typedef {import("./boxes.js").Box} Box */
/** @typedef {import("./boxes.js").Point} Point */

/**
 * How far single examples spread in the plane.
 * @typedef {object} Spread
 * @property {number} along variance along the full gradient
 * @property {number} across variance at right angles to it
 */

/**
 * The part of the plane that is shown: one scale for both directions.
 * @typedef {object} View
 * @property {number} reach how far it goes up and down from 0
 * @property {(x: number) => number} x
 * @property {(y: number) => number} y
 * @property {number} unit pixels
 */

// Standard deviations of the cloud that are in sight: of all batches, and of single examples so many more, whose tails are long
const [FAR, TAILS] = [2.6, 0.9];
// How many times as far as the cloud itself wants the view may reach for the cloud before it: while the hand moves, so that
// one sees it shrink, and when it rests
const [MOVING, RESTING] = [16, 4];

/**
 * The smallest of 1, 2, 5 · 10^k that is at least `value`.
 * @param {number} value above 0
 */
export const round = (value) => smallest([1, 2, 5], value);

/**
 * How far a view reaches that is to show `value`: the view stands still while the cloud shrinks, and in steps so small that the
 * cloud fills two thirds of it or more.
 * @param {number} value above 0
 */
export const reaching = (value) => smallest([1, 1.5, 2, 3, 4, 6, 8], value);

/**
 * The smallest of some numbers times a power of ten that is at least `value`.
 * @param {number[]} steps from 1 on and below 10
 * @param {number} value above 0
 */
function smallest(steps, value) {
  const power = 10 ** Math.floor(Math.log10(value) + 1e-9);
  return (steps.find((m) => m * power >= value * (1 - 1e-9)) ?? 10) * power;
}

/**
 * How far up and down a view must reach to show the full gradient and a cloud.
 * @param {Spread} spread
 * @param {number} size B
 * @param {number} length of the full gradient
 * @param {Box} box
 */
function reachOf({ along, across }, size, length, box) {
  const far = FAR + TAILS / Math.sqrt(size);
  const sideways = length / 2 + Math.max(far * Math.sqrt(along / size), length / 6);
  return Math.max(far * Math.sqrt(across / size), (sideways * box.height) / box.width);
}

/**
 * The view of a cloud, and as far as that leaves it large enough of the one before it.
 * @param {Spread} spread
 * @param {number} size B
 * @param {number} ghost B of the cloud before, 0 without one
 * @param {number} length of the full gradient
 * @param {Box} box
 * @param {number} [rest] how far the view has come from that of the moving hand, 0, to that of the resting one, 1
 * @returns {View}
 */
export function viewOf(spread, size, ghost, length, box, rest = 0) {
  const own = reachOf(spread, size, length, box);
  const before = ghost ? reachOf(spread, ghost, length, box) : 0;
  const moving = reaching(Math.max(own, Math.min(before, MOVING * own)));
  const resting = fits(spread, size, ghost, length, box) ? reaching(Math.max(own, before)) : reaching(own);
  const reach = moving * (resting / moving) ** rest;
  const unit = box.height / 2 / reach;
  const [middle, centre] = [box.left + box.width / 2, box.top + box.height / 2];
  return { reach, unit, x: (x) => middle + (x - length / 2) * unit, y: (y) => centre - y * unit };
}

/**
 * Whether the cloud before is so small that a view of both still shows this one; true where there is none before.
 * @param {Spread} spread
 * @param {number} size B
 * @param {number} ghost B of the cloud before, 0 without one
 * @param {number} length of the full gradient
 * @param {Box} box
 */
export const fits = (spread, size, ghost, length, box) =>
  !ghost || reachOf(spread, ghost, length, box) <= RESTING * reachOf(spread, size, length, box);

/**
 * Which of some sizes is nearest to a size, by their ratio.
 * @param {number[]} sizes
 * @param {number} size
 */
export function nearest(sizes, size) {
  const far = sizes.map((other) => Math.abs(Math.log(other / size)));
  return far.indexOf(Math.min(...far));
}

/**
 * About what cosine a batch's gradient has with the full one.
 * @param {number} scale the noise scale
 * @param {number} size B
 */
export const expectedCosine = (scale, size) => 1 / Math.sqrt(1 + scale / size);

/**
 * The parts of a closed line that lie within a box, cut where it leaves it.
 * @param {Point[]} points
 * @param {Box} box
 * @returns {Point[][]}
 */
export function within(points, box) {
  /** @type {Point[][]} */
  const parts = [];
  /** @type {Point | null} */
  let last = null;
  for (let i = 0; i < points.length; i++) {
    const to = points[(i + 1) % points.length];
    const piece = clipped(points[i], to, box);
    if (piece && last && piece[0] === points[i]) parts[parts.length - 1].push(piece[1]);
    else if (piece) parts.push([...piece]);
    last = piece && piece[1] === to ? to : null;
  }
  return parts;
}

/**
 * What of a straight line lies within a box; an end that lies within is the same object. (Y.-D. Liang and B. Barsky, *A new
 * concept and method for line clipping*, ACM Transactions on Graphics 3, 1984.)
 * @param {Point} from
 * @param {Point} to
 * @param {Box} box
 * @returns {[Point, Point] | null}
 */
function clipped(from, to, { left, top, width, height }) {
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  let [enters, leaves] = [0, 1];
  for (const [step, room] of [[-dx, from.x - left], [dx, left + width - from.x], [-dy, from.y - top], [dy, top + height - from.y]]) {
    if (step === 0 && room < 0) return null;
    if (step < 0) enters = Math.max(enters, room / step);
    if (step > 0) leaves = Math.min(leaves, room / step);
  }
  if (enters > leaves) return null;
  const at = (/** @type {number} */ share) => ({ x: from.x + share * dx, y: from.y + share * dy });
  return [enters === 0 ? from : at(enters), leaves === 1 ? to : at(leaves)];
}

/**
 * Round values from `low` to `high` in steps of 1, 2 or 5 · 10^k, about `count` of them; [value, text] each.
 * @param {number} low
 * @param {number} high
 * @param {number} count
 * @returns {[number, string][]}
 */
export function marks(low, high, count) {
  const step = round((high - low) / count);
  const digits = Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
  const first = Math.ceil(low / step - 1e-9);
  const last = Math.floor(high / step + 1e-9);
  return Array.from({ length: last - first + 1 }, (_, i) => {
    const value = (first + i) * step;
    return [value, value.toFixed(digits).replace("-", "−")];
  });
}
