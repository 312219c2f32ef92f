// The pile of a class: where dots lie and how they fall, the law above them, and dots that come or are missing.

import assert from "node:assert/strict";
import test from "node:test";

import { digitsOf } from "../../../mbviz/ui/components/classroom/digits.js";
import { along, expected, falling, levelsOf, lies, pileUp, sides, sizeOf } from "../../../mbviz/ui/components/classroom/pile.js";
import { newRoom, seek, takeDots } from "../../../mbviz/ui/components/classroom/room.js";

const box = { left: 10, top: 20, width: 100, height: 50 };
const axis = { low: 1, high: 3 };

test("losses lie along the axis, by hand", () => {
  const x = along(box, axis);
  assert.deepEqual([x(1), x(2), x(3)], [10, 60, 110]);
});

test("the names of two marks stand away from each other's line", () => {
  assert.deepEqual([sides(1, 2), sides(2, 1)], [["left", "right"], ["right", "left"]]);
});

test("a dot lies on the lowest level where none that came before touches it", () => {
  // at 15, 24, 35, 20 and 15 pixels: the second touches the first, the third touches none, the fourth both, the fifth three
  assert.deepEqual(levelsOf([1.1, 1.28, 1.5, 1.2, 1.1], box, axis, 10), [0, 1, 0, 2, 3]);
  assert.equal(levelsOf([2, 2, 2], box, axis, 10, 2), null);
  assert.deepEqual(levelsOf([2, 2], box, axis, 10, 2), [0, 1]);
});

test("a dot lies exactly at its loss, on those that came before, within the box", () => {
  const dots = pileUp([7, 8, 9], [1.1, 2.5, 1.1], box, axis, 10);
  assert.deepEqual(dots.map(({ x, y }) => [Math.round(x * 1e9) / 1e9, y]), [[15, 65], [85, 65], [15, 55]]);
  assert.deepEqual(dots.map(({ draw }) => draw), [7, 8, 9]);
  const odd = pileUp([0, 1], [1.234, 2.007], box, axis, 36);
  odd.forEach(({ x, loss }) => assert.ok(Math.abs(x - along(box, axis)(loss)) < 1e-9));
  const many = pileUp([...Array(40).keys()], Array(40).fill(2), box, axis, 10);
  assert.ok(many.every(({ y }) => y >= box.top && y <= box.top + box.height));
  assert.deepEqual(pileUp([0, 1, 2], [5, 2, 0], box, axis, 10).map(({ x, beyond }) => [x, beyond]), [[110, true], [60, false], [10, true]]);
});

test("no two dots of a pile touch", () => {
  const losses = [...Array(60).keys()].map((k) => 1 + 2 * ((k * 0.618034) % 1) ** 2);
  const dots = pileUp([...losses.keys()], losses, { ...box, height: 500 }, axis, 10);
  dots.forEach((one, k) => dots.slice(0, k).forEach((other) => assert.ok(Math.hypot(one.x - other.x, one.y - other.y) >= 10 || one.y !== other.y)));
});

test("dots are as large as the highest column leaves room for", () => {
  const [few, more] = [Array(2).fill(2), Array(10).fill(2)];
  assert.ok(sizeOf(few, box, axis, null) > sizeOf(more, box, axis, null));
  assert.ok(10 * sizeOf(more, box, axis, null) <= box.height);
});

test("the law lets fall as many dots as there are", () => {
  const levels = [0.05, 0.25, 0.5, 0.75, 0.95];
  const law = { levels, quantiles: [1, 1.5, 2, 2.5, 3] };
  const found = expected(law, 100);
  assert.deepEqual(found.map(([loss]) => loss), [1.25, 1.75, 2.25, 2.75]);
  const dots = found.reduce((sum, [, density]) => sum + 0.5 * density, 0);
  assert.ok(Math.abs(dots - 90) < 1e-9); // 90 % of the law lies between its outer quantiles
  assert.deepEqual(expected({ levels, quantiles: Array(5).fill(2) }, 100), []); // a law of one value has no width
});

test("a dot falls from the top, faster and faster, and then lies", () => {
  const dot = { draw: 0, loss: 2, x: 60, y: 65, beyond: false };
  const way = [0, 175, 350, 700, 9999].map((age) => falling(dot, 0, age));
  assert.deepEqual(way, [0, 65 / 16, 65 / 4, 65, 65]);
  assert.deepEqual([lies(699), lies(700), lies(Infinity)], [false, true, true]);
});

test("losses have as many digits as tell dots on the axis apart", () => {
  assert.deepEqual([[0, 2], [0.3, 0.46], [0.37, 0.376]].map(digitsOf), [2, 3, 5]);
});

const header = (more) => ({ role: "teacher", code: "BCDFGH", ...more });
const arrays = (...losses) => ({ draws: losses.map((_, k) => k), losses });

/** A room that writes down what it tells the server. */
function roomOf() {
  globalThis.matchMedia = () => ({ matches: false });
  const room = newRoom({}, {});
  const told = [];
  room.act = (name) => told.push(name);
  return { room, told };
}

test("the first dots lie at once, and those that come later fall", () => {
  const { room, told } = roomOf();
  takeDots(room, header({ stream: "a", start: 0 }), arrays(1, 2));
  assert.deepEqual([room.losses, room.came], [[1, 2], [-Infinity, -Infinity]]);
  takeDots(room, header({ stream: "a", start: 2 }), arrays(3));
  assert.deepEqual(room.losses, [1, 2, 3]);
  assert.ok(Number.isFinite(room.came[2]) && !told.length);
});

test("dots that were sent twice are taken once, and where some are missing all are asked for", () => {
  const { room, told } = roomOf();
  takeDots(room, header({ stream: "a", start: 0 }), arrays(1, 2));
  takeDots(room, header({ stream: "a", start: 1 }), arrays(2, 3));
  assert.deepEqual(room.losses, [1, 2, 3]);
  takeDots(room, header({ stream: "a", start: 5 }), arrays(9));
  assert.deepEqual([room.losses, told], [[1, 2, 3], ["more"]]);
});

test("another round begins with an empty pile, and a student's own dots are all before the law is revealed", () => {
  const { room } = roomOf();
  takeDots(room, header({ stream: "a 0", start: 0 }), arrays(1, 2));
  takeDots(room, header({ stream: "a 1", start: 0 }), arrays());
  assert.deepEqual(room.losses, []);
  takeDots(room, header({ role: "student", mine: [[4, 0.5]] }), {});
  assert.deepEqual([room.draws, room.losses], [[4], [0.5]]);
});

test("who typed the code of another server's class goes there once, with the code and all else in the address", (t) => {
  const [kept, gone] = [new Map(), []];
  t.mock.timers.enable({ apis: ["Date"], now: 1e12 });
  globalThis.sessionStorage = { getItem: (name) => kept.get(name) ?? null, setItem: (name, value) => kept.set(name, value) };
  globalThis.location = { href: "https://class.example.org/class?lang=ko&code=X", replace: (address) => gone.push(String(address)) };
  seek({ elsewhere: false, code: "BCDFGH" });
  assert.deepEqual(gone, []);
  seek({ elsewhere: true, code: "BCDFGH" });
  seek({ elsewhere: true, code: "BCDFGH" }); // back on the wrong one: the other is lost
  assert.deepEqual(gone, ["https://class.example.org/class?lang=ko&code=BCDFGH"]);
  seek({ elsewhere: true, code: "BCDFGJ" });
  t.mock.timers.tick(60_000);
  seek({ elsewhere: true, code: "BCDFGH" });
  assert.equal(gone.length, 3);
});
