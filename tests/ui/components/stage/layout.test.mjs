// Where the stage's parts lie.

import assert from "node:assert/strict";
import { test } from "node:test";

import { tileAt, tileBox } from "../../../../mbviz/ui/components/drawing/digits.js";
import { centred, fitTiles, lossScale, lowerBoxes, sizeScale } from "../../../../mbviz/ui/components/stage/layout.js";

const FRAMES = [{ width: 636, height: 240 }, { width: 690, height: 255 }, { width: 508, height: 238 }, { width: 362, height: 276 }, { width: 1400, height: 500 }];
const COUNTS = [1, 2, 3, 5, 7, 10, 12, 20, 37, 40, 41, 50, 100, 199, 200, 201, 500, 999, 1000];
const IMAGES = [{ height: 28, width: 28 }, { height: 8, width: 8 }, { height: 14, width: 14 }, { height: 20, width: 32 }, { height: 32, width: 20 }];
const EPSILON = 1e-9;

/** Each layout of a number of pictures in a frame. */
function* layouts() {
  for (const frame of FRAMES) for (const image of IMAGES) for (const count of COUNTS) yield { frame, image, count, tiles: fitTiles(count, frame, image) };
}

test("all tiles lie inside the frame, and none on another", () => {
  for (const { frame, count, tiles } of layouts()) {
    const about = JSON.stringify({ frame, count });
    assert.equal(tiles.count, count);
    for (const i of [0, tiles.columns - 1, count - 1]) {
      const { left, top, width, height } = tileBox(tiles, Math.min(i, count - 1));
      assert.ok(left >= -EPSILON && top >= 0 && left + width <= frame.width + EPSILON && top + height <= frame.height + EPSILON, `${about} ${i} ${JSON.stringify({ left, top, width, height })}`);
    }
    // tiles stand on a grid whose steps are their own width and height: room for all columns and rows is all that is wanted
    assert.ok(tiles.picture.width <= tiles.width + EPSILON && tiles.picture.height <= tiles.height + EPSILON, about);
    assert.ok(tiles.picture.width > 4 && tiles.picture.height > 4, about);
  }
});

test("pictures keep their shape", () => {
  for (const { image, tiles } of layouts()) assert.ok(Math.abs(tiles.picture.width / tiles.picture.height - image.width / image.height) < 1e-9);
});

test("a picture's middle belongs to its tile", () => {
  for (const { count, tiles } of layouts()) {
    for (const i of [0, Math.floor(count / 2), count - 1]) {
      const box = tileBox(tiles, i);
      assert.equal(tileAt(tiles, { x: box.left + box.width / 2, y: box.top + box.height / 2 }), i);
    }
  }
});

test("a picture lies in its tile's middle, where drawTile puts it 8 pixels from the left edge that it is given", () => {
  for (const { tiles } of layouts()) {
    const tile = tileBox(tiles, 0);
    const middle = centred(tile, tiles).left + 8 + tiles.picture.width / 2;
    assert.ok(Math.abs(middle - (tile.left + tile.width / 2)) < EPSILON);
  }
});

test("from 41 digits on tiles have neither caption nor bars", () => {
  for (const { count, tiles } of layouts()) {
    assert.equal(tiles.bare, count > 40);
    if (tiles.bare) assert.deepEqual([tiles.text, tiles.bars, tiles.labels], [0, 0, 0]);
    else assert.ok(tiles.text >= 10 && tiles.bars >= 4);
  }
});

test("bare tiles are as large as can be: a hair larger and they would not fit in any number of columns", () => {
  for (const { frame, count, tiles } of layouts()) {
    if (!tiles.bare) continue;
    const side = Math.max(tiles.picture.width, tiles.picture.height);
    const room = (/** @type {number} */ step) => Math.floor(frame.width / step) * Math.floor(frame.height / step);
    assert.ok(room(side + 1 - 1e-6) >= count);
    assert.ok(side === 150 || room(side + 1 + 1e-6) < count, JSON.stringify({ frame, count, side }));
  }
});

test("fewer digits are never smaller", () => {
  for (const frame of FRAMES) {
    const sides = Array.from({ length: 40 }, (_, i) => fitTiles(i + 1, frame, IMAGES[0]).picture.width);
    sides.forEach((side, i) => i && assert.ok(side <= sides[i - 1] + EPSILON, `${frame.width}: ${i + 1} digits ${side}, ${i} digits ${sides[i - 1]}`));
  }
});

test("losses, estimates and pile stand side by side on the canvas and share top and bottom", () => {
  for (const canvas of [{ width: 1232, height: 240 }, { width: 996, height: 230 }, { width: 362, height: 270 }]) {
    const { bars, cloud, pile } = lowerBoxes(canvas);
    for (const box of [cloud, pile]) assert.deepEqual([box.top, box.height], [bars.top, bars.height]);
    assert.ok(bars.left > 0 && bars.left + bars.width < cloud.left && cloud.left + cloud.width < pile.left);
    assert.ok(pile.left + pile.width <= canvas.width && bars.top + bars.height < canvas.height);
    for (const { width } of [bars, cloud, pile]) assert.ok(width > 40);
  }
});

test("losses lie from the lower edge to the upper one", () => {
  const y = lossScale({ left: 0, top: 10, width: 1, height: 200 }, 1, 5);
  assert.deepEqual([y(1), y(5), y(2), y(0)], [210, 10, 160, 260]);
});

test("sizes lie by their logarithm, 1 and N near the edges", () => {
  const x = sizeScale({ left: 100, top: 0, width: 328, height: 1 }, 1000);
  assert.deepEqual([1, 10, 100, 1000].map((size) => Math.round(x(size))), [114, 214, 314, 414]);
  assert.equal(sizeScale({ left: 100, top: 0, width: 328, height: 1 }, 1)(1), 264);
});
