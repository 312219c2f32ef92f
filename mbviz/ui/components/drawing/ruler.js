// @ts-check
// A canvas that nobody sees: what measures text and reads colours.

/** @type {CanvasRenderingContext2D | undefined} */
let context;

/** The context of the one such canvas, made when it is first wanted. */
export function ruler() {
  context ??= newContext(document.createElement("canvas"), { willReadFrequently: true });
  return context;
}

/**
 * The context of a canvas.
 * @param {HTMLCanvasElement} canvas
 * @param {CanvasRenderingContext2DSettings} [settings]
 */
export function newContext(canvas, settings) {
  const made = canvas.getContext("2d", settings);
  if (!made) throw new Error("This browser gives no more canvases");
  return made;
}
