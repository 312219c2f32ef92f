// @ts-check
// Which lines and columns the table has. Nothing here knows the page.

import { widthOf } from "../table.js";
import { textOf } from "./state.js";

/** @typedef {import("./state.js").Data} Data */
/** @typedef {import("./state.js").Stepper} Stepper */
/** @typedef {{ n: number | null, row: number | null }} Place the pair and the row of y that share a line */

/**
 * The row of y that a text of sel names, as NumPy counts it; null when it names none.
 * @param {string} text
 * @param {number} count
 */
export function rowNamed(text, count) {
  if (!/^\s*[-+]?\d+\s*$/.test(text)) return null;
  const row = Number(text) < 0 ? Number(text) + count : Number(text);
  return row >= 0 && row < count ? row : null;
}

/**
 * One line for each pair n and its row of y. With sel, rows of y without a pair have n = null: they stand in their
 * own places while the rows selected ascend, and below the pairs otherwise.
 * @param {Pick<Stepper, "data" | "pending">} stepper
 * @returns {Place[]}
 */
export function linesOf(stepper) {
  const { y, t, sel } = stepper.data;
  if (!sel) return Array.from({ length: Math.max(y.length, t.length) }, (_, n) => ({ n, row: n }));
  const count = Math.max(sel.length, t.length);
  const named = (/** @type {number} */ n) => rowNamed(textOf(stepper, { array: "sel", row: n, column: 0 }), y.length);
  const pairs = Array.from({ length: count }, (_, n) => ({ n, row: named(n) }));
  const rows = pairs.map(({ row }) => row);
  const others = y.map((_, row) => ({ n: null, row })).filter(({ row }) => !rows.includes(row));
  const ascending = rows.every((row, i) => row !== null && (i === 0 || row > (rows[i - 1] ?? 0)));
  const all = [...pairs, ...others];
  return ascending ? all.sort((a, b) => (a.row ?? 0) - (b.row ?? 0)) : all;
}

/**
 * How many classes the table shows: as many as its longest row.
 * @param {Pick<Data, "y" | "t" | "oneHot">} data
 */
export function classesOf({ y, t, oneHot }) {
  return Math.max(0, ...y.map((row) => row.length), ...(oneHot ? t.map((row) => row.length) : []));
}

/**
 * Text and class of each column's head.
 * @param {Pick<Data, "sel" | "oneHot" | "words">} data
 * @param {number} classes
 * @returns {[string, string][]}
 */
export function headLabels({ sel, oneHot, words }, classes) {
  /** @type {[string, string][]} */
  const index = sel ? [[words.row, "fixed"], ["sel", "fixed mono"]] : [["arange\u200b(B)", "fixed mono arange"]];
  const ks = Array.from({ length: classes }, (_, k) => /** @type {[string, string]} */ ([String(k), ""]));
  return [...index, [oneHot ? "" : "t", "fixed mono last-fixed"], ...ks, ["log", "mono sum-cell first-sum"], ["sum", "mono sum-cell"]];
}

/**
 * Each column as wide as its longest text; the mark of a bad cell wants some room as well. Without a trace
 * the widths of the results stay as they were, so that nothing moves for a slip of the finger.
 * @param {Pick<Stepper, "data" | "cells" | "classes" | "results">} stepper
 * @returns {{ left: string[], values: string[], results: string[] }}
 */
export function columnWidths({ data: { sel, oneHot, trace }, cells, classes, results }) {
  /** @type {Record<string, string[]>} */
  const texts = {};
  for (const { address, shown, bad } of cells) {
    const column = address.array === "y" || oneHot ? address.column : address.array;
    (texts[column] ??= []).push(bad ? `✗${shown}` : `${shown}`);
  }
  const narrow = { least: 2.6, character: 0.6 };
  const wide = { least: 5.4, character: 0.58 };
  const index = sel ? ["3.2em", widthOf(texts.sel ?? [], { ...narrow, least: 3.2 })] : ["var(--arange)"];
  return {
    left: [...index, widthOf(texts.t ?? [], narrow)],
    values: Array.from({ length: classes }, (_, k) => widthOf(texts[k] ?? [], { least: 3.2 })),
    results: trace || !results.length ? [widthOf(trace?.logs ?? [], wide), widthOf(trace?.sums ?? [], wide)] : results,
  };
}
