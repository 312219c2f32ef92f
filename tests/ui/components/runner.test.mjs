// Running a component: it gets HTML, style sheet and script at once.

import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { runnerOf } from "../../../mbviz/ui/components/page/runner.js";

/** What of a browser the runner uses. */
class Root {
  adoptedStyleSheets = [];
  shown = [];
  replaceChildren(...nodes) {
    this.shown = nodes;
  }
}
class Sheet {
  replaceSync(text) {
    this.text = text;
  }
}
const PARTS = { choosing: { html: "<p>buttons</p>", css: "p { color: red }" } };

beforeEach(() => {
  const createRange = () => ({ createContextualFragment: (html) => html });
  Object.assign(globalThis, { ShadowRoot: Root, CSSStyleSheet: Sheet, document: { createRange } });
});

test("a component's place gets its HTML and its style sheet before its script runs, and once", () => {
  const parentElement = new Root();
  const seen = [];
  const run = runnerOf(PARTS, { choosing: ({ data }) => seen.push([data, ...parentElement.shown, ...parentElement.adoptedStyleSheets.map(({ text }) => text)]) });
  run("choosing", { data: 1, parentElement });
  parentElement.shown = ["<p>buttons pressed</p>"];
  run("choosing", { data: 2, parentElement });
  assert.deepEqual(seen, [[1, "<p>buttons</p>", "p { color: red }"], [2, "<p>buttons pressed</p>", "p { color: red }"]]);
});

test("each place has its own HTML", () => {
  const places = [new Root(), new Root()];
  const run = runnerOf(PARTS, { choosing: () => {} });
  places.forEach((parentElement) => run("choosing", { parentElement }));
  assert.deepEqual(places.map(({ shown }) => shown), [["<p>buttons</p>"], ["<p>buttons</p>"]]);
});
