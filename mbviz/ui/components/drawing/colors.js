// @ts-check
// Colours, read in one place: what they are made of, and those that the page has where a chart stands.

import { ruler } from "./ruler.js";

/** @type {Map<string, Uint8ClampedArray>} */
const pixels = new Map();

/**
 * Any CSS colour as red, green, blue and opacity, each from 0 to 255.
 * @param {string} color
 */
export function pixelOf(color) {
  let pixel = pixels.get(color);
  if (!pixel) {
    const context = ruler();
    context.clearRect(0, 0, 1, 1);
    context.fillStyle = color;
    context.fillRect(0, 0, 1, 1);
    pixel = context.getImageData(0, 0, 1, 1).data;
    pixels.set(color, pixel);
  }
  return pixel;
}

/**
 * Any CSS colour as #rrggbb and an opacity from 0 to 1, which every program that reads SVG understands.
 * @param {string} color
 */
export function solid(color) {
  const [red, green, blue, alpha] = pixelOf(color);
  const hex = [red, green, blue].map((part) => part.toString(16).padStart(2, "0")).join("");
  return { color: `#${hex}`, alpha: alpha / 255 };
}

/**
 * Whether a colour is nearer to white than to black.
 * @param {string} color
 */
export function isBright(color) {
  const [red, green, blue] = pixelOf(color);
  return red + green + blue > 384;
}

/**
 * The colour of the page's text at an element.
 * @param {Element} element
 */
export const inkOf = (element) => getComputedStyle(element).color;

/**
 * The page's ground behind an element; the page's theme may change, and a part of the page have its own.
 * @param {Element} element
 */
export function groundBehind(element) {
  for (let node = /** @type {Element | null} */ (element); node; node = above(node)) {
    const color = getComputedStyle(node).backgroundColor;
    if (color && color !== "transparent" && !color.endsWith(", 0)")) return color;
  }
  return "#fff";
}

/**
 * The element around another, also when that is a shadow's outermost.
 * @param {Element} node
 */
function above(node) {
  if (node.parentElement) return node.parentElement;
  const root = node.getRootNode();
  return root instanceof ShadowRoot ? root.host : null;
}
