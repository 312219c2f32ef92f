// @ts-check
// The numbers beside the plane of gradients, and the digits with the longest ones.

import { inkOf } from "../drawing/colors.js";
import { expectedCosine } from "../drawing/plane.js";
import { mosaic } from "../drawing/stencils.js";
import { write } from "../drawing/text.js";
import { emptied } from "../page/canvas.js";
import { fill, part, say } from "../page/component.js";
import { fixed, significant, whole } from "../page/numbers.js";
import { isThis } from "./plane_now.js";

/** @typedef {import("./plane.js").Data} Data */

const SIDES = 1.5; // from so many times the noise scale on one of signal and noise is the larger
const ANYWHERE = 10; // and from so many times the noise a batch's cosine is expected below 0.3
const [TILE, CAPTION] = [44, 18]; // pixels

/**
 * Which sentence tells how signal and noise compare.
 * @param {number} scale the noise scale
 * @param {number} size B
 */
export function comparison(scale, size) {
  if (scale > ANYWHERE * size) return "noisy";
  return scale > SIDES * size ? "rough" : scale * SIDES < size ? "clear" : "equal";
}

/**
 * @param {ParentNode} root
 * @param {Data} data
 * @param {boolean} late whether the numbers are another network's
 * @returns {string} how signal and noise compare
 */
export function showPanel(root, data, late) {
  const { now, words, noise, scale, length, batch } = data;
  const panel = part(root, ".panel", HTMLElement);
  panel.style.opacity = late ? "0.45" : "";
  const known = isThis(data, now) && batch.cosine !== null;
  const signal = length * length;
  const values = {
    cosine: known ? fixed(/** @type {number} */ (batch.cosine), 2) : "…",
    expected: fixed(expectedCosine(scale, now.size), 2),
    signal: significant(signal),
    noise: significant(noise / now.size),
    scale: whole(Math.round(scale)),
  };
  for (const [name, value] of Object.entries(values)) {
    say(part(panel, `.${name} dt`, HTMLElement), fill(words[name], { size: whole(now.size) }));
    say(part(panel, `.${name} dd`, HTMLElement), value);
  }
  const ratio = scale / now.size;
  const told = { size: whole(now.size), times: significant(ratio > 1 ? ratio : 1 / ratio, 2) };
  const message = fill(words[comparison(scale, now.size)], told);
  say(part(panel, ".told", HTMLElement), message);
  say(part(panel, ".top", HTMLElement), words.top);
  tiles(part(panel, ".tiles", HTMLCanvasElement), data);
  return message;
}

/**
 * @param {HTMLCanvasElement} canvas
 * @param {Data} data
 */
function tiles(canvas, { largest, pixels, words, network }) {
  const ink = inkOf(canvas);
  const room = canvas.clientWidth;
  const mark = `${network} ${ink} ${room} ${words.largest}`;
  if (!room || canvas.dataset.painted === mark) return;
  const { picture, placeOf } = mosaic(pixels, largest, ink);
  const count = Math.min(largest.t.length, Math.floor(room / (TILE + 8)));
  const context = emptied(canvas, room, TILE + CAPTION);
  for (let i = 0; i < count; i++) {
    const [left, { x, y }] = [i * (TILE + 8), placeOf(i)];
    context.drawImage(picture, x, y, largest.width, largest.height, left, 0, TILE, TILE);
    const [t, guess] = [largest.t[i], largest.guess[i]];
    write(context, t === guess ? `${t} ✓` : `${t} → ${guess}`, { x: left + TILE / 2, y: TILE + 14 }, ink, { size: 13 });
  }
  canvas.setAttribute("aria-label", fill(words.largest, { count, list: largest.told.slice(0, count).join(", ") }));
  canvas.dataset.painted = mark;
}
