// The stepper and the quiz: which lines a table has, what its steps are, and where the keys lead.

import assert from "node:assert/strict";
import { test } from "node:test";

import { ask, choose, outcomeOf, take as takeQuiz } from "../../../mbviz/ui/components/tables/quiz.js";
import { isSingle, send, stepBack, take } from "../../../mbviz/ui/components/tables/stepper/edit.js";
import { classesOf, columnWidths, headLabels, linesOf, rowNamed } from "../../../mbviz/ui/components/tables/stepper/lines.js";
import { codeGroups, lineOf, meanText, moment, stepsOf } from "../../../mbviz/ui/components/tables/stepper/moments.js";
import { textOf } from "../../../mbviz/ui/components/tables/stepper/state.js";
import { keepStep } from "../../../mbviz/ui/components/tables/stepper/steps.js";
import { MOVES, neighbour, widthOf } from "../../../mbviz/ui/components/tables/table.js";

const DATA = { y: [["0.1", "0.9"], ["0.8", "0.2"], ["0.5", "0.5"]], t: ["1", "0", "0"], sel: null, oneHot: false };
const TRACE = {
  rows: [0, 1], columns: [1, 0], picks: ["0.9", "0.8"], logs: ["-0.1054", "-0.2231"], sums: ["-0.1054", "-0.3285"], loss: "0.1643",
};

/** A grid of a drawing: a dot is a place without a cell. */
function gridOf(...lines) {
  return { lines: lines.map((line, i) => [...line].map((name, j) => (name === "." ? undefined : { name, place: [i, j] }))) };
}

test("keys lead over gaps to the next cell, Home and End to the ends of a line", () => {
  const grid = gridOf(".ab", ".c.", ".de", "f..");
  const from = (name, key) => neighbour(grid, grid.lines.flat().find((cell) => cell?.name === name), MOVES[key])?.name ?? null;
  assert.equal(from("b", "ArrowDown"), "e");
  assert.equal(from("a", "ArrowDown"), "c");
  assert.equal(from("e", "ArrowUp"), "b");
  assert.equal(from("c", "ArrowRight"), null);
  assert.equal(from("a", "ArrowLeft"), null);
  assert.equal(from("e", "Home"), "d");
  assert.equal(from("a", "End"), "b");
  assert.equal(from("d", "ArrowDown"), null);
});

test("a column is as wide as its longest text, within limits", () => {
  assert.equal(widthOf(["0.5", "0.123456"], { least: 3.2 }), "4.70em");
  assert.equal(widthOf(["1"], { least: 3.2 }), "3.20em");
  assert.equal(widthOf(["x".repeat(99)], { least: 3.2 }), "9.00em");
  assert.equal(widthOf([], { least: 3.2 }), "3.20em");
  assert.equal(widthOf(["✓0.123"], { least: 3.2 }), "4.10em", "the mark has room beside the number");
  assert.equal(widthOf(["much"], { least: 2 }), "3.18em");
  assert.equal(widthOf(["많이"], { least: 2 }), "2.70em");
});

test("sel names rows as NumPy counts them", () => {
  const named = ["0", " 2 ", "-1", "+1", "3", "-4", "1.0", "", "0x1", "1e0"].map((text) => rowNamed(text, 3));
  assert.deepEqual(named, [0, 2, 2, 1, null, null, null, null, null, null]);
});

test("each pair has a line; with sel the other rows stand in their places, or below", () => {
  assert.deepEqual(linesOf({ data: DATA, pending: [] }), [{ n: 0, row: 0 }, { n: 1, row: 1 }, { n: 2, row: 2 }]);
  const lines = (sel) => linesOf({ data: { ...DATA, t: sel.map(() => "0"), sel }, pending: [] }).map(({ n, row }) => `${n}:${row}`);
  assert.deepEqual(lines(["0", "2"]), ["0:0", "null:1", "1:2"]);
  assert.deepEqual(lines(["2", "0"]), ["0:2", "1:0", "null:1"]);
  assert.deepEqual(lines(["1", "x"]), ["0:1", "1:null", "null:0", "null:2"]);
});

test("columns are those of the longest row, and their heads say what they are", () => {
  assert.equal(classesOf({ y: [["1"], ["1", "2", "3"]], t: ["12"], oneHot: false }), 3);
  assert.equal(classesOf({ y: [["1"]], t: [["0", "1"]], oneHot: true }), 2);
  const heads = (data) => headLabels({ words: { row: "row" }, sel: null, oneHot: false, ...data }, 2).map(([text]) => text.replace("\u200b", ""));
  assert.deepEqual(heads({}), ["arange(B)", "t", "0", "1", "log", "sum"]);
  assert.deepEqual(heads({ sel: ["0"], oneHot: true }), ["row", "sel", "", "0", "1", "log", "sum"]);
});

