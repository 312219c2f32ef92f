// @ts-check
// What was picked lately in any view. The server answers every pick, and when picks come faster than
// answers, an answer to an earlier one must not undo a later one.

/** @typedef {{ n: number, at: number }} Pick */

const RECENT = 2000; // ms

// Each component has modules of its own, so what they share lies on the window.
const shared = /** @type {Window & { mbvizPicks?: Pick[] }} */ (/** @type {unknown} */ (globalThis));

const recentPicks = () => (shared.mbvizPicks ?? []).filter(({ at }) => at > performance.now() - RECENT);

/**
 * Take note that example n was picked.
 * @param {number} n
 */
export function remember(n) {
  shared.mbvizPicks = [...recentPicks(), { n, at: performance.now() }];
}

/**
 * The example to show when the server says `selected`.
 * @param {number} selected
 */
export function latest(selected) {
  const recent = recentPicks();
  return recent.some(({ n }) => n === selected) ? recent[recent.length - 1].n : selected;
}
