// Digits, dots, and pictures made pixel by pixel.

import assert from "node:assert/strict";
import { test } from "node:test";

import { drawTile, layOutRow, layOutTiles, layOutWhole, scrolledTo, tileAt, tileBox, tilesInSight, totalHeight } from "../../../mbviz/ui/components/drawing/digits.js";
import { drawBright, drawDots, layOutDots, nearestDot, spread } from "../../../mbviz/ui/components/drawing/dots.js";
import { dotsPicture } from "../../../mbviz/ui/components/drawing/stamps.js";
import { heatPicture, mosaic, mosaicLayout } from "../../../mbviz/ui/components/drawing/stencils.js";
import { recorder } from "./dom.mjs";

const MNIST = { height: 28, width: 28 };
const COLORS = { ink: "#111111", pick: "#009e73", wrong: "#d55e00", other: "#9aa0ac", batch: "#e69f00" };

test("fewer digits are shown larger, with the numbers of their classes", () => {
  const [few, more, many] = [20, 100, 1000].map((count) => layOutTiles(count, 800, MNIST));
  assert.deepEqual([few, more, many].map(({ picture }) => picture.width / 28), [4, 2.5, 2]);
  assert.deepEqual([few, more, many].map(({ labels }) => labels), [14, 0, 0]);
  assert.equal(few.columns, 6);
  assert.equal(few.inset, 16);
});

test("pictures of any size fill the same room and keep their form", () => {
  assert.deepEqual(layOutTiles(10, 800, { height: 8, width: 8 }), layOutTiles(10, 800, MNIST));
  assert.deepEqual(layOutTiles(10, 800, { height: 32, width: 16 }).picture, { height: 112, width: 56 });
  assert.equal(layOutTiles(10, 50, MNIST).columns, 1);
  for (const count of [1, 10]) assert.equal(layOutTiles(count, 100, MNIST).width, 100); // no tile is wider than its frame
});

test("every tile is found where it lies, and none between them and the edge", () => {
  const tiles = layOutTiles(53, 800, MNIST);
  for (let i = 0; i < 53; i++) {
    const { left, top, width, height } = tileBox(tiles, i);
    assert.equal(tileAt(tiles, { x: left + width / 2, y: top + height / 2 }), i);
  }
  assert.equal(tileAt(tiles, { x: tiles.inset - 1, y: 5 }), -1);
  assert.equal(tileAt(tiles, { x: tiles.inset + tiles.columns * tiles.width + 1, y: 5 }), -1);
  assert.equal(tileAt(tiles, { x: 400, y: totalHeight(tiles) + 5 }), -1);
  const last = tileBox(tiles, 52);
  assert.equal(tileAt(tiles, { x: last.left + last.width + 5, y: last.top + 5 }), -1); // the last row is not full
});

test("a frame shows the tiles that are in sight, and scrolls only as far as it must", () => {
  const tiles = layOutTiles(1000, 800, MNIST);
  for (const top of [0, 37, 500, totalHeight(tiles) - 418]) {
    const [first, end] = tilesInSight(tiles, top, 418);
    const isInSight = (i) => tileBox(tiles, i).top < top + 418 && tileBox(tiles, i).top + tiles.height > top;
    const wanted = Array.from({ length: 1000 }, (_, i) => i).filter(isInSight);
    assert.deepEqual([first, end], [wanted[0], wanted.at(-1) + 1]);
  }
  const { columns, height } = tiles;
  assert.equal(scrolledTo(tiles, 0, 300, 418), 0);
  assert.equal(scrolledTo(tiles, columns, 10, 418), 10);
  assert.equal(scrolledTo(tiles, 10 * columns, 0, 418), 11 * height - 418);
});

test("a hundred digits are all in sight within a height, as large as there is room for; on a phone they take what they need", () => {
  for (const width of [520, 640, 660, 1200]) {
    const tiles = layOutWhole(100, width, MNIST, 400);
    assert.ok(totalHeight(tiles) <= 400 && tiles.columns * tiles.width <= width);
    assert.ok(tiles.picture.width >= 28, `${width}: ${tiles.picture.width}`);
  }
  assert.ok(layOutWhole(100, 1200, MNIST, 400).picture.width > layOutWhole(100, 520, MNIST, 400).picture.width);
  assert.equal(layOutWhole(3, 660, MNIST, 400).picture.width, 56); // few are no larger than that
  const phone = layOutWhole(100, 340, MNIST, 400);
  assert.equal(phone.picture.width, 36);
  assert.ok(totalHeight(phone) > 400);
});

