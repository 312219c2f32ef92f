// @ts-check
// The numbers beside the curves of delta: loss and slopes at one p, without delta and with it, and what they mean.

import { fill, part, say } from "../page/component.js";
import { fixed, short } from "../page/numbers.js";
import { logitSlopeAt, lossAt, ruling, slopeAt } from "./delta_numbers.js";

/** @typedef {import("./delta.js").Now} Now */

/**
 * The rows of the table: how each is called, and its two numbers.
 * @param {number} p
 * @param {number} delta
 * @returns {[name: string, without: string, withDelta: string][]}
 */
export function rowsOf(p, delta) {
  const nats = (/** @type {number} */ loss) => `${fixed(loss, 3)} nats`;
  const slope = (/** @type {number} */ value) => short(value, 4);
  return [
    ["loss", nats(lossAt(p, 0)), nats(lossAt(p, delta))],
    ["slope", slope(slopeAt(p, 0)), slope(slopeAt(p, delta))],
    ["logitSlope", slope(logitSlopeAt(p, 0)), slope(logitSlopeAt(p, delta))],
    ["most", "∞", nats(lossAt(0, delta))],
  ];
}

/**
 * @param {ParentNode} root
 * @param {Record<string, string>} words
 * @param {Now} now
 */
export function showPanel(root, words, now) {
  const panel = part(root, ".panel", HTMLElement);
  const [p, delta] = [Number(now.p), Number(now.delta)];
  const heads = [`p = ${now.p}`, words.without, `delta = ${now.delta}`];
  panel.querySelectorAll("thead th").forEach((head, i) => say(head, heads[i]));
  const rows = panel.querySelectorAll("tbody tr");
  rowsOf(p, delta).forEach(([name, ...values], i) => {
    [words[name], ...values].forEach((text, k) => say(rows[i].children[k], text));
  });
  say(part(panel, ".told", HTMLElement), words[ruling(p, delta)]);
  say(part(panel, ".formulas", HTMLElement), words.formulas);
}

/**
 * What the chart shows, for those who do not see it.
 * @param {Record<string, string>} words
 * @param {Now} now
 */
export function summaryOf(words, { p, delta }) {
  const [loss, bare] = [Number(delta), 0].map((added) => fixed(lossAt(Number(p), added), 3));
  return fill(words.summary, { delta, p, loss, bare });
}
