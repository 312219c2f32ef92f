// @ts-check
// Showing a step: what is lit in the table and the code, what has been reached, and playing one step after another.

import { fill, make, part, say } from "../../page/component.js";
import { reveal } from "../table.js";
import { codeGroups, KINDS, lineOf, meanText, moment, stepsOf, sumOf } from "./moments.js";

/** @typedef {import("./state.js").Stepper} Stepper */
/** @typedef {import("./state.js").Line} Line */
/** @typedef {import("./moments.js").Kind} Kind */
/** @typedef {import("./moments.js").Moment} Moment */
/** @typedef {"first" | "back" | "play" | "forward" | "last"} Control */

const PACE = { none: 0, pair: 1300, cell: 900, log: 900, sum: 900, mean: 0 }; // ms that a step stays when played
const SHOWN = { none: 1, pair: 1, cell: 1, log: 2, sum: 3, mean: 1 }; // so many parts of the live line
const CONTROLS = /** @type {const} */ (["first", "back", "play", "forward", "last"]);

/**
 * A button of the controls.
 * @param {Stepper} stepper
 * @param {Control} name
 */
const buttonOf = ({ root }, name) => part(root, `[data-go=${name}]`, HTMLButtonElement);

/**
 * @param {Stepper} stepper
 * @param {Kind} kind
 */
function showCode(stepper, kind) {
  const form = { hasSel: Boolean(stepper.data.sel), oneHot: stepper.data.oneHot };
  const shape = JSON.stringify(form);
  if (shape !== stepper.codeShape) drawCode(stepper.code, form);
  stepper.codeShape = shape;
  for (const span of stepper.code.querySelectorAll(".part")) span.classList.toggle("lit", span.getAttribute("data-kind") === kind);
}

/**
 * @param {HTMLElement} code
 * @param {Parameters<typeof codeGroups>[0]} form
 */
function drawCode(code, form) {
  code.replaceChildren();
  codeGroups(form).forEach((group, i) => {
    const span = make("span", "group");
    for (const [text, kind] of group) {
      const part = make("span", "part", text);
      part.setAttribute("data-kind", kind);
      span.append(part);
    }
    code.append(...[[], [make("wbr")], [" "], [" "]][i], span);
  });
}

/**
 * The line with the numbers; returns what is seen of it.
 * @param {Stepper} stepper
 * @param {Moment} now
 */
function showLive({ data, live }, now) {
  const shown = SHOWN[now.kind];
  const parts = lineOf(data, now);
  [...live.children].forEach((span, i) => {
    say(span, parts[i] ?? "");
    span.classList.toggle("waiting", i >= shown);
  });
  live.classList.toggle("words", !data.trace || now.kind === "none");
  return parts.slice(0, shown).join(" ");
}

/**
 * Give elements a class until the next step.
 * @param {Stepper} stepper
 * @param {string} name
 * @param {(Element | undefined)[]} elements
 */
function light(stepper, name, ...elements) {
  for (const element of elements) {
    if (!element) continue;
    element.classList.add(name);
    stepper.lit.push([element, name]);
  }
}

/**
 * Lines from the row's and the column's head to the cell picked.
 * @param {Stepper} stepper
 * @param {Line} pair
 * @param {number} k
 */
function showGuides(stepper, pair, k) {
  const above = stepper.lines.slice(0, pair.line).map(({ values }) => values[k]);
  light(stepper, "guide-row", pair.index, pair.label, ...pair.values.slice(0, k));
  light(stepper, "guide-column", ...above);
  light(stepper, "lit", stepper.heads.at(k - stepper.classes - 2)); // after the classes come log and sum
}

/**
 * Light what a step is about; returns the cell in which something happens, if there is one.
 * @param {Stepper} stepper
 * @param {Moment} now
 */
function showProgress(stepper, { n, kind }) {
  const pair = stepper.pairs[n];
  const k = stepper.data.trace?.columns[n];
  if (!pair || k === undefined) return null;
  light(stepper, "current", pair.index);
  if (kind === "pair") light(stepper, "lit", pair.index, stepper.data.oneHot ? pair.ones[k] : pair.label);
  if (kind === "cell") showGuides(stepper, pair, k);
  if (kind === "cell" || kind === "log") light(stepper, "lit", pair.values[k]);
  if (kind === "log" || kind === "sum") light(stepper, "lit", pair.log);
  if (kind === "sum") light(stepper, "lit", pair.sum);
  return { none: null, pair: pair.index, cell: pair.values[k], log: pair.log, sum: pair.sum, mean: null }[kind];
}

/**
 * @param {Line} pair
 * @param {HTMLElement | null} pick
 */
function outline(pair, pick) {
  if (pick === pair.pick) return;
  pair.pick?.classList.remove("pick");
  pair.pick?.removeAttribute("aria-selected");
  pick?.classList.add("pick");
  pick?.setAttribute("aria-selected", "true");
  pair.pick = pick;
}

/**
 * What the steps so far have brought: picks outlined, logarithms and sums filled in.
 * @param {Stepper} stepper
 */
