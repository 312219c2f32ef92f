// @ts-check
// The part of a canvas's 2D context that our charts use, writing SVG instead: the code that paints a chart
// on the page also writes the file in which it is saved.

import { solid } from "./colors.js";
import { newContext, ruler } from "./ruler.js";

/**
 * What charts are drawn on: a canvas's context, or an SvgContext. Whoever needs more of a canvas adds it to both.
 * @typedef {Pick<CanvasRenderingContext2D,
 *   "fillStyle" | "strokeStyle" | "lineWidth" | "globalAlpha" | "font" | "textAlign" | "imageSmoothingEnabled" |
 *   "save" | "restore" | "translate" | "rotate" | "beginPath" | "moveTo" | "lineTo" | "closePath" | "rect" | "arc" |
 *   "fill" | "stroke" | "fillRect" | "strokeRect" | "measureText" | "fillText" | "strokeText" | "drawImage">} Painter
 */

/** @typedef {Record<string, string | number | undefined>} Attributes those that are undefined are left out */

const SVG = "http://www.w3.org/2000/svg";
const XLINK = "http://www.w3.org/1999/xlink";
const XML = "http://www.w3.org/XML/1998/namespace";
/** @type {Record<string, string>} */
const ANCHORS = { left: "start", start: "start", center: "middle", right: "end" };

/**
 * A number with two decimals at most.
 * @param {number} number
 */
export const short = (number) => Math.round(100 * number) / 100;

/**
 * An element of an SVG.
 * @param {string} name
 * @param {Attributes} attributes
 */
export function svgNode(name, attributes) {
  const node = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) if (value !== undefined) node.setAttribute(key, String(value));
  return node;
}

/** @implements {Painter} */
export class SvgContext {
  fillStyle = "#000000";
  strokeStyle = "#000000";
  lineWidth = 1;
  globalAlpha = 1;
  font = "10px sans-serif";
  /** @type {CanvasTextAlign} */
  textAlign = "start";
  imageSmoothingEnabled = true;
  #matrix = new DOMMatrix();
  /** @type {[object, DOMMatrix][]} */
  #saved = [];
  /** @type {string[]} */
  #path = [];
  /** @type {Attributes | null} */
  #circle = null;

  /**
   * An empty picture.
   * @param {number} width
   * @param {number} height
   * @param {string} ground any CSS colour
   * @param {string} alt what the picture shows, for those who do not see it
   */
  constructor(width, height, ground, alt) {
    const size = { width, height, viewBox: `0 0 ${width} ${height}` };
    // a mitre limit as on a canvas; spaces count in labels
    this.root = svgNode("svg", { ...size, role: "img", "aria-label": alt, "stroke-miterlimit": 10 });
    this.root.setAttributeNS(XML, "xml:space", "preserve");
    this.fillStyle = ground;
    this.fillRect(0, 0, width, height);
    this.fillStyle = "#000000";
    Object.seal(this); // setting what is not written to the file fails, instead of being left out silently
  }

  save() {
    this.#saved.push([{ ...this }, this.#matrix]);
  }

  restore() {
    const saved = this.#saved.pop();
    if (!saved) return;
    Object.assign(this, saved[0]);
    this.#matrix = saved[1];
  }

  /** @param {number} x @param {number} y */
  translate(x, y) {
    this.#matrix = this.#matrix.translate(x, y);
  }

  /** @param {number} angle radians */
  rotate(angle) {
    this.#matrix = this.#matrix.rotate((angle * 180) / Math.PI);
  }

  beginPath() {
    this.#path = [];
    this.#circle = null;
  }

  /** @param {number} x @param {number} y */
  moveTo(x, y) {
    this.#path.push(`M${short(x)},${short(y)}`);
  }

  /** @param {number} x @param {number} y */
  lineTo(x, y) {
    this.#path.push(`${this.#path.length ? "L" : "M"}${short(x)},${short(y)}`); // on a canvas a path may begin with a line, too
  }

  closePath() {
    this.#path.push("Z");
  }

  /** @param {number} x @param {number} y @param {number} width @param {number} height */
  rect(x, y, width, height) {
    this.#path.push(`M${short(x)},${short(y)}h${short(width)}v${short(height)}h${short(-width)}Z`);
  }

