// The curves of delta, their names, and the numbers beside them.

import assert from "node:assert/strict";
import { test } from "node:test";

import { layOut, lossCurve, namesOf, placeOf, pointsOf, probabilityAt, xOf } from "../../../mbviz/ui/components/charts/delta.js";
import { logitSlopeAt, lossAt, ruling, slopeAt } from "../../../mbviz/ui/components/charts/delta_numbers.js";
import { rowsOf, summaryOf } from "../../../mbviz/ui/components/charts/delta_panel.js";

const near = (a, b, by = 1e-9) => assert.ok(Math.abs(a - b) <= by, `${a} is not ${b}`);
const BOXES = layOut({ height: 430 }, 800);
const named = (p, delta) => namesOf({ now: { p, delta }, words: { without: "without", with: "with" } }, BOXES);

test("delta caps the loss: 16.118 nats at p = 0, ∞ without it", () => {
  near(lossAt(0, 1e-7), 16.11809565, 1e-8);
  assert.equal(lossAt(0, 0), Infinity);
  near(lossAt(0.5, 0), 0.69314718, 1e-8);
});

test("both slopes are what the loss changes by", () => {
  const step = 1e-7;
  for (const delta of [0, 1e-4, 0.1]) for (const p of [0.01, 0.3, 0.9]) {
    near(slopeAt(p, delta), (lossAt(p + step, delta) - lossAt(p - step, delta)) / (2 * step), 1e-4);
    const z = Math.log(p / (1 - p)); // with the logit z against others of e⁰ in all
    const loss = (/** @type {number} */ logit) => lossAt(1 / (1 + Math.exp(-logit)), delta);
    near(logitSlopeAt(p, delta), (loss(z + 1e-5) - loss(z - 1e-5)) / 2e-5, 1e-8);
  }
});

test("at p = 0 the slope in the logit is −1 without delta and 0 with any, and no 0 has a minus", () => {
  assert.equal(logitSlopeAt(0, 0), -1);
  for (const [p, delta] of [[0, 1e-15], [1, 0], [1, 0.1]]) assert.ok(Object.is(logitSlopeAt(p, delta), 0));
});

test("delta rules where p is smaller", () => assert.deepEqual([[0, 0], [0, 1e-7], [1e-7, 1e-7], [1, 0.1]].map(([p, d]) => ruling(p, d)), ["bare", "deltaRules", "pRules", "pRules"]));

test("the numbers are written as on all screens", () => {
  assert.deepEqual(rowsOf(0, 1e-7), [
    ["loss", "∞ nats", "16.118 nats"], ["slope", "−∞", "−10,000,000"], ["logitSlope", "−1", "0"], ["most", "∞", "16.118 nats"],
  ]);
  assert.deepEqual(rowsOf(1, 0)[0], ["loss", "0.000 nats", "0.000 nats"]);
});

test("who does not see the chart is told the loss with delta and without it", () => {
  assert.equal(summaryOf({ summary: "{delta} {p}: {loss}, {bare}" }, { p: "0", delta: "1e-3" }), "1e-3 0: 6.908, ∞");
});

test("the axis is logarithmic, with p = 0 where its curves begin", () => {
  assert.equal(xOf(0, BOXES.loss), xOf(1e-14, BOXES.loss));
  near(xOf(1e-6, BOXES.loss) - xOf(1e-8, BOXES.loss), xOf(1e-2, BOXES.loss) - xOf(1e-4, BOXES.loss));
  for (const p of [1e-14, 3e-9, 0.5, 1]) near(probabilityAt(xOf(p, BOXES.loss), BOXES.loss) / p, 1);
  assert.deepEqual([-50, 5000].map((x) => probabilityAt(x, BOXES.loss)), [1e-14, 1]);
});

test("a curve goes from p = 10⁻¹⁴ to 1 through its values", () => {
  const curve = { at: lossAt, y: (/** @type {number} */ value) => value, box: BOXES.loss };
  const points = pointsOf(curve, 1e-7);
  assert.deepEqual([points[0].x, points.at(-1).x], [xOf(0, BOXES.loss), xOf(1, BOXES.loss)]);
  near(points[0].y, 16.118, 1e-3);
  for (const { x, y } of points) near(y, lossAt(probabilityAt(x, BOXES.loss), 1e-7));
});

test("the curves are named where they run, the one with delta only where it is another", () => {
  assert.deepEqual(named("0", "1e-7").map(({ text }) => text), ["without", "without", "p = 0", "with", "with"]);
  assert.deepEqual(named("1", "0.1").map(({ text }) => text), ["without", "without", "p = 1", "with", "with"]);
  assert.deepEqual(named("1e-12", "0").map(({ text }) => text), ["without", "without", "p = 1.0·10⁻¹²"]);
});

test("names and charts are within the canvas, at every p and delta, on a phone too", () => {
  for (const width of [340, 800]) for (const p of ["0", "1e-7", "1"]) for (const delta of ["0", "1e-7", "0.1"]) {
    const boxes = layOut({ height: 430 }, width);
    assert.ok(boxes.loss.top + boxes.loss.height < boxes.slope.top && boxes.slope.top + boxes.slope.height < 430 - 44);
    for (const { x, y } of namesOf({ now: { p, delta }, words: {} }, boxes)) assert.ok(x > 0 && x < width + 20 && y > 0 && y < 430);
  }
});

test("the probability's name lies on no curve, however narrow the chart is", () => {
  for (const room of [332, 362, 800]) for (const p of ["1e-7", "0.001", "0.01", "0.2", "0.5", "0.9", "1"]) for (const delta of ["0", "1e-7", "1e-3", "0.1"]) {
    const boxes = layOut({ height: 430 }, room);
    const curve = lossCurve(boxes.loss);
    const name = namesOf({ now: { p, delta }, words: {} }, boxes)[2];
    const wide = 50;
    const place = placeOf(name, wide, room, curve, Number(delta));
    assert.ok(place.x + wide <= room && place.y - 12 > boxes.loss.top);
    for (const added of [0, Number(delta)]) for (const { x, y } of pointsOf(curve, added)) {
      if (x >= place.x && x <= place.x + wide) assert.ok(y > place.y + 4 || y < place.y - 12, `p = ${p}, delta = ${delta}, ${room} pixels: at ${x}`);
    }
  }
});
