// @ts-check
// Guess first: something is hidden until the class has answered; then both stand side by side, and the score is kept.

import { heatCellAt } from "../drawing/heatmap.js";
import { frame, line } from "../drawing/shapes.js";
import { write, writeOnHalo } from "../drawing/text.js";
import { fill, make, part, say } from "../page/component.js";
import { lossOf, sceneOf } from "./acting.js";
import { nats, percent } from "./words.js";

/** @typedef {import("./acting.js").Stage} Stage */
/** @typedef {import("../drawing/svg_context.js").Painter} Painter */
/** @typedef {import("../drawing/boxes.js").Box} Box */
/** @typedef {import("../drawing/boxes.js").Point} Point */
/** @typedef {import("./upper.js").Colors} Colors */

export const GUESSES = ["", "picks", "loss", "off"];
const FEW = 12; // rows of which the picks can be guessed
const CLOSE = 0.25; // a guessed loss that is off by so much of the true one counts as right
const STEPS = [0.05, 0.2, 0.5, Infinity]; // how far off, as shares of the mean

/**
 * What is to be guessed now: "picks", "loss", "off", or nothing.
 * @param {Stage} stage
 */
export const asked = ({ guess, guessing }) => (guessing.revealed ? "" : guess);

/**
 * What is hidden now, since it is to be guessed, or since its answer does not come.
 * @param {Stage} stage
 */
export function hides(stage) {
  const what = asked(stage);
  return { picks: !stage.open || what === "picks", loss: !stage.open || what === "loss", off: !stage.open || what === "loss" || what === "off" };
}

/**
 * A new batch is guessed anew.
 * @param {Stage} stage
 * @param {string} name of the batch
 */
export function renew({ guessing, guess }, name) {
  const kind = `${guess} ${name}`;
  if (guessing.name === kind) return;
  if (!guessing.name.startsWith(`${guess} `)) Object.assign(guessing, { right: 0, of: 0 }); // rows and losses do not add up
  Object.assign(guessing, { name: kind, cells: new Map(), loss: null, step: -1, revealed: false });
}

/**
 * Choose the cell at a point of the heatmap, one in each row; true when the click was a guess.
 * @param {Stage} stage
 * @param {Box} box
 * @param {Point} point
 */
export function guessCell(stage, box, point) {
  if (asked(stage) !== "picks" || !stage.shown) return false;
  const { header, arrays } = stage.shown;
  const cell = heatCellAt(box, { rows: arrays.t.length, columns: header.classes }, point);
  if (cell) stage.guessing.cells.set(cell.row, cell.column);
  return true;
}

/**
 * How many of the chosen cells are those that are picked, one in each row.
 * @param {Map<number, number>} cells column by row
 * @param {ArrayLike<number>} t
 */
export const rightCells = (cells, t) => Array.from(t).filter((column, row) => cells.get(row) === column).length;

/**
 * Which of the steps a deviation lies in.
 * @param {number} off
 * @param {number} mean
 */
export const stepOff = (off, mean) => STEPS.findIndex((step) => Math.abs(off) <= step * Math.abs(mean));

/**
 * Compare the guess with what is there, and count.
 * @param {Stage} stage
 */
function reveal(stage) {
  const { guess, guessing, shown } = stage;
  const [loss, scene] = [lossOf(stage), sceneOf(stage)];
  if (!shown || loss === null || !scene || guessing.revealed) return;
  guessing.revealed = true;
  if (guess === "picks") {
    guessing.right += rightCells(guessing.cells, shown.arrays.t);
    guessing.of += shown.arrays.t.length;
  } else if ((guess === "loss" && guessing.loss !== null) || (guess === "off" && guessing.step >= 0)) {
    const close = guess === "loss" ? Math.abs((guessing.loss ?? 0) - loss) <= CLOSE * loss : guessing.step === stepOff(loss - scene.mean, scene.mean);
    guessing.right += Number(close);
    guessing.of += 1;
  }
}

/**
 * Draw what was guessed: cells on the heatmap.
 * @param {Painter} context
 * @param {Stage} stage
 * @param {(row: number, column: number) => Box} cellOf
 * @param {Colors} colors
 */
