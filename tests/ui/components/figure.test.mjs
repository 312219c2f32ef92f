// Figures on a canvas: where their values lie, what is drawn of them, and what they say.

import assert from "node:assert/strict";
import { test } from "node:test";

import { drawHover, pointAt } from "../../../mbviz/ui/components/charts/figure/figure.js";
import { barsOf, partsOf, pointsOf } from "../../../mbviz/ui/components/charts/figure/marks.js";
import { dotsOf, drawBatch, labelPlace, leadFrom } from "../../../mbviz/ui/components/charts/figure/dots.js";
import { drawNotes, placed, placeOf } from "../../../mbviz/ui/components/charts/figure/notes.js";
import { decoded, readFigure } from "../../../mbviz/ui/components/charts/figure/read.js";
import { endsOf, scalesOf, withRoom } from "../../../mbviz/ui/components/charts/figure/scales.js";
import { formatted, hoverOf, plainText } from "../../../mbviz/ui/components/charts/figure/texts.js";
import { overlap } from "../../../mbviz/ui/components/drawing/boxes.js";
import { clipped, dashes } from "../../../mbviz/ui/components/drawing/shapes.js";
import { hoverBox } from "../../../mbviz/ui/components/drawing/hover.js";
import { recorder } from "./dom.mjs";

const AXIS = { title: { text: "" } };
const figure = (data, layout = {}) => ({
  data: data.map((trace) => ({ type: "scatter", mode: "lines", x: [], y: [], ...trace })),
  layout: { height: 260, margin: { l: 70, r: 30, t: 10, b: 50 }, xaxis: AXIS, yaxis: AXIS, ...layout },
});
const near = (a, b) => assert.ok(Math.abs(a - b) < 1e-9, `${a} is not ${b}`);

test("values lie within the margins, heights from below, on an axis of logarithms by these", () => {
  const { x, y, area } = scalesOf(figure([], { xaxis: { ...AXIS, type: "log", range: [0, 4] }, yaxis: { ...AXIS, range: [-1, 3] } }), 500);
  assert.deepEqual(area, { left: 70, top: 10, width: 400, height: 200 });
  assert.deepEqual([x.at(1), x.at(100), x.at(10_000), x.noteAt(2)], [70, 270, 470, 270]);
  assert.deepEqual([y.at(-1), y.at(1), y.at(3)], [210, 110, 10]);
});

test("two charts in one figure have each its part of the height", () => {
  const { y, y2 } = scalesOf(figure([], { yaxis: { ...AXIS, range: [0, 1], domain: [0.5, 1] }, yaxis2: { ...AXIS, range: [0, 1], domain: [0, 0.4] } }), 500);
  assert.deepEqual([y.at(0), y.at(1), y2.at(0), y2.at(1)], [110, 10, 210, 130]);
});

test("an axis without ends holds its values, and 0 where it is wanted", () => {
  assert.deepEqual(endsOf([2, null, 12], false), [1.5, 12.5]);
  assert.deepEqual(endsOf([2, 12], true), [0, 12.6]);
  assert.deepEqual(endsOf([-2, 8], true), [-2.5, 8.5]);
  assert.deepEqual(endsOf([], true), [0, 1]);
});

test("an axis without ends has room for the names above its values", () => {
  assert.deepEqual(withRoom([0, 11], [9, 2], 96), [0, 12]); // 72 of 96 pixels are left below the name of 9
  assert.deepEqual(withRoom([0, 13], [9], 96), [0, 13]);
});

test("ticks are those that the figure gives, or round ones, and none lies beyond the axis", () => {
  const texts = (axis) => scalesOf(figure([], { xaxis: { ...AXIS, ...axis } }), 700).x.ticks.map(({ text }) => text);
  assert.deepEqual(texts({ range: [0, 2], tickvals: [0, 1, 5], ticktext: ["none", "10<sup>−7</sup>", "far"] }), ["none", "10⁻⁷"]);
  assert.deepEqual(texts({ range: [0.9, 4.1], type: "log", dtick: 1, tickformat: "~s" }), ["10", "100", "1k", "10k"]);
  assert.deepEqual(texts({ range: [-1, 0], type: "log", tickformat: "~g" }), ["0.1", "0.2", "0.5", "1"]);
  assert.deepEqual(texts({ range: [0, 1], nticks: 5 }), ["0.0", "0.2", "0.4", "0.6", "0.8", "1.0"]);
});

