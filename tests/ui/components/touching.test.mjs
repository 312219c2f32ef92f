// What the dialog of a link lists: the controls of open screens, each once.

import assert from "node:assert/strict";
import { test } from "node:test";

import { grouped } from "../../../mbviz/ui/components/deck/touching.js";

const SCREENS = [["step", "Indexing"], ["batch", "Shapes"], ["race", "Learning"], ["large", "Learning"]];
const CONTROLS = [
  ["rate", "η", true, ["race", "large"]],
  ["form", "Labels t", true, ["batch"]],
  ["seed", "Seed", false, ["step", "batch", "race"]],
];

test("a control stands once, under the group of the first open screen that has it, and groups are in the screens' order", () => {
  assert.deepEqual(grouped(CONTROLS, SCREENS), [["Indexing", ["seed"]], ["Shapes", ["form"]], ["Learning", ["rate"]]]);
});

test("a control moves to the next screen that has it, and goes with the last", () => {
  assert.deepEqual(grouped(CONTROLS, SCREENS.slice(1)), [["Shapes", ["form", "seed"]], ["Learning", ["rate"]]]);
  assert.deepEqual(grouped(CONTROLS, SCREENS.slice(3)), [["Learning", ["rate"]]]);
  assert.deepEqual(grouped(CONTROLS, []), []);
});
