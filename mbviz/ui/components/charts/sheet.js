// @ts-check
// What all charts on a canvas share: their size, the theme, and the buttons that save them. A chart tells apart where
// things lie (`layOut`, from data and width alone) and how they look (`draw`).

import { groundBehind, inkOf } from "../drawing/colors.js";
import { SvgContext } from "../drawing/svg_context.js";
import { emptied, inNextFrame, onResize, onTheme, pointOn, ratioOf } from "../page/canvas.js";
import { kept, part } from "../page/component.js";
import { saveButtons } from "../page/saving.js";

/** @typedef {import("../drawing/svg_context.js").Painter} Painter */
/** @typedef {import("../drawing/boxes.js").Point} Point */

/**
 * What Python sends to every chart.
 * @typedef {object} SheetData
 * @property {number} height of the canvas, CSS pixels; 0 where its width decides
 * @property {string} painted becomes a mark on the canvas once it shows these data
 * @property {string} summary what the chart shows, for those who do not see it
 * @property {import("../page/saving.js").Saving} save
 * @property {Record<"pick" | "wrong" | "batch" | "data" | "axis" | "heat", string>} colors
 */

/**
 * How a chart is looked at.
 * @typedef {object} Look
 * @property {number} width of the canvas, CSS pixels
 * @property {number} ratio pixels of the screen that one of them has along a side
 * @property {string} ink the text's colour
 * @property {string} ground
 * @property {number | null} selected what is selected, where something can be
 * @property {Point | null} pointer
 */

/**
 * A chart on the page.
 * @template {SheetData} Data
 * @template Boxes
 * @typedef {object} Sheet
 * @property {HTMLCanvasElement} canvas
 * @property {Data | null} data null before the first run
 * @property {Boxes | null} boxes null before it was painted
 * @property {number | null} selected
 * @property {Point | null} pointer
 * @property {string} size of the canvas as it was painted last
 * @property {(name: string, value: unknown) => void} tell
 * @property {() => void} paint
 */

/**
 * One kind of chart.
 * @template Sent
 * @template {SheetData} Data
 * @template Boxes
 * @typedef {object} Chart
 * @property {(sent: Sent) => Data} unpack the data as they are drawn
 * @property {(data: Data, width: number) => Boxes} layOut
 * @property {(data: Data, width: number) => number} [heightOf] of the canvas, where the data do not say it
 * @property {(context: Painter, data: Data, boxes: Boxes, look: Look) => void} draw
 * @property {(sheet: Sheet<Data, Boxes>) => void} [listen] called once, to add what the chart hears
 * @property {(sheet: Sheet<Data, Boxes>, data: Data) => void} [receive] called with new data, before they are painted
 * @property {(canvas: HTMLCanvasElement, boxes: Boxes) => void} [mark] called after painting, to leave marks on the canvas
 */

/**
 * The component of a kind of chart, which is sent a dict or bytes.
 * @template Sent
 * @template {SheetData} Data
 * @template Boxes
 * @param {Chart<Sent, Data, Boxes>} chart
 */
export function sheetOf(chart) {
  const mounted = kept((parent) => mount(parent, chart));
  return (/** @type {import("../page/component.js").Component<[Sent] | Uint8Array>} */ { data: sent, parentElement, setTriggerValue }) => {
    const { sheet, saving } = mounted(parentElement);
    const data = chart.unpack(/** @type {Sent} */ (sent instanceof Uint8Array ? sent : sent[0]));
    Object.assign(sheet, { data, tell: setTriggerValue });
    chart.receive?.(sheet, data);
    sheet.canvas.setAttribute("aria-label", data.summary);
    saving.offer(data.save);
    if (sheet.size) sheet.paint();
    else inNextFrame(() => lookOf(sheet), (look) => paint(sheet, chart, look));
  };
}

/**
 * @template Sent
 * @template {SheetData} Data
 * @template Boxes
 * @param {ParentNode} parent
 * @param {Chart<Sent, Data, Boxes>} chart
 */
function mount(parent, chart) {
  const canvas = part(parent, "canvas", HTMLCanvasElement);
  /** @type {Sheet<Data, Boxes>} */
  const sheet = { canvas, data: null, boxes: null, selected: null, pointer: null, size: "", tell: () => {}, paint: () => paint(sheet, chart) };
  const saving = saveButtons(() => asSvg(sheet, chart));
  canvas.after(saving.box);
  onTheme(canvas, sheet.paint);
  onResize(canvas, () => sizeOf({ width: canvas.clientWidth, ratio: ratioOf(canvas) }) !== sheet.size && sheet.paint()); // it tells of the first size, too
  chart.listen?.(sheet);
  return { sheet, saving };
}

/**
 * @template {SheetData} Data
 * @param {{ heightOf?: (data: Data, width: number) => number }} chart
 * @param {Data} data
 * @param {number} width
 */
const heightOf = (chart, data, width) => chart.heightOf?.(data, width) ?? data.height;

/**
 * @template {SheetData} Data
 * @template Boxes
 * @param {Sheet<Data, Boxes>} sheet
 * @returns {Look}
 */
function lookOf({ canvas, selected, pointer }) {
  return { width: canvas.clientWidth, ratio: ratioOf(canvas), ink: inkOf(canvas), ground: groundBehind(canvas), selected, pointer };
}

/**
 * @template Sent
 * @template {SheetData} Data
 * @template Boxes
 * @param {Sheet<Data, Boxes>} sheet
 * @param {Chart<Sent, Data, Boxes>} chart
 * @param {Look} [look]
 */
function paint(sheet, chart, look = lookOf(sheet)) {
  const { canvas, data } = sheet;
  if (!data || !look.width) return;
  const height = heightOf(chart, data, look.width);
  sheet.boxes = chart.layOut(data, look.width);
  chart.draw(emptied(canvas, look.width, height, look.ratio), data, sheet.boxes, look);
  sheet.size = sizeOf(look);
  canvas.style.height = `${height}px`; // what changes the page comes last: text is measured in a page that is laid out
  canvas.dataset.painted = data.painted;
  chart.mark?.(canvas, sheet.boxes);
  if (sheet.selected !== null) canvas.dataset.selected = String(sheet.selected);
}

/** @param {Pick<Look, "width" | "ratio">} look */
const sizeOf = ({ width, ratio }) => `${width} at ${ratio}`;

/**
 * Let a chart show what is under the pointer.
 * @template {SheetData} Data
 * @template Boxes
 * @param {Sheet<Data, Boxes>} sheet
 */
export function listenToPointer(sheet) {
  const to = (/** @type {Point | null} */ pointer) => {
    sheet.pointer = pointer;
    sheet.paint();
  };
  sheet.canvas.addEventListener("pointermove", (event) => to(pointOn(event)));
  sheet.canvas.addEventListener("pointerleave", () => to(null));
}

/**
 * The chart for a file: as on the page, without what shows only under the pointer.
 * @template Sent
 * @template {SheetData} Data
 * @template Boxes
 * @param {Sheet<Data, Boxes>} sheet
 * @param {Chart<Sent, Data, Boxes>} chart
 */
function asSvg(sheet, chart) {
  const { data } = sheet;
  if (!data) throw new Error("There is nothing to save yet");
  const look = { ...lookOf(sheet), pointer: null };
  const context = new SvgContext(look.width, heightOf(chart, data, look.width), look.ground, data.summary);
  chart.draw(context, data, chart.layOut(data, look.width), look);
  return context.root;
}
