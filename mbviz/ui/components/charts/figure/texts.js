// @ts-check
// The texts of a figure: what Plotly would read as markup, and numbers in the formats that it takes.

import { whole } from "../../page/numbers.js";

const RAISED = new Map([..."⁰¹²³⁴⁵⁶⁷⁸⁹"].map((sign, i) => [String(i), sign]));
for (const sign of "−-") RAISED.set(sign, "⁻");
RAISED.set(".", "·");
const ENTITIES = new Map([["&lt;", "<"], ["&gt;", ">"], ["&amp;", "&"]]);
const THOUSANDS = /** @type {[number, string][]} */ ([[1e9, "G"], [1e6, "M"], [1e3, "k"]]);

/**
 * A text without markup; what was raised is written with raised digits.
 * @param {string} html
 */
export const plainText = (html) =>
  html
    .replace(/<sup>(.*?)<\/sup>/g, (_, inner) => [...inner].map((sign) => RAISED.get(sign) ?? sign).join(""))
    .replace(/<[^>]*>/g, "")
    .replace(/&(lt|gt|amp);/g, (sign) => ENTITIES.get(sign) ?? sign);

/**
 * Whether all of a text is bold.
 * @param {string} html
 */
export const isBold = (html) => html.startsWith("<b>");

/**
 * A number in a format of D3's, as far as our figures use them: "," for thousands apart, ".4f", and in significant digits
 * "g", "~g", "~r" and "~s" with k, M and G.
 * @param {number} value
 * @param {string} format
 */
export function formatted(value, format) {
  const [, comma, digits, kind] = /^(,?)(?:\.(\d+))?~?([fgrs]?)$/.exec(format) ?? [];
  if (kind === "f") return minus(comma ? value.toLocaleString("en", { minimumFractionDigits: Number(digits), maximumFractionDigits: Number(digits) }) : value.toFixed(Number(digits)));
  if (kind === "s") {
    const [unit, sign] = THOUSANDS.find(([size]) => Math.abs(value) >= size) ?? [1, ""];
    return minus(`${trimmed(value / unit, 3)}${sign}`);
  }
  const text = trimmed(value, digits ? Number(digits) : 12);
  return minus(comma ? grouped(text) : text);
}

/**
 * A number in so many significant digits, without an exponent and without zeros at its end.
 * @param {number} value
 * @param {number} digits
 */
function trimmed(value, digits) {
  const rounded = Number(value.toPrecision(digits));
  const places = rounded ? Math.max(0, digits - 1 - Math.floor(Math.log10(Math.abs(rounded)))) : 0;
  const text = rounded.toFixed(Math.min(places, 20));
  return text.includes(".") ? text.replace(/\.?0+$/, "") : text;
}

/** @param {string} text of a number */
function grouped(text) {
  const [head, tail] = text.split(".");
  const sign = head.startsWith("-") ? "-" : "";
  return sign + whole(Math.abs(Number(head))) + (tail ? `.${tail}` : "");
}

/** @param {string} text */
const minus = (text) => text.replace("-", "−");

/**
 * What a figure says of one of its points: Plotly's hovertemplate filled in, its second part after a dot.
 * @param {import("./figure.js").Trace} trace
 * @param {number} i
 */
export function hoverOf(trace, i) {
  const values = { x: trace.x[i], y: trace.y[i], customdata: trace.customdata?.[i], "error_y.array": trace.error_y?.array[i] };
  const filled = (trace.hovertemplate ?? "").replace(/%\{([\w.]+)(?:\[(\d+)\])?(?::([^}]*))?\}/g, (_, name, at, format) => {
    const found = Reflect.get(values, name);
    const value = Array.isArray(found) ? found[Number(at)] : found;
    return typeof value === "number" ? formatted(value, format ?? "") : String(value ?? "–");
  });
  const [said, extra] = filled.split(/<extra>|<\/extra>/);
  return plainText(extra ? `${said} · ${extra}` : said);
}
