// @ts-check
// Where the values of a figure lie on its canvas: its axes, their ends and their ticks.

import { marks } from "../../drawing/plane.js";
import { formatted, plainText } from "./texts.js";

/** @typedef {import("../../drawing/boxes.js").Box} Box */

/**
 * An axis as mbviz/figures/_layout.py makes it.
 * @typedef {object} Axis
 * @property {{ text: string }} title
 * @property {"log"} [type]
 * @property {[number, number]} [range] logarithms where the axis is one of them
 * @property {"tozero"} [rangemode]
 * @property {[number, number]} [domain] which part of the figure's height it has, from below
 * @property {"y2"} [anchor]
 * @property {number[]} [tickvals]
 * @property {string[]} [ticktext]
 * @property {string} [tickformat]
 * @property {number} [dtick]
 * @property {number} [nticks]
 */

/**
 * @typedef {object} Scale
 * @property {string} title
 * @property {number} low where it begins; a logarithm where it is an axis of them
 * @property {number} high where it ends
 * @property {Box} box the part of the canvas that its values have
 * @property {(value: number) => number} at where a value lies, in pixels
 * @property {(value: number) => number} noteAt where a note lies: on an axis of logarithms it is placed by them
 * @property {{ value: number, text: string }[]} ticks
 */

/** @typedef {{ x: Scale, y: Scale, y2: Scale | null, area: Box }} Scales */

const PAD = 0.05; // of the values' reach, left free beyond them where nothing says where the axis ends
const APART = 60; // pixels between two ticks, about
const NAME = 24; // pixels that a name takes above its value

/**
 * @param {import("./figure.js").Figure} figure
 * @param {number} width of the canvas
 * @returns {Scales}
 */
export function scalesOf({ data, layout }, width) {
  const { l, r, t, b } = layout.margin;
  const area = { left: l, top: t, width: Math.max(width - l - r, 1), height: layout.height - t - b };
  const part = ([low, high] = /** @type {[number, number]} */ ([0, 1])) => ({ ...area, top: area.top + (1 - high) * area.height, height: (high - low) * area.height });
  const named = (/** @type {string} */ name) => (layout.annotations ?? []).flatMap((note) => (note.yanchor === "bottom" && (note.yref ?? "y") === name ? [note.y] : []));
  const values = (/** @type {string} */ name) => data.filter((trace) => (trace.yaxis ?? "y") === name).flatMap((trace) => trace.y);
  const upright = (/** @type {Axis} */ axis, /** @type {string} */ name) => {
    const box = part(axis.domain);
    return scaleOf(axis, values(name), box, (share) => box.top + box.height * (1 - share), box.height, named(name));
  };
  return {
    area,
    x: scaleOf(layout.xaxis, data.flatMap((trace) => trace.x), area, (share) => area.left + share * area.width, area.width),
    y: upright(layout.yaxis, "y"),
    y2: layout.yaxis2 ? upright(layout.yaxis2, "y2") : null,
  };
}

/**
 * @param {Axis} axis
 * @param {(number | null)[]} values
 * @param {Box} box
 * @param {(share: number) => number} place
 * @param {number} length pixels
 * @param {number[]} [named] values above which something is written
 * @returns {Scale}
 */
function scaleOf(axis, values, box, place, length, named = []) {
  const isLog = axis.type === "log";
  const [low, high] = axis.range ?? withRoom(endsOf(values, axis.rangemode === "tozero"), named, length);
  const noteAt = (/** @type {number} */ value) => place((value - low) / (high - low || 1));
  const at = (/** @type {number} */ value) => noteAt(isLog ? Math.log10(value) : value);
  const ticks = ticksOf(axis, low, high, length).filter(({ value }) => {
    const reach = (isLog ? Math.log10(value) : value) - low;
    return reach >= -1e-9 && reach <= high - low + 1e-9;
  });
  return { title: axis.title.text, low, high, box, at, noteAt, ticks };
}

/**
 * Where an axis ends that is to hold some values.
 * @param {(number | null)[]} values
 * @param {boolean} fromZero
 * @returns {[number, number]}
 */
export function endsOf(values, fromZero) {
  const known = values.flatMap((value) => (value === null ? [] : [value]));
  if (!known.length) return [0, 1];
  let [low, high] = [Math.min(...known), Math.max(...known)];
  if (fromZero) [low, high] = [Math.min(low, 0), Math.max(high, 0)];
  const pad = PAD * (high - low || Math.abs(high) || 1);
  return [low < 0 || !fromZero ? low - pad : low, high > 0 || !fromZero ? high + pad : high];
}

/**
 * The ends of an axis with room for the names above some of its values.
 * @param {[number, number]} ends
 * @param {number[]} named
 * @param {number} length pixels
 * @returns {[number, number]}
 */
export const withRoom = ([low, high], named, length) => [low, Math.max(high, ...named.map((value) => low + (value - low) / (1 - NAME / length)))];

/**
 * @param {Axis} axis
 * @param {number} low
 * @param {number} high
 * @param {number} length pixels
 * @returns {{ value: number, text: string }[]}
 */
function ticksOf({ type, tickvals, ticktext, tickformat, dtick, nticks }, low, high, length) {
  if (tickvals) return tickvals.map((value, i) => ({ value, text: ticktext ? plainText(ticktext[i]) : formatted(value, tickformat ?? "") }));
  if (type !== "log") return marks(low, high, nticks ?? Math.max(3, length / APART)).map(([value, text]) => ({ value, text }));
  const powers = Array.from({ length: Math.ceil(high) - Math.floor(low) + 1 }, (_, i) => 10 ** (Math.floor(low) + i));
  const steps = dtick === 1 ? [1] : [1, 2, 5];
  return powers.flatMap((power) => steps.map((m) => ({ value: m * power, text: formatted(m * power, tickformat ?? "") })));
}
