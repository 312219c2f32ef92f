// What the stage knows of a network: its law, its estimates, and the piles of draws.

import assert from "node:assert/strict";
import { test } from "node:test";

import {
  batchName, BLOCK, central, chanceBelow, drop, enrich, estimate, furtherOff, nearest, newScene, sceneName, standardError,
} from "../../../../mbviz/ui/components/stage/model.js";
import { wishOf } from "../../../../mbviz/ui/components/controls/wish.js";

const levels = [0.025, 0.25, 0.5, 0.75, 0.975];
const law = Float32Array.of(1, 2, 3, 5, 9);

/** An answer with a scene of two sizes. */
function answer() {
  const estimates = Float32Array.from({ length: 2 * BLOCK }, (_, i) => i);
  const about = { name: "a 0 with", sizes: [1, 10], mean: 3, std: 2, top: 9, n: 100, levels };
  return { header: { about, size: 10, block: 0 }, arrays: { estimates, quantiles: Float32Array.of(...law, ...law.map((q) => 10 * q)) } };
}

test("the chance below a value is read from the table, on straight lines between its quantiles", () => {
  law.forEach((quantile, i) => assert.equal(chanceBelow(law, levels, quantile), levels[i]));
  assert.equal(chanceBelow(law, levels, 1.5), (0.025 + 0.25) / 2);
  assert.equal(chanceBelow(law, levels, 6), 0.75 + 0.225 / 4);
});

test("beyond the table there is nothing, and everything", () => {
  assert.deepEqual([chanceBelow(law, levels, 0.99), chanceBelow(law, levels, 9.01)], [0, 1]);
});

test("the chance never falls, also where quantiles coincide", () => {
  const tied = Float32Array.of(1, 1, 3, 3, 3);
  let before = 0;
  for (let value = 0.5; value < 3.5; value += 0.125) {
    const chance = chanceBelow(tied, levels, value);
    assert.ok(chance >= before && chance <= 1, `${value}: ${chance}`);
    before = chance;
  }
});

test("a batch is further off on either side: as a plain count of the law's draws says", () => {
  // a law of 10,000 equally likely losses, x² between 0 and 1, whose quantiles are exact
  const draws = Array.from({ length: 10000 }, (_, i) => ((i + 0.5) / 10000) ** 2);
  const fine = Array.from({ length: 401 }, (_, i) => Math.min(Math.max(i / 400, 1e-6), 1 - 1e-6));
  const scene = { mean: 1 / 3, levels: fine, quantiles: new Map([[10, Float32Array.from(fine, (level) => level ** 2)]]) };
  for (const loss of [0, 0.05, 0.2, 1 / 3, 0.4, 0.6, 0.95]) {
    const counted = draws.filter((draw) => Math.abs(draw - 1 / 3) > Math.abs(loss - 1 / 3)).length / draws.length;
    // between two quantiles of 1/400 the straight line is off by at most that, on either side
    assert.ok(Math.abs(furtherOff(scene, 10, loss) - counted) <= 2 / 400, `${loss}`);
  }
});

test("where all batches of a size have the same loss no share of them is further off, wherever one points", () => {
  const scene = newScene(answer());
  scene.quantiles.set(100, new Float32Array(5).fill(3));
  for (const loss of [3, 2.9999999, 3.5]) assert.equal(furtherOff(scene, 100, loss), "none");
});

test("nothing is said of a size whose law is not known", () => {
  assert.equal(furtherOff(undefined, 10, 1), null);
  const scene = newScene(answer());
  assert.equal(furtherOff(scene, 7, 1), null);
  assert.equal(central(scene, 7, 0.5), null);
});

test("the central part of the law lies between its quantiles", () => {
  const scene = newScene(answer());
  assert.deepEqual(central(scene, 1, 0.5), [2, 5]);
  assert.deepEqual(central(scene, 1, 0.95), [1, 9]);
  assert.deepEqual(central(scene, 10, 0.5), [20, 50]);
});

test("the nearest number is found, of two the first", () => {
  assert.deepEqual([nearest(levels, 0.3), nearest(levels, -5), nearest(levels, 5), nearest([1, 3], 2)], [1, 0, 4, 0]);
});

test("a scene holds each size's estimates and law, and no others", () => {
  const scene = newScene(answer());
  assert.deepEqual([estimate(scene, 1, 0), estimate(scene, 1, 199), estimate(scene, 10, 0), estimate(scene, 10, 7)], [0, 199, 200, 207]);
  for (const [size, draw] of [[1, 200], [7, 0]]) assert.equal(estimate(scene, size, draw), null);
  assert.equal(estimate(undefined, 1, 0), null);
  assert.equal(newScene({ header: {}, arrays: {} }), null);
});

test("an estimate of 0 is one", () => {
  const scene = newScene(answer());
  scene.blocks.set("1 0", new Float32Array(BLOCK));
  assert.equal(estimate(scene, 1, 3), 0);
});

test("a scene gets later draws, and what belongs to a size that is not round", () => {
  const scene = newScene(answer());
  enrich(scene, { header: { size: 10, block: 3 }, arrays: { more: Float32Array.from({ length: BLOCK }, (_, i) => -i) } });
  assert.deepEqual([estimate(scene, 10, 605), estimate(scene, 10, 5)], [-5, 205]);
  enrich(scene, { header: { size: 7, block: 0 }, arrays: { more: new Float32Array(BLOCK).fill(4), law } });
  assert.equal(estimate(scene, 7, 9), 4);
  assert.deepEqual(central(scene, 7, 0.5), [2, 5]);
});

test("names tell networks, seeds, ways, sizes and draws apart", () => {
  const wish = { size: 10, draw: 2, seed: 0, replace: true, network: "1-epoch", order: "as-drawn" };
  const others = [{ size: 11 }, { draw: 3 }, { seed: 1 }, { replace: false }, { network: "untrained" }].map((change) => ({ ...wish, ...change }));
  assert.equal(new Set([wish, ...others].map(batchName)).size, 6);
  assert.equal(sceneName(wish), "1-epoch 0 with");
  assert.deepEqual(wishOf({ ...wish, loss: 3, wrong: 1 }), wish);
});

test("the standard error is σ/√B, without replacement with the finite population correction", () => {
  assert.equal(standardError({ std: 6, n: 100 }, 9, true), 2);
  assert.equal(standardError({ std: 6, n: 100 }, 36, false), Math.sqrt(64 / 99));
  assert.equal(standardError({ std: 6, n: 100 }, 100, false), 0);
  assert.equal(standardError({ std: 0, n: 1 }, 1, false), 0);
});

test("a draw falls into the pile once", () => {
  const pile = { size: 10, draws: [], values: [] };
  for (const [draw, value] of [[4, 0.5], [2, 0], [4, 0.5]]) drop(pile, draw, value);
  assert.deepEqual([pile.draws, pile.values], [[4, 2], [0.5, 0]]);
});
