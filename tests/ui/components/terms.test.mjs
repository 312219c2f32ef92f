// Where what a term means stands.
import assert from "node:assert/strict";
import { test } from "node:test";

import { beside, hung, pieces } from "../../../mbviz/ui/components/page/terms.js";

const PHONE = { width: 390, height: 844 };
const BOX = { width: 300, height: 90 };

test("what a word means stands below it", () => {
  assert.deepEqual(beside({ left: 40, top: 100, bottom: 120 }, BOX, PHONE), { left: 40, top: 126 });
});

test("at the window's right edge it moves to the left, and at the left one to the right", () => {
  assert.equal(beside({ left: 350, top: 100, bottom: 120 }, BOX, PHONE).left, 82);
  assert.equal(beside({ left: -20, top: 100, bottom: 120 }, BOX, PHONE).left, 8);
});

test("where there is no room below it stands above", () => {
  assert.equal(beside({ left: 40, top: 780, bottom: 800 }, BOX, PHONE).top, 780 - 6 - 90);
});

const TERMS = [["standard error", "How far off."], ["network", "Weighted sums."], ["nats", "The unit."], ["loss", "How wrong."]];

test("a text falls into its terms and what is between them, each term where it first stands, in any number and case", () => {
  const left = [...TERMS];
  const found = pieces("Losses of a network: a loss in nats.", left);
  assert.deepEqual(found.filter(({ told }) => told).map(({ text }) => text), ["Losses", "network", "nats"]);
  assert.equal(found.map(({ text }) => text).join(""), "Losses of a network: a loss in nats.");
  assert.equal(found.find(({ text }) => text === "nats").told, "The unit.");
  assert.deepEqual(left.map(([term]) => term), ["standard error"]); // the next text explains what is left
});

test("a word that only holds a term is none; Korean hangs its particles on", () => {
  assert.equal(pieces("glossy, lossless, my_loss", [...TERMS]).length, 1);
  assert.deepEqual(pieces("손실은 nats로", [["손실", "…"], ["nats", "…"]]).filter(({ told }) => told).map(({ text }) => text), ["손실", "nats"]);
});

test("what hangs on a term stays with it on its line", () => {
  const parts = hung(pieces("손실은 nats, 그리고 손실", [["손실", "…"], ["nats", "…"]]));
  assert.deepEqual(parts.map(({ text, hangs }) => [text, hangs]), [["", ""], ["손실", "은"], [" ", ""], ["nats", ","], [" 그리고 손실", ""]]);
  assert.deepEqual(hung(pieces("a loss", [...TERMS])).map(({ text, hangs }) => [text, hangs]), [["a ", ""], ["loss", ""], ["", ""]]);
});

test("a text without terms, and terms without a text, are what they are", () => {
  assert.deepEqual(pieces("60,000 digits", [...TERMS]), [{ text: "60,000 digits" }]);
  assert.deepEqual(pieces("a loss", []), [{ text: "a loss" }]);
});
