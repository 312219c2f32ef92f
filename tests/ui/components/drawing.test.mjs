// Where things lie on a canvas, and which of them lies at a point.

import assert from "node:assert/strict";
import { test } from "node:test";

import { labelBelow, labelBeside, ticks } from "../../../mbviz/ui/components/drawing/axes.js";
import { columnBars, rowBars } from "../../../mbviz/ui/components/drawing/bars.js";
import { cellOf, columnAt, columnMiddle, holds } from "../../../mbviz/ui/components/drawing/boxes.js";
import { broken, hoverBox, hoverText } from "../../../mbviz/ui/components/drawing/hover.js";
import { heatCell, heatCellAt, outlinePicks } from "../../../mbviz/ui/components/drawing/heatmap.js";
import { markRow, rowAt, rowHeight, rowMark, rowMiddle } from "../../../mbviz/ui/components/drawing/rows.js";
import { write, writeOnHalo } from "../../../mbviz/ui/components/drawing/text.js";
import { recorder } from "./dom.mjs";

const BOX = { left: 64, top: 32, width: 300, height: 200 };
const near = (a, b, slack = 1e-9) => assert.ok(Math.abs(a - b) <= slack, `${a} is not ${b}`);

test("ticks are round, from 0 to the top", () => {
  const values = (top, count) => ticks(top, count).map(([value]) => value);
  assert.deepEqual(ticks(1, 4), [[0, "0.0"], [0.5, "0.5"], [1, "1.0"]]);
  assert.deepEqual(ticks(60000, 3).map(([, text]) => text), ["0", "20000", "40000", "60000"]);
  assert.deepEqual(values(49, 5), [0, 10, 20, 30, 40]);
  assert.deepEqual(values(0, 5), [0]);
});

test("ticks are about as many as asked for, and each says what it is", () => {
  for (let exponent = -6; exponent < 9; exponent += 0.037) {
    for (const count of [2, 3, 4, 5]) {
      const top = 10 ** exponent;
      const all = ticks(top, count);
      assert.ok(all.length <= count + 1 && all.length >= count / 2.5, `${top}, ${count}: ${all.length}`);
      assert.ok(all.at(-1)[0] <= top * (1 + 1e-8));
      for (const [value, text] of all) near(Number(text), value, 1e-9 * top);
    }
  }
});

test("labels stand beside and below a box", () => {
  const context = recorder();
  labelBelow(context, BOX, [{ at: 70, text: "a" }, { at: 90, text: "b", align: "right" }], "#111111");
  labelBeside(context, BOX, [{ at: 100, text: "c" }], "#111111");
  const texts = context.log.filter(([name]) => name === "fillText");
  assert.deepEqual(texts, [["fillText", "a", 70, 252], ["fillText", "b", 90, 252], ["fillText", "c", 56, 105]]);
  const aligned = context.log.filter(([name]) => name === "textAlign =").map(([, align]) => align);
  assert.deepEqual(aligned, ["center", "right", "right"]);
});

test("cells share a box, and each is found again", () => {
  for (let k = 0; k < 7; k++) {
    const cell = cellOf(BOX, 7, k);
    near(cell.left + cell.width / 2, columnMiddle(BOX, 7, k));
    assert.equal(columnAt(BOX, 7, columnMiddle(BOX, 7, k)), k);
  }
  assert.equal(columnAt(BOX, 7, BOX.left - 1), -1);
  assert.equal(columnAt(BOX, 7, BOX.left + BOX.width), -1);
  assert.ok(holds(BOX, { x: 64, y: 32 }) && !holds(BOX, { x: 364, y: 40 }) && !holds(BOX, { x: 70, y: 31 }));
});

test("rows share the height, those of a short batch as if there were ten", () => {
  assert.equal(rowHeight(BOX, 3), 20);
  assert.equal(rowHeight(BOX, 50), 4);
  for (const count of [1, 10, 23]) {
    for (let row = 0; row < count; row++) assert.equal(rowAt(BOX, count, rowMiddle(BOX, count, row)), row);
    assert.equal(rowAt(BOX, count, BOX.top - 1), -1);
    assert.equal(rowAt(BOX, count, BOX.top + BOX.height), -1);
  }
  assert.equal(rowAt(BOX, 3, rowMiddle(BOX, 3, 3)), -1); // below the last of a short batch
});

test("the mark of a thin row is thick enough to be seen, about its middle", () => {
  assert.deepEqual(rowMark(BOX, 5, 2), { left: 62, top: 72, width: 304, height: 20 });
  const thin = rowMark(BOX, 1000, 500);
  assert.equal(thin.height, 6);
  near(thin.top + 3, rowMiddle(BOX, 1000, 500));
  const context = recorder();
  markRow(context, BOX, 5, -1, "#e69f00");
  assert.deepEqual(context.log, []); // what is selected is not among the rows shown
});

