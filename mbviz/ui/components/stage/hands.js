// @ts-check
// Hands on the stage: keys, clicks on what is drawn, and playing.

import { holds } from "../drawing/boxes.js";
import { tileAt } from "../drawing/digits.js";
import { nearestDot } from "../drawing/dots.js";
import { rowAt } from "../drawing/rows.js";
import { pointOn } from "../page/canvas.js";
import { fill, part, stepOf } from "../page/component.js";
import { whole } from "../page/numbers.js";
import { hold, wished } from "../page/way.js";
import { pileOf, question, sceneOf, want } from "./acting.js";
import { newRefusal, onKeys } from "../controls/controls.js";
import { settingsOf } from "../controls/wish.js";
import { asked, guessCell } from "./guess.js";
import { newHelp } from "./help.js";
import { lossAt, lossScale, lowerBoxes, sizeScale } from "./layout.js";
import { cloudDots } from "./lower.js";
import { central, estimate, furtherOff } from "./model.js";
import { heap, pileAxis } from "./pile.js";
import { play } from "./playing.js";
import { heatBox, tilesFor } from "./upper.js";
import { nats, reading } from "./words.js";

/** @typedef {import("./acting.js").Stage} Stage */
/** @typedef {import("../controls/controls.js").Hands} Hands */

const REACH = 14; // how near in pixels a click must come to a dot

/**
 * What hands do to the stage.
 * @param {Stage} stage
 * @param {() => void} paintUpper
 * @returns {Hands}
 */
export function listen(stage, paintUpper) {
  const hands = newHands(stage);
  const select = (/** @type {number} */ place) => {
    const rows = stage.shown?.arrays.rows;
    if (!rows || place < 0 || place >= rows.length || stage.locked.has("n")) return;
    stage.selected = rows[place];
    paintUpper();
    stage.repaint();
    question(stage, true);
  };
  newHelp(stage);
  onCanvases(stage, hands, select, paintUpper);
  onPointer(stage);
  onArrows(stage, select);
  onKeys(stage.root, hands, (event) => onSpace(stage, event));
  return hands;
}

/**
 * @param {Stage} stage
 * @returns {Hands}
 */
function newHands(stage) {
  const refusal = newRefusal(part(stage.root, ".refused", HTMLElement));
  Object.assign(stage, { wait: refusal.wait, heard: refusal.heard });
  return {
    wish: () => stage.wish,
    sizes: () => sceneOf(stage)?.sizes ?? stage.scenes.values().next().value?.sizes ?? [stage.wish.size],
    networks: () => stage.networks,
    words: () => stage.words,
    refuse: refusal.say,
    want: (change, rests) => {
      if (hold((next) => next.want(change, rests))) return;
      refusal.clear();
      if (!may(stage, change)) return;
      if (rests) wished(settingsOf(change));
      want(stage, change, rests);
    },
  };
}

/**
 * Whether what the sender of the link has hidden stays as it is.
 * @param {Stage} stage
 * @param {Partial<import("./model.js").Wish>} change
 */
function may(stage, change) {
  const now = new Map(Object.entries(settingsOf(stage.wish)));
  return Object.entries(settingsOf(change)).every(([key, value]) => !stage.locked.has(key) || now.get(key) === value);
}

/**
 * Clicks on digits, rows, bars and dots.
 * @param {Stage} stage
 * @param {Hands} hands
 * @param {(place: number) => void} select
 * @param {() => void} paintUpper
 */
function onCanvases(stage, hands, select, paintUpper) {
  const size = (/** @type {HTMLCanvasElement} */ canvas) => ({ width: canvas.clientWidth, height: canvas.clientHeight });
  stage.digits.addEventListener("click", (event) => {
    if (stage.shown) select(tileAt(tilesFor(stage.shown, size(stage.digits)), pointOn(event)));
  });
  stage.picks.addEventListener("click", (event) => {
    const rows = stage.shown?.arrays.t.length ?? 0;
    const box = heatBox(size(stage.picks), rows);
    if (guessCell(stage, box, pointOn(event))) paintUpper();
    else select(rowAt(box, rows, pointOn(event).y));
  });
  stage.lower.addEventListener("click", (event) => {
    const boxes = lowerBoxes(size(stage.lower));
    const at = pointOn(event);
    const scene = sceneOf(stage);
    if (holds(boxes.bars, at) && scene && asked(stage) === "loss") {
      stage.guessing.loss = Math.max(0, scene.top * (1 - (at.y - boxes.bars.top) / boxes.bars.height));
      stage.repaint();
    } else if (holds(boxes.bars, at)) select(barAt(stage, boxes.bars, at.x));
    else {
      const dot = dotAt(stage, boxes, at);
      if (dot) hands.want({ size: dot.size, draw: dot.draw }, true);
    }
  });
}

/**
 * What lies under the pointer on the lower canvas is named, and can be clicked.
 * @param {Stage} stage
 */
