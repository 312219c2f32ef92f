// Questions to the server: one under way, the newest wins, and the last one is always asked.

import assert from "node:assert/strict";
import { test } from "node:test";

import { answered, ask, newAsking } from "../../../../mbviz/ui/components/controls/asking.js";
import { PATIENCE } from "../../../../mbviz/ui/components/page/insist.js";

/** An asker at a clock, and what it sent; `later` says when. */
function asker(later = (act) => act()) {
  const [asking, sent] = [newAsking(), []];
  const send = (question) => sent.push(question);
  return { asking, sent, ask: (draw, now) => ask(asking, { draw }, now, send, later), answer: (number, now) => answered(asking, number, now, send, later) };
}

test("the first question goes out at once, also at the clock's very beginning", () => {
  const { sent, ask: put } = asker();
  put(1, 0);
  put(2, 1);
  assert.deepEqual(sent, [{ draw: 1, number: 1 }]);
});

test("one is under way at a time, and of those that wait the newest wins", () => {
  const { sent, ask: put, answer } = asker();
  [1, 2, 3, 4].forEach((draw) => put(draw, 10 + draw));
  assert.equal(sent.length, 1);
  answer(1, 20);
  assert.deepEqual(sent, [{ draw: 1, number: 1 }, { draw: 4, number: 2 }]);
  answer(2, 30);
  assert.equal(sent.length, 2);
});

test("what is asked in one go is one question, and its answer is waited for", () => {
  const due = [];
  const { sent, ask: put, answer } = asker((act) => due.push(act));
  put(1, 10);
  put(2, 10);
  answer(0, 11); // of a run that nobody asked for
  assert.equal(due.length, 1);
  due.pop()();
  assert.deepEqual(sent, [{ draw: 2, number: 1 }]);
  put(3, 12);
  assert.equal(due.length, 0);
  answer(1, 13);
  put(4, 13);
  due.pop()();
  assert.deepEqual(sent.slice(1), [{ draw: 4, number: 2 }]);
});

test("an answer to an earlier question, or a run without one, does not let the next one out", () => {
  const { sent, ask: put, answer } = asker();
  put(1, 10);
  put(2, 10 + PATIENCE + 1); // the first is given up
  put(3, 10 + PATIENCE + 2);
  answer(1, 10 + PATIENCE + 3);
  assert.deepEqual(sent.map(({ draw }) => draw), [1, 2]);
  answer(2, 10 + PATIENCE + 4);
  assert.deepEqual(sent.map(({ draw }) => draw), [1, 2, 3]);
});

test("a server that does not answer is waited for, but not for ever", () => {
  const { sent, ask: put } = asker();
  put(1, 10);
  put(2, 10 + PATIENCE);
  assert.equal(sent.length, 1);
  put(3, 11 + PATIENCE);
  assert.deepEqual(sent.at(-1), { draw: 3, number: 2 });
});

test("the last question of any sequence is asked, with one under way at most", () => {
  let state = 7; // a fixed stream of numbers
  const random = (/** @type {number} */ below) => (state = (state * 48271) % 2147483647) % below;
  for (let round = 0; round < 200; round++) {
    const { asking, sent, ask: put, answer } = asker();
    let [now, open, last] = [1, 0, 0];
    for (let step = 0; step < 30; step++) {
      now += random(50);
      const before = sent.length;
      if (random(3)) put((last = step + 1), now);
      else answer(asking.number, now);
      assert.ok(sent.length - before <= 1);
      if (asking.since) open = Math.max(open, 1);
    }
    while (asking.since) answer(asking.number, (now += 5));
    if (last) assert.equal(sent.at(-1).draw, last);
    assert.deepEqual(sent.map(({ number }) => number), sent.map((_, i) => i + 1));
  }
});
