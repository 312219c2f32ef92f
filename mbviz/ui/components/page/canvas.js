// @ts-check
// A canvas on the page: as sharp as the screen, and painted again when its size or the page's theme changes.

import { newContext } from "../drawing/ruler.js";

const STEP = 0.05; // sizes of type are multiples of it (deck/fitting.js); what is between comes of rounded widths

/**
 * How much larger a canvas is shown than its CSS pixels, as it is for a presenter.
 * @param {HTMLCanvasElement} canvas
 */
const zoomOf = (canvas) => Math.round(canvas.getBoundingClientRect().width / canvas.clientWidth / STEP || 1 / STEP) * STEP;

/**
 * How many pixels of the screen one CSS pixel of a canvas has along a side.
 * @param {HTMLCanvasElement} canvas
 */
export const ratioOf = (canvas) => (window.devicePixelRatio || 1) * zoomOf(canvas);

/**
 * Where on its canvas something happened, in CSS pixels.
 * @param {MouseEvent} event that the canvas listens to
 */
export function pointOn({ currentTarget, clientX, clientY }) {
  const canvas = /** @type {HTMLCanvasElement} */ (currentTarget);
  const [{ left, top }, zoom] = [canvas.getBoundingClientRect(), zoomOf(canvas)];
  return { x: (clientX - left) / zoom, y: (clientY - top) / zoom };
}

/**
 * Empty a canvas, and give a context of it on which one unit is one CSS pixel.
 * @param {HTMLCanvasElement} canvas
 * @param {number} width CSS pixels
 * @param {number} height CSS pixels
 * @param {number} [ratio] pixels that one of them has along a side
 */
export function emptied(canvas, width, height, ratio = ratioOf(canvas)) {
  canvas.width = width * ratio;
  canvas.height = height * ratio;
  const context = newContext(canvas);
  context.scale(ratio, ratio);
  return context;
}

const together = /** @type {(() => () => void)[]} */ ([]);

/**
 * Look at a page that is being built, and paint, both in the next frame: all look before any paints, and the page is laid out once.
 * @template Seen
 * @param {() => Seen} look
 * @param {(seen: Seen) => void} [paint] told what was seen
 */
export function inNextFrame(look, paint = () => {}) {
  const isFirst = !together.length;
  together.push(() => {
    const seen = look();
    return () => paint(seen);
  });
  if (isFirst) requestAnimationFrame(() => together.splice(0).map((see) => see()).forEach((show) => show()));
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
