// @ts-check
// The steps: for each pair (n, t[n]) its cell of y, its logarithm and the sum so far; in the end the mean. What each
// is about, and what the lines of code say of it; nothing here knows the page.

/** @typedef {import("./state.js").Data} Data */
/** @typedef {import("./state.js").Trace} Trace */
/** @typedef {"none" | "pair" | "cell" | "log" | "sum" | "mean"} Kind */
/** @typedef {{ n: number, kind: Kind }} Moment */

/** @type {Kind[]} */
export const KINDS = ["pair", "cell", "log", "sum"];

/**
 * How many steps there are; 0 without a trace.
 * @param {Pick<Data, "trace">} data
 */
export const stepsOf = ({ trace }) => (trace ? trace.rows.length * KINDS.length + 1 : 0);

/**
 * What is in progress at a step: nothing at step 0.
 * @param {number} step
 * @param {number} steps
 * @returns {Moment}
 */
export function moment(step, steps) {
  if (step === 0) return { n: -1, kind: "none" };
  if (step === steps) return { n: (steps - 1) / KINDS.length, kind: "mean" };
  return { n: Math.floor((step - 1) / KINDS.length), kind: KINDS[(step - 1) % KINDS.length] };
}

/**
 * The article's line in parts, each with the step that it lights up in; between two groups the line may break.
 * @param {{ hasSel: boolean, oneHot: boolean }} form
 * @returns {[string, Kind][][]}
 */
export function codeGroups({ hasSel, oneHot }) {
  /** @type {[string, Kind][]} */
  const picked = oneHot
    ? [["t", "pair"], [" * ", "log"], ["np.log(", "log"], [hasSel ? "y[sel]" : "y", "cell"]]
    : [["y[", "cell"], [hasSel ? "sel" : "np.arange(batch_size)", "pair"], [", ", "cell"], ["t", "pair"], ["]", "cell"]];
  /** @type {[string, Kind][]} */
  const start = [["-", "mean"], ["np.sum(", "sum"]];
  if (!oneHot) start.push(["np.log(", "log"]);
  return [start, picked, [["+ delta", "log"], [")", "log"], [")", "sum"]], [["/ batch_size", "mean"]]];
}

/**
 * The line for one pair with its numbers, in parts that appear one after the other.
 * @param {Pick<Data, "delta" | "sel" | "oneHot"> & { trace: Trace }} data
 * @param {Moment} now
 */
function liveParts({ trace, delta, sel, oneHot }, { n, kind }) {
  const { rows, columns, picks, logs, sums } = trace;
  const index = sel ? "sel" : `np.arange(${rows.length})`;
  const pair = oneHot ? `t[${n}, ${columns[n]}] = 1` : `${index}[${n}], t[${n}] = ${rows[n]}, ${columns[n]}`;
  const log = `${oneHot ? "1 · " : ""}log(${picks[n]} + ${delta}) = ${logs[n]}`;
  return [kind === "pair" ? pair : `y[${rows[n]}, ${columns[n]}] = ${picks[n]}`, `→ ${log}`, `→ sum = ${sums[n]}`];
}

/** @param {Trace} trace */
export const sumOf = ({ sums }) => sums[sums.length - 1] ?? "0";

/** @param {Trace} trace */
export const meanText = (trace) => `E = -(${sumOf(trace)}) / ${trace.rows.length} = ${trace.loss}`;

/**
 * The live line's parts at a moment.
 * @param {Pick<Data, "trace" | "delta" | "sel" | "oneHot" | "words">} data
 * @param {Moment} now
 */
export function lineOf({ trace, words, ...data }, now) {
  if (!trace) return [words.broken];
  if (now.kind === "none") return [words.hint];
  return now.kind === "mean" ? [meanText(trace)] : liveParts({ ...data, trace }, now);
}
