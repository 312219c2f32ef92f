// What is typed and what a slider's steps are.

import assert from "node:assert/strict";
import { test } from "node:test";

import { newRefusal, refuse, step, stepsOf, wholeNumber } from "../../../../mbviz/ui/components/controls/controls.js";

const LARGEST = 2 ** 53 - 1;

test("a whole number may be written with commas, a sign, an exponent, and blanks around it", () => {
  const written = { "1000": 1000, "1,000": 1000, "1e3": 1000, "1E3": 1000, "+7": 7, " 12 ": 12, "2.0": 2, "1.5e1": 15, "60,000": 60000, "007": 7, ".5e1": 5, "1,234,567": 1234567 };
  for (const [text, number] of Object.entries(written)) assert.equal(wholeNumber(text, 1, 1e7), number, text);
});

test("anything else is none", () => {
  for (const text of ["", " ", "abc", "2.7", "1e-1", "-3", "1,00", "1,0000", ",100", "1 000", "0x10", "Infinity", "NaN", "1e400", "٣", "10;", "--1", "1e", "."]) {
    assert.equal(wholeNumber(text, 0, LARGEST), null, text);
  }
});

test("the limits are numbers that may be had", () => {
  assert.deepEqual(["0", "1", "300", "301"].map((text) => wholeNumber(text, 1, 300)), [null, 1, 300, null]);
  assert.equal(wholeNumber("9007199254740991", 0, LARGEST), LARGEST);
  assert.equal(wholeNumber("9007199254740992", 0, LARGEST), null);
});

test("a slider's steps are the round sizes, and the present one in its place", () => {
  assert.deepEqual(stepsOf([1, 2, 5], 2), [1, 2, 5]);
  assert.deepEqual(stepsOf([1, 2, 5], 3), [1, 2, 3, 5]);
  assert.deepEqual(stepsOf([1, 2, 50], 7), [1, 2, 7, 50]);
  const sizes = [1, 2, 5];
  stepsOf(sizes, 4);
  assert.deepEqual(sizes, [1, 2, 5]);
});

test("there is no draw before 0 and none after the last", () => {
  const taken = [];
  const at = (draw) => ({ wish: () => ({ draw }), want: (change, rests) => taken.push([change.draw, rests]) });
  step(at(0), -1);
  step(at(LARGEST), 1);
  assert.deepEqual(taken, []);
  step(at(0), 1);
  step(at(LARGEST), -1);
  assert.deepEqual(taken, [[1, true], [LARGEST - 1, true]]);
});

test("a refusal names the control by its label, and what it takes", () => {
  const said = [];
  const words = { size: "배치 크기 B", refused: "‘{label}’: {least}–{most}, {shown}" };
  refuse({ words: () => words, refuse: (sentence) => said.push(sentence) }, "size", 1, 60000, 1000);
  assert.deepEqual(said, ["‘배치 크기 B’: 1–60,000, 1,000"]);
});

test("that the server has not answered is said until it answers, and no refusal goes with it", (context) => {
  context.mock.timers.enable({ apis: ["setTimeout"] });
  globalThis.window ??= globalThis;
  const place = { hidden: true, textContent: "" };
  const refusal = newRefusal(place);
  refusal.wait("not yet");
  assert.deepEqual(place, { hidden: false, textContent: "not yet" });
  refusal.heard();
  assert.equal(place.hidden, true);
  refusal.say("too large");
  refusal.heard();
  assert.deepEqual(place, { hidden: false, textContent: "too large" });
  context.mock.timers.tick(60_000);
  assert.equal(place.hidden, true);
});
