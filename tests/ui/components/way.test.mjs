// The way through the pages: what the address says, what is done while a page is on its way, and what is said again.

import assert from "node:assert/strict";
import { beforeEach, mock, test } from "node:test";

import { listenToActs } from "../../../mbviz/ui/components/page/acts.js";
import { PATIENCE, insistence } from "../../../mbviz/ui/components/page/insist.js";
import { arrive, hold, isLeaving, listen, say, searchOf, STAGE, wished } from "../../../mbviz/ui/components/page/way.js";

const KEYS = ["draw", "pin"];
let heard, replaced, hidden, screen, changed;

/** A browser at an address, and what is written there. */
function at(pathname, search = "") {
  Object.assign(globalThis.location, { pathname, search, hash: "", href: `http://x${pathname}${search}` });
}

/** Something happens in the browser. */
const happens = (name, event = {}) => heard.filter(([one]) => one === name).forEach(([, listener]) => listener(event));

beforeEach(() => {
  [heard, replaced, hidden, changed] = [[], [], false, () => {}];
  globalThis.MutationObserver = class {
    constructor(tell) {
      this.tell = tell;
    }
    observe() {
      changed = this.tell;
    }
    disconnect() {
      changed = () => {};
    }
  };
  const addEventListener = (name, listener) => heard.push([name, listener]);
  const history = { state: null, pushState: () => {}, replaceState: (_state, _unused, url) => replaced.push(url) };
  Object.assign(globalThis, { location: {}, history, document: { addEventListener, querySelector: () => ({}), documentElement: { getAttribute: () => null, setAttribute: (_name, value) => (screen = value), toggleAttribute: (_name, isOn) => (hidden = isOn) } }, window: { ...globalThis, addEventListener } });
  at("/shapes");
  listen();
});

test("the address says what is wanted, and keeps what is none of our settings in front", () => {
  assert.equal(searchOf("?draw=3&utm=x&Draw=4", { wanted: { draw: "5", pin: "a,b" }, keys: KEYS }), "?utm=x&draw=5&pin=a%2Cb");
  assert.equal(searchOf("?draw=3", { wanted: {}, keys: KEYS }), "");
});

test("nothing is held while no page is on its way", () => {
  assert.equal(isLeaving(), false);
  assert.equal(hold(() => assert.fail()), false);
  arrive(["shapes", ""], {}, () => assert.fail());
});

test("what is done after Back is done by the page that comes, once, and not by one that asked for something else", () => {
  const done = [];
  at("/", "?draw=2");
  happens("popstate");
  assert.ok(hold((hands) => done.push(hands)));
  arrive(["shapes", ""], "old page");
  assert.equal(screen, "shapes"); // style.css asks for it
  arrive(["", "draw=9"], "another entry");
  assert.deepEqual(done, []);
  assert.equal(screen, "");
  arrive(["", "draw=2"], "here", () => done.push("first"));
  arrive(["", "draw=2"], "here");
  assert.deepEqual(done, ["first", "here"]);
  assert.equal(isLeaving(), false);
});

test("a page that never comes is given up after a while, and the one that is there does what was held", () => {
  mock.timers.enable({ apis: ["setTimeout"] });
  globalThis.window.setTimeout = setTimeout;
  globalThis.clearTimeout = clearTimeout;
  const done = [];
  arrive(["shapes", ""], "old page");
  at("/", "?draw=2");
  happens("popstate");
  hold((hands) => done.push(hands));
  mock.timers.tick(10_000);
  mock.timers.reset();
  assert.deepEqual(done, ["old page"]);
});

test("the address is written when the hand rests or leads away, on the page that it is of, and not while another comes", () => {
  say({ path: "shapes", wanted: { draw: "5" }, keys: KEYS });
  assert.deepEqual(replaced, []);
  happens("pointerdown");
  happens("pointerdown");
  assert.deepEqual(replaced, ["/shapes?draw=5"]);
  say({ path: "indexing", wanted: { draw: "6" }, keys: KEYS });
  happens("pagehide");
  say({ path: "shapes", wanted: { draw: "7" }, keys: KEYS });
  happens("popstate");
  happens("pointerdown");
  assert.equal(replaced.length, 1);
});

test("a wish is in the address at once, very many in a row when the hand rests; what they do not change stays", () => {
  at("/", "?batch_size=50&draw=1");
  wished({ draw: 2 });
  assert.deepEqual(replaced, ["/?batch_size=50&draw=2"]);
  at("/", "?batch_size=50&draw=2");
  for (let draw = 3; draw <= 60; draw += 1) wished({ draw });
  const count = replaced.length;
  assert.ok(count >= 20 && count < 40, String(count));
  happens("pointerdown");
  assert.deepEqual(replaced.slice(count), ["/?batch_size=50&draw=60"]);
  happens("popstate");
  wished({ draw: 61 });
  assert.equal(replaced.length, count + 1);
});

test("a button that opens the stage is a page on its way, whose settings stay out of this page's entry; another one is not", () => {
  Object.assign(globalThis, { Element: class {}, HTMLElement: class {}, HTMLAnchorElement: class {} });
  const told = [];
  const button = (act) => Object.assign(new Element(), { closest: (selector) => (selector === "button[data-act]" ? Object.assign(new HTMLElement(), { dataset: { act } }) : null) });
  document.querySelector = () => ({ getAttribute: () => "CONNECTED" });
  listenToActs();
  arrive(["shapes", ""], { act: (name) => told.push(name) });
  happens("click", { target: button("take_step") });
  assert.equal(isLeaving(), false);
  happens("click", { target: button("to_stage") });
  assert.equal(isLeaving(), true);
  assert.deepEqual(told, ["take_step", "to_stage"]);
  history.pushState(null, "", "/shapes?draw=9");
  assert.deepEqual(replaced, []);
  arrive([STAGE, ""], {});
  assert.equal(isLeaving(), false);
  history.pushState(null, "", "/shapes?draw=9");
  assert.deepEqual(replaced, ["/shapes?draw=9"]);
});

test("what waits for an answer is said again, more and more seldom, and no more once it was answered", () => {
  mock.timers.enable({ apis: ["setTimeout"] });
  Object.assign(globalThis.window, { setTimeout });
  let [waits, count] = [true, 0];
  const said = insistence(() => waits, () => (count += 1));
  said();
  const counts = [1, 1, 1, 1, 1, 1, 1].map((seconds) => {
    mock.timers.tick(seconds * (PATIENCE + 100));
    return count;
  });
  assert.deepEqual(counts, [1, 1, 2, 2, 2, 2, 3]);
  waits = false;
  mock.timers.tick(100 * PATIENCE);
  mock.timers.reset();
  assert.equal(count, 3);
});

test("a page that is left is hidden with the first part of the next, or when that takes long; on the way back on the same page it is not", () => {
  mock.timers.enable({ apis: ["setTimeout"] });
  globalThis.window.setTimeout = setTimeout;
  globalThis.clearTimeout = clearTimeout;
  arrive(["shapes", ""], {});
  at("/draw");
  happens("popstate");
  assert.equal(hidden, false);
  changed();
  assert.equal(hidden, true);
  arrive(["draw", ""], {});
  assert.equal(hidden, false);
  changed();
  assert.equal(hidden, false);
  at("/shapes");
  happens("popstate");
  mock.timers.tick(1000);
  assert.equal(hidden, true);
  arrive(["shapes", ""], {});
  at("/draw");
  happens("popstate");
  arrive(["draw", ""], {});
  at("/draw", "?draw=2");
  happens("popstate");
  mock.timers.tick(1000);
  assert.equal(hidden, false);
  mock.timers.reset();
});
