// Text is measured before it is placed: nothing on a canvas runs into something else, however narrow it is.

import assert from "node:assert/strict";
import { test } from "node:test";

import { fitting, labelBelow } from "../../../mbviz/ui/components/drawing/axes.js";
import { writeWithin } from "../../../mbviz/ui/components/drawing/text.js";
import { indexLabels } from "../../../mbviz/ui/components/charts/drawn.js";
import { recorder } from "./dom.mjs";

const WIDE = 7; // pixels of a sign, whatever its size, in the stand-in for a canvas

/** From where to where a label reaches. */
function reach({ at, text, align = "center" }) {
  const width = WIDE * text.length;
  const left = at - { left: 0, center: width / 2, right: width }[align];
  return [left, left + width];
}

test("labels of any alignment that are kept do not touch, and the last one is always kept", () => {
  for (let width = 60; width < 900; width += 13) {
    for (const n of [5000, 60000, 1000000]) {
      const labels = indexLabels(n, { left: 64, top: 0, width, height: 70 });
      const kept = fitting(recorder(), labels);
      assert.equal(kept.at(-1), labels.at(-1));
      kept.forEach((label, i) => i && assert.ok(reach(label)[0] - reach(kept[i - 1])[1] >= 8, `${width} ${n} ${label.text}`));
    }
  }
});

test("where there is room all labels are kept", () => {
  const labels = indexLabels(60000, { left: 64, top: 0, width: 900, height: 70 });
  assert.deepEqual(fitting(recorder(), labels), labels);
});

test("labels below an axis are those that fit", () => {
  const context = recorder();
  labelBelow(context, { left: 0, top: 0, width: 50, height: 10 }, [{ at: 0, text: "40,000" }, { at: 30, text: "59,999" }], "#111111");
  assert.deepEqual(context.log.filter(([name]) => name === "fillText").map(([, text]) => text), ["59,999"]);
});

test("a text with room is written whole, one without is cut and says so", () => {
  const written = (room) => {
    const context = recorder();
    writeWithin(context, "mean loss", { x: 0, y: 0 }, "#111111", room);
    return context.log.find(([name]) => name === "fillText")[1];
  };
  assert.equal(written(100), "mean loss");
  for (let room = 20; room < 63; room += 3) {
    assert.ok(WIDE * written(room).length <= room, `${room}: ${written(room)}`);
    assert.ok(written(room).endsWith("…"));
  }
});
