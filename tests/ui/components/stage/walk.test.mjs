// The counter of examples, and what of the bar has room in two rows.

import assert from "node:assert/strict";
import { test } from "node:test";

import { fitIn, rowsOf } from "../../../../mbviz/ui/components/controls/room.js";
import { stepFrom } from "../../../../mbviz/ui/components/controls/walk.js";

test("as they were drawn, an example follows the one before it, from the first to the last of the batch", () => {
  assert.equal(stepFrom(3, 1, 10, null), 4);
  assert.equal(stepFrom(3, -1, 10, null), 2);
  assert.equal(stepFrom(0, -1, 10, null), null);
  assert.equal(stepFrom(9, 1, 10, null), null);
});

test("in another order the neighbours are those that the server sent", () => {
  const around = [7, 2, 9];
  assert.equal(stepFrom(2, 1, 10, around), 9);
  assert.equal(stepFrom(2, -1, 10, around), 7);
  assert.equal(stepFrom(7, -1, 10, around), null);
  assert.equal(stepFrom(9, 1, 10, around), null);
});

test("what nobody knows yet is no step: an example that is not among those sent", () => {
  assert.equal(stepFrom(4, 1, 10, [7, 2, 9]), null);
  assert.equal(stepFrom(4, 1, 10, []), null);
});

test("controls whose middles differ by little are in one row, and hidden ones in none", () => {
  const box = (top, height) => ({ top, bottom: top + height, height });
  assert.equal(rowsOf([box(0, 40), box(3, 34), box(60, 44), box(0, 0)]), 2);
  assert.equal(rowsOf([]), 0);
  assert.equal(rowsOf([box(100, 44), box(0, 44), box(50, 44)]), 3);
});

/** A row of controls that wrap at a width, each 40 pixels high; what is not in it has no box. */
function page(width, widths) {
  const [row, menu] = [{ children: [] }, { children: [] }];
  const leave = (child) => [row, menu].forEach((box) => (box.children = box.children.filter((other) => other !== child)));
  for (const box of [row, menu]) {
    box.getBoundingClientRect = () => ({ right: width });
    box.insertBefore = (child, next) => {
      leave(child);
      box.children.splice(next ? box.children.indexOf(next) : box.children.length, 0, child);
      child.parentElement = box;
    };
  }
  menu.querySelector = () => null;
  const controls = widths.map((own, i) => ({
    name: i,
    classList: { toggle: () => {} },
    getBoundingClientRect() {
      if (this.parentElement !== row || !own) return { top: 0, bottom: 0, height: 0, right: 0 };
      let [line, used] = [0, 0];
      for (const child of row.children) {
        const size = widths[child.name];
        if (used + size > width) [line, used] = [line + 1, 0];
        used += size;
        if (child === this) break;
      }
      return { top: 50 * line, bottom: 50 * line + 40, height: 40, right: used };
    },
  }));
  for (const control of controls) row.insertBefore(control, null);
  const names = (box) => box.children.map(({ name }) => name);
  return { fit: (...movable) => fitIn(row, menu, controls, movable.map((i) => controls[i])), shown: () => names(row), hidden: () => names(menu) };
}

test("where two rows have room for all, nothing goes behind the button", () => {
  const bar = page(1000, [300, 300, 300, 300]);
  bar.fit(2, 1);
  assert.deepEqual([bar.shown(), bar.hidden()], [[0, 1, 2, 3], []]);
});

test("what may go first goes first, and no more than must", () => {
  const bar = page(300, [300, 150, 140, 100]);
  bar.fit(3, 2);
  assert.deepEqual([bar.shown(), bar.hidden()], [[0, 1, 2], [3]]);
});

test("what went and has room once a larger one has gone comes back to its place", () => {
  const bar = page(300, [300, 100, 280, 100]);
  bar.fit(1, 2);
  assert.deepEqual([bar.shown(), bar.hidden()], [[0, 1, 3], [2]]);
  bar.fit(1, 2); // and again: the same
  assert.deepEqual([bar.shown(), bar.hidden()], [[0, 1, 3], [2]]);
});

test("a control that is wider than the row goes, though there are two rows without it", () => {
  const bar = page(300, [200, 400, 40]);
  bar.fit(1);
  assert.deepEqual([bar.shown(), bar.hidden()], [[0, 2], [1]]);
});

test("a control that is hidden goes nowhere", () => {
  const bar = page(300, [300, 0, 280, 100]);
  bar.fit(1, 2);
  assert.deepEqual(bar.hidden(), [2]);
});
