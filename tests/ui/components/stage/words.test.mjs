// Numbers and sentences at the edges where they are rounded.

import assert from "node:assert/strict";
import { test } from "node:test";

import { whole } from "../../../../mbviz/ui/components/page/numbers.js";
import { chance, changed, nats, percent, reading, unusual } from "../../../../mbviz/ui/components/stage/words.js";

const words = {
  noneOff: "same", allFurther: "all", someFurther: "some {ten}", halfFurther: "half", noneFurther: "none", oneFurther: "one in {count}",
  changed: "{before}: {digits}; {wobble}", digitsTwice: "twice d", digitsTimes: "{times} d", digitsHalf: "half d", digitsPart: "{share} of d",
  wobbleTwice: "twice w", wobbleTimes: "{times} w", wobbleHalf: "half w", wobblePart: "{share} of w", reads: "{loss} {size}: {unusual}",
};

test("losses have four decimals, small ones three digits, and no more than eight decimals", () => {
  const written = { 2.30258: "2.3026", 0.37: "0.3700", 0.01: "0.0100", 0: "0.0000", 0.00123456: "0.00123", 1e-4: "0.000100", 3.4567e-6: "0.00000346", 1e-9: "0.00000000" };
  for (const [loss, text] of Object.entries(written)) assert.equal(nats(Number(loss)), text);
  assert.equal(nats(-0.5), "−0.5000");
});

test("nothing is said to be minus nothing", () => {
  // −log(1 + 1e-7) is a hair below 0
  for (const value of [-0, -1e-12, -4.9e-9, -1e-7]) assert.ok(!/^[-−][0.]*$/.test(nats(value)), `${value}: ${nats(value)}`);
  for (const off of [-0, -1e-9, -4e-5, 4e-5, 0]) assert.match(percent(off, 1), /^0(\.0+)?%$|^[+−]0\.0[1-9]%$/);
});

test("deviations have their sign and the digits that matter", () => {
  const written = [[0.5, "+50%"], [-0.5, "−50%"], [0.0994, "+9.9%"], [0.0995, "+10%"], [-0.0996, "−10%"], [0.01234, "+1.2%"], [0.00096, "+0.1%"], [0.00094, "+0.09%"], [-0.00094, "−0.09%"], [2, "+200%"]];
  for (const [off, text] of written) assert.equal(percent(off, 1), text, `${off}`);
  assert.equal(percent(1, 0), "–");
  assert.equal(percent(0.1, -1), "+10%");
});

test("the sentence says how many batches are further off, whatever the share", () => {
  const said = (share) => unusual(words, share);
  assert.equal(said(null), "");
  assert.equal(said("none"), "same");
  assert.equal(said(1), "all");
  assert.equal(said(0.95), "all");
  assert.equal(said(0.7), "some 7");
  assert.equal(said(0.5), "half");
  assert.equal(said(1 / 3), "one in 3");
  assert.equal(said(0.0123), "one in 80");
  assert.equal(said(0.001), "one in 1,000");
  assert.equal(said(0), "none");
});

test("a count is never less rare than the share by more than its rounding, and the words never turn round", () => {
  let before = Infinity;
  for (let share = 0.0001; share < 0.35; share *= 1.01) {
    const count = Number(/in ([\d,]+)/.exec(unusual(words, share))[1].replaceAll(",", ""));
    // half a step of one digit is at most a third of the number from 20 on, half a unit below
    assert.ok(Math.abs(count - 1 / share) <= Math.max(0.5, (0.26 * 1) / share), `${share}: ${count}`);
    assert.ok(count <= before, `${share}`);
    assert.ok(count >= 2);
    before = count;
  }
});

test("not all ten of ten batches are further off while some are not", () => {
  for (let share = 0.551; share < 0.95; share += 0.0013) {
    const ten = Number(/some (\d+)/.exec(unusual(words, share))[1]);
    assert.ok(Math.abs(ten / 10 - share) <= 0.05 + 1e-9 && ten < 10, `${share}: ${ten}`);
  }
});

test("what a change of size did is said in plain words: twice and half, shares with two digits, whole numbers from ten on", () => {
  assert.equal(changed(words, 10, 4, 0.5), "10: 4 d; half w");
  assert.equal(changed(words, 10, 2, Math.SQRT1_2), "10: twice d; 0.71 of w");
  assert.equal(changed(words, 10, 0.5, Math.SQRT2), "10: half d; 1.4 w");
  assert.equal(changed(words, 10, 0.25, 2), "10: 0.25 of d; twice w");
  assert.equal(changed(words, 10, 0.1, Math.sqrt(10)), "10: 0.1 of d; 3.2 w");
  assert.equal(changed(words, 10, 100, 0.1), "10: 100 d; 0.1 of w");
  assert.equal(changed(words, 10, 9.949, 1 / 9.95), "10: 9.9 d; 0.1 of w");
  assert.equal(changed(words, 10, 6000, 1 / Math.sqrt(6000)), "10: 6,000 d; 0.013 of w");
});

test("of any loss it is said how unusual a batch with it would be, and nothing where the law is not known", () => {
  assert.equal(reading(words, 1000, 0.31, 1 / 3), "0.3100 1,000: one in 3");
  assert.equal(reading(words, 10, 0.31, null), "");
  assert.equal(reading(words, 60000, 0.31, "none"), "0.3100 60,000: same");
});

test("nothing is said where nothing changed, or where nothing wobbles", () => {
  for (const [times, wobble] of [[1, 1], [10, 0], [10, NaN], [0.1, Infinity]]) assert.equal(changed(words, 10, times, wobble), "");
});

test("whole numbers have commas", () => {
  assert.deepEqual([0, 999, 60000].map(whole), ["0", "999", "60,000"]);
});

test("a probability has the digits that tell it from 0 and from 1", () => {
  const written = { 0: "0", 1: "1", 0.35741: "0.3574", 0.0012: "0.0012", 0.9996: "0.9996", 0.99999762: "0.99999762", 0.000123: "0.000123", 1.5e-7: "1.50·10^−7" };
  for (const [p, text] of Object.entries(written)) assert.equal(chance(Number(p)), text);
  for (let gap = 1e-7; gap < 1; gap *= 1.7) assert.notEqual(Number(chance(1 - gap)), 1);
});