test("bars are as high as their values", () => {
  const bars = columnBars([1, 4, 0], 4, BOX, 0.5);
  assert.deepEqual(bars.map(({ height }) => height), [50, 200, 0]);
  assert.deepEqual(bars.map(({ top, height }) => top + height), [232, 232, 232]);
  assert.deepEqual(bars.map(({ left, width }) => [left, width]), [[89, 50], [189, 50], [289, 50]]);
  const rows = rowBars(Float32Array.of(0.5, 2, -0.1), 2, BOX);
  assert.deepEqual(rows.map(({ width }) => width), [75, 300, 0]);
  rows.forEach((bar, i) => near(bar.top + bar.height / 2, rowMiddle(BOX, 3, i)));
  assert.ok(rowBars(new Float32Array(1000), 1, BOX).every(({ height }) => height === 0.4)); // never too thin to be seen
});

test("a heatmap's cells are found again", () => {
  const shape = { rows: 12, columns: 4 };
  for (const [row, column] of [[0, 0], [11, 3], [5, 2]]) {
    const cell = heatCell(BOX, shape, row, column);
    const middle = { x: cell.left + cell.width / 2, y: cell.top + cell.height / 2 };
    assert.deepEqual(heatCellAt(BOX, shape, middle), { row, column });
  }
  assert.equal(heatCellAt(BOX, shape, { x: 10, y: 100 }), null);
  assert.equal(heatCellAt(BOX, { rows: 2, columns: 4 }, { x: 70, y: 230 }), null);
});

test("all picks are outlined in one stroke, with thinner lines where there are more", () => {
  const context = recorder();
  outlinePicks(context, BOX, { rows: 3, columns: 10 }, [2, 0, 9], "#009e73");
  const rects = context.log.filter(([name]) => name === "rect");
  assert.deepEqual(rects, [["rect", 124, 32, 30, 20], ["rect", 64, 52, 30, 20], ["rect", 334, 72, 30, 20]]);
  assert.equal(context.log.filter(([name]) => name === "stroke").length, 1);
  const widths = [3, 20, 1000].map((rows) => {
    const other = recorder();
    outlinePicks(other, { ...BOX, height: 240 }, { rows, columns: 10 }, [], "#009e73");
    return other.lineWidth;
  });
  assert.deepEqual(widths, [3, 2, 1]);
});

test("hover text stays on the canvas and names the colours turned round", () => {
  assert.deepEqual(hoverBox(84, { x: 50, y: 80 }, 400), { left: 62, top: 44, width: 100, height: 28 });
  assert.deepEqual(hoverBox(84, { x: 390, y: 10 }, 400), { left: 300, top: 0, width: 100, height: 28 });
  const context = recorder();
  hoverText(context, "n = 3", { x: 50, y: 80 }, 400, { ink: "#111111", ground: "#ffffff" });
  const paints = context.log.filter(([name]) => ["fillStyle =", "fillRect", "fillText"].includes(name));
  assert.deepEqual(paints, [["fillStyle =", "#111111"], ["fillRect", 62, 44, 51, 28], ["fillStyle =", "#ffffff"], ["fillText", "n = 3", 70, 64]]);
});

test("hover text that is wider than the canvas takes more lines, and is broken between words only", () => {
  const width = (text) => 10 * text.length;
  assert.deepEqual(broken("one two three", 80, width), ["one two", "three"]);
  assert.deepEqual(broken("unbreakable no", 50, width), ["unbreakable", "no"]);
  assert.deepEqual(broken("all of it", 500, width), ["all of it"]);
  assert.deepEqual(hoverBox(84, { x: 50, y: 80 }, 400, 2), { left: 62, top: 24, width: 100, height: 48 });
});

test("text has one typeface; only turned text needs a context of its own", () => {
  const context = recorder();
  write(context, "a", { x: 3, y: 4 }, "#111111", { bold: true, size: 17 });
  assert.equal(context.font, 'bold 17px "Source Sans", "Noto Sans", sans-serif');
  assert.ok(!context.log.some(([name]) => name === "save"));
  write(context, "b", { x: 3, y: 4 }, "#111111", { turn: -Math.PI / 2 });
  const calls = context.log.slice(-5);
  assert.deepEqual(calls, [["save"], ["translate", 3, 4], ["rotate", -Math.PI / 2], ["fillText", "b", 0, 0], ["restore"]]);
  writeOnHalo(context, "c", { x: 5, y: 6 }, { ink: "#111111", ground: "#ffffff" });
  const drawn = context.log.filter(([name, text]) => text === "c" || ["strokeStyle ="].includes(name));
  assert.deepEqual(drawn, [["strokeStyle =", "#ffffff"], ["strokeText", "c", 5, 6], ["fillText", "c", 5, 6]]);
});
