// In which size a presenter sees a screen, and which boxes of the dialog "Share" hide something.

import assert from "node:assert/strict";
import { test } from "node:test";

import "./dom.mjs";
import { isAsLarge, largest, newTrials } from "../../../mbviz/ui/components/deck/fitting.js";
import { hiddenIn } from "../../../mbviz/ui/components/deck/share.js";
import { openPart, settingsOf } from "../../../mbviz/ui/components/controls/wish.js";

test("the largest size that fits is taken, the smallest where none does", () => {
  const tried = [];
  const upTo = (most) => (size) => tried.push(size) && size <= most;
  assert.equal(largest([1.5, 1.2, 1], upTo(1.3)), 1.2);
  assert.deepEqual(tried, [1.5, 1.2]);
  assert.equal(largest([1.5, 1.2, 1], upTo(2)), 1.5);
  assert.equal(largest([1.5, 1.2, 1], upTo(0)), 1);
});

test("a size that was given up twice is not taken again, until another screen comes", () => {
  const trials = newTrials();
  const took = [];
  let size = 1;
  for (let look = 0; look < 20; look++) { // it fits before it is taken, and does not once all has followed it
    const next = trials.change(size, size === 1.2 ? 1 : largest(trials.left([1.2, 1.1, 1]), (one) => one !== 1.1));
    if (next !== size) took.push(next);
    size = next;
  }
  assert.deepEqual(took, [1.2, 1, 1.2, 1]);
  trials.forget();
  assert.deepEqual(trials.left([1.2, 1]), [1.2, 1]);
});

test("larger type takes nothing from the stage's panels, and no line more in its head", () => {
  const usual = { panels: [238, 238, 210], lines: 2 };
  assert.equal(isAsLarge({ panels: [264, 264, 234], lines: 2 }, usual), true);
  assert.equal(isAsLarge({ panels: [264, 264, 208], lines: 2 }, usual), false);
  assert.equal(isAsLarge({ panels: [264, 264, 234], lines: 3 }, usual), false);
  assert.equal(isAsLarge({ panels: [], lines: 0 }, { panels: [], lines: 0 }), true); // other screens
});

test("what is not ticked is hidden", () => {
  assert.deepEqual(hiddenIn([{ name: "b", checked: false }, { name: "d", checked: true }, { name: "draw", checked: false }]), ["b", "draw"]);
});

test("of a wish the server hears what it has told of, and nothing else", () => {
  const wish = { size: 5, draw: 2, seed: 1, replace: true, network: "", order: "", n: 0, others: { delta: "0", form: "one-hot" } };
  assert.deepEqual(openPart(wish, { draw: 0, n: 3, others: { form: "integers" } }), { draw: 2, n: 0, form: "one-hot" });
  assert.deepEqual(openPart(wish, { size: 1, others: {} }), { batch_size: 5 });
  assert.deepEqual(settingsOf({ draw: 1 }), { draw: 1 });
});
