// Buttons among a screen's words: which one has the keyboard when one that had it is gone.

import assert from "node:assert/strict";
import { test } from "node:test";

import "./dom.mjs";
import { heirOf } from "../../../mbviz/ui/components/page/acts.js";

test("the same button, made anew, comes before all others", () => {
  assert.equal(heirOf("pin", ["pin"], ["new", "pin"]), "pin");
});

test("a button that came for it comes before those that stood beside it", () => {
  assert.equal(heirOf("pause", ["pause", "stop"], ["resume", "stop"]), "resume");
  assert.equal(heirOf("start", ["start"], ["pause", "stop"]), "pause");
});

test("else it is the next one, or else the one before", () => {
  assert.equal(heirOf("b", ["a", "b", "c"], ["a", "c"]), "c");
  assert.equal(heirOf("c", ["a", "b", "c"], ["a", "b"]), "b");
  assert.equal(heirOf("a", ["a"], []), "");
});
