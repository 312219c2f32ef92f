// Where what a term means stands.
import assert from "node:assert/strict";
import { test } from "node:test";

import { beside } from "../../../mbviz/ui/components/page/terms.js";

const PHONE = { width: 390, height: 844 };
const BOX = { width: 300, height: 90 };

test("what a word means stands below it", () => {
  assert.deepEqual(beside({ left: 40, top: 100, bottom: 120 }, BOX, PHONE), { left: 40, top: 126 });
});

test("at the window's right edge it moves to the left, and at the left one to the right", () => {
  assert.equal(beside({ left: 350, top: 100, bottom: 120 }, BOX, PHONE).left, 82);
  assert.equal(beside({ left: -20, top: 100, bottom: 120 }, BOX, PHONE).left, 8);
});

test("where there is no room below it stands above", () => {
  assert.equal(beside({ left: 40, top: 780, bottom: 800 }, BOX, PHONE).top, 780 - 6 - 90);
});