test("ten digits share a row where they can be seen there, as large as there is room for, and take two rows on a phone", () => {
  for (const width of [606, 775, 1200]) {
    const tiles = layOutRow(10, width, MNIST);
    assert.equal(tiles.columns >= 10, true, `${width}`);
    assert.equal(totalHeight(tiles), tiles.height);
    assert.ok(10 * tiles.width <= width);
  }
  assert.deepEqual([775, 1200].map((width) => Math.round(layOutRow(10, width, MNIST).picture.width)), [61, 72]);
  const phone = layOutRow(10, 356, MNIST);
  assert.deepEqual([phone.columns, Math.round(phone.picture.width), totalHeight(phone)], [6, 40, 2 * phone.height]);
});

test("where there is no room for captions a wrong prediction has a cross, and a right one nothing", () => {
  const tiles = layOutWhole(100, 660, MNIST, 400);
  const texts = [2, 1].map((guess) => {
    const context = recorder();
    const digit = { truth: 1, guess, outputs: [0, 0.25, 0.75], picture: {}, place: { x: 0, y: 0 }, size: MNIST };
    drawTile(context, tiles, tileBox(tiles, 0), digit, false, COLORS);
    return context.log.filter(([name]) => name === "fillText").map(([, text]) => text);
  });
  assert.deepEqual(texts, [["✗"], []]);
});

test("a tile outlines its true class, and says a wrong prediction", () => {
  const tiles = layOutTiles(2, 800, MNIST);
  const digit = { truth: 1, guess: 2, outputs: [0, 0.25, 0.75], picture: {}, place: { x: 28, y: 0 }, size: MNIST };
  const context = recorder();
  drawTile(context, tiles, tileBox(tiles, 0), digit, false, COLORS);
  const of = (name) => context.log.filter((call) => call[0] === name);
  assert.deepEqual(of("fillText").map(([, text]) => text), ["1 → 2", "✗", "0", "1", "2"]);
  assert.deepEqual(of("drawImage").map((at) => at.slice(2)), [[28, 0, 28, 28, 24, 27, 112, 112]]);
  assert.deepEqual(of("fillRect").map(([, , , , height]) => height), [1, 10, 30]); // even nothing can be seen
  assert.equal(of("strokeRect").length, 1);
  assert.deepEqual(of("strokeStyle ="), [["strokeStyle =", COLORS.ink]]);
  drawTile(context, tiles, tileBox(tiles, 0), { ...digit, guess: 1 }, true, COLORS);
  assert.deepEqual(of("fillText").slice(5).map(([, text]) => text), ["1", "✓", "0", "1", "2"]);
  assert.ok(of("strokeStyle =").some(([, color]) => color === COLORS.batch)); // it is selected
});

test("dots lie at their sizes and losses, those beyond the axis on its end", () => {
  const scales = { x: (size) => 100 * Math.log10(size), y: (loss) => 200 - 50 * loss, width: 900 };
  const dots = layOutDots(Float32Array.of(1, 2, 9, 0.5), [1, 10], 3, scales);
  assert.deepEqual(dots.map(({ size, draw }) => [size, draw]), [[1, 0], [1, 1], [10, 0], [10, 1]]);
  assert.deepEqual(dots.map(({ y }) => y), [150, 100, 50, 175]);
  assert.deepEqual(dots.map(({ above }) => above), [false, false, true, false]);
  assert.equal(dots[3].x, 100 + spread(1, 900));
});

test("dots of one size are spread by 14 pixels, less where there is no room", () => {
  const places = Array.from({ length: 200 }, (_, k) => spread(k, 900));
  assert.ok(Math.max(...places) - Math.min(...places) > 13.8 && places.every((x) => Math.abs(x) <= 7));
  assert.ok(Array.from({ length: 200 }, (_, k) => spread(k, 270)).every((x) => Math.abs(x) <= 3));
});

test("the nearest dot is found within reach", () => {
  const dots = [{ x: 10, y: 10 }, { x: 30, y: 10 }, { x: 31, y: 12 }];
  assert.equal(nearestDot(dots, { x: 31, y: 13 }, 18), dots[2]);
  assert.equal(nearestDot(dots, { x: 10, y: 27 }, 18), dots[0]);
  assert.equal(nearestDot(dots, { x: 10, y: 28 }, 18), null);
  assert.equal(nearestDot([], { x: 10, y: 28 }, 18), null);
});

test("dots are circles, beyond the axis triangles, and leave the context opaque", () => {
  const context = recorder();
  drawDots(context, [{ x: 5, y: 6, above: false }, { x: 7, y: 8, above: true }], "#6b7280");
  assert.deepEqual(context.log.filter(([name]) => name === "arc"), [["arc", 5, 6, 2.5, 0, 2 * Math.PI]]);
  assert.equal(context.log.filter(([name]) => name === "lineTo").length, 2);
  assert.equal(context.globalAlpha, 1);
  drawBright(context, { x: 5, y: 6, above: false }, 7, "#111111");
  assert.equal(context.log.filter(([name]) => name === "fill").length, 2); // a ring is not filled
});

const opacities = ({ context }) => Array.from(new Uint32Array(context.put.data.buffer), (pixel) => pixel >>> 24);

