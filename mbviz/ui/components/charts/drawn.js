// @ts-check
// A draw: its line of code, its indices, what came twice among them, where they fall among all the data, and their classes
// beside those of all the data; one component, so that code and chart are never of two draws.
// (For a notebook mbviz/figures/batch.py draws the same chart with Plotly.)

import { drawAxes, labelBelow, labelBeside, ticks, titleBelow, titleBeside } from "../drawing/axes.js";
import { columnBars } from "../drawing/bars.js";
import { columnMiddle } from "../drawing/boxes.js";
import { inkOf } from "../drawing/colors.js";
import { fillBoxes } from "../drawing/shapes.js";
import { mosaic } from "../drawing/stencils.js";
import { widthOf, write } from "../drawing/text.js";
import { onTheme } from "../page/canvas.js";
import { kept, make, part, say } from "../page/component.js";
import { sheetOf } from "./sheet.js";

/** @typedef {import("../drawing/svg_context.js").Painter} Painter */
/** @typedef {import("../drawing/boxes.js").Box} Box */

/**
 * @typedef {object} Drawn
 * @property {number} n how many there are to draw from
 * @property {number[]} counts how many indices fall into each of equal stretches of 0 … n − 1
 * @property {number[]} share of each class in the batch, per cent
 * @property {number[]} shareAll of each class in all the data, per cent
 * @property {Record<"drawn" | "index" | "share" | "classes" | "batch" | "data", string>} words
 */

/**
 * What came more than once.
 * @typedef {object} Again
 * @property {number[]} pixels grey values of the digit, 0 is paper
 * @property {string} said which it is, and how often it came
 */

/**
 * @typedef {object} Told
 * @property {string} title
 * @property {string} line of code that draws the batch
 * @property {string} indices as NumPy prints them
 * @property {string} told on what came twice
 * @property {Again[]} again
 * @property {import("../drawing/stencils.js").ImageSize} image
 * @property {string} all what the button says that shows all indices, or fewer; empty where all are there
 * @property {boolean} isOpen whether all of many indices are shown
 */

/** @typedef {import("./sheet.js").SheetData & Drawn & Told} Data */
/** @typedef {{ places: Box, mix: Box }} Boxes */

/**
 * The boxes of the two charts.
 * @param {Pick<Data, "height">} data
 * @param {number} width
 * @returns {Boxes}
 */
export function layOut({ height }, width) {
  const across = { left: 64, width: width - 80 };
  return { places: { ...across, top: 8, height: 70 }, mix: { ...across, top: 170, height: height - 222 } };
}

/**
 * Round numbers along the data, and at the end the last index in their place.
 * @param {number} n
 * @param {Box} box
 * @returns {import("../drawing/axes.js").Label[]}
 */
export function indexLabels(n, box) {
  const round = ticks(n, 3).filter(([value]) => value < 0.78 * n);
  const at = (/** @type {number} */ value) => box.left + (value / n) * box.width;
  const last = { at: box.left + box.width, text: (n - 1).toLocaleString("en"), align: /** @type {const} */ ("right") };
  return [...round.map(([value]) => ({ at: at(value), text: value.toLocaleString("en"), align: /** @type {CanvasTextAlign} */ (value ? "center" : "left") })), last];
}

/**
 * @param {Painter} context
 * @param {Data} data
 * @param {Box} box
 * @param {string} ink
 */
function drawPlaces(context, { n, counts, colors, words }, box, ink) {
  const top = Math.max(...counts);
  titleBeside(context, box, words.drawn, ink);
  labelBeside(context, box, [{ at: box.top + 7, text: `${top}` }, { at: box.top + box.height - 5, text: "0" }], ink);
  labelBelow(context, box, indexLabels(n, box), ink);
  titleBelow(context, box, words.index, ink);
  drawAxes(context, box, colors.axis);
  const bars = columnBars(counts, top, box).filter(({ height }) => height);
  fillBoxes(context, bars.map((bar) => ({ ...bar, width: Math.max(bar.width, 2) })), colors.batch);
}

