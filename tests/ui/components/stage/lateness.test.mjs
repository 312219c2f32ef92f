import assert from "node:assert/strict";
import { beforeEach, mock, test } from "node:test";

import { GRACE, newLateness, notice } from "../../../../mbviz/ui/components/stage/lateness.js";

let repainted = 0;
const repaint = () => (repainted += 1);

beforeEach(() => {
  repainted = 0;
  mock.timers.reset();
  mock.timers.enable({ apis: ["setTimeout"] });
});

test("pictures that come within the grace are never marked", () => {
  const lateness = newLateness();
  notice(lateness, true, repaint);
  mock.timers.tick(GRACE - 1);
  notice(lateness, false, repaint);
  mock.timers.tick(10 * GRACE);
  assert.deepEqual([lateness.marked, repainted], [false, 0]);
});

test("pictures that are late for longer are marked, however often the hand moves meanwhile", () => {
  const lateness = newLateness();
  for (let i = 0; i < 6; i++) {
    notice(lateness, true, repaint);
    mock.timers.tick(GRACE / 6);
  }
  assert.deepEqual([lateness.marked, repainted], [true, 1]);
  notice(lateness, true, repaint);
  mock.timers.tick(10 * GRACE);
  assert.deepEqual([lateness.marked, repainted], [true, 1]);
});

test("the mark goes when the pictures are there, and the grace begins anew", () => {
  const lateness = newLateness();
  notice(lateness, true, repaint);
  mock.timers.tick(GRACE);
  notice(lateness, false, repaint);
  assert.equal(lateness.marked, false);
  notice(lateness, true, repaint);
  mock.timers.tick(GRACE - 1);
  assert.equal(lateness.marked, false);
  mock.timers.tick(1);
  assert.equal(lateness.marked, true);
});
