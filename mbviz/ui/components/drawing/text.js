// @ts-check
// Text on a canvas: one typeface, so that all charts read alike.

/** @typedef {import("./svg_context.js").Painter} Painter */
/** @typedef {import("./boxes.js").Point} Point */

/**
 * @typedef {object} TextStyle
 * @property {CanvasTextAlign} [align] which end of the text lies at its place; its middle, where nothing is said
 * @property {boolean} [bold]
 * @property {number} [size] in pixels
 * @property {number} [turn] radians, about the text's place
 */

export const FONT = '"Source Sans", "Noto Sans", sans-serif';
const SIZE = 15;
const SMALLEST = 11; // what a text is shrunk to at most

/** @param {TextStyle} style */
const fontOf = ({ bold = false, size = SIZE }) => `${bold ? "bold " : ""}${size}px ${FONT}`;

/**
 * How wide a text is.
 * @param {Painter} context
 * @param {string} text
 * @param {TextStyle} [style]
 */
export function widthOf(context, text, style = {}) {
  context.font = fontOf(style);
  return context.measureText(text).width;
}

/**
 * Write a text, its baseline at y.
 * @param {Painter} context
 * @param {string} text
 * @param {Point} place
 * @param {string} color
 * @param {TextStyle} [style]
 */
export function write(context, text, { x, y }, color, style = {}) {
  context.font = fontOf(style);
  context.textAlign = style.align ?? "center";
  context.fillStyle = color;
  if (!style.turn) return context.fillText(text, x, y);
  context.save();
  context.translate(x, y);
  context.rotate(style.turn);
  context.fillText(text, 0, 0);
  context.restore();
}

/**
 * Write a text that can be read on whatever lies below it, with a halo in the ground's colour.
 * @param {Painter} context
 * @param {string} text
 * @param {Point} place
 * @param {{ ink: string, ground: string }} colors
 * @param {TextStyle} [style]
 */
export function writeOnHalo(context, text, { x, y }, { ink, ground }, style = {}) {
  context.font = fontOf(style);
  context.textAlign = style.align ?? "center";
  context.lineWidth = 5;
  context.strokeStyle = ground;
  context.strokeText(text, x, y);
  context.fillStyle = ink;
  context.fillText(text, x, y);
}

/**
 * Write a text in a smaller type where it would be longer than there is room, and cut it where that is not enough.
 * @param {Painter} context
 * @param {string} text
 * @param {Point} place
 * @param {string} color
 * @param {number} room pixels
 * @param {TextStyle} [style]
 */
export function writeWithin(context, text, place, color, room, style = {}) {
  const wanted = style.size ?? SIZE;
  const size = Math.max(SMALLEST, Math.min(wanted, (wanted * room) / Math.max(widthOf(context, text, style), 1)));
  const fitted = { ...style, size };
  let shown = text;
  while (shown.length > 1 && widthOf(context, shown, fitted) > room) shown = `${shown.slice(0, -2)}…`;
  write(context, shown, place, color, fitted);
}