test("a heatmap's picture has a pixel for each cell, as opaque as its value", () => {
  const picture = heatPicture(Float32Array.of(0, 0.5, 1, 0.2, 1.5, 0.001), 3, "#0072b2");
  assert.deepEqual([picture.width, picture.height], [3, 2]);
  assert.deepEqual(opacities(picture), [0, 128, 255, 51, 255, 0]);
  assert.deepEqual([...picture.context.put.data.slice(4, 8)], [0x00, 0x72, 0xb2, 128]);
});

test("a picture of dots has each where it lies, fainter at its edge, and darker where dots lie on each other", () => {
  const dots = [{ x: 10.625, y: 20.625 }, { x: 10.7, y: 20.7 }, { x: 30.625, y: 40.625 }]; // the first two in the same quarter of a pixel
  const { picture, left, top } = dotsPicture(dots, 2.5, "#0072b2", 0.6);
  assert.deepEqual([left, top, picture.width, picture.height], [6, 16, 29, 29]);
  const seen = opacities(picture);
  const at = (x, y) => seen[(y - top) * picture.width + x - left];
  assert.ok(Math.abs(at(30, 40) - 0.6 * 255) <= 1);
  assert.ok(Math.abs(at(10, 20) - 255 * (1 - 0.4 ** 2)) <= 2);
  assert.ok(Math.abs(at(33, 40) - 0.6 * 255 * (3 - Math.hypot(33.5 - 30.625, 40.5 - 40.625))) <= 1); // an edge, by its distance
  assert.equal(at(20, 30), 0);
  const one = dotsPicture(dots.slice(2), 2.5, "#0072b2", 0.6);
  const area = opacities(one.picture).reduce((sum, opacity) => sum + opacity / 255, 0) / 0.6;
  assert.ok(Math.abs(area - Math.PI * (2.5 ** 2 + 1 / 12)) < 0.3, String(area)); // a circle whose edge falls from 1 to 0 within a pixel
});

test("a picture of the same dots is made once, and anew where a dot, the size or the colour is another", () => {
  const dots = [{ x: 5, y: 6 }, { x: 7.5, y: 8 }];
  const { picture } = dotsPicture(dots, 2.5, "#0072b2", 0.6);
  assert.equal(dotsPicture(dots.map((dot) => ({ ...dot })), 2.5, "#0072b2", 0.6).picture, picture);
  for (const other of [[[dots[0], { x: 7.5, y: 8.5 }], 2.5, "#0072b2"], [dots.slice(1), 2.5, "#0072b2"], [dots, 5, "#0072b2"], [dots, 2.5, "#d55e00"]]) {
    const now = dotsPicture(...other, 0.6).picture;
    assert.notEqual(now, picture);
    assert.equal(dotsPicture(...other, 0.6).picture, now);
  }
});

test("dots that lie too far apart for a picture make none", () => {
  const far = (x) => dotsPicture([{ x: 0, y: 0 }, { x, y: x }], 2.5, "#0072b2", 0.6);
  assert.deepEqual([far(1e6), far(Infinity), far(NaN)], [null, null, null]);
});

test("a picture that is used again is as a new one, whatever it held and however large it was", () => {
  const [few, many] = [Float32Array.of(1, 0.2), Float32Array.of(0, 0.5, 1, 0.2)];
  const first = heatPicture(many, 2, "#0072b2");
  const second = heatPicture(few, 2, "#0072b2", first);
  assert.equal(second, first);
  assert.deepEqual([second.width, second.height, opacities(second)], [2, 1, [255, 51]]);
  const size = { height: 2, width: 3 };
  const { picture } = mosaic(new Uint8Array(24).fill(9), size, "#000000", 2);
  const { picture: again } = mosaic(new Uint8Array(18).fill(7), size, "#000000", 2, picture); // the last place stays empty
  assert.equal(again, picture);
  assert.deepEqual(opacities(again), opacities(mosaic(new Uint8Array(18).fill(7), size, "#000000", 2).picture));
});

test("a mosaic holds every picture as it is, none beyond what browsers can hold", () => {
  const size = { height: 2, width: 3 };
  const grey = Uint8Array.from({ length: 5 * 6 }, (_, i) => i + 1);
  const { picture, placeOf } = mosaic(grey, size, "rgb(49, 51, 63)");
  const all = opacities(picture);
  for (let i = 0; i < 5; i++) {
    const { x, y } = placeOf(i);
    const rows = [0, 1].map((row) => all.slice((y + row) * picture.width + x, (y + row) * picture.width + x + 3));
    assert.deepEqual(rows.flat(), [...grey.slice(6 * i, 6 * i + 6)]);
  }
  assert.deepEqual([...picture.context.put.data.slice(0, 3)], [49, 51, 63]);
  const large = mosaicLayout(20000, { height: 64, width: 64 });
  assert.ok(Math.max(large.width, large.height) < 16384, "Safari and Firefox know no larger canvas");
});