export function drawGuessedCells(context, { guess, guessing, shown }, cellOf, colors) {
  if (guess !== "picks") return;
  for (const [row, column] of guessing.cells) {
    const [cell, isWrong] = [cellOf(row, column), guessing.revealed && shown?.arrays.t[row] !== column];
    frame(context, cell, isWrong ? colors.wrong : colors.ink, 3);
    if (isWrong) write(context, "✗", { x: cell.left + cell.width / 2, y: cell.top + cell.height / 2 + 6 }, colors.wrong, { bold: true, size: 17 });
  }
}

/**
 * Draw the guessed loss across the bars.
 * @param {Painter} context
 * @param {Stage} stage
 * @param {Box} box
 * @param {(loss: number) => number} y
 * @param {Colors} colors
 */
export function drawGuessedLoss(context, { guess, guessing }, box, y, colors) {
  if (guess !== "loss" || guessing.loss === null) return;
  line(context, [{ x: box.left, y: y(guessing.loss) }, { x: box.left + box.width, y: y(guessing.loss) }], colors.ink, 3);
  writeOnHalo(context, nats(guessing.loss), { x: box.left + 6, y: y(guessing.loss) - 7 }, colors, { align: "left", bold: true });
}

/**
 * The strip that asks, and its answers.
 * @param {Stage} stage
 */
export function newGuessing(stage) {
  const box = part(stage.root, ".guessing", HTMLElement);
  const button = part(box, ".reveal", HTMLButtonElement);
  const choices = part(box, ".choices", HTMLElement);
  STEPS.forEach((_, step) => {
    const choice = make("button");
    choice.type = "button";
    choice.addEventListener("click", () => {
      stage.guessing.step = step;
      stage.all();
    });
    choices.append(choice);
  });
  button.addEventListener("click", () => {
    reveal(stage);
    stage.all();
  });
  return { box, button, choices, ask: part(box, ".ask", HTMLElement), score: part(box, ".score", HTMLElement) };
}

/**
 * Show what is asked, or what came out.
 * @param {ReturnType<typeof newGuessing>} strip
 * @param {Stage} stage
 */
export function showGuessing({ box, button, choices, ask, score }, stage) {
  const { guess, guessing, words, shown } = stage;
  box.hidden = !guess;
  part(stage.root, ".worked", HTMLElement).hidden = Boolean(guess);
  if (!guess || !shown) return;
  const many = guess === "picks" && shown.arrays.t.length > FEW;
  say(ask, guessing.revealed ? told(stage) : fill(words[many ? "ask_fewer" : `ask_${guess}`], { size: shown.header.size, few: FEW }));
  choices.hidden = guess !== "off";
  [...choices.children].forEach((choice, step) => {
    say(choice, words[`step_${step}`]);
    choice.setAttribute("aria-pressed", String(step === guessing.step));
  });
  say(button, words.reveal);
  button.hidden = !stage.open;
  const isDone = guessing.revealed || many || !isGuessed(stage);
  if (isDone && button.matches(":focus")) ask.focus({ preventScroll: true }); // a button that is disabled loses the keyboard
  button.disabled = isDone;
  say(score, guessing.of ? fill(words.score, { right: guessing.right, of: guessing.of }) : "");
}

/** @param {Stage} stage */
const isGuessed = ({ guess, guessing }) => ({ picks: guessing.cells.size > 0, loss: guessing.loss !== null, off: guessing.step >= 0 })[guess] ?? false;

/** @param {Stage} stage */
function told(stage) {
  const { guess, guessing, words, shown } = stage;
  const [loss, scene] = [lossOf(stage), sceneOf(stage)];
  if (!shown || loss === null || !scene) return "";
  if (guess === "picks") return fill(words.told_picks, { right: rightCells(guessing.cells, shown.arrays.t), of: shown.arrays.t.length });
  const yours = guess === "loss" ? (guessing.loss === null ? "–" : nats(guessing.loss)) : words[`step_${guessing.step}`] ?? "–";
  return fill(words.told, { yours, there: guess === "loss" ? nats(loss) : percent(loss - scene.mean, scene.mean) });
}