function onPointer(stage) {
  const show = (/** @type {Stage["hover"]} */ hover) => {
    if (hover?.text === stage.hover?.text) return;
    stage.hover = hover;
    stage.root.dataset.pointed = hover?.text ?? "";
    stage.lower.style.cursor = hover ? (hover.reads ? "crosshair" : "pointer") : "";
    stage.repaint();
  };
  const look = (/** @type {PointerEvent} */ event) => {
    const at = pointOn(event);
    const boxes = lowerBoxes({ width: stage.lower.clientWidth, height: stage.lower.clientHeight });
    const found = dotAt(stage, boxes, at);
    const loss = found && estimate(sceneOf(stage), found.size, found.draw);
    const text = found ? fill(stage.words.dot, { size: whole(found.size), draw: whole(found.draw), loss: loss ? nats(loss) : "…" }) : readAt(stage, boxes, at);
    show(text ? { ...at, text, reads: !found } : null);
  };
  for (const name of /** @type {const} */ (["pointerdown", "pointermove"])) stage.lower.addEventListener(name, look);
  stage.lower.addEventListener("pointerleave", (event) => {
    if (event.pointerType !== "touch") show(null); // a finger that is lifted leaves, too
  });
}

/**
 * How unusual a batch would be with the loss at a point: in the pile one of the size that is wished, in the cloud one of
 * the round size there.
 * @param {Stage} stage
 * @param {ReturnType<typeof lowerBoxes>} boxes
 * @param {import("../drawing/boxes.js").Point} at
 */
function readAt(stage, { cloud, pile }, at) {
  const scene = sceneOf(stage);
  const box = holds(pile, at) ? pile : holds(cloud, at) ? cloud : null;
  if (!scene || !box) return "";
  const along = sizeScale(cloud, scene.n);
  const near = scene.sizes.reduce((best, size) => (Math.abs(along(size) - at.x) < Math.abs(along(best) - at.x) ? size : best));
  const size = box === pile ? stage.wish.size : near;
  const { low, high } = box === pile ? pileAxis(scene, central(scene, size, 0.95), pile.height) : { low: 0, high: scene.top };
  const loss = lossAt(box, low, high)(at.y);
  return reading(stage.words, size, loss, furtherOff(scene, size, loss));
}

/**
 * The place of the bar at x.
 * @param {Stage} stage
 * @param {import("../drawing/boxes.js").Box} box
 * @param {number} x
 */
function barAt(stage, box, x) {
  const count = stage.shown?.arrays.t.length ?? 0;
  return Math.floor(((x - box.left) / box.width) * Math.max(count, 4));
}

/**
 * The batch of the dot at a point, in the cloud or in the pile.
 * @param {Stage} stage
 * @param {ReturnType<typeof lowerBoxes>} boxes
 * @param {import("../drawing/boxes.js").Point} at
 */
function dotAt(stage, boxes, at) {
  const scene = sceneOf(stage);
  if (!scene || at.x < boxes.cloud.left) return null;
  if (at.x >= boxes.pile.left) {
    const axis = pileAxis(scene, central(scene, stage.wish.size, 0.95), boxes.pile.height);
    const dots = heap(pileOf(stage), boxes.pile, lossScale(boxes.pile, axis.low, axis.high));
    const found = nearest(dots, at);
    return found ? { size: stage.wish.size, draw: found.draw } : null;
  }
  const dots = cloudDots(boxes.cloud, scene, stage.cloud);
  const own = dots.filter((dot) => dot.size === stage.wish.size); // before those of another size, which lie close on a phone
  return nearestDot(own, at, REACH) ?? nearestDot(dots, at, REACH);
}

/**
 * @template {{ x: number, y: number }} Place
 * @param {Place[]} places
 * @param {{ x: number, y: number }} at
 */
function nearest(places, at) {
  const near = places.map((place) => ({ place, far: Math.hypot(place.x - at.x, place.y - at.y) })).filter(({ far }) => far < REACH);
  return near.sort((a, b) => a.far - b.far)[0]?.place;
}

/**
 * Arrows where an example is selected.
 * @param {Stage} stage
 * @param {(place: number) => void} select
 */
function onArrows(stage, select) {
  for (const room of stage.root.querySelectorAll(".room")) {
    room.addEventListener("keydown", (event) => {
      if (!(event instanceof KeyboardEvent) || !stage.shown) return;
      const by = stepOf(event, { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 });
      if (by === undefined) return;
      event.preventDefault();
      select(Array.from(stage.shown.arrays.rows).indexOf(stage.selected) + by);
    });
  }
}

/**
 * Space plays, but on a button, which it presses.
 * @param {Stage} stage
 * @param {KeyboardEvent} event
 */
function onSpace(stage, event) {
  if (event.key !== " " || event.composedPath()[0] instanceof HTMLButtonElement) return;
  event.preventDefault();
  play(stage);
}
