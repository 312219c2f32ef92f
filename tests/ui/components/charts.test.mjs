// The layouts of the charts on canvases, and what they find under the pointer.

import assert from "node:assert/strict";
import { test } from "node:test";

import { indexLabels, layOut as layOutDrawn } from "../../../mbviz/ui/components/charts/drawn.js";
import { heightOf as heightOfFlat, layOut as layOutFlat, pixelAt } from "../../../mbviz/ui/components/charts/flat.js";
import { layOut as layOutLosses, topOf } from "../../../mbviz/ui/components/charts/losses.js";
import { rowPointed } from "../../../mbviz/ui/components/charts/selectable.js";
import { labelPlace } from "../../../mbviz/ui/components/charts/figure/dots.js";

const rows = (count) => Array.from({ length: count }, (_, n) => n);

test("few rows have room for their losses as numbers", () => {
  const few = { rows: rows(20), labelled: 20, height: 500 };
  assert.deepEqual(layOutLosses(few, 500), { left: 16, top: 32, width: 396, height: 412 });
  const many = { ...few, rows: rows(21) };
  assert.deepEqual(layOutLosses(many, 500), { left: 16, top: 32, width: 468, height: 412 });
});

test("the axis of losses reaches beyond the largest, the mean, and a tenth of a nat", () => {
  assert.equal(topOf({ losses: Float32Array.of(0.5, 2), mean: 1 }), 1.04 * 2);
  assert.equal(topOf({ losses: Float32Array.of(0.5), mean: 3 }), 1.04 * 3);
  assert.equal(topOf({ losses: Float32Array.of(0.01), mean: 0.01 }), 1.04 * 0.1);
});

test("the row under the pointer is found, and none without a pointer", () => {
  const [data, box] = [{ rows: rows(10) }, { left: 0, top: 32, width: 100, height: 400 }];
  assert.equal(rowPointed(data, box, { pointer: { x: 5, y: 32 + 3.5 * 40 } }), 3);
  assert.equal(rowPointed(data, box, { pointer: { x: 5, y: 20 } }), -1);
  assert.equal(rowPointed(data, box, { pointer: null }), -1);
});

test("the axis of the data ends with the last index, and no label comes near it", () => {
  const { places, mix } = layOutDrawn({ height: 340 }, 480);
  assert.ok(places.top + places.height < mix.top && mix.top + mix.height < 340);
  const labels = indexLabels(60000, places);
  assert.deepEqual(labels.map(({ text }) => text), ["0", "20,000", "40,000", "59,999"]);
  assert.deepEqual(labels.map(({ align }) => align), ["left", "center", "center", "right"]);
  assert.equal(labels[3].at, places.left + places.width);
  assert.deepEqual(indexLabels(5000, places).map(({ text }) => text), ["0", "2,000", "4,999"]);
});

test("every pixel of a picture of any size is found in the picture and in the row of all", () => {
  for (const image of [{ height: 28, width: 28 }, { height: 8, width: 8 }, { height: 5, width: 9 }]) {
    const { height, width } = image;
    const boxes = layOutFlat({ image }, 820);
    const { picture, strip, row } = boxes;
    for (let i = 0; i < height * width; i += 7) {
      const [r, c] = [Math.floor(i / width), i % width];
      const inPicture = { x: picture.left + ((c + 0.5) / width) * picture.width, y: picture.top + ((r + 0.5) / height) * picture.height };
      assert.equal(pixelAt(boxes, image, inPicture, 0), i);
      const inStrip = { x: strip.left + ((i + 0.5) / (height * width)) * strip.width, y: strip.top + 5 };
      assert.equal(pixelAt(boxes, image, inStrip, 0), i);
      const inRow = { x: row.left + ((c + 0.5) / width) * row.width, y: row.top + 5 };
      assert.equal(pixelAt(boxes, image, inRow, i), i); // the row shown is that of the pixel marked
    }
    assert.equal(pixelAt(boxes, image, { x: picture.left + picture.width + 1, y: 40 }, 0), null);
    assert.equal(pixelAt(boxes, image, { x: strip.left, y: strip.top + strip.height }, 0), null);
  }
});

test("the parts of a flattened digit stand beside the picture, or below it on a phone, and the chart is as high as they are", () => {
  const image = { height: 28, width: 28 };
  const [wide, narrow] = [820, 330].map((width) => layOutFlat({ image }, width));
  assert.deepEqual(wide.picture, { left: 4, top: 22, width: 164, height: 164 });
  assert.ok(wide.strip.left > 168 && wide.strip.top === 22);
  assert.deepEqual(narrow.picture, { left: 4, top: 30, width: 168, height: 168 });
  assert.ok(narrow.strip.left === 4 && narrow.strip.top > 198);
  for (const [{ picture, strip, row, label }, width] of [[wide, 820], [narrow, 330]]) {
    assert.ok(strip.top + strip.height < row.top - 20 && row.top + row.height < label.top - 20); // a title is above each
    const height = heightOfFlat({ image }, width);
    assert.ok(label.top + label.height + 20 < height && picture.top + picture.height < height);
  }
  assert.ok(heightOfFlat({ image }, 820) < 200); // the table above has the rest of the screen
});

test("a dot's label stands right of it, or left where there is no room, and never above the chart", () => {
  const box = { left: 70, top: 50, width: 700, height: 300 };
  assert.deepEqual(labelPlace({ x: 100, y: 200 }, 120, box), { x: 114, y: 192 });
  assert.deepEqual(labelPlace({ x: 700, y: 200 }, 120, box), { x: 566, y: 192 });
  assert.deepEqual(labelPlace({ x: 100, y: 52 }, 120, box), { x: 114, y: 66 });
});