test("columns keep their results' widths while there is nothing to show", () => {
  const cells = [
    { address: { array: "y", row: 0, column: 0 }, shown: "0.12345678", bad: false },
    { address: { array: "t", row: 0, column: 0 }, shown: "1", bad: true },
  ];
  const widths = columnWidths({ data: { ...DATA, trace: null }, cells, classes: 2, results: ["7em", "8em"] });
  assert.deepEqual(widths, { left: ["var(--arange)", "2.60em"], values: ["5.70em", "3.20em"], results: ["7em", "8em"] });
});

test("what was typed and is not answered yet goes before what the server said", () => {
  const address = { array: "y", row: 1, column: 0 };
  const edit = (id, text) => ({ id, kind: "cell", ...address, text });
  assert.equal(textOf({ data: DATA, pending: [] }, address), "0.8");
  assert.equal(textOf({ data: DATA, pending: [edit(1, "a"), edit(2, "b"), { id: 3, kind: "paste", ...address, text: "c" }] }, address), "b");
  assert.equal(textOf({ data: DATA, pending: [] }, { array: "t", row: 2, column: 0 }), "0");
  assert.equal(textOf({ data: { ...DATA, oneHot: true, t: [["0", "1"]] }, pending: [] }, { array: "t", row: 0, column: 1 }), "1");
  assert.equal(textOf({ data: DATA, pending: [] }, { array: "y", row: 9, column: 0 }), "");
});

/** A stepper as far as sending goes, and the messages that it sent. */
function sender(data) {
  const messages = [];
  const stepper = { pending: [], lastId: 0, sentAgain: 0, data: null, tell: (name, edits) => messages.push([name, edits.map(({ id, kind, session }) => `${session} ${id} ${kind}`)]) };
  take(stepper, { ...DATA, editId: 0, session: "one", kept: "", painted: "p", ...data });
  return { stepper, messages, answer: (more) => take(stepper, { ...stepper.data, ...more }) };
}

test("a message holds all edits that are not answered; what is answered is forgotten", () => {
  const { stepper, messages, answer } = sender({ editId: 3 });
  send(stepper, { kind: "undo" });
  send(stepper, { kind: "redo" });
  assert.deepEqual(messages, [["edit", ["one 4 undo"]], ["edit", ["one 4 undo", "one 5 redo"]]]);
  answer({ editId: 5 });
  assert.deepEqual([stepper.pending, stepper.lastId], [[], 5]);
});

test("an edit that an answer leaves out is sent once more, since its message may be lost", () => {
  const { stepper, messages, answer } = sender();
  send(stepper, { kind: "undo" });
  answer({ editId: 0 });
  answer({ editId: 0 });
  assert.deepEqual(messages, [["edit", ["one 1 undo"]], ["edit", ["one 1 undo"]]]);
  send(stepper, { kind: "redo" });
  answer({ editId: 1 });
  assert.deepEqual(messages.slice(2), [["edit", ["one 1 undo", "one 2 redo"]], ["edit", ["one 2 redo"]]]);
});

test("a server that was started anew gets the table as it stood, and what was done since", () => {
  const { stepper, messages, answer } = sender({ editId: 7, kept: "the table", y: [["0.25", "0.75"]] });
  send(stepper, { kind: "undo" });
  answer({ session: "two", editId: 0, kept: "", y: [["1", "0"]] });
  assert.deepEqual(messages.at(-1), ["edit", ["two 1 restore", "two 2 undo"]]);
  assert.equal(stepper.pending[0].text, "the table");
  assert.deepEqual(stepper.data.y, [["0.25", "0.75"]], "what is shown does not jump back meanwhile");
  answer({ editId: 2 });
  assert.deepEqual([stepper.pending, stepper.lastId], [[], 2]);
});

test("a server that was started anew gets nothing where nothing was changed, or other arrays were chosen", () => {
  const unchanged = sender();
  unchanged.answer({ session: "two" });
  const chosen = sender({ kept: "the table", editId: 2 });
  send(chosen.stepper, { kind: "undo" });
  chosen.answer({ session: "two", painted: "other", editId: 0 });
  assert.deepEqual([unchanged.messages, chosen.messages.slice(1), chosen.stepper.pending], [[], [], []]);
});

test("Ctrl or ⌘ with Z undoes, with Shift and Z or with Y makes again", () => {
  const held = (keys) => ({ ctrlKey: false, metaKey: false, shiftKey: false, altKey: false, ...keys });
  const asked = [{ key: "z", ctrlKey: true }, { key: "Z", metaKey: true, shiftKey: true }, { key: "y", ctrlKey: true }];
  assert.deepEqual(asked.map((keys) => stepBack(held(keys))), ["undo", "redo", "redo"]);
  const others = [{ key: "z" }, { key: "z", ctrlKey: true, altKey: true }, { key: "x", ctrlKey: true }];
  assert.deepEqual(others.map((keys) => stepBack(held(keys))), [null, null, null]);
});

