// @ts-check
// The stage's canvases: what is painted when, and in which colours.

import { groundBehind, inkOf } from "../drawing/colors.js";
import { drawBright } from "../drawing/dots.js";
import { hoverText } from "../drawing/hover.js";
import { heatCell } from "../drawing/heatmap.js";
import { writeOnHalo } from "../drawing/text.js";
import { emptied, ratioOf } from "../page/canvas.js";
import { fill, part } from "../page/component.js";
import { whole } from "../page/numbers.js";
import { drawGuessedCells, drawGuessedLoss, hides } from "./guess.js";
import { lossOf, pileOf, sceneOf, seen } from "./acting.js";
import { lossScale, lowerBoxes } from "./layout.js";
import { drawCloud, drawLosses, drawLossAxis, drawMean } from "./lower.js";
import { central } from "./model.js";
import { drawHeap, drawLaw, drawPileFrame, heap, pileAxis } from "./pile.js";
import { drawDigits, drawPicks, heatBox } from "./upper.js";
import { nats } from "./words.js";

/** @typedef {import("./acting.js").Stage} Stage */
/** @typedef {import("./model.js").Scene} Scene */
/** @typedef {import("./model.js").Shown} Shown */
/** @typedef {import("./upper.js").Colors} Colors */

/**
 * @param {Stage} stage
 * @returns {Colors}
 */
function colorsOf(stage) {
  const style = (/** @type {string} */ name) => getComputedStyle(part(stage.root, name, HTMLElement)).color;
  const ink = inkOf(stage.lower);
  const { pick, wrong, other, heat, batch, data } = stage.palette;
  return {
    ink, ground: groundBehind(stage.root), selection: ink, pick, wrong, other, heat, batch, data, axis: other,
    batchText: style(".this b"), dataText: style(".all b"),
  };
}

/** @param {HTMLCanvasElement} canvas */
const sizeOf = (canvas) => ({ width: canvas.clientWidth, height: canvas.clientHeight });

/**
 * Whether a canvas is laid out: on the way from one screen to another it may not be yet, and is painted when it is.
 * @param {{ width: number, height: number }} size
 */
const hasRoom = ({ width, height }) => width > 0 && height > 0;

/**
 * The pictures of the batch that the server sent last.
 * @param {Stage} stage
 */
export function paintUpper(stage) {
  const { shown, digits, picks } = stage;
  const [first, second] = [sizeOf(digits), sizeOf(picks)];
  if (!shown || !hasRoom(first) || !hasRoom(second)) return;
  const colors = colorsOf(stage);
  const place = shown.arrays.rows.indexOf(stage.selected);
  drawDigits(emptied(digits, first.width, first.height), shown, first, place, colors);
  const context = emptied(picks, second.width, second.height);
  drawPicks(context, shown, second, place, colors, hides(stage).picks);
  const shape = { rows: shown.arrays.t.length, columns: shown.header.classes };
  drawGuessedCells(context, stage, (row, column) => heatCell(heatBox(second, shape.rows), shape, row, column), colors);
}

/**
 * What does not change with a draw: axis, cloud and bands, painted once and then copied.
 * @param {Stage} stage
 * @param {Scene} scene
 * @param {ReturnType<typeof lowerBoxes>} boxes
 * @param {Colors} colors
 */
function backdropOf(stage, scene, boxes, colors) {
  const { width, height } = sizeOf(stage.lower);
  const cloud = stage.open ? stage.cloud : 0;
  const ratio = ratioOf(stage.lower);
  const name = [scene.name, width, height, colors.ink, colors.ground, cloud, stage.law, ratio, stage.lang].join();
  if (stage.backdropOf === name) return stage.backdrop;
  const context = emptied(stage.backdrop, width, height, ratio);
  drawCloud(context, boxes.cloud, scene, cloud, stage.law, colors, stage.words);
  drawLossAxis(context, boxes, scene, colors, stage.words.axisTitle);
  stage.backdropOf = name;
  return stage.backdrop;
}

/**
 * Losses, cloud and pile.
 * @param {Stage} stage
 */
export function paintLower(stage) {
  const scene = sceneOf(stage);
  const size = sizeOf(stage.lower);
  if (!scene || !stage.shown || !hasRoom(size)) return;
  const [context, boxes, colors] = [emptied(stage.lower, size.width, size.height), lowerBoxes(size), colorsOf(stage)];
  context.drawImage(backdropOf(stage, scene, boxes, colors), 0, 0, size.width, size.height);
  const [loss, hidden, strength] = [lossOf(stage), hides(stage), stage.lateness.marked ? 0.35 : 1];
  if (!hidden.loss) {
    context.globalAlpha = strength;
    drawLosses(context, boxes.bars, stage.shown, scene.top, stage.shown.arrays.rows.indexOf(stage.selected), colors);
  }
  context.globalAlpha = 1;
  drawGuessedLoss(context, stage, boxes.bars, lossScale(boxes.bars, 0, scene.top), colors);
  paintPile(stage, context, boxes, scene, colors);
  const axis = pileAxis(scene, central(scene, stage.wish.size, 0.95), boxes.pile.height);
  const own = lossScale(boxes.pile, axis.low, axis.high);
  if (loss !== null && !hidden.off) drawMean(context, boxes, scene, stage.wish.size, loss, own, fill(stage.words.mean, { loss: nats(loss) }), colors, strength);
  if (stage.hover) hoverText(context, stage.hover.text, stage.hover, size.width, colors);
}

/**
 * @param {Stage} stage
 * @param {import("../drawing/svg_context.js").Painter} context
 * @param {ReturnType<typeof lowerBoxes>} boxes
 * @param {Scene} scene
 * @param {Colors} colors
 */
function paintPile(stage, context, boxes, scene, colors) {
  const { size, draw } = seen(stage);
  const isHidden = hides(stage).off;
  const axis = pileAxis(scene, central(scene, size, 0.95), boxes.pile.height);
  const y = lossScale(boxes.pile, axis.low, axis.high);
  drawPileFrame(context, boxes, scene, axis, colors, stage.words.magnified);
  if (stage.ghost && stage.ghost !== pileOf(stage)) drawHeap(context, heap(stage.ghost, boxes.pile, y), colors.other, 0.35);
  const dots = heap(pileOf(stage), boxes.pile, y).filter((dot) => !isHidden || dot.draw !== draw);
  drawHeap(context, dots, colors.batch, 0.9);
  const quantiles = scene.quantiles.get(size);
  if (stage.law && quantiles) drawLaw(context, boxes.pile, quantiles, scene.levels, y, colors.dataText);
  writeOnHalo(context, fill(stage.words.allLine, { n: whole(scene.n), loss: nats(scene.mean) }), { x: boxes.pile.left + boxes.pile.width, y: y(scene.mean) - 7 }, { ink: colors.dataText, ground: colors.ground }, { align: "right", bold: true, size: 14 });
  for (const dot of dots) if (dot.draw === draw) drawBright(context, { ...dot, above: false }, 5, colors.ink, colors.batch);
}
