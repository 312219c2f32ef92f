// @ts-check
// A canvas laid over a Plotly chart, drawn in the chart's own coordinates. What changes with every batch is painted
// here, so that the chart below stays as it is and need not be built again.

import { groundBehind, inkOf } from "../drawing/colors.js";
import { emptied, onTheme } from "../page/canvas.js";
import { axesOf, chartOf, elementOf, holderOf, onPlotted } from "../page/internals.js";
import { saveButtons } from "../page/saving.js";
import { following, keepAttached } from "./attached.js";
import { contextOf } from "./plotly_svg.js";

/** @typedef {import("../drawing/svg_context.js").Painter} Painter */
/** @typedef {import("../page/internals.js").Chart} Chart */

/**
 * What Python sends to every overlay.
 * @typedef {object} OverlayData
 * @property {string} chart key of the chart below
 * @property {string} painted becomes a mark on the chart once the overlay shows these data
 * @property {import("../page/saving.js").Saving} save
 */

/**
 * What an overlay is drawn on.
 * @typedef {object} Ground
 * @property {NonNullable<ReturnType<typeof axesOf>>} axes
 * @property {string} ink the text's colour
 * @property {string} ground
 * @property {boolean} isFile whether the picture is for a file: without what shows only under the pointer
 */

/**
 * @typedef {object} Parts
 * @property {(context: Painter, below: Ground) => void} draw
 * @property {Record<string, (event: MouseEvent) => void>} listeners by the events of the chart's element
 */

/** An overlay, which follows its chart wherever that is made anew. */
export class Overlay {
  canvas = newCanvas();
  /** @type {OverlayData | null} */
  #data = null;
  #draw;
  #saving = saveButtons(() => asSvg(this.#chart(), this.#draw));
  #follow = following((/** @type {Chart} */ chart) => onPlotted(chart, () => this.place()));
  #listen;
  #stopLooking;

  /** @param {Parts} parts */
  constructor({ draw, listeners }) {
    this.#draw = draw;
    this.#listen = following((/** @type {HTMLElement} */ holder) => listenOn(holder, listeners));
    const key = () => this.#data?.chart ?? "";
    this.#stopLooking = keepAttached(key, (chart) => chart.contains(this.canvas), () => this.place());
    onTheme(this.canvas, () => this.place());
  }

  #chart() {
    return this.#data && chartOf(this.#data.chart);
  }

  /** Draw it, on the chart as it is now. */
  place() {
    const chart = this.#chart();
    if (!this.#data || !chart || !axesOf(chart)) return;
    const holder = holderOf(chart);
    if (this.canvas.parentElement !== holder) holder.append(this.canvas);
    if (!elementOf(chart).contains(this.#saving.box)) elementOf(chart).append(this.#saving.box);
    this.#follow(chart);
    this.#listen(holder);
    drawOver(emptied(this.canvas, holder.clientWidth, holder.clientHeight), chart, this.#draw, false);
    holder.dataset.painted = this.#data.painted;
  }

  /**
   * Show new data.
   * @param {OverlayData} data
   */
  show(data) {
    this.#data = data;
    this.#saving.offer(data.save);
    this.place();
  }

  /** Take it off the chart, with all that it added there. */
  remove() {
    this.#stopLooking();
    this.#follow(null);
    this.#listen(null);
    this.canvas.remove();
    this.#saving.box.remove();
  }
}

/** The canvas, in whose style a change of theme shows. */
function newCanvas() {
  const canvas = document.createElement("canvas");
  canvas.style.cssText = "position:absolute;inset:0;width:100%;height:100%;pointer-events:none;transition:color 1ms";
  return canvas;
}

/**
 * @param {HTMLElement} holder
 * @param {Parts["listeners"]} listeners
 */
function listenOn(holder, listeners) {
  const ended = new AbortController();
  for (const [name, listener] of Object.entries(listeners)) {
    holder.addEventListener(name, (event) => listener(/** @type {MouseEvent} */ (event)), { signal: ended.signal });
  }
  return () => ended.abort();
}

/**
 * @param {Painter} context
 * @param {Chart} chart
 * @param {Parts["draw"]} draw
 * @param {boolean} isFile
 */
function drawOver(context, chart, draw, isFile) {
  const [axes, holder] = [axesOf(chart), holderOf(chart)];
  if (axes) draw(context, { axes, ink: inkOf(holder), ground: groundBehind(holder), isFile });
}

/**
 * The chart with what is laid over it.
 * @param {Chart | null} chart
 * @param {Parts["draw"]} draw
 */
function asSvg(chart, draw) {
  if (!chart) throw new Error("There is nothing to save yet");
  const context = contextOf(chart);
  drawOver(context, chart, draw, true);
  return context.root;
}