  /**
   * Whole circles only, each a path of its own: what dots are made of.
   * @param {number} x @param {number} y @param {number} radius @param {number} start @param {number} end
   */
  arc(x, y, radius, start, end) {
    const whole = end - start >= 2 * Math.PI && !this.#path.length && !this.#circle;
    if (!whole) throw new Error("SvgContext draws whole circles only");
    this.#circle = { cx: short(x), cy: short(y), r: short(radius) };
  }

  fill() {
    this.#addPath(this.#filled());
  }

  stroke() {
    this.#addPath(this.#stroked());
  }

  /** @param {number} x @param {number} y @param {number} width @param {number} height */
  fillRect(x, y, width, height) {
    this.#add("rect", { x: short(x), y: short(y), width: short(width), height: short(height), ...this.#filled() });
  }

  /** @param {number} x @param {number} y @param {number} width @param {number} height */
  strokeRect(x, y, width, height) {
    this.#add("rect", { x: short(x), y: short(y), width: short(width), height: short(height), ...this.#stroked() });
  }

  /** @param {string} text */
  measureText(text) {
    ruler().font = this.font;
    return ruler().measureText(text);
  }

  /** @param {string} text @param {number} x @param {number} y */
  fillText(text, x, y) {
    this.#addText(text, x, y, this.#filled());
  }

  /** @param {string} text @param {number} x @param {number} y */
  strokeText(text, x, y) {
    this.#addText(text, x, y, this.#stroked());
  }

  /**
   * A canvas, or a part of one, as a picture of its own.
   * @param {CanvasImageSource} source a canvas
   * @param {number[]} at as of a canvas's context: x, y, width and height, before them those of the part
   */
  drawImage(source, ...at) {
    const { width: wide, height: high } = /** @type {HTMLCanvasElement} */ (source);
    const [left, top, columns, rows, x, y, width, height] = at.length === 8 ? at : [0, 0, wide, high, ...at];
    const part = document.createElement("canvas");
    [part.width, part.height] = [columns, rows];
    newContext(part).drawImage(source, left, top, columns, rows, 0, 0, columns, rows);
    const place = { x: short(x), y: short(y), width: short(width), height: short(height), preserveAspectRatio: "none" };
    // the style for browsers, the attribute for programs that know SVG 1.1 only
    const sharp = this.imageSmoothingEnabled ? {} : { "image-rendering": "optimizeSpeed", style: "image-rendering: pixelated" };
    // xlink:href, which older programs want and browsers still read
    this.#add("image", { ...place, ...sharp }).setAttributeNS(XLINK, "xlink:href", part.toDataURL());
  }

  /** @returns {Attributes} */
  #filled() {
    const { color, alpha } = solid(this.fillStyle);
    const opacity = short(alpha * this.globalAlpha);
    return { fill: color, "fill-opacity": opacity < 1 ? opacity : undefined };
  }

  /** @returns {Attributes} */
  #stroked() {
    const { color, alpha } = solid(this.strokeStyle);
    const opacity = short(alpha * this.globalAlpha);
    return { fill: "none", stroke: color, "stroke-width": this.lineWidth, "stroke-opacity": opacity < 1 ? opacity : undefined };
  }

  /** @param {Attributes} paint */
  #addPath(paint) {
    if (this.#circle) this.#add("circle", { ...this.#circle, ...paint });
    else this.#add("path", { d: this.#path.join(""), ...paint });
  }

  /** @param {string} text @param {number} x @param {number} y @param {Attributes} paint */
  #addText(text, x, y, paint) {
    const [, weight, size, family] = this.font.match(/^(bold )?([\d.]+)px (.+)$/) ?? [];
    const font = { "font-family": family, "font-size": size, "font-weight": weight?.trim() };
    // the width it has here, kept where another font must stand in for the page's own
    const width = short(this.measureText(text).width) || undefined;
    const place = { x: short(x), y: short(y), "text-anchor": ANCHORS[this.textAlign] };
    const length = { textLength: width, lengthAdjust: width && "spacingAndGlyphs" };
    this.#add("text", { ...place, ...length, ...font, ...paint }).textContent = text;
  }

  /** @param {string} name @param {Attributes} attributes */
  #add(name, attributes) {
    const { a, b, c, d, e, f } = this.#matrix;
    const numbers = [a, b, c, d, e, f].map((number) => +number.toFixed(4));
    const transform = this.#matrix.isIdentity ? undefined : `matrix(${numbers})`;
    return this.root.appendChild(svgNode(name, { ...attributes, transform }));
  }
}
