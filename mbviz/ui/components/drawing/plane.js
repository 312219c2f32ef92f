// @ts-check
// A plane of gradients: the full one points to the right, a cloud of batches' lies around its tip.

/** @typedef {import("./boxes.js").Box} Box */
/** @typedef {import("./boxes.js").Point} Point */

/**
 * The covariance of single examples in the plane.
 * @typedef {object} Spread
 * @property {number} along variance along the full gradient
 * @property {number} across variance at right angles to it
 * @property {number} both covariance
 */

/**
 * The part of the plane that is shown: one scale for both directions.
 * @typedef {object} View
 * @property {number} reach how far it goes up and down from 0
 * @property {(x: number) => number} x
 * @property {(y: number) => number} y
 * @property {number} unit pixels
 */

const FAR = 2.6; // standard deviations of the cloud that are in sight
const GHOST = 4; // times as far as the cloud itself wants the view may reach for the cloud before it

/**
 * The smallest of 1, 2, 5 · 10^k that is at least `value`: so the view stands still while the cloud shrinks.
 * @param {number} value above 0
 */
export function round(value) {
  const power = 10 ** Math.floor(Math.log10(value) + 1e-9);
  return ([1, 2, 5].find((m) => m * power >= value * (1 - 1e-9)) ?? 10) * power;
}

/**
 * How far up and down a view must reach to show the full gradient and a cloud.
 * @param {Spread} spread
 * @param {number} size B
 * @param {number} length of the full gradient
 * @param {Box} box
 */
function reachOf({ along, across }, size, length, box) {
  const sideways = length / 2 + Math.max(FAR * Math.sqrt(along / size), length / 6);
  return Math.max(FAR * Math.sqrt(across / size), (sideways * box.height) / box.width);
}

/**
 * The view of a cloud, and as far as that leaves it large enough of the one before it.
 * @param {Spread} spread
 * @param {number} size B
 * @param {number} ghost B of the cloud before, 0 without one
 * @param {number} length of the full gradient
 * @param {Box} box
 * @returns {View}
 */
export function viewOf(spread, size, ghost, length, box) {
  const own = reachOf(spread, size, length, box);
  const before = ghost ? reachOf(spread, ghost, length, box) : 0;
  const reach = round(Math.max(own, Math.min(before, GHOST * own)));
  const unit = box.height / 2 / reach;
  const [middle, centre] = [box.left + box.width / 2, box.top + box.height / 2];
  return { reach, unit, x: (x) => middle + (x - length / 2) * unit, y: (y) => centre - y * unit };
}

/**
 * The contour that holds a share of a normal cloud: its points along the plane's two directions.
 * @param {Spread} spread
 * @param {number} size B
 * @param {number} chance
 * @param {number} length where its centre is, along
 * @param {number} [count] of points
 * @returns {Point[]}
 */
export function contour({ along, across, both }, size, chance, length, count = 96) {
  const radius = Math.sqrt((-2 * Math.log(1 - chance)) / size);
  // Cholesky's root of the covariance takes a circle to the ellipse
  const first = Math.sqrt(along);
  const shear = first ? both / first : 0;
  const second = Math.sqrt(Math.max(across - shear * shear, 0));
  return Array.from({ length: count + 1 }, (_, i) => {
    const [c, s] = [Math.cos((2 * Math.PI * i) / count), Math.sin((2 * Math.PI * i) / count)];
    return { x: length + radius * first * c, y: radius * (shear * c + second * s) };
  });
}

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
 * The parts of a line of points that lie within a box.
 * @param {Point[]} points
 * @param {Box} box
 * @returns {Point[][]}
 */
export function within(points, box) {
  /** @type {Point[][]} */
  const parts = [[]];
  for (const point of points) {
    const inside = point.x >= box.left && point.x <= box.left + box.width && point.y >= box.top && point.y <= box.top + box.height;
    if (inside) parts[parts.length - 1].push(point);
    else if (parts[parts.length - 1].length) parts.push([]);
  }
  return parts.filter((part) => part.length > 1);
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