test("numbers are written in D3's formats", () => {
  const cases = [[12345.678, ",", "12,345.678"], [0.37266, ".4f", "0.3727"], [1234.5678, ",.2f", "1,234.57"], [0.0123456, ".3~r", "0.0123"],
    [1234567, ",.3~r", "1,230,000"], [0.000123456, ".3g", "0.000123"], [60000, "~s", "60k"], [-0.25, "~g", "−0.25"], [5, "", "5"]]; // prettier-ignore
  assert.deepEqual(cases.map(([value, format]) => formatted(value, format)), cases.map(([, , text]) => text));
});

test("markup becomes text", () => {
  assert.equal(plainText("fitted, B<sup>−0.51</sup>"), "fitted, B⁻⁰·⁵¹");
  assert.equal(plainText("<b>B = 10</b> &lt; 20 &amp; more"), "B = 10 < 20 & more");
});

test("a point says what its trace says of points, with its own numbers", () => {
  const trace = { x: [1000, 2000], y: [0.5, null], customdata: [[0.01, 7], [0, 0]], error_y: { array: [0.25, 0] } };
  const said = (hovertemplate, i = 0) => hoverOf({ ...trace, hovertemplate }, i);
  assert.equal(said("B = %{x:,}: %{y:.3f}<extra>measured</extra>"), "B = 1,000: 0.500 · measured");
  assert.equal(said("%{customdata[0]:.2g}: %{customdata[1]:,} ± %{error_y.array:.1f}<extra></extra>"), "0.01: 7 ± 0.3");
  assert.equal(said("%{y:.3f}", 1), "–");
});

test("arrays come in base64, what is no number as null, and rows of two dimensions as arrays", () => {
  const bytes = (array) => Buffer.from(array.buffer).toString("base64");
  assert.deepEqual(decoded({ dtype: "f8", bdata: bytes(Float64Array.of(0.5, NaN)) }), [0.5, null]);
  assert.deepEqual(decoded({ dtype: "i2", bdata: bytes(Int16Array.of(1, 2, 3, 4)), shape: "2, 2" }), [[1, 2], [3, 4]]);
  assert.deepEqual(readFigure(`{"data":[{"y":{"dtype":"u1","bdata":"AQI="},"name":"a"}]}`), { data: [{ y: [1, 2], name: "a" }] });
});

test("a line has a gap where it has no number, and a bar is as wide as its bin on any axis", () => {
  const shown = figure([{ x: [1, 2, 3, 4], y: [1, 2, null, 3] }], { xaxis: { ...AXIS, range: [0, 4] }, yaxis: { ...AXIS, range: [0, 4] } });
  const points = pointsOf(shown.data[0], scalesOf(shown, 500));
  assert.deepEqual(points[2], null);
  assert.deepEqual(partsOf(points).map((part) => part.length), [2]);
  const bars = figure([{ type: "bar", x: [5.5], width: [9], y: [2] }], { xaxis: { ...AXIS, type: "log", range: [0, 2] }, yaxis: { ...AXIS, range: [0, 4] } });
  assert.deepEqual(barsOf(bars.data[0], scalesOf(bars, 500)), [{ left: 70, top: 110, width: 200, height: 100 }]);
});

test("the pointer means the nearest point that has something to say, and none far away", () => {
  const shown = figure([{ x: [1], y: [1], hoverinfo: "skip" }, { x: [1, 3], y: [2, 2] }], { xaxis: { ...AXIS, range: [0, 4] }, yaxis: { ...AXIS, range: [0, 4] } });
  const scales = scalesOf(shown, 500);
  assert.equal(pointAt(shown, scales, { x: 365, y: 108 }).i, 1);
  assert.equal(pointAt(shown, scales, { x: 170, y: 160 }), null);
  assert.equal(pointAt(shown, scales, { x: 270, y: 110 }), null);
});

test("a note stands at its place by its anchors and shifts, and within the canvas", () => {
  const shown = figure([], { xaxis: { ...AXIS, range: [0, 4] }, yaxis: { ...AXIS, range: [0, 4] } });
  const place = (note) => placeOf(document.createElement("canvas").getContext("2d"), { text: "four", x: 2, y: 2, ...note }, scalesOf(shown, 500), 500);
  const { box, tip } = place({ xanchor: "left", yanchor: "bottom", xshift: 5, yshift: 7 });
  assert.deepEqual([box.left, box.top + box.height, tip], [275, 103, { x: 270, y: 110 }]);
  assert.ok(place({ x: 4, xanchor: "left", xshift: 29 }).box.left + box.width <= 498);
  const pointing = place({ ax: 1, ay: 4, xanchor: "left" });
  assert.deepEqual([pointing.box.left, pointing.tip], [170, { x: 270, y: 110 }]);
  near(pointing.box.top + pointing.box.height / 2, 10);
});

