// @ts-check
// A canvas on the page: as sharp as the screen, and painted again when its size or the page's theme changes.

import { newContext } from "../drawing/ruler.js";

/**
 * Empty a canvas, and give a context of it on which one unit is one CSS pixel.
 * @param {HTMLCanvasElement} canvas
 * @param {number} width CSS pixels
 * @param {number} height CSS pixels
 */
export function emptied(canvas, width, height) {
  const ratio = window.devicePixelRatio || 1;
  canvas.width = width * ratio;
  canvas.height = height * ratio;
  const context = newContext(canvas);
  context.scale(ratio, ratio);
  return context;
}

/**
 * Paint again after every change of theme: the canvas's style sheet lets its colour change in a transition.
 * @param {HTMLCanvasElement} canvas
 * @param {() => void} paint
 */
export const onTheme = (canvas, paint) =>
  canvas.addEventListener("transitionend", ({ propertyName }) => {
    if (propertyName === "color") paint(); // a canvas may fade as well
  });

/**
 * Paint again after every change of an element's size.
 * @param {Element} element
 * @param {() => void} paint
 */
export const onResize = (element, paint) => new ResizeObserver(paint).observe(element);
