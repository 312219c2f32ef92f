// What lies over a Plotly chart: it follows the chart, and leaves nothing there.

import assert from "node:assert/strict";
import { afterEach, beforeEach, test } from "node:test";

import { following } from "../../../mbviz/ui/components/over/attached.js";
import { Overlay } from "../../../mbviz/ui/components/over/overlay.js";
import { changed, Element, page } from "./dom.mjs";

/** A chart as Plotly keeps it, with the listeners that were added to it. */
class Chart extends Element {
  listeners = [];
  element = new Element("div");
  _fullLayout = {};

  constructor() {
    super("div");
    this.element.append(this);
    const axis = { _offset: 10, _length: 100, d2p: (value) => value };
    this._fullLayout = { width: 200, height: 100, xaxis: axis, yaxis: axis };
    this.build();
  }

  /** As Plotly does when it builds a chart anew. */
  build() {
    this.holder?.remove();
    this.holder = new Element("div");
    Object.assign(this.holder.style, { color: "rgb(1, 2, 3)", backgroundColor: "#ffffff" });
    this.append(this.holder);
  }

  closest() {
    return this.element;
  }

  querySelector() {
    return this.holder;
  }

  on(event, listener) {
    this.listeners.push(listener);
  }

  removeListener(event, listener) {
    this.listeners = this.listeners.filter((other) => other !== listener);
  }
}

const DATA = { chart: "chart_law", painted: "B=10", save: { name: "law", svg: "save as SVG", png: "save as PNG" } };
let chart, drawn, clicks, overlay;

beforeEach(() => {
  [drawn, clicks] = [0, 0];
  page.chart = chart = new Chart();
  overlay = new Overlay({ draw: () => drawn++, listeners: { click: () => clicks++ } });
});

afterEach(() => overlay.remove());

const click = (element) => element.dispatchEvent(new Event("click"));

test("Plotly's event has one listener, however often the chart is built anew", () => {
  for (let run = 0; run < 5; run++) {
    overlay.show(DATA);
    chart.build();
    changed();
  }
  assert.equal(chart.listeners.length, 1);
  assert.equal(chart.holder.children.filter((child) => child === overlay.canvas).length, 1);
  const before = drawn;
  chart.listeners[0]();
  assert.equal(drawn, before + 1);
});

test("a click is heard once, on the chart as it is now", () => {
  overlay.show(DATA);
  overlay.show(DATA);
  const old = chart.holder;
  click(old);
  assert.equal(clicks, 1);
  chart.build();
  changed();
  click(old);
  assert.equal(clicks, 1);
  click(chart.holder);
  assert.equal(clicks, 2);
});

test("another chart in its place is followed, and the old one left", () => {
  overlay.show(DATA);
  const old = chart;
  page.chart = new Chart();
  changed();
  assert.deepEqual([old.listeners.length, page.chart.listeners.length], [0, 1]);
  assert.ok(page.chart.contains(overlay.canvas));
});

test("removed, it leaves no listener, no canvas and no buttons, and does not come back", () => {
  overlay.show(DATA);
  assert.equal(chart.element.children.length, 2); // the chart and the buttons
  overlay.remove();
  click(chart.holder);
  assert.deepEqual([chart.listeners.length, clicks, chart.holder.children.length, chart.element.children.length], [0, 0, 0, 1]);
  const before = drawn;
  changed();
  assert.equal(drawn, before);
});

test("a chart that Plotly has left before is left without an error", () => {
  overlay.show(DATA);
  Object.assign(chart, { on: undefined, removeListener: undefined, _fullLayout: undefined }); // as Plotly.purge does
  overlay.remove();
  assert.equal(chart.holder.children.length, 0);
});

test("a chart that comes later than its overlay gets it", () => {
  page.chart = null;
  overlay.show(DATA);
  assert.equal(drawn, 0);
  page.chart = chart;
  changed();
  assert.equal(drawn, 1);
  assert.equal(chart.holder.dataset.painted, "B=10");
});

test("what is followed begins once and ends before the next begins", () => {
  const events = [];
  const follow = following((name) => {
    events.push(`begin ${name}`);
    return () => events.push(`end ${name}`);
  });
  for (const name of ["a", "a", "b", null, null, "a"]) follow(name);
  assert.deepEqual(events, ["begin a", "end a", "begin b", "end b", "begin a"]);
});