test("no note lies on another: it gives way by as little as it can, and what is alone stays", () => {
  const context = document.createElement("canvas").getContext("2d");
  const shown = figure([], { xaxis: { ...AXIS, range: [0, 4] }, yaxis: { ...AXIS, range: [0, 4] } });
  const boxesOf = (notes) => placed(context, notes.map((note) => ({ text: "some words", x: 2, y: 2, ...note })), scalesOf(shown, 500), 500).map(({ box }) => box);
  const [first, second, third] = boxesOf([{}, { y: 2.1 }, { x: 0, y: 2 }]);
  assert.deepEqual([second.left, second.top + second.height], [first.left, first.top]);
  assert.equal(third.top, first.top);
  const crowd = boxesOf(Array.from({ length: 8 }, (_, i) => ({ x: 2 + 0.1 * i, y: 0.2 * i })));
  for (const [i, box] of crowd.entries()) for (const other of crowd.slice(i + 1)) assert.ok(!overlap(box, other));
});

test("the name at a curve's end lies on no other curve where there is room, and other notes stay where they are", () => {
  const context = document.createElement("canvas").getContext("2d");
  const scales = scalesOf(figure([], { xaxis: { ...AXIS, range: [0, 4] }, yaxis: { ...AXIS, range: [0, 4] } }), 500);
  const curve = Array.from({ length: 9 }, (_, i) => ({ x: scales.x.at(i / 2), y: scales.y.at(2.6 - 0.2 * (i % 3)) }));
  const [low, high] = [scales.y.at(2.2), scales.y.at(2.6)];
  for (const y of [1.9, 2.2, 2.5, 2.8]) {
    const note = { text: "B = 100", x: 1, y, ax: 1.2, ay: y, xanchor: "left" };
    const [alone] = placed(context, [note], scales, 500, [curve]);
    const [{ box }] = placed(context, [{ ...note, name: "end" }], scales, 500, [curve]);
    assert.equal(clipped(curve, box).length, 0, `${y}`);
    assert.ok(Math.abs(box.top - alone.box.top) <= low - high + 2 * box.height);
    const [free] = placed(context, [note], scales, 500);
    assert.equal(alone.box.top, free.box.top);
  }
});

test("the lines of a note stand below each other, end at its right edge, and give way together", () => {
  const context = recorder();
  const scales = scalesOf(figure([], { xaxis: { ...AXIS, range: [0, 4] }, yaxis: { ...AXIS, range: [0, 4] } }), 500);
  const end = { text: "all 60,000<br>still<br>so far off", name: "end", align: "right", xanchor: "right", yanchor: "bottom", x: 4, y: 1 };
  const curve = [{ x: 70, y: scales.y.at(1.4) }, { x: 470, y: scales.y.at(1.4) }];
  const notes = placed(context, [{ text: "above", x: 4, y: 3, xanchor: "right" }, end], scales, 500, [curve]);
  const { box } = notes[1];
  assert.deepEqual([box.left + box.width, box.width, box.height], [470, 7 * "all 60,000".length, 3 * 19.5]);
  assert.deepEqual([clipped(curve, box).length, overlap(box, notes[0].box)], [0, false]);
  drawNotes(context, notes.slice(1), { ink: "#111111", ground: "#ffffff", width: 500 }, "#9aa0ac");
  const written = context.log.filter(([name]) => name === "fillText");
  assert.deepEqual(written.map(([, text, x]) => [text, x]), [["all 60,000", 470], ["still", 470], ["so far off", 470]]);
  assert.ok(written.every(([, , , y]) => y > box.top + 10 && y < box.top + box.height));
});

test("where curves leave no room a curve's name still lies on no other note", () => {
  const context = recorder();
  const scales = scalesOf(figure([], { xaxis: { ...AXIS, range: [0, 4] }, yaxis: { ...AXIS, range: [0, 4] } }), 500);
  const curves = Array.from({ length: 40 }, (_, i) => [{ x: 70, y: 6 * i }, { x: 470, y: 6 * i }]);
  const [note, end] = placed(context, [{ text: "some words", x: 2, y: 2 }, { text: "other words", name: "end", x: 2, y: 2 }], scales, 500, curves);
  assert.equal(overlap(note.box, end.box), false);
});