test("a paste is one value or several cells", () => {
  assert.deepEqual(["0.5", " 0.5\n", "[1, 2]", "1\t2", "1\n2"].map(isSingle), [true, true, true, false, false]);
});

test("four steps for each pair, one for the mean", () => {
  assert.equal(stepsOf({ trace: TRACE }), 9);
  assert.equal(stepsOf({ trace: null }), 0);
  const all = Array.from({ length: 10 }, (_, step) => moment(step, 9)).map(({ n, kind }) => `${kind} ${n}`);
  assert.deepEqual(all, ["none -1", "pair 0", "cell 0", "log 0", "sum 0", "pair 1", "cell 1", "log 1", "sum 1", "mean 2"]);
});

test("the step is kept; who has seen everything also sees the rows that come after", () => {
  const at = (step, steps, data) => {
    const stepper = { step, steps, data, playing: true, timer: 0 };
    keepStep(stepper);
    return [stepper.step, stepper.steps, stepper.playing];
  };
  assert.deepEqual(at(3, 9, { trace: TRACE }), [3, 9, true]);
  assert.deepEqual(at(5, 5, { trace: TRACE }), [9, 9, true]);
  assert.deepEqual(at(12, 13, { trace: TRACE }), [9, 9, true]);
  assert.deepEqual(at(3, 9, { trace: null }), [3, 9, false]);
});

test("the parts of the code are the article's line", () => {
  const code = (hasSel, oneHot) => codeGroups({ hasSel, oneHot }).flat().map(([text]) => text).join("");
  assert.equal(code(false, false), "-np.sum(np.log(y[np.arange(batch_size), t]+ delta))/ batch_size");
  assert.equal(code(true, false), "-np.sum(np.log(y[sel, t]+ delta))/ batch_size");
  assert.equal(code(false, true), "-np.sum(t * np.log(y+ delta))/ batch_size");
});

test("the live line says the numbers of a step", () => {
  const data = { ...DATA, trace: TRACE, delta: "1e-7", words: { hint: "hint", broken: "broken" } };
  assert.deepEqual(lineOf(data, { n: 1, kind: "pair" })[0], "np.arange(2)[1], t[1] = 1, 0");
  assert.deepEqual(lineOf(data, { n: 1, kind: "sum" }), ["y[1, 0] = 0.8", "→ log(0.8 + 1e-7) = -0.2231", "→ sum = -0.3285"]);
  assert.equal(meanText(TRACE), "E = -(-0.3285) / 2 = 0.1643");
  assert.deepEqual(lineOf(data, { n: 2, kind: "mean" }), [meanText(TRACE)]);
  assert.deepEqual(lineOf({ ...data, oneHot: true }, { n: 0, kind: "pair" })[0], "t[0, 1] = 1");
  assert.deepEqual(lineOf(data, { n: -1, kind: "none" }), ["hint"]);
  assert.deepEqual(lineOf({ ...data, trace: null }, { n: -1, kind: "none" }), ["broken"]);
});

test("a cell of the quiz is right, wrong or missed, and nothing before it was judged", () => {
  const result = { right: [[0, 2]], wrong: [[1, 1]], missed: [[1, 7]], score: "1 of 2" };
  assert.deepEqual([[0, 2], [1, 1], [1, 7], [2, 0]].map((cell) => outcomeOf({ result }, cell)), ["right", "wrong", "missed", null]);
  assert.equal(outcomeOf({ result: null }, [0, 2]), null);
});

test("a row of the quiz has one cell chosen: another one moves the choice, the same one gives it up", () => {
  const [first, beside, below] = [[0, 2], [0, 5], [1, 5]].map((cell) => ({ cell }));
  const chosen = new Set();
  for (const td of [first, below, beside]) choose(chosen, td);
  assert.deepEqual([...chosen], [below, beside]);
  choose(chosen, below);
  assert.deepEqual([...chosen], [beside]);
});

test("what the quiz was not answered is told once more", () => {
  const told = [];
  const quiz = { asked: null, data: { painted: "one", result: null }, tell: (...message) => told.push(message) };
  ask(quiz, "answer", 1);
  takeQuiz(quiz, { painted: "one", result: null });
  takeQuiz(quiz, { painted: "one", result: null });
  assert.deepEqual(told.splice(0), [["answer", 1], ["answer", 1]]);
  ask(quiz, "answer", 2);
  takeQuiz(quiz, { painted: "one", result: {} });
  assert.deepEqual(told.splice(0), [["answer", 2]]);
  ask(quiz, "again", 3);
  takeQuiz(quiz, { painted: "two", result: null });
  assert.deepEqual(told, [["again", 3]]);
});
