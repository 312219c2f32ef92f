import assert from "node:assert/strict";
import test from "node:test";

import { dotsOf, layOut, placeOfName } from "../../../mbviz/ui/components/charts/plane.js";
import { besideOf, regionsOf } from "../../../mbviz/ui/components/charts/plane_contours.js";
import { follow, isLate, isThis, newNow, pointOf } from "../../../mbviz/ui/components/charts/plane_now.js";
import { comparison } from "../../../mbviz/ui/components/charts/plane_panel.js";
import { expectedCosine, fits, marks, nearest, reaching, round, viewOf, within } from "../../../mbviz/ui/components/drawing/plane.js";
import { significant } from "../../../mbviz/ui/components/page/numbers.js";

const SPREAD = { along: 0.25, across: 1 };
const BOX = { left: 50, top: 10, width: 600, height: 300 };
const near = (a, b, by = 1e-9) => assert.ok(Math.abs(a - b) <= by, `${a} is not ${b}`);

test("a round number is the smallest of 1, 2, 5 · 10^k that is no less", () => {
  assert.deepEqual([0.9, 1, 1.1, 2, 4.9, 51, 0.02].map(round), [1, 1, 2, 2, 5, 100, 0.02]);
});

test("the view has the full gradient's middle in its own, 0 in sight, and one scale for both directions", () => {
  const view = viewOf(SPREAD, 10_000, 0, 0.5, BOX);
  near(view.x(0.25), 350);
  near(view.y(0), 160);
  assert.ok(view.x(0) > BOX.left && view.x(0.5) < 650);
  near(view.x(1) - view.x(0), view.y(0) - view.y(1));
});

test("the cloud fills two thirds of the view at least, and its ends are round", () => {
  assert.deepEqual([1, 1.1, 2.1, 51, 8.5].map(reaching), [1, 1.5, 3, 60, 10]);
  for (let value = 0.01; value < 100; value *= 1.07) assert.ok(reaching(value) >= value && value > reaching(value) / 1.5 - 1e-9, `${value}`);
});

test("the cloud is in sight at every size, and no view is smaller than the full gradient takes", () => {
  for (const size of [1, 10, 100, 1e4, 1e6]) {
    const view = viewOf(SPREAD, size, 0, 0.5, BOX);
    assert.ok(view.reach >= 2.6 / Math.sqrt(size));
    assert.ok(view.x(0.5) <= 650 && view.x(0) >= 50);
  }
});

test("while the hand moves the view reaches out to the ghost, as far as that leaves the cloud large enough", () => {
  const [without, some, far] = [0, 25, 1].map((ghost) => viewOf(SPREAD, 100, ghost, 0.01, BOX).reach);
  assert.ok(without < some && some < far && far <= 40 * without);
});

test("when it rests the view is the cloud's own, but where it shows the ghost and the cloud large enough", () => {
  const reach = (ghost, rest) => viewOf(SPREAD, 100, ghost, 0.01, BOX, rest).reach;
  near(reach(1, 1), reach(0, 0));
  assert.ok(reach(1, 0) > reach(1, 0.5) && reach(1, 0.5) > reach(1, 1));
  near(reach(25, 1), reach(25, 0));
  assert.deepEqual([0, 25, 1].map((ghost) => fits(SPREAD, 100, ghost, 0.01, BOX)), [true, true, false]);
});