test("the text of a dot stands at the pointer on a ground, and the label of this batch stays where it is", () => {
  const shown = figure([], { xaxis: { ...AXIS, range: [0, 4], type: "log" }, yaxis: { ...AXIS, range: [0, 4] } });
  const dots = { sizes: [1, 2000], values: Float32Array.of(3.75, 0.5), top: 4, batch: { size: 10, loss: 1, label: "this batch" }, hover: "B = {size}, draw {draw}: {loss}", colors: {} };
  const scales = scalesOf(shown, 500);
  const [dot] = dotsOf(dots, scales);
  const look = { ink: "#111111", ground: "#ffffff", width: 500, pointer: { x: dot.x + 3, y: dot.y } };
  const texts = (context) => context.log.filter(([name]) => name === "fillText").map(([, ...at]) => at);
  const [alone, hovered] = [null, look.pointer].map((pointer) => {
    const context = recorder();
    drawBatch(context, dots, scales, { ...look, pointer }, []);
    return texts(context);
  });
  assert.deepEqual(alone.map(([text]) => text), ["this batch"]);
  assert.deepEqual(hovered, alone);
  const context = recorder();
  drawHover(context, { figure: shown, dots }, scales, look, look.pointer);
  const [[text, x, y]] = texts(context);
  assert.equal(text, "B = 1, draw 0: 3.7500");
  const { left, top, width, height } = hoverBox(7 * text.length, look.pointer, 500);
  assert.deepEqual(context.log.find(([name]) => name === "fillRect"), ["fillRect", left, top, width, height]);
  assert.ok(x > left && x < left + width && y > top && y <= top + height && Math.abs(y - dot.y) < 40);
});

test("the name of a dot keeps clear of the notes, on either side of the dot", () => {
  const area = { left: 0, top: 0, width: 400, height: 300 };
  const note = { left: 90, top: 80, width: 200, height: 20 };
  for (const x of [60, 390]) for (const y of [80, 95, 110]) {
    const place = labelPlace({ x, y }, 150, area, [note]);
    assert.ok(!overlap({ left: place.x, top: place.y - 16, width: 150, height: 20 }, note), `${x}, ${y}`);
    assert.equal(place.x, labelPlace({ x, y }, 150, area).x);
  }
  assert.equal(labelPlace({ x: 60, y: 200 }, 150, area, [note]).y, 192);
});

test("the label of a dot lies on no other where there is room, and a line leads to it behind what is written", () => {
  const area = { left: 0, top: 0, width: 400, height: 300 };
  const others = Array.from({ length: 60 }, (_, k) => ({ x: 60 + 5 * k, y: 186 + (k % 7) }));
  const [dot, note] = [{ x: 50, y: 200 }, { left: 40, top: 120, width: 200, height: 20 }];
  const place = labelPlace(dot, 150, area, [note], others);
  const [top, bottom] = [place.y - 16, place.y + 5];
  assert.ok(others.every(({ y }) => y < top || y > bottom) && Math.abs(place.y - 200) < 40);
  assert.equal(labelPlace(dot, 150, area, [note]).y, 192); // where it would lie on them
  assert.deepEqual(leadFrom(labelPlace(dot, 150, area), 150, dot, []), []); // it stands beside its dot
  const parts = leadFrom({ x: 50, y: 80 }, 150, dot, [note]);
  assert.deepEqual(parts.map((part) => part.map(({ y }) => Math.round(y))), [[85, 120], [140, 200]]);
});

test("dashes and gaps are as long as each other, around corners too", () => {
  const corner = dashes([{ x: 0, y: 0 }, { x: 12, y: 0 }, { x: 12, y: 20 }], 8);
  assert.deepEqual(corner, [[{ x: 0, y: 0 }, { x: 8, y: 0 }], [{ x: 12, y: 4 }, { x: 12, y: 12 }]]);
  assert.deepEqual(dashes([{ x: 0, y: 0 }, { x: 5, y: 0 }], 8), [[{ x: 0, y: 0 }, { x: 5, y: 0 }]]);
});

test("a line is cut where it leaves a box, and comes back as another", () => {
  const box = { left: 0, top: 0, width: 10, height: 10 };
  const line = [{ x: -5, y: 5 }, { x: 5, y: 5 }, { x: 5, y: 20 }, { x: 8, y: 20 }, { x: 8, y: 9 }, { x: 9, y: 9 }];
  assert.deepEqual(clipped(line, box), [
    [{ x: 0, y: 5 }, { x: 5, y: 5 }, { x: 5, y: 10 }], [{ x: 8, y: 10 }, { x: 8, y: 9 }, { x: 9, y: 9 }],
  ]);
});
