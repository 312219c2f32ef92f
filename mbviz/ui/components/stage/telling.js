// @ts-check
// What the stage says in words and numbers.

import { attribute, fill, part, say } from "../page/component.js";
import { whole } from "../page/numbers.js";
import { explain } from "../page/terms.js";
import { hides } from "./guess.js";
import { isLate, lossOf, pileOf, sceneOf, seen } from "./acting.js";
import { batchName, central, furtherOff } from "./model.js";
import { chance, nats, percent, unusual } from "./words.js";

/** @typedef {import("./acting.js").Stage} Stage */
/** @typedef {import("./model.js").Scene} Scene */
/** @typedef {import("./model.js").Shown} Shown */

/**
 * Everything that is said in words and numbers.
 * @param {Stage} stage
 */
export function showNumbers(stage) {
  const { words, root, shown } = stage;
  const wish = seen(stage);
  const [scene, loss] = [sceneOf(stage), lossOf(stage)];
  const text = (/** @type {string} */ selector, /** @type {string} */ value) => say(part(root, selector, HTMLElement), value);
  const n = scene?.n ?? stage.shown?.header.n;
  const asked = fill(wish.size === 1 ? words.questionOne : words.question, { n: whole(n), size: whole(wish.size) });
  explain(part(root, ".question", HTMLElement), asked, [...stage.terms]);
  const isHidden = hides(stage).off;
  text(".this b", isHidden ? "?" : loss === null ? "…" : nats(loss));
  text(".all b", scene ? nats(scene.mean) : "…");
  text(".off b", isHidden ? "?" : loss === null || !scene ? "…" : percent(loss - scene.mean, scene.mean));
  text(".unusual", loss === null || isHidden ? "" : sentence(stage, scene, loss));
  for (const panel of root.querySelectorAll(".panel")) panel.classList.toggle("late", stage.lateness.marked);
  if (shown) showCode(stage, shown, text);
  if (shown) describe(stage, shown.header);
  root.dataset.wish = batchName(wish);
  root.dataset.painted = isLate(stage) ? "" : batchName(wish);
}

/** Whether each sentence has a line of its own: a line that ends with a dot between two of them is none. */
const isPhone = () => matchMedia("(max-width: 700px)").matches;

/**
 * @param {Stage} stage
 * @param {Scene | undefined} scene
 * @param {number} loss
 */
function sentence(stage, scene, loss) {
  const { words, wish } = stage;
  const half = central(scene, wish.size, 0.5);
  const band = half && half[0] < half[1] ? fill(words.half, { size: whole(wish.size), low: nats(half[0]), high: nats(half[1]) }) : "";
  return [unusual(words, furtherOff(scene, wish.size, loss)), band, stage.change()].filter(Boolean).join(isPhone() ? "\n" : " · ");
}

/**
 * The lines of code above the panels, with the numbers of the batch that is shown below them.
 * @param {Stage} stage
 * @param {Shown} shown
 * @param {(selector: string, value: string) => void} text
 */
function showCode(stage, { header, arrays }, text) {
  const { size, draw, seed, replace, n } = header;
  const loss = lossOf(stage);
  const way = replace ? "" : ", replace=False";
  const few = arrays.t.length < size ? ` · ${fill(stage.words.some, { shown: whole(arrays.t.length) })}` : "";
  text(".digits .drawing", `batch_mask = ….choice(${n}, ${size}${way})`);
  text(".digits .taking", `x_batch = x_train[batch_mask]${few}`);
  attribute(part(stage.root, ".digits .drawing", HTMLElement), "title", `batch_mask = np.random.default_rng([${seed}, ${size}, ${draw}]).choice(${n}, ${size}${way})`);
  text(".picks .code", `y[np.arange(${size}), t]`);
  text(".parts .code:nth-child(1)", `-np.log(y[np.arange(${size}), t] + 1e-7)`);
  const isHidden = hides(stage).off;
  text(".parts .code:nth-child(2)", `.mean()  →  ${isHidden ? "?" : loss === null ? "…" : nats(loss)}`);
  text(".parts .code:nth-child(3)", fill(stage.words.pile, { count: whole(countOf(stage)), size: whole(stage.wish.size) }));
  const i = arrays.rows.indexOf(stage.selected);
  const pick = i < 0 || !arrays.picks ? "" : chance(arrays.picks[i]);
  const line = pick && `y[${arrays.rows[i]}, ${arrays.t[i]}] = ${pick} → −log(${pick} + 1e-7) = ${nats(arrays.losses[i])} nats`;
  const worked = part(stage.root, ".worked", HTMLElement);
  explain(worked, [line, twice(stage.words, header)].filter(Boolean).join(" · "), [...stage.terms]);
  worked.classList.toggle("late", stage.lateness.marked);
}

/**
 * How many draws the pile holds, with the one that is shown.
 * @param {Stage} stage
 */
function countOf(stage) {
  const { draws } = pileOf(stage);
  return draws.length + Number(!draws.includes(stage.wish.draw));
}

/**
 * What drawing with or without replacement did to this batch.
 * @param {Record<string, string>} words
 * @param {any} header
 */
function twice(words, { replace, again, first, distinct, size }) {
  if (!replace) return words.noneTwice;
  if (again === 0) return size > 1 ? words.noTwice : "";
  const values = { count: whole(again), first: whole(first), distinct: whole(distinct) };
  return fill(again === 1 ? words.oneTwice : words.manyTwice, values);
}

/**
 * What the canvases show, for those who do not see them; what is to be guessed is left out.
 * @param {Stage} stage
 * @param {any} header
 */
function describe(stage, { size, draw, wrong, loss }) {
  const values = { size: whole(size), draw: whole(draw), wrong: whole(wrong), loss: hides(stage).loss ? "?" : nats(loss) };
  for (const panel of ["digits", "picks", "lower"]) {
    const canvas = part(stage.root, `.${panel} canvas`, HTMLElement);
    attribute(canvas, "aria-label", fill(stage.words[`${panel}Alt`], values));
  }
}

/**
 * Names and colours.
 * @param {Stage} stage
 */
export function nameStage({ root, words, palette }) {
  const ask = part(root, ".ask-help", HTMLElement);
  ask.setAttribute("aria-label", words.explain);
  ask.title = words.explain;
  for (const name of ["this", "all", "off"]) say(part(root, `.${name} .name`, HTMLElement), words[name]);
  for (const [name, color] of Object.entries(palette)) root.style.setProperty(`--palette-${name}`, color);
}