function showReached({ data: { trace }, pairs, step }) {
  pairs.forEach((pair, n) => {
    const stage = trace ? step - n * KINDS.length : 0;
    outline(pair, trace && stage > 1 ? pair.values[trace.columns[n]] : null);
    say(pair.log, trace && stage > 2 ? trace.logs[n] : "");
    say(pair.sum, trace && stage > 3 ? trace.sums[n] : "");
    pair.log.title = trace && stage > 2 ? trace.full.logs[n] : "";
    pair.sum.title = trace && stage > 3 ? trace.full.sums[n] : "";
  });
}

/**
 * @param {Stepper} stepper
 * @param {Kind} kind
 */
function showFoot({ data, foot: { total, mean }, step }, kind) {
  const steps = stepsOf(data);
  if (data.trace) {
    say(total, `sum = ${sumOf(data.trace)}`);
    say(mean, meanText(data.trace));
    total.title = data.trace.full.sums.at(-1) ?? "";
    mean.title = data.trace.full.loss;
  }
  total.classList.toggle("waiting", !steps || step < steps - 1);
  mean.classList.toggle("waiting", kind !== "mean");
  mean.classList.toggle("lit", kind === "mean");
}

/**
 * @param {Stepper} stepper
 * @param {string} spoken what the step says, for those who do not see it
 */
function showControls(stepper, spoken) {
  const { words, trace } = stepper.data;
  const steps = stepsOf(stepper.data);
  const labels = { first: words.first, back: words.back, play: stepper.playing ? words.pause : words.play, last: words.last };
  for (const [name, label] of Object.entries(labels)) {
    const button = buttonOf(stepper, /** @type {Control} */ (name));
    button.setAttribute("aria-label", label);
    button.title = label;
  }
  // still in reach of the keyboard, since a button that goes dead under the finger drops the focus
  const dead = { first: stepper.step === 0, back: stepper.step === 0, play: false, forward: stepper.step === steps, last: stepper.step === steps };
  for (const name of CONTROLS) buttonOf(stepper, name).setAttribute("aria-disabled", String(!trace || dead[name]));
  buttonOf(stepper, "play").classList.toggle("playing", stepper.playing);
  say(buttonOf(stepper, "forward"), stepper.step === 0 ? words.start : words.forward);
  const count = trace ? fill(words.step, { step: stepper.step, steps }) : "";
  Object.assign(stepper.range, { max: steps, value: trace ? stepper.step : 0, disabled: !trace });
  stepper.range.setAttribute("aria-label", words.steps);
  stepper.range.setAttribute("aria-valuetext", count);
  say(stepper.count, count);
  say(stepper.spoken, ` ${spoken}`);
}

/**
 * Show the step that the stepper is at.
 * @param {Stepper} stepper
 */
export function showStep(stepper) {
  for (const [element, name] of stepper.lit.splice(0)) element.classList.remove(name);
  const { trace } = stepper.data;
  /** @type {Moment} */
  const now = trace ? moment(stepper.step, stepsOf(stepper.data)) : { n: -1, kind: "none" };
  showReached(stepper);
  stepper.active = showProgress(stepper, now);
  showCode(stepper, now.kind);
  showFoot(stepper, now.kind);
  showControls(stepper, showLive(stepper, now));
  stepper.root.dataset.step = String(stepper.step);
}

/**
 * @param {Stepper} stepper
 * @param {number} step
 */
function goToStep(stepper, step) {
  const steps = stepsOf(stepper.data);
  stepper.step = Math.min(steps, Math.max(0, step));
  if (stepper.step === steps) stop(stepper);
  showStep(stepper);
  if (stepper.active) reveal(stepper.grid.frame, stepper.active);
}

/**
 * Play no further.
 * @param {Pick<Stepper, "timer" | "playing">} stepper
 */
export function stop(stepper) {
  clearTimeout(stepper.timer);
  stepper.playing = false;
}

/** @param {Stepper} stepper */
function play(stepper) {
  stepper.playing = true;
  const { kind } = moment(stepper.step, stepsOf(stepper.data));
  stepper.timer = window.setTimeout(() => {
    goToStep(stepper, stepper.step + 1);
    if (stepper.playing) play(stepper);
  }, PACE[kind]);
}

/**
 * @param {Stepper} stepper
 * @param {Control} name
 */
export function onControl(stepper, name) {
  if (!stepper.data.trace) return;
  const { step, playing } = stepper;
  const steps = stepsOf(stepper.data);
  stop(stepper);
  if (name !== "play") return goToStep(stepper, { first: 0, back: step - 1, forward: step + 1, last: steps }[name]);
  if (!playing) {
    if (step === steps) stepper.step = 0;
    play(stepper);
  }
  showStep(stepper);
}

/**
 * Hear the buttons and the slider.
 * @param {Stepper} stepper
 */
export function mountControls(stepper) {
  for (const name of CONTROLS) buttonOf(stepper, name).addEventListener("click", () => onControl(stepper, name));
  stepper.range.addEventListener("input", () => {
    stop(stepper);
    goToStep(stepper, Number(stepper.range.value));
  });
}

/**
 * Keep the step through reruns; who has seen everything also sees the rows that come after.
 * @param {Pick<Stepper, "data" | "step" | "steps" | "timer" | "playing">} stepper
 */
export function keepStep(stepper) {
  const steps = stepsOf(stepper.data);
  if (!steps) return stop(stepper);
  stepper.step = stepper.steps && stepper.step === stepper.steps ? steps : Math.min(stepper.step, steps);
  stepper.steps = steps;
}
