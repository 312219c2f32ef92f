// Guess first: what counts as right.

import assert from "node:assert/strict";
import { test } from "node:test";

import { asked, hides, renew, rightCells, stepOff } from "../../../../mbviz/ui/components/stage/guess.js";
import { newGuess } from "../../../../mbviz/ui/components/stage/guessed.js";

test("right cells are those of the labels, one in each row", () => {
  const t = Uint8Array.of(3, 0, 7, 0);
  assert.equal(rightCells(new Map(), t), 0);
  assert.equal(rightCells(new Map([[0, 3], [1, 0], [2, 7], [3, 0]]), t), 4);
  assert.equal(rightCells(new Map([[0, 0], [1, 0], [3, 9]]), t), 1);
});

test("a deviation lies in the first step that holds it, on either side, its edge included", () => {
  for (const sign of [1, -1]) {
    assert.deepEqual([0, 0.02, 0.025, 0.026, 0.1, 0.11, 0.25, 0.26, 100].map((off) => stepOff(sign * off, 0.5)), [0, 0, 0, 1, 1, 2, 2, 3, 3]);
  }
});

test("something is hidden until it is revealed", () => {
  const guessing = newGuess();
  assert.equal(asked({ guess: "", guessing }), "");
  assert.equal(asked({ guess: "loss", guessing }), "loss");
  guessing.revealed = true;
  assert.equal(asked({ guess: "loss", guessing }), "");
});

test("a new batch is guessed anew, and the score is kept until something else is guessed", () => {
  const stage = { guess: "loss", guessing: Object.assign(newGuess(), { name: "loss a", loss: 3, step: 1, revealed: true, right: 2, of: 5 }) };
  renew(stage, "a");
  assert.deepEqual([stage.guessing.loss, stage.guessing.revealed], [3, true]);
  stage.guessing.cells.set(0, 1);
  renew(stage, "b");
  assert.deepEqual([stage.guessing.cells.size, stage.guessing.loss, stage.guessing.step, stage.guessing.revealed], [0, null, -1, false]);
  assert.deepEqual([stage.guessing.right, stage.guessing.of], [2, 5]);
  Object.assign(stage, { guess: "picks" });
  stage.guessing.revealed = true;
  renew(stage, "b"); // the same batch, but now its picks
  assert.deepEqual([stage.guessing.revealed, stage.guessing.right, stage.guessing.of], [false, 0, 0]);
});
