// @ts-check
// What the stage does: wishes, questions, and draws that fall onto the pile.

import { settingsOf, wishOf } from "../controls/wish.js";
import { fill, part } from "../page/component.js";
import { ask, newAsking } from "../controls/asking.js";
import { wake } from "../page/waking.js";
import { insistence } from "../page/insist.js";
import { newGuess } from "./guessed.js";
import { newLateness } from "./lateness.js";
import { batchName, BLOCK, drop, estimate, sceneName, standardError } from "./model.js";
import { changed } from "./words.js";

/** @typedef {import("./model.js").Wish} Wish */
/** @typedef {import("./model.js").Scene} Scene */
/** @typedef {import("./model.js").Shown} Shown */
/** @typedef {import("./model.js").Pile} Pile */

const REST = 250; // milliseconds without a change after which a draw belongs to the pile

/**
 * The stage on the page.
 * @param {ParentNode} parent
 */
export function newStage(parent) {
  const canvas = (/** @type {string} */ name) => part(parent, `.${name} canvas`, HTMLCanvasElement);
  const stage = {
    root: part(parent, ".stage", HTMLElement),
    digits: canvas("digits"), picks: canvas("picks"), lower: canvas("lower"),
    /** @type {Record<string, string>} */ words: {},
    /** @type {import("../page/terms.js").Terms} */ terms: [],
    /** @type {Record<string, string>} */ names: {},
    /** @type {string[]} */ networks: [],
    /** @type {string[]} */ keys: [], // the names of all settings, as the address has them
    /** @type {Map<string, Scene>} */ scenes: new Map(),
    /** @type {Wish} */ wish: { size: 1, draw: 0, seed: 0, replace: true, network: "", order: "as-drawn" },
    /** @type {Shown | null} */ shown: null,
    /** @type {Map<string, Pile>} */ piles: new Map(),
    /** @type {Pile | null} */ ghost: null,
    /** @type {Record<string, string>} */ palette: {},
    /** @type {Set<string>} */ locked: new Set(), // settings that the sender of the link does not let change
    open: true, // whether answers come
    lang: "", source: "", partial: false, epoch: 0, change: () => "", selected: 0, law: true, guess: "", guessing: newGuess(), cloud: BLOCK, playing: 0, frame: 0, rest: 0, idle: 0, session: "", hover: /** @type {{ x: number, y: number, text: string, reads?: boolean } | null} */ (null),
    asking: newAsking(), lateness: newLateness(),
    backdrop: document.createElement("canvas"), backdropOf: "",
    /** @type {{ size: number, draw: number }[]} */ owed: [], // draws whose estimates are on their way
    /** @type {() => void} */ repaint: () => {},
    /** @type {() => void} */ all: () => {},
    wait: (/** @type {string} */ _sentence) => {}, heard: () => {},
    insist: () => {},
    tell: (/** @type {string} */ _name, /** @type {unknown} */ _value) => {},
  };
  stage.insist = insistence(
    () => isBehind(stage) && stage.root.isConnected,
    () => {
      stage.wait(stage.words.waiting);
      wake(); // the server may have started anew, and then it knows nothing of the question
      question(stage, true);
    },
  );
  return stage;
}

/** @typedef {ReturnType<typeof newStage>} Stage */

/** @param {Stage} stage */
export const sceneOf = (stage) => stage.scenes.get(sceneName(stage.wish));

/**
 * The batch that the eye sees: what is wished; while draws are played, faster than pictures come, the one whose
 * pictures are there, so that all that is shown together belongs together.
 * @param {Stage} stage
 * @returns {Wish}
 */
export function seen({ shown, wish, playing }) {
  const there = shown && wishOf(shown.header);
  return playing && there && sceneName(there) === sceneName(wish) && there.size === wish.size ? there : wish;
}

/**
 * Whether the pictures are those of a batch.
 * @param {Stage} stage
 * @param {Wish} wish
 */
const shows = ({ shown }, wish) => shown !== null && batchName(wishOf(shown.header)) === batchName(wish) && shown.header.order === wish.order;

/**
 * Whether the pictures are not those of the batch that the eye sees.
 * @param {Stage} stage
 */
export const isLate = (stage) => !shows(stage, seen(stage));

