// The steps: for each pair (n, t[n]) its cell of y, its logarithm and the sum so far; in the end the mean.

const KINDS = ["pair", "cell", "log", "sum"];
const PACE = { none: 0, pair: 1300, cell: 900, log: 900, sum: 900 }; // ms that a step stays when played

const stepsOf = ({ trace }) => (trace ? trace.rows.length * KINDS.length + 1 : 0);

// What is in progress at a step: nothing at step 0.
function moment(step, steps) {
  if (step === 0) return { n: -1, kind: "none" };
  if (step === steps) return { n: (steps - 1) / KINDS.length, kind: "mean" };
  return { n: Math.floor((step - 1) / KINDS.length), kind: KINDS[(step - 1) % KINDS.length] };
}

// The article's line in parts, each with the step that it lights up in; between two groups the line may break.
function codeGroups({ sel, oneHot }) {
  const picked = oneHot
    ? [["t", "pair"], [" * ", "log"], ["np.log(", "log"], [sel ? "y[sel]" : "y", "cell"]]
    : [["y[", "cell"], [sel ? "sel" : "np.arange(batch_size)", "pair"], [", ", "cell"], ["t", "pair"], ["]", "cell"]];
  const start = [["-", "mean"], ["np.sum(", "sum"], ...(oneHot ? [] : [["np.log(", "log"]])];
  const end = [["+ delta", "log"], [")", "log"], [")", "sum"]];
  return [start, picked, end, [["/ batch_size", "mean"]]];
}

function drawCode(code, data) {
  code.replaceChildren();
  codeGroups(data).forEach((group, i) => {
    const span = make("span", "group");
    for (const [text, kind] of group) span.append(Object.assign(make("span", "part", text), { kind }));
    code.append(...[[], [make("wbr")], [" "], [" "]][i], span);
  });
}

function showCode(state, kind) {
  const shape = [Boolean(state.data.sel), state.data.oneHot].join();
  if (shape !== state.codeShape) drawCode(state.code, state.data);
  state.codeShape = shape;
  for (const span of state.code.querySelectorAll(".part")) span.classList.toggle("lit", span.kind === kind);
}

// The line for one pair with its numbers, in parts that appear one after the other.
function liveParts({ trace, delta, sel, oneHot }, n, kind) {
  const place = `[${trace.rows[n]}, ${trace.columns[n]}]`;
  const index = sel ? "sel" : `np.arange(${trace.rows.length})`;
  const pair = oneHot
    ? `t[${n}, ${trace.columns[n]}] = 1`
    : `${index}[${n}], t[${n}] = ${trace.rows[n]}, ${trace.columns[n]}`;
  const log = `${oneHot ? "1 · " : ""}log(${trace.picks[n]} + ${delta}) = ${trace.logs[n]}`;
  return [kind === "pair" ? pair : `y${place} = ${trace.picks[n]}`, `→ ${log}`, `→ sum = ${trace.sums[n]}`];
}

const meanText = ({ trace }) => `E = -(${trace.sums.at(-1) ?? "0"}) / ${trace.rows.length} = ${trace.loss}`;

function lineOf(data, n, kind) {
  if (!data.trace) return [data.words.broken];
  if (kind === "none") return [data.words.hint];
  return kind === "mean" ? [meanText(data)] : liveParts(data, n, kind);
}

function showLive(state, { n, kind }) {
  const { data } = state;
  const shown = { none: 1, pair: 1, cell: 1, log: 2, sum: 3, mean: 1 }[kind];
  const parts = lineOf(data, n, kind);
  [...state.live.children].forEach((span, i) => {
    say(span, parts[i] ?? "");
    span.classList.toggle("waiting", i >= shown);
  });
  state.live.classList.toggle("words", !data.trace || kind === "none");
  return parts.slice(0, shown).join(" ");
}

function light(state, name, ...elements) {
  for (const element of elements) {
    if (!element) continue;
    element.classList.add(name);
    state.lit.push([element, name]);
  }
}

// Lines from the row's and the column's head to the cell picked.
function showGuides(state, pair, k) {
  const above = state.lines.slice(0, pair.line).map(({ values }) => values[k]);
  light(state, "guide-row", pair.index, pair.label, ...pair.values.slice(0, k));
  light(state, "guide-column", ...above);
  light(state, "lit", state.heads.at(k - state.classes - 2)); // after the classes come log and sum
}

