// @ts-check
// The dots of the estimates chart: one for each mini-batch, faint; this batch bright. A click opens a batch.

import { isBright } from "../drawing/colors.js";
import { drawBright, drawDots, layOutDots, nearestDot } from "../drawing/dots.js";
import { widthOf, writeOnHalo } from "../drawing/text.js";
import { floats } from "../page/bytes.js";
import { fill, kept } from "../page/component.js";
import { Overlay } from "./overlay.js";

/** @typedef {import("../drawing/svg_context.js").Painter} Painter */
/** @typedef {import("../drawing/boxes.js").Box} Box */
/** @typedef {import("../drawing/boxes.js").Point} Point */
/** @typedef {import("../drawing/dots.js").Dot} Dot */

/**
 * @typedef {object} Dots
 * @property {number[]} sizes batch sizes
 * @property {string} estimates mean losses in nats, as many for each size
 * @property {number} top where the loss axis ends, nats
 * @property {{ size: number, loss: number, label: string }} batch this batch
 * @property {string} hover text for a dot, with {size}, {draw} and {loss}
 * @property {{ batch: string, onBright: string, onDark: string }} colors
 */

/** @typedef {import("./overlay.js").OverlayData & Dots} Sent */
/** @typedef {Sent & { values: Float32Array }} Data */

const REACH = 18; // how near in pixels a click or pointer must come to a dot
const LARGE = 16; // text size of a label

/** What is kept of the dots on the page. */
function newState() {
  return {
    data: /** @type {Data | null} */ (null),
    dots: /** @type {Dot[]} */ ([]),
    near: /** @type {Dot | null} */ (null),
    tell: (/** @type {string} */ _name, /** @type {unknown} */ _value) => {},
  };
}

/** @typedef {ReturnType<typeof newState>} State */

/**
 * Where the label of a dot begins and its baseline lies: right of the dot, or left where there is no room.
 * @param {Point} dot
 * @param {number} width of the label
 * @param {Box} box of the axes
 * @returns {Point}
 */
export function labelPlace(dot, width, box) {
  const isRight = dot.x + 14 + width <= box.left + box.width + 10;
  return { x: isRight ? dot.x + 14 : dot.x - 14 - width, y: Math.max(box.top + LARGE, dot.y - 8) };
}

/**
 * @param {Painter} context
 * @param {State} state
 * @param {import("./overlay.js").Ground} below
 */
function draw(context, state, { axes, ink, ground, isFile }) {
  const { data } = state;
  if (!data) return;
  const { sizes, values, top, batch, colors } = data;
  state.dots = layOutDots(values, sizes, top, { x: axes.x, y: axes.y, width: axes.box.width });
  drawDots(context, state.dots, isBright(ink) ? colors.onDark : colors.onBright);
  const near = isFile ? null : state.near;
  if (near) drawBright(context, near, 7, ink);
  const above = batch.loss > top;
  const here = { x: axes.x(batch.size), y: axes.y(Math.min(batch.loss, top)), above };
  drawBright(context, here, 9, ink, colors.batch);
  const text = near ? hoverOf(data, near) : batch.label;
  const style = { size: LARGE, bold: !near };
  const place = labelPlace(near ?? here, widthOf(context, text, style), axes.box);
  writeOnHalo(context, text, place, { ink, ground }, { ...style, align: "left" });
}

/**
 * @param {Data} data
 * @param {Dot} dot
 */
const hoverOf = ({ hover }, { size, draw, value }) => fill(hover, { size: size.toLocaleString("en"), draw, loss: value.toFixed(4) });

function mount() {
  const state = newState();
  const dotAt = (/** @type {MouseEvent} */ event) => {
    const box = overlay.canvas.getBoundingClientRect();
    return nearestDot(state.dots, { x: event.clientX - box.left, y: event.clientY - box.top }, REACH);
  };
  const point = (/** @type {Dot | null} */ dot) => {
    if (dot === state.near) return;
    state.near = dot;
    const holder = /** @type {HTMLElement} */ (overlay.canvas.parentElement);
    holder.style.cursor = dot ? "pointer" : "";
    holder.toggleAttribute("data-near", Boolean(dot)); // the chart's own label makes room
    overlay.place();
  };
  const open = (/** @type {Dot | null} */ dot) => {
    state.near = null;
    if (dot) state.tell("pick", { batch_size: dot.size, draw: dot.draw });
  };
  const listeners = {
    pointermove: (/** @type {MouseEvent} */ event) => point(dotAt(event)),
    pointerleave: () => point(null),
    click: (/** @type {MouseEvent} */ event) => open(dotAt(event)),
  };
  const overlay = new Overlay({ draw: (context, below) => draw(context, state, below), listeners });
  return { state, overlay };
}

const mounted = kept(mount);

/** @param {import("../page/component.js").Component<[Sent]>} component */
export default function ({ data: [sent], parentElement, setTriggerValue }) {
  const { state, overlay } = mounted(parentElement);
  state.data = { ...sent, values: floats(sent.estimates) };
  state.tell = setTriggerValue;
  overlay.show(sent);
  return () => overlay.remove();
}