/**
 * Whether the pictures are not those of the batch that is wished.
 * @param {Stage} stage
 */
export const isBehind = (stage) => !shows(stage, stage.wish);

/**
 * The loss of a batch: as the server said, or as its scene has it; null while neither is there.
 * @param {Stage} stage
 * @param {Wish} [wish] what the eye sees, where nothing is said
 */
export function lossOf(stage, wish = seen(stage)) {
  const { shown } = stage;
  if (shown && batchName(wishOf(shown.header)) === batchName(wish)) return /** @type {number | null} */ (shown.header.loss ?? null);
  return estimate(sceneOf(stage), wish.size, wish.draw);
}

/**
 * The pile of the size that is wished.
 * @param {Stage} stage
 */
export function pileOf(stage) {
  const name = `${sceneName(stage.wish)} ${stage.wish.size}`;
  const pile = stage.piles.get(name) ?? { size: stage.wish.size, draws: [], values: [] };
  stage.piles.set(name, pile);
  return pile;
}

/**
 * Wish something else: what is known of it shows in the next frame, the rest is asked for.
 * @param {Stage} stage
 * @param {Partial<Wish>} change
 * @param {boolean} rests whether the hand has let go
 */
export function want(stage, change, rests) {
  const before = { ...stage.wish };
  if ("draw" in change && (change.size ?? before.size) === before.size) collect(stage); // the pile counts the one that is left
  Object.assign(stage.wish, change);
  stage.hover = null;
  if (stage.wish.size !== before.size || sceneName(stage.wish) !== sceneName(before)) leave(stage, before);
  if (stage.selected >= stage.wish.size) stage.selected = 0;
  question(stage, rests);
  if ("draw" in change && stage.wish.size === before.size) collect(stage);
  settle(stage);
  stage.repaint();
}

/**
 * Another size or network: its pile of before stays as a ghost, and what the change did is told.
 * @param {Stage} stage
 * @param {Wish} before
 */
function leave(stage, before) {
  const left = stage.piles.get(`${sceneName(before)} ${before.size}`);
  const [scene, old] = [sceneOf(stage), stage.scenes.get(sceneName(before))];
  if (!scene || scene !== old) {
    stage.ghost = null; // of another network it would lie on another axis
    const ends = scene && old && scene.top !== old.top ? { top: String(scene.top), before: String(old.top) } : null;
    stage.change = () => (ends ? fill(stage.words.axis, ends) : "");
    return;
  }
  if (left && left.draws.length > 1) stage.ghost = left;
  const from = stage.ghost?.size ?? before.size;
  const { size, replace } = stage.wish;
  const wobble = standardError(scene, size, replace) / standardError(scene, from, replace);
  stage.change = () => (from === size ? "" : changed(stage.words, from, size / from, wobble)); // in the language of then
}

/**
 * A network whose scene is not there, if there is one.
 * @param {Stage} stage
 */
export const missingScene = ({ networks, scenes, wish }) => networks.find((network) => !scenes.has(sceneName({ ...wish, network })));

/**
 * Ask for the batch that is wished, and for estimates around its draw where they are missing.
 * @param {Stage} stage
 * @param {boolean} rests
 */
export function question(stage, rests) {
  const settings = { ...settingsOf(stage.wish), cloud: stage.cloud > 0, guess: stage.guess || "none", n: Math.min(stage.selected, stage.wish.size - 1) };
  const block = Math.floor(stage.wish.draw / BLOCK);
  stage.insist();
  ask(stage.asking, { settings, have: [...stage.scenes.keys()], block, scene: missingScene(stage) ?? "", rests, said: stage.lang }, performance.now(), (sent) => stage.tell("question", sent));
}

/**
 * A draw at which the hand rests belongs to the pile.
 * @param {Stage} stage
 */
export function settle(stage) {
  clearTimeout(stage.rest);
  if (stage.playing) return collect(stage);
  stage.rest = window.setTimeout(() => {
    collect(stage);
    stage.repaint();
  }, REST);
}

/** @param {Stage} stage */
export function collect(stage) {
  const loss = lossOf(stage, stage.wish);
  if (loss !== null) drop(pileOf(stage), stage.wish.draw, loss);
}
