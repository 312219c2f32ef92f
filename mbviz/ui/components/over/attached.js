// @ts-check
// Something that belongs to a Plotly chart, which may come later than it, or be made anew.

import { chartOf } from "../page/internals.js";

/** @typedef {import("../page/internals.js").Chart} Chart */

/**
 * Looks after every change of the page whether something is on its chart, and puts it there if not. One look after
 * each change is cheap. What it returns ends that.
 * @param {() => string} key of the chart
 * @param {(chart: Chart) => boolean} isOn
 * @param {(chart: Chart) => void} attach
 */
export function keepAttached(key, isOn, attach) {
  const observer = new MutationObserver(() => {
    const chart = chartOf(key());
    if (chart && !isOn(chart)) attach(chart);
  });
  observer.observe(document.body, { childList: true, subtree: true });
  return () => observer.disconnect();
}

/**
 * Follows one chart at a time: what `begin` adds to a chart is added once, and ended by the function that `begin`
 * returned when another chart comes, or none.
 * @template Followed
 * @param {(followed: Followed) => () => void} begin
 */
export function following(begin) {
  let current = /** @type {Followed | null} */ (null);
  let end = () => {};
  return (/** @type {Followed | null} */ next) => {
    if (next === current) return;
    end();
    current = next;
    end = next === null ? () => {} : begin(next);
  };
}
