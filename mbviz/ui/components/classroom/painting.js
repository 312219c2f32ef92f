// @ts-check
// The canvas of a class: the pile on its axis, the law above it, and what lies under the pointer.

import { groundBehind, inkOf } from "../drawing/colors.js";
import { hoverText } from "../drawing/hover.js";
import { marks } from "../drawing/plane.js";
import { emptied } from "../page/canvas.js";
import { fill, part } from "../page/component.js";
import { fixed } from "../page/numbers.js";
import { digitsOf } from "./digits.js";
import { along, drawAxis, drawDot, drawHalf, drawLaw, drawMark, falling, lies, pileUp, sides, sizeOf } from "./pile.js";

/** @typedef {import("./room.js").Room} Room */

const REACH = 14; // pixels
const [MARGIN, CORNER, NARROW] = [26, 36, 420]; // pixels: beside the axis, and what a phone's bar covers of its end

/**
 * The dot under the pointer, if there is one.
 * @param {Room} room
 */
export function dotAt({ hover, placed }) {
  return (hover && placed.find(({ x, y }) => Math.hypot(x - hover.x, y - hover.y) <= REACH)) ?? null;
}

/** @param {Room} room */
export function paint(room) {
  const { canvas, header, law, draws, losses, came } = room;
  const [width, height] = [canvas.clientWidth, canvas.clientHeight];
  if (!header || !width || !height) return;
  const context = emptied(canvas, width, height);
  const [ink, ground, { colors, words }] = [inkOf(canvas), groundBehind(canvas), header];
  const box = { left: MARGIN, top: 30, width: width - 2 * MARGIN - (header.role === "student" && width < NARROW ? CORNER : 0), height: height - 30 - 60 };
  const axis = { low: header.axis[0], high: header.axis[1] };
  const shownLaw = law && header.levels ? { quantiles: law, levels: header.levels } : null;
  const size = sizeOf(losses, box, axis, shownLaw);
  if (shownLaw) drawHalf(context, box, axis, shownLaw, colors.data);
  const title = header.times > 1 ? `${words.axis} (${fill(words.magnified, { times: header.times < 10 ? fixed(header.times, 1) : Math.round(header.times) })})` : words.axis;
  drawAxis(context, box, marks(axis.low, axis.high, Math.min(10, width / 80)), axis, title, { ink, axis: colors.other });
  const now = performance.now();
  room.placed = pileUp(draws, losses, box, axis, size);
  const mine = new Set((header.mine ?? []).map(([draw]) => draw));
  room.placed.forEach((dot, k) => {
    const faint = header.role === "student" && !mine.has(dot.draw);
    const way = { ...dot, y: falling(dot, box.top - 20, now - came[k]) };
    drawDot(context, way, size, faint ? colors.other : colors.batch, mine.has(dot.draw) ? ink : undefined);
  });
  if (shownLaw) drawLaw(context, box, axis, shownLaw, { dots: losses.length, size }, dataInk(room));
  drawMeans(room, context, box, axis, { ink, ground });
  drawHover(room, context, width, { ink, ground });
  if (came.some((time) => !lies(now - time))) room.paint();
  else canvas.dataset.painted = `${header.role} ${header.code} ${losses.length}${header.revealed ? " law" : ""}`;
}

/** @param {Room} room */
const dataInk = ({ root }) => getComputedStyle(part(root, ".law-ink", HTMLElement)).color;

/**
 * The mean of the dots, and the loss of all once it is revealed.
 * @param {Room} room
 * @param {import("../drawing/svg_context.js").Painter} context
 * @param {import("../drawing/boxes.js").Box} box
 * @param {import("./pile.js").Axis} axis
 * @param {{ ink: string, ground: string }} look
 */
function drawMeans({ header, losses, guess }, context, box, axis, look) {
  if (!header) return;
  const { colors, words } = header;
  const [x, digits, all] = [along(box, axis), digitsOf(header.axis), header.all];
  const mean = header.role === "teacher" && losses.length > 1 ? losses.reduce((sum, loss) => sum + loss, 0) / losses.length : NaN;
  const other = header.role === "student" ? guess : Math.min(mean, axis.high);
  const [ofAll, ofOther] = all === undefined || Number.isNaN(other) ? [] : sides(all, other);
  if (all !== undefined) drawMark(context, box, x(all), `${words.all} ${fixed(all, digits)}`, { ...look, line: colors.data }, { row: 1, dashed: false, side: ofAll });
  if (header.role === "student" && !Number.isNaN(guess)) drawMark(context, box, x(guess), `${words.mine} ${fixed(guess, digits)}`, { ...look, line: look.ink }, { row: 0, dashed: true, side: ofOther });
  if (!Number.isNaN(mean)) drawMark(context, box, x(other), `${words.mean} ${fixed(mean, digits)}`, { ...look, line: colors.batch }, { row: 0, dashed: true, side: ofOther });
}

/**
 * @param {Room} room
 * @param {import("../drawing/svg_context.js").Painter} context
 * @param {number} width
 * @param {{ ink: string, ground: string }} look
 */
function drawHover(room, context, width, look) {
  const { hover, header } = room;
  const dot = dotAt(room);
  if (!hover || !header || !dot) return;
  hoverText(context, fill(header.opens ? header.words.dotOpens : header.words.dot, { draw: dot.draw, loss: fixed(dot.loss, 4) }), hover, width, look);
}
