// A chart drawn into a file: what the context writes for each call of a canvas's.

import assert from "node:assert/strict";
import { test } from "node:test";

import { groundBehind, isBright, solid } from "../../../mbviz/ui/components/drawing/colors.js";
import { SvgContext } from "../../../mbviz/ui/components/drawing/svg_context.js";
import { Element } from "./dom.mjs";

/** What `draw` adds to an empty picture: [name, attributes] each. */
function written(draw) {
  const context = new SvgContext(300, 200, "#ffffff", "a chart");
  draw(context);
  return context.root.children.slice(1).map(({ localName, attributes, textContent }) => [localName, attributes, textContent]);
}

test("an empty picture has its size, its ground and a text alternative", () => {
  const { root } = new SvgContext(300, 200, "rgb(255, 255, 255)", "a chart");
  assert.deepEqual([root.attributes.viewBox, root.attributes["aria-label"]], ["0 0 300 200", "a chart"]);
  assert.deepEqual(root.children.map(({ attributes }) => attributes), [{ x: "0", y: "0", width: "300", height: "200", fill: "#ffffff" }]);
});

test("boxes are filled and outlined with the colours of the moment", () => {
  const [filled, outlined] = written((context) => {
    context.fillStyle = "#e69f00";
    context.globalAlpha = 0.5;
    context.fillRect(1.234, 2, 3, 4);
    context.globalAlpha = 1;
    context.strokeStyle = "rgba(0, 114, 178, 0.2)";
    context.lineWidth = 3;
    context.strokeRect(1, 2, 3, 4.567);
  });
  assert.deepEqual(filled[1], { x: "1.23", y: "2", width: "3", height: "4", fill: "#e69f00", "fill-opacity": "0.5" });
  const { fill, stroke, height } = outlined[1];
  assert.deepEqual([fill, stroke, height, outlined[1]["stroke-width"], outlined[1]["stroke-opacity"]], ["none", "#0072b2", "4.57", "3", "0.2"]);
});

test("a path is written once for all its parts, and whole circles as such", () => {
  const [path, circle] = written((context) => {
    context.beginPath();
    context.moveTo(1, 2);
    context.lineTo(3.456, 4);
    context.closePath();
    context.rect(5, 6, 7, 8);
    context.stroke();
    context.beginPath();
    context.arc(9, 10, 2.5, 0, 2 * Math.PI);
    context.fill();
  });
  assert.equal(path[1].d, "M1,2L3.46,4ZM5,6h7v8h-7Z");
  assert.deepEqual(circle, ["circle", { cx: "9", cy: "10", r: "2.5", fill: "#000000" }, ""]);
});

test("a path may begin with a line to its first point, as on a canvas", () => {
  const [path] = written((context) => {
    context.beginPath();
    context.lineTo(1, 2);
    context.lineTo(3, 4);
    context.fill();
  });
  assert.equal(path[1].d, "M1,2L3,4");
});

test("text keeps its font, its place and the width that it has here", () => {
  const [plain, turned] = written((context) => {
    context.font = 'bold 15px "Source Sans", sans-serif';
    context.textAlign = "right";
    context.fillText("abc", 10, 20);
    context.save();
    context.translate(20, 70);
    context.rotate(-Math.PI / 2);
    context.fillText("de", 0, 0);
    context.restore();
  });
  assert.equal(plain[2], "abc");
  const { x, "text-anchor": anchor, "font-weight": weight, "font-size": size, textLength } = plain[1];
  assert.deepEqual([x, anchor, weight, size, textLength], ["10", "end", "bold", "15", "21"]);
  assert.equal(plain[1].transform, undefined);
  assert.equal(turned[1].transform, "matrix(0,-1,1,0,20,70)");
});

test("what was saved comes back", () => {
  const [before, after] = written((context) => {
    context.fillStyle = "#111111";
    context.save();
    context.fillStyle = "#222222";
    context.translate(5, 5);
    context.fillRect(0, 0, 1, 1);
    context.restore();
    context.fillRect(0, 0, 1, 1);
  });
  assert.deepEqual([before[1].fill, before[1].transform], ["#222222", "matrix(1,0,0,1,5,5)"]);
  assert.deepEqual([after[1].fill, after[1].transform], ["#111111", undefined]);
});

test("a part of a canvas becomes a picture of its own, as large as that part", () => {
  const [part, whole] = written((context) => {
    context.imageSmoothingEnabled = false;
    context.drawImage({ width: 56, height: 28 }, 28, 0, 28, 28, 10, 20, 112, 112);
    context.imageSmoothingEnabled = true;
    context.drawImage({ width: 56, height: 28 }, 1, 2, 3, 4);
  });
  assert.equal(part[1]["xlink:href"], "data:28x28");
  assert.deepEqual([part[1].x, part[1].width, part[1].style], ["10", "112", "image-rendering: pixelated"]);
  assert.deepEqual([whole[1]["xlink:href"], whole[1].style], ["data:56x28", undefined]);
});

test("what is not written to the file fails instead of being left out", () => {
  assert.throws(() => written((context) => (context.shadowBlur = 3)), TypeError);
  assert.throws(() => written((context) => context.setLineDash([3])), TypeError);
  assert.throws(() => written((context) => context.arc(0, 0, 3, 0, Math.PI)), /whole circles/);
});

test("colours are read in one place", () => {
  assert.deepEqual(solid("rgb(0, 114, 178)"), { color: "#0072b2", alpha: 1 });
  assert.ok(isBright("#edebe8") && !isBright("rgb(47, 45, 43)"));
});

test("the ground is that of the nearest element that has one, also outside of a shadow", () => {
  const [app, host, canvas] = [new Element("div"), new Element("div"), new Element("canvas")];
  const shadow = Object.assign(new ShadowRoot("shadow"), { host });
  app.append(host);
  canvas.getRootNode = () => shadow;
  Object.assign(canvas.style, { backgroundColor: "rgba(0, 0, 0, 0)" });
  Object.assign(host.style, { backgroundColor: "transparent" });
  assert.equal(groundBehind(canvas), "#fff");
  Object.assign(app.style, { backgroundColor: "rgb(14, 17, 23)" });
  assert.equal(groundBehind(canvas), "rgb(14, 17, 23)");
});
