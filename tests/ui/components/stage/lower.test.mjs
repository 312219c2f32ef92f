// The labels below the cloud, and its dots.

import assert from "node:assert/strict";
import { test } from "node:test";

import { recorder } from "../dom.mjs";
import { fitting } from "../../../../mbviz/ui/components/drawing/axes.js";
import { lowerBoxes, sizeScale } from "../../../../mbviz/ui/components/stage/layout.js";
import { cloudDots, drawMean, labelled, spelled } from "../../../../mbviz/ui/components/stage/lower.js";

test("powers of ten stand below the cloud, and N", () => {
  assert.deepEqual(labelled(60000), [1, 10, 100, 1000, 10000, 60000]);
  assert.deepEqual(labelled(5000), [1, 10, 100, 1000, 5000]);
  assert.deepEqual(labelled(10000), [1, 10, 100, 1000, 10000]);
  assert.deepEqual(labelled(12000), [1, 10, 100, 1000, 12000]);
  assert.deepEqual([labelled(1), labelled(2), labelled(3)], [[1], [2], [1, 3]]);
});

test("large sizes are written short, none of them wrongly", () => {
  assert.deepEqual([1, 1000, 10000, 60000, 12345, 5000].map(spelled), ["1", "1,000", "10k", "60k", "12,345", "5,000"]);
});

test("labels never touch each other, on any canvas and for any N; N is always there", () => {
  const context = recorder(); // 7 pixels a letter
  for (const width of [340, 500, 996, 1232]) {
    const { cloud } = lowerBoxes({ width, height: 240 });
    for (const n of [1, 2, 3, 9, 10, 11, 99, 300, 1000, 1797, 5000, 9999, 12345, 60000, 1000000]) {
      const x = sizeScale(cloud, n);
      const labels = labelled(n).map((size) => ({ at: x(size), text: spelled(size) }));
      const kept = fitting(context, labels, { size: 13 });
      assert.equal(kept.at(-1), labels.at(-1));
      kept.forEach(({ at, text }, i) => {
        if (i) assert.ok(at - 3.5 * text.length >= kept[i - 1].at + 3.5 * kept[i - 1].text.length, `${width} ${n}: ${text}`);
      });
    }
  }
});

test("the cloud has a dot for each draw of each size, named by both", () => {
  const sizes = [1, 10, 100];
  const blocks = new Map(sizes.map((size) => [`${size} 0`, Float32Array.from({ length: 200 }, (_, draw) => (size + draw) / 300)]));
  const scene = { n: 100, top: 0.5, sizes, blocks };
  const { cloud } = lowerBoxes({ width: 1232, height: 240 });
  for (const draws of [0, 7, 200]) {
    const dots = cloudDots(cloud, scene, draws);
    assert.equal(dots.length, 3 * draws);
    for (const { size, draw, value, above, x, y } of dots) {
      assert.equal(value, Math.fround((size + draw) / 300));
      assert.equal(above, value > 0.5);
      assert.ok(x >= cloud.left && x <= cloud.left + cloud.width && y >= cloud.top && y <= cloud.top + cloud.height);
    }
  }
});

test("over the bars of another batch the mean is as pale as these are, beside them at full strength", () => {
  const boxes = lowerBoxes({ width: 1232, height: 240 });
  for (const strength of [1, 0.35]) {
    const context = recorder();
    drawMean(context, boxes, { top: 1, n: 1000, mean: 0.4, std: 1 }, 100, 0.5, () => 50, "mean", { batch: "b", ink: "i", ground: "g" }, strength);
    let alpha = 1;
    for (const [name, x] of context.log) {
      if (name === "globalAlpha =") alpha = x;
      if (name === "moveTo") assert.equal(alpha, x < boxes.cloud.left - 1 ? strength : 1, `${x}`);
      if (name === "fillText") assert.equal(alpha, strength);
    }
    assert.equal(alpha, 1);
  }
});

test("the mean's words end with the bars, and where these are too narrow for them they leave the axis' numbers alone", () => {
  for (const width of [362, 332, 1232]) {
    const [boxes, context] = [lowerBoxes({ width, height: 240 }), recorder()];
    const said = "mean = 0.3690";
    drawMean(context, boxes, { top: 1, n: 1000, mean: 0.4, std: 1 }, 100, 0.5, () => 50, said, { batch: "b", ink: "i", ground: "g" }, 1);
    const [, , right] = context.log.find(([name, text]) => name === "fillText" && text === said);
    assert.ok(right - 7 * said.length > boxes.bars.left, `${width}`);
    if (width > 1000) assert.equal(right, boxes.bars.left + boxes.bars.width);
  }
});
