// @ts-check
// The picture of a Plotly chart as an SVG that stands on its own: every part carries how the page shows it.

import { groundBehind, solid } from "../drawing/colors.js";
import { SvgContext, short } from "../drawing/svg_context.js";
import { altOf, isHover, layersOf, sizeOf } from "../page/internals.js";

/** @typedef {import("../drawing/svg_context.js").Attributes} Attributes */

// Properties that say how a part looks, and what they are where nothing says otherwise. Paint comes apart.
const LOOKS = {
  "stroke-width": "1px", "stroke-dasharray": "none", "stroke-linecap": "butt", "stroke-linejoin": "miter", "stroke-miterlimit": "10",
  "text-anchor": "start", "font-family": "", "font-size": "", "font-weight": "400", "font-style": "normal",
  "shape-rendering": "auto", "image-rendering": "auto",
};
const PAINTED = ["path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "text", "tspan"];
const DROPPED = /^(class|style|pointer-events|opacity|data-.*|fill.*|stroke.*|font-.*)$/;

/**
 * What a part is filled or stroked with, whichever style sheet says so, as attributes.
 * @param {CSSStyleDeclaration} style
 * @param {"fill" | "stroke"} property
 * @returns {Attributes}
 */
function paintOf(style, property) {
  const paint = style.getPropertyValue(property);
  const opacity = +style.getPropertyValue(`${property}-opacity`);
  const { color, alpha } = /^(none|url)/.test(paint) ? { color: paint, alpha: +(paint !== "none") } : solid(paint);
  const total = property === "stroke" && parseFloat(style.strokeWidth) === 0 ? 0 : short(alpha * opacity);
  if (!total) return { [property]: "none" };
  return { [property]: color, [`${property}-opacity`]: total < 1 ? total : undefined };
}

/**
 * The width that text has here, kept where another font must stand in for the page's own.
 * @param {Element} node
 * @returns {Attributes}
 */
function lengthOf(node) {
  const width = node instanceof SVGTextContentElement && !node.childElementCount && short(node.getComputedTextLength());
  return width ? { textLength: width, lengthAdjust: "spacingAndGlyphs" } : {};
}

/**
 * How the page shows a part, as attributes; null for a part that cannot be seen.
 * @param {Element} node
 * @param {CSSStyleDeclaration} style
 * @returns {Attributes | null}
 */
function looksOf(node, style) {
  const own = style.opacity === "1" ? {} : { opacity: style.opacity };
  if (style.display === "none") return null;
  if (node.localName === "g") return own;
  const paint = PAINTED.includes(node.localName) ? { ...paintOf(style, "fill"), ...paintOf(style, "stroke") } : {};
  if (style.visibility === "hidden" || (paint.fill === "none" && paint.stroke === "none")) return null;
  const set = Object.entries(LOOKS)
    .map(([property, usual]) => ({ property, value: style.getPropertyValue(property), usual }))
    .filter(({ value, usual }) => value !== usual)
    .map(({ property, value }) => [property, value]);
  return { ...own, ...paint, ...Object.fromEntries(set), ...lengthOf(node) };
}

/**
 * Clip paths and gradients, which others refer to: they are as they are, but for what they are called on the page.
 * @param {Element} node
 */
function definitionsOf(node) {
  const copy = /** @type {Element} */ (node.cloneNode(true));
  for (const part of copy.querySelectorAll("[class]")) part.removeAttribute("class");
  return copy;
}

/**
 * A part of the chart with all below it; null where nothing can be seen, or only under the pointer.
 * @param {Element} node
 * @returns {Element | null}
 */
function copyOf(node) {
  if (node.localName === "defs") return definitionsOf(node);
  const looks = isHover(node) ? null : looksOf(node, getComputedStyle(node));
  if (!looks) return null;
  const copy = /** @type {Element} */ (node.cloneNode(false));
  for (const { name } of [...copy.attributes]) if (DROPPED.test(name)) copy.removeAttribute(name);
  for (const [name, value] of Object.entries(looks)) if (value !== undefined) copy.setAttribute(name, String(value));
  for (const child of node.childNodes) {
    const part = child instanceof Element ? copyOf(child) : child.cloneNode();
    if (part) copy.append(part);
  }
  return copy.localName === "g" && !copy.childElementCount ? null : copy;
}

/**
 * A context that holds the chart as it stands on the page, without what shows only under the pointer;
 * what is laid over the chart can then be drawn on it.
 * @param {import("../page/internals.js").Chart} chart
 */
export function contextOf(chart) {
  const { width, height } = sizeOf(chart);
  const context = new SvgContext(width, height, groundBehind(chart), altOf(chart));
  for (const part of layersOf(chart).flatMap((layer) => [...layer.children])) {
    const copy = copyOf(part);
    if (copy) context.root.append(copy);
  }
  return context;
}
