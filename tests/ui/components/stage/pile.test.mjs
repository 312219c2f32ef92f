// The pile: its axis, and where its dots lie.

import assert from "node:assert/strict";
import { test } from "node:test";

import { lossScale, lowerBoxes } from "../../../../mbviz/ui/components/stage/layout.js";
import { drawPileFrame, heap, pileAxis } from "../../../../mbviz/ui/components/stage/pile.js";
import { recorder } from "../dom.mjs";

const box = { left: 900, top: 12, width: 250, height: 200 };
const scene = { mean: 0.5, top: 2 };

/** A pile of so many draws whose losses come from a fixed stream. */
function pileOf(count, width = 1) {
  let state = 11;
  const values = Array.from({ length: count }, () => 0.5 + width * (((state = (state * 48271) % 2147483647) / 2147483647) ** 2 - 0.3));
  return { size: 10, draws: values.map((_, i) => 3 * i), values };
}

test("a law that is high enough to be seen keeps the stage's axis", () => {
  assert.deepEqual(pileAxis(scene, [0.3, 0.3 + (2 * 26) / 200], 200), { low: 0, high: 2, times: 1 });
  assert.deepEqual(pileAxis(scene, null, 200), { low: 0, high: 2, times: 1 });
  assert.deepEqual(pileAxis(scene, [0.5, 0.5], 200), { low: 0, high: 2, times: 1 });
});

test("a narrow law is magnified about the mean, all of its middle in sight, and the times are true", () => {
  for (const middle of [[0.4, 0.6], [0.49, 0.52], [0.4999, 0.5001]]) {
    const axis = pileAxis(scene, middle, 200);
    assert.equal((axis.low + axis.high) / 2, scene.mean);
    assert.ok(axis.low < middle[0] && axis.high > middle[1]);
    assert.ok(axis.times > 1);
    assert.ok(Math.abs(axis.times - 2 / (axis.high - axis.low)) < 1e-9);
  }
});

test("no magnified axis begins below 0, where no loss is", () => {
  const axis = pileAxis({ mean: 0.08, top: 0.8 }, [0.035, 0.141], 180);
  assert.equal(axis.low, 0);
  assert.ok(axis.high > 0.141);
  assert.ok(Math.abs(axis.times - 0.8 / axis.high) < 1e-9);
});

test("no axis is magnified that would be less than the stage's", () => {
  for (let half = 0.0001; half < 1; half *= 1.1) assert.ok(pileAxis(scene, [0.5 - half / 10, 0.5 + half], 100).times >= 1, `${half}`);
});

test("no dot is lost: one for each draw, in its order, inside the box", () => {
  const y = lossScale(box, 0, 2);
  for (const count of [0, 1, 2, 200, 5000]) {
    for (const width of [0, 0.01, 1, 50]) {
      const pile = pileOf(count, width);
      const dots = heap(pile, box, y);
      assert.deepEqual(dots.map(({ draw }) => draw), pile.draws);
      for (const dot of dots) assert.ok(dot.x >= box.left && dot.x <= box.left + box.width && dot.y >= box.top && dot.y <= box.top + box.height, JSON.stringify(dot));
    }
  }
});

test("a dot lies at its loss, to half a dot", () => {
  const y = lossScale(box, 0, 2);
  const pile = pileOf(200);
  heap(pile, box, y).forEach((dot, i) => assert.ok(Math.abs(dot.y - y(pile.values[i])) <= 3));
});

test("no two dots lie on the same place", () => {
  const dots = heap(pileOf(500), box, lossScale(box, 0, 2));
  assert.equal(new Set(dots.map(({ x, y }) => `${x} ${y}`)).size, 500);
});

test("how many times it is magnified stands beside the last batch size, or where that has no room above the pile", () => {
  for (const [width, said, isBelow] of [[1232, "magnified {times} times", true], [362, "magnified {times} times", false], [362, "{times} fold", true]]) {
    const [boxes, context] = [lowerBoxes({ width, height: 240 }), recorder()];
    drawPileFrame(context, boxes, scene, { low: 0.49, high: 0.51, times: 117 }, { axis: "a", data: "d" }, said);
    const [, , , y] = context.log.find(([name, text]) => name === "fillText" && text.includes("117"));
    assert.equal(y > boxes.pile.top + boxes.pile.height, isBelow, `${width} ${said}`);
  }
});