test("lines of each size and region are found again, one after the other", () => {
  const sent = { shares: [[0.5, 0.95], [0.6, 0]], lines: [[0, 0, 1], [0, 1, 2], [1, 0, 1], [0, 1, 1]] };
  const regions = regionsOf(sent, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  assert.deepEqual(regions[0][1], { share: 0.95, lines: [[{ x: 3, y: 4 }, { x: 5, y: 6 }], [{ x: 9, y: 10 }]] });
  assert.deepEqual([regions[0][0].lines, regions[1][0], regions[1][1]], [[[{ x: 1, y: 2 }]], { share: 0.6, lines: [[{ x: 7, y: 8 }]] }, { share: 0, lines: [] }]);
});

test("the nearest size is that by the ratio", () => assert.deepEqual([3, 30, 31, 32, 999].map((size) => nearest([1, 10, 100], size)), [0, 1, 1, 2, 2]));

test("half of the expected square is signal at the noise scale", () => {
  near(expectedCosine(300, 300), Math.SQRT1_2);
  near(expectedCosine(300, 100), 0.5);
});

test("a closed line is cut where it leaves the box, and whole where it does not", () => {
  const points = (...pairs) => pairs.map(([x, y]) => ({ x, y }));
  const inside = points([60, 20], [90, 20], [90, 50]);
  assert.deepEqual(within(inside, BOX), [[...inside, inside[0]]]);
  assert.deepEqual(within(points([60, 20], [60, 610], [40, 20]), BOX), [points([60, 20], [60, 310]), points([50, 20], [60, 20])]);
  assert.deepEqual(within(points([0, 200], [700, 200], [700, 900]), BOX)[0], points([50, 200], [650, 200]));
  assert.deepEqual(within(points([0, 0], [5, 5], [0, 9]), BOX), []);
});

test("marks are round, on both sides of 0, with a real minus", () => assert.deepEqual(marks(-1.2, 1, 4).map(([, text]) => text), ["−1", "0", "1"]));

const answered = { network: "a", seed: 0, size: 10, draw: 0 };
const DATA = { ...answered, sizes: [10, 20], draws: 2, batch: { x: 9, y: 9, cosine: 0.5 }, clouds: Float32Array.from([1, 2, 3, 4, 5, 6, 7, 8]) };

test("the size where a move began stays as a ghost while the hand moves on, until it rests", () => {
  const now = newNow(answered);
  follow(now, { batch_size: 20, draw: 0, seed: 0, network: "a" }, 1000);
  follow(now, { batch_size: 50, draw: 0, seed: 0, network: "a" }, 1100);
  assert.deepEqual([now.size, now.ghost], [50, 10]);
  follow(now, { batch_size: 100, draw: 0, seed: 0, network: "a" }, 3000);
  assert.deepEqual([now.size, now.ghost], [100, 50]);
  follow(now, { batch_size: 100, draw: 1, seed: 0, network: "b" }, 3001);
  assert.equal(now.ghost, 0);
});

test("what is wished is late only where the cloud is another network's or seed's", () => {
  const now = newNow(answered);
  follow(now, { batch_size: 20, draw: 1, seed: 0, network: "a" }, 0);
  assert.equal(isLate(answered, now), false);
  assert.equal(isThis(answered, now), false);
  follow(now, { batch_size: 10, draw: 0, seed: 1, network: "a" }, 0);
  assert.equal(isLate(answered, now), true);
});

test("a batch that the answer has not lies where the cloud has it, or nowhere", () => {
  const at = (batch_size, draw, seed = 0) => {
    const now = newNow(answered);
    follow(now, { batch_size, draw, seed, network: "a" }, 0);
    return pointOf(DATA, now);
  };
  assert.deepEqual(at(10, 0), DATA.batch);
  assert.deepEqual([at(10, 1), at(20, 0)], [{ x: 3, y: 4 }, { x: 5, y: 6 }]);
  assert.deepEqual([at(10, 2), at(15, 0), at(10, 1, 1)], [null, null, null]);
});

test("a dot beyond the view lies on the edge of its box, and is marked", () => {
  const box = layOut({ height: 300 }, 600);
  const view = viewOf(SPREAD, 10, 0, 0.5, box);
  const [inside, outside] = dotsOf({ ...DATA, clouds: Float32Array.from([0.1, 0.1, 99, 0, 0, 0, 0, 0]) }, 0, view, box);
  assert.deepEqual([inside.above, outside.above, outside.x], [false, true, box.left + box.width]);
});

test("signal and noise are told as equal within a factor of one and a half, and a batch points anywhere only from ten times the noise on", () => {
  assert.deepEqual([183, 184, 1200].map((size) => comparison(1837, size)), ["noisy", "rough", "rough"]);
  assert.ok(expectedCosine(1837, 183) < 0.31 && expectedCosine(1837, 1200) > 0.6);
  assert.deepEqual([10, 1300, 1700, 3000, 60_000].map((size) => comparison(1837, size)), ["noisy", "equal", "equal", "clear", "clear"]);
});

test("three digits, or all before the point, and no exponent", () => {
  assert.deepEqual([0.0039712, 0.7294, 12.34, 1837.4, 0.5, 2, 0.00000123456].map((n) => significant(n)), ["0.00397", "0.729", "12.3", "1,837", "0.5", "2", "0.00000123"]);
  assert.deepEqual([significant(Infinity), significant(0)], ["∞", "0"]);
});

test("an arrow's name ends left of the cloud, and lies at the tip only where there is no room", () => {
  const box = { left: 70, top: 8, width: 600, height: 300 };
  const [tip, wide] = [{ x: 420, y: 150 }, 80];
  assert.deepEqual(placeOfName(wide, tip, 24, 380, box), { x: 288, y: 174, width: wide });
  assert.equal(placeOfName(wide, tip, 24, 120, box).x, 340);
  assert.equal(placeOfName(wide, { x: 300, y: 150 }, 24, 120, box).x, 300);
  assert.deepEqual([-999, 999].map((below) => placeOfName(wide, tip, below, 380, box).y), [26, 294]); // within the box
});

test("the name of the cloud before lies within the box, right of what is in sight of it", () => {
  const box = { left: 70, top: 8, width: 600, height: 300 };
  assert.deepEqual(besideOf([{ x: 200, y: 100 }, { x: 400, y: 150 }, { x: 300, y: 200 }], box), { x: 406, y: 142 });
  assert.deepEqual(besideOf([{ x: 665, y: 9 }], box), { x: 594, y: 24 });
  assert.equal(besideOf([], box), null);
});
