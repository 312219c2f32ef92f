// The texts of lessons: bold and code, and everything else as it stands.

import assert from "node:assert/strict";
import { test } from "node:test";

import { piecesOf } from "../../../mbviz/ui/components/lesson/inline.js";

test("bold and code are marked, and nothing else is", () => {
  assert.deepEqual(piecesOf("Of **two** lists `y[0, 2]` is *one*."), [
    ["", "Of "], ["b", "two"], ["", " lists "], ["code", "y[0, 2]"], ["", " is *one*."],
  ]); // prettier-ignore
  assert.deepEqual(piecesOf(""), []);
});

test("what is not closed stays as it is, and in code nothing is marked", () => {
  for (const text of ["2 ** 3", "a ` b", "``", "****", "<b>x</b>", "[x](javascript:alert(1))", "_x_"]) {
    assert.deepEqual(piecesOf(text), [["", text]]);
  }
  assert.deepEqual(piecesOf("`**x**`"), [["code", "**x**"]]);
});

test("no text is lost", () => {
  for (const text of ["**a** `b` **c", "`a``b`", "***a***", "a**b**c**d**"]) {
    const kept = piecesOf(text).map(([tag, piece]) => (tag === "b" ? `**${piece}**` : tag === "code" ? `\`${piece}\`` : piece)).join("");
    assert.equal(kept, text);
  }
});
