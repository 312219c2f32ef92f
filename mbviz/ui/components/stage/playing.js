// @ts-check
// Drawing again and again: Play, a hundred at once, and beginning anew.

import { LARGEST } from "../controls/controls.js";
import { attribute, fill, part, say } from "../page/component.js";
import { tellPlays } from "../page/plays.js";
import { collect, isBehind, pileOf, question, sceneOf, want } from "./acting.js";
import { BLOCK, drop, estimate } from "./model.js";

/** @typedef {import("./acting.js").Stage} Stage */

const WRITTEN = 2000; // milliseconds after which the address follows
const PACES = [1, 5, 20]; // draws a second

/**
 * Listen to the buttons.
 * @param {Stage} stage
 */
export function newPlayer(stage) {
  const button = (/** @type {string} */ name) => part(stage.root, `.${name}`, HTMLButtonElement);
  const player = { play: button("play"), hundred: button("hundred"), clear: button("clear"), pace: part(stage.root, ".pace", HTMLSelectElement) };
  for (const pace of PACES) player.pace.add(new Option("", String(pace)));
  player.play.addEventListener("click", () => play(stage));
  player.hundred.addEventListener("click", () => add(stage, 100));
  player.clear.addEventListener("click", () => clear(stage));
  return player;
}

/**
 * @param {ReturnType<typeof newPlayer>} player
 * @param {Stage} stage
 */
export function showPlayer({ play, hundred, clear, pace }, { words, playing, guess, open, locked, wish }) {
  for (const control of [play, hundred, clear, pace]) control.hidden = !draws({ open, locked });
  play.disabled = hundred.disabled = Boolean(guess) || wish.draw === LARGEST;
  say(play, playing ? words.pause : words.play);
  say(clear, words.clear);
  attribute(hundred, "aria-label", words.hundred);
  attribute(hundred, "title", words.hundred);
  attribute(pace, "aria-label", words.pace);
  for (const option of pace.options) say(option, fill(words.paceEach ?? "", { pace: option.value }));
}

/**
 * Whether there is anything to play: another draw, and a dot of it.
 * @param {Pick<Stage, "open" | "locked">} stage
 */
const draws = ({ open, locked }) => open && !locked.has("draw");

/**
 * Begin anew: both the pile and its ghost go.
 * @param {Stage} stage
 */
function clear(stage) {
  stage.piles.clear();
  Object.assign(stage, { ghost: null, change: () => "", owed: [] });
  collect(stage); // the batch that is still shown
  stage.repaint();
}

/**
 * Begin to play, or end it: a draw at each beat, as long as its estimate is known or comes.
 * @param {Stage} stage
 */
export function play(stage) {
  if (stage.guess || !draws(stage)) return; // a draw that goes by cannot be guessed
  if (stage.playing) {
    clearTimeout(stage.playing);
    stage.playing = 0;
    question(stage, true);
    return stage.repaint();
  }
  tellPlays();
  let written = performance.now();
  const beat = () => {
    const pace = Number(part(stage.root, ".pace", HTMLSelectElement).value) || 1;
    stage.playing = stage.root.isConnected ? window.setTimeout(beat, 1000 / pace) : 0;
    if (stage.wish.draw === LARGEST) return play(stage); // there is no other
    // the next draw waits until something is known of this one: none is passed over
    if (sceneOf(stage)?.blocks.has(`${stage.wish.size} ${Math.floor((stage.wish.draw + 1) / BLOCK)}`) || !isBehind(stage)) {
      const rests = performance.now() - written > WRITTEN;
      if (rests) written = performance.now();
      want(stage, { draw: stage.wish.draw + 1 }, rests);
    }
  };
  stage.playing = window.setTimeout(beat, 0);
  stage.repaint();
}

/**
 * Many draws at once, as many as there are: those whose estimates are known fall at once, the others when they are.
 * @param {Stage} stage
 * @param {number} count
 */
function add(stage, count) {
  const { size, draw } = stage.wish;
  collect(stage);
  const scene = sceneOf(stage);
  const last = Math.min(draw + count, LARGEST);
  for (let k = draw + 1; k <= last; k++) {
    const loss = estimate(scene, size, k);
    if (loss !== null) drop(pileOf(stage), k, loss);
    else stage.owed.push({ size, draw: k });
  }
  want(stage, { draw: last }, true);
}
