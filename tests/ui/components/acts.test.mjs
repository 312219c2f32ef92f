// Buttons among a screen's words: which one has the keyboard when one that had it is gone.

import assert from "node:assert/strict";
import { mock, test } from "node:test";

import "./dom.mjs";
import { choose, heirOf, listenToActs } from "../../../mbviz/ui/components/page/acts.js";

test("the same button, made anew, comes before all others", () => {
  assert.equal(heirOf("pin", ["pin"], ["new", "pin"]), "pin");
});

test("a button that came for it comes before those that stood beside it", () => {
  assert.equal(heirOf("pause", ["pause", "stop"], ["resume", "stop"]), "resume");
  assert.equal(heirOf("start", ["start"], ["pause", "stop"]), "pause");
});

test("else it is the next one, or else the one before", () => {
  assert.equal(heirOf("b", ["a", "b", "c"], ["a", "c"]), "c");
  assert.equal(heirOf("c", ["a", "b", "c"], ["a", "b"]), "b");
  assert.equal(heirOf("a", ["a"], []), "");
});

test("a button that stops something leaves the keyboard to no other: pressed once more it would begin anew", () => {
  assert.equal(heirOf("stop_race", ["resume_race", "stop_race"], ["start_race"]), "");
  assert.equal(heirOf("stop_race", ["pause_race", "stop_race"], ["resume_race", "stop_race"]), "stop_race");
});

class Button {
  isConnected = true;
  constructor(name, focused) {
    this.dataset = { act: name };
    this.focus = () => void focused.push(name);
  }
  matches = (selector) => ["button[data-act]", "button"].includes(selector);
  closest = () => null;
}

/** A page with buttons, of which the first has the keyboard; `lose` takes it away, as another run of the screen does. */
function page(...names) {
  mock.timers.enable({ apis: ["setTimeout"] });
  const heard = {};
  const focused = [];
  const all = names.map((name) => new Button(name, focused));
  let tell = () => {};
  const heading = Object.assign(new Button("h1", focused), { tabIndex: 0 });
  Object.assign(globalThis, {
    HTMLElement: Button,
    MutationObserver: class {
      constructor(told) {
        tell = told;
      }
      observe() {}
      disconnect() {}
    },
    document: {
      body: "body", activeElement: "body", documentElement: { dataset: { mbvizScreen: "planner" } },
      addEventListener: (name, act) => (heard[name] = act),
      querySelectorAll: () => all.filter(({ isConnected }) => isConnected),
      querySelector: () => ({ querySelector: () => heading }),
    },
    window: { ...globalThis.window, setTimeout },
  });
  listenToActs();
  heard.focusin({ target: all[0] });
  const lose = (again) => {
    if (again) all.push(new Button(again, focused));
    all[0].isConnected = false;
    tell();
    const atOnce = [...focused];
    mock.timers.tick(1000);
    mock.timers.reset();
    return atOnce;
  };
  return { lose, focused };
}

test("a button that is made anew has the keyboard at once, and another one when none such has come", () => {
  assert.deepEqual(page("guess_10", "guess_100").lose("guess_10"), ["guess_10"]);
  assert.deepEqual(page("start", "stop").lose("pause"), []);
});

test("one of several is shown pressed before the server answers", () => {
  const states = {};
  const all = ["10", "100"].map((value) => ({
    contains: (other) => other.inside === value,
    setAttribute: (name, state) => (states[value] = `${name} ${state}`),
  }));
  choose({ inside: "100", closest: (selector) => (selector === ".mbviz-choice" ? { querySelectorAll: () => all } : null) });
  assert.deepEqual(states, { 10: "aria-pressed false", 100: "aria-pressed true" });
});

test("where a button goes away its heir has the keyboard, and without one the heading", () => {
  const two = page("start", "stop");
  two.lose();
  assert.deepEqual(two.focused, ["stop"]);
  const alone = page("start");
  alone.lose();
  assert.deepEqual(alone.focused, ["h1"]);
});

test("on another screen its heading gets the keyboard, and no button: a space would press it", () => {
  const turned = page("check_plan", "take_step");
  document.documentElement.dataset.mbvizScreen = "one-step";
  turned.lose();
  assert.deepEqual(turned.focused, ["h1"]);
});
