// What stands between a component and the page: bytes, texts, keys, and what is kept from run to run.

import assert from "node:assert/strict";
import { test } from "node:test";

import { floats, unpack } from "../../../mbviz/ui/components/page/bytes.js";
import { emptied, inNextFrame, pointOn } from "../../../mbviz/ui/components/page/canvas.js";
import { fill, kept, stepOf } from "../../../mbviz/ui/components/page/component.js";
import { fixed } from "../../../mbviz/ui/components/page/numbers.js";
import { latest, remember } from "../../../mbviz/ui/components/page/picked.js";
import { page } from "./dom.mjs";

test("what waits for a frame all looks before anything is painted, and what comes later waits for the next one", () => {
  const frames = [];
  globalThis.requestAnimationFrame = (show) => frames.push(show);
  const seen = [];
  const wait = (name) => inNextFrame(() => seen.push(`looks at ${name}`), (count) => seen.push(`paints ${name} after ${count}`));
  wait("a");
  wait("b");
  assert.equal(frames.length, 1);
  frames.shift()();
  assert.deepEqual(seen, ["looks at a", "looks at b", "paints a after 1", "paints b after 2"]);
  wait("c");
  frames.shift()();
  assert.deepEqual(seen.slice(4), ["looks at c", "paints c after 5"]);
});

test("floats come from base64, little endian", () => {
  assert.deepEqual([...floats("AACAPwAAAL8=")], [1, -0.5]); // 00 00 80 3f, 00 00 00 bf
  assert.deepEqual([...floats("")], []);
});

test("a block of bytes holds a header and arrays, wherever it begins", () => {
  const header = '{"n":7,"contents":[["grey","uint8",3],["y","float32",1]]}'.padEnd(60);
  const text = [...new TextEncoder().encode(header)];
  const block = [60, 0, 0, 0, ...text, 9, 8, 7, 0, 0, 0, 128, 63]; // three bytes, one more to the next multiple of four
  for (const before of [0, 1, 5]) {
    const bytes = Uint8Array.from([...Array(before).fill(255), ...block]).subarray(before);
    const { header: read, arrays } = unpack(bytes);
    assert.deepEqual(read, { n: 7 });
    assert.deepEqual([...arrays.grey], [9, 8, 7]);
    assert.deepEqual([...arrays.y], [1]);
  }
});

test("a template's names get their values; one without a value stays", () => {
  assert.equal(fill("B = {size}, draw {draw}: {loss}", { size: "1,000", draw: 0, loss: "0.3727" }), "B = 1,000, draw 0: 0.3727");
  assert.equal(fill("{a}{a} {b} {}", { a: "{b}" }), "{b}{b} {b} {}");
});

test("an arrow key makes a step, unless it is held with another", () => {
  const steps = { ArrowDown: 1, ArrowUp: -1 };
  assert.equal(stepOf({ key: "ArrowUp" }, steps), -1);
  assert.equal(stepOf({ key: "a" }, steps), undefined);
  for (const held of ["ctrlKey", "metaKey", "altKey"]) assert.equal(stepOf({ key: "ArrowUp", [held]: true }, steps), undefined);
});

test("what was made for a place of the page is kept for it", () => {
  const at = kept((parent) => ({ parent }));
  const [one, other] = [{}, {}];
  assert.equal(at(one), at(one));
  assert.notEqual(at(one), at(other));
  assert.equal(at(other).parent, other);
});

test("an answer to an earlier pick does not undo a later one, for two seconds", (context) => {
  let now = 1e4;
  context.mock.method(performance, "now", () => now);
  assert.equal(latest(3), 3);
  remember(4);
  remember(5);
  assert.equal(latest(4), 5); // the answer to the first pick comes after the second one
  assert.equal(latest(9), 9); // what nobody picked comes from elsewhere: the address, say
  now += 2001;
  assert.equal(latest(4), 4);
});

test("a canvas has a pixel for each of the screen's", () => {
  window.devicePixelRatio = 2;
  const canvas = shownAs(document.createElement("canvas"), 300, 300.4);
  const context = emptied(canvas, 300, 150);
  assert.deepEqual([canvas.width, canvas.height], [600, 300]);
  assert.deepEqual(context.log.at(-1), ["scale", 2, 2]);
});

/** A canvas of so many CSS pixels that takes so many of the window. */
const shownAs = (canvas, clientWidth, width) => Object.assign(canvas, { clientWidth, getBoundingClientRect: () => ({ left: 10, top: 20, width }) });

test("a canvas that a presenter shows larger is as sharp, and a place on it is where it is seen", () => {
  window.devicePixelRatio = 1;
  const canvas = shownAs(document.createElement("canvas"), 300, 374.6);
  emptied(canvas, 300, 150);
  assert.deepEqual([canvas.width, canvas.height], [375, 187.5]);
  const at = pointOn({ currentTarget: canvas, clientX: 10 + 125, clientY: 20 + 25 });
  assert.ok(Math.abs(at.x - 100) < 1e-9 && Math.abs(at.y - 20) < 1e-9);
  window.devicePixelRatio = 2;
});

test("numbers are written as Python's side writes them", () => {
  const numbers = [-1e-7, -0, 0.0004, -0.0006, 16.1181];
  assert.deepEqual(numbers.map((number) => fixed(number, 3)), ["0.000", "0.000", "0.000", "−0.001", "16.118"]);
});