function showProgress(state, { n, kind }) {
  const pair = state.pairs[n];
  if (!pair) return null;
  const k = state.data.trace.columns[n];
  light(state, "current", pair.index);
  if (kind === "pair") light(state, "lit", pair.index, pair.ones ? pair.ones[k] : pair.label);
  if (kind === "cell") showGuides(state, pair, k);
  if (kind === "cell" || kind === "log") light(state, "lit", pair.values[k]);
  if (kind === "log" || kind === "sum") light(state, "lit", pair.log);
  if (kind === "sum") light(state, "lit", pair.sum);
  return { pair: pair.index, cell: pair.values[k], log: pair.log, sum: pair.sum }[kind];
}

function outline(pair, pick) {
  if (pick === pair.pick) return;
  pair.pick?.classList.remove("pick");
  pair.pick?.removeAttribute("aria-selected");
  pick?.classList.add("pick");
  pick?.setAttribute("aria-selected", "true");
  pair.pick = pick;
}

// What the steps so far have brought: picks outlined, logarithms and sums filled in.
function showReached(state) {
  const { trace } = state.data;
  state.pairs.forEach((pair, n) => {
    const stage = trace ? state.step - n * KINDS.length : 0;
    outline(pair, stage > 1 ? pair.values[trace.columns[n]] : null);
    say(pair.log, stage > 2 ? trace.logs[n] : "");
    say(pair.sum, stage > 3 ? trace.sums[n] : "");
    pair.log.title = stage > 2 ? trace.full.logs[n] : "";
    pair.sum.title = stage > 3 ? trace.full.sums[n] : "";
  });
}

function showFoot(state, kind) {
  const { data, foot, step } = state;
  const steps = stepsOf(data);
  const [total, mean] = foot.children;
  if (data.trace) {
    say(total, `sum = ${data.trace.sums.at(-1) ?? "0"}`);
    say(mean, meanText(data));
    total.title = data.trace.full.sums.at(-1) ?? "";
    mean.title = data.trace.full.loss;
  }
  total.classList.toggle("waiting", !steps || step < steps - 1);
  mean.classList.toggle("waiting", kind !== "mean");
  mean.classList.toggle("lit", kind === "mean");
}

function showControls(state, spoken) {
  const { words, trace } = state.data;
  const steps = stepsOf(state.data);
  const { first, back, play, forward, last } = state.buttons;
  const labels = { first: words.first, back: words.back, play: state.playing ? words.pause : words.play, last: words.last };
  for (const [name, label] of Object.entries(labels)) {
    state.buttons[name].setAttribute("aria-label", label);
    state.buttons[name].title = label;
  }
  play.classList.toggle("playing", state.playing);
  say(forward, state.step === 0 ? words.start : words.forward);
  // still in reach of the keyboard, since a button that goes dead under the finger drops the focus
  for (const button of [first, back]) button.setAttribute("aria-disabled", String(!trace || state.step === 0));
  for (const button of [forward, last]) button.setAttribute("aria-disabled", String(!trace || state.step === steps));
  play.setAttribute("aria-disabled", String(!trace));
  const count = trace ? fill(words.step, { step: state.step, steps }) : "";
  Object.assign(state.range, { max: steps, value: trace ? state.step : 0, disabled: !trace });
  state.range.setAttribute("aria-label", words.steps);
  state.range.setAttribute("aria-valuetext", count);
  say(state.count, count);
  say(state.spoken, ` ${spoken}`);
}

function showStep(state) {
  for (const [element, name] of state.lit.splice(0)) element.classList.remove(name);
  const steps = stepsOf(state.data);
  const now = state.data.trace ? moment(state.step, steps) : { n: -1, kind: "none" };
  showReached(state);
  state.active = showProgress(state, now);
  showCode(state, now.kind);
  showFoot(state, now.kind);
  showControls(state, showLive(state, now));
  state.root.dataset.step = state.step;
}

function goToStep(state, step) {
  const steps = stepsOf(state.data);
  state.step = Math.min(steps, Math.max(0, step));
  if (state.step === steps) stop(state);
  showStep(state);
  if (state.active) reveal(state.grid.frame, state.active);
}

function stop(state) {
  clearTimeout(state.timer);
  state.playing = false;
}

function play(state) {
  state.playing = true;
  const { kind } = moment(state.step, stepsOf(state.data));
  state.timer = setTimeout(() => {
    goToStep(state, state.step + 1);
    if (state.playing) play(state);
  }, PACE[kind]);
}

function onControl(state, name) {
  if (!state.data.trace) return;
  const steps = stepsOf(state.data);
  const playing = state.playing;
  stop(state);
  if (name !== "play") return goToStep(state, { first: 0, back: state.step - 1, forward: state.step + 1, last: steps }[name]);
  if (!playing) {
    if (state.step === steps) state.step = 0;
    play(state);
  }
  showStep(state);
}