/**
 * @param {Painter} context
 * @param {Data} data
 * @param {{ x: number, y: number }} place
 * @param {string} ink
 */
function drawLegend(context, { colors, words }, { x, y }, ink) {
  const next = x + 26 + widthOf(context, words.batch) + 24; // after the first, however long it is
  fillBoxes(context, [{ left: x, top: y - 11, width: 20, height: 12 }], colors.batch);
  fillBoxes(context, [{ left: next, top: y - 7, width: 20, height: 4 }], colors.data);
  write(context, words.batch, { x: x + 26, y }, ink, { align: "left" });
  write(context, words.data, { x: next + 26, y }, ink, { align: "left" });
}

/**
 * @param {Painter} context
 * @param {Data} data
 * @param {Box} box
 * @param {string} ink
 */
function drawMix(context, data, box, ink) {
  const { share, shareAll, colors, words } = data;
  const top = 1.05 * Math.max(...share, ...shareAll);
  const at = (/** @type {number} */ value) => box.top + box.height * (1 - value / top);
  drawLegend(context, data, { x: box.left, y: box.top - 14 }, ink);
  titleBeside(context, box, words.share, ink);
  labelBeside(context, box, ticks(top, 3).map(([value, text]) => ({ at: at(value), text })), ink);
  labelBelow(context, box, share.map((_, k) => ({ at: columnMiddle(box, share.length, k), text: `${k}` })), ink);
  titleBelow(context, box, words.classes, ink);
  drawAxes(context, box, colors.axis);
  fillBoxes(context, columnBars(share, top, box, 0.7), colors.batch);
  fillBoxes(context, columnBars(shareAll, top, box, 0.9).map((bar) => ({ ...bar, top: bar.top - 2, height: 4 })), colors.data);
}

/**
 * @param {Painter} context
 * @param {Data} data
 * @param {Boxes} boxes
 * @param {import("./sheet.js").Look} look
 */
function draw(context, data, { places, mix }, { ink }) {
  drawPlaces(context, data, places, ink);
  drawMix(context, data, mix, ink);
}

const chart = sheetOf({ unpack: (/** @type {Data} */ data) => data, layOut, draw });

/** @param {ShadowRoot | HTMLElement} parent */
function mount(parent) {
  const text = (/** @type {string} */ place) => part(parent, place, HTMLElement);
  const shown = {
    title: text("h1"), line: text(".line"), indices: text(".indices"), told: text(".told"), again: text(".again"), all: text(".all"),
    data: /** @type {Data | null} */ (null),
    tell: (/** @type {string} */ _name, /** @type {unknown} */ _value) => {},
  };
  shown.all.addEventListener("click", () => shown.tell("open", shown.data?.isOpen ? 0 : 1));
  onTheme(part(parent, "canvas", HTMLCanvasElement), () => showAgain(shown));
  return shown;
}

/** @typedef {ReturnType<typeof mount>} Shown */

/**
 * The digits that came more than once.
 * @param {Shown} shown
 */
function showAgain({ again, data }) {
  if (!data) return;
  again.replaceChildren(...data.again.map(({ pixels, said }) => {
    const item = make("li");
    const { picture } = mosaic(Uint8Array.from(pixels), data.image, inkOf(again));
    picture.setAttribute("aria-hidden", "true");
    item.append(picture, make("span", "", said));
    return item;
  }));
}

/**
 * @param {Shown} shown
 * @param {Data} data
 */
function showTexts(shown, data) {
  say(shown.title, data.title);
  say(shown.line, data.line);
  say(shown.indices, data.indices);
  say(shown.told, data.told);
  say(shown.all, data.all);
  shown.all.hidden = !data.all;
  shown.all.setAttribute("aria-expanded", String(data.isOpen));
  showAgain(shown);
}

const mounted = kept(mount);

/** @param {import("../page/component.js").Component<[Data]>} component */
export function runDrawn(component) {
  chart(component); // first: it looks for its canvas, and each digit that came again has one, too
  const shown = mounted(component.parentElement);
  const [data] = component.data;
  Object.assign(shown, { data, tell: component.setTriggerValue });
  showTexts(shown, data);
}
