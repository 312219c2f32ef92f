// @ts-check
// Two small buttons at a chart's upper right corner, which save it as SVG or PNG. A chart gives its picture as
// an <svg> element that stands on its own; the PNG is that picture at twice its size.

import { newContext } from "../drawing/ruler.js";
import { svgNode } from "../drawing/svg_context.js";
import { make } from "./component.js";
import { download } from "./files.js";

/** @typedef {{ name: string, svg: string, png: string }} Saving what Python's saving() sends */
/** @typedef {{ style: CSSStyleDeclaration, cssText: string, base: string }} Face a font, and what its address is relative to */

const SCALE = 2;
const KINDS = /** @type {const} */ (["svg", "png"]);

/** @param {Element} svg */
const asBlob = (svg) => new Blob([new XMLSerializer().serializeToString(svg)], { type: "image/svg+xml" });

/**
 * A font family's name without quotes.
 * @param {string} family
 */
const bare = (family) => family.trim().replaceAll(/["']/g, "");

/**
 * @param {Blob} blob
 * @returns {Promise<string>}
 */
const asDataUrl = (blob) =>
  new Promise((done, failed) => {
    const reader = new FileReader();
    reader.onload = () => done(String(reader.result));
    reader.onerror = () => failed(reader.error);
    reader.readAsDataURL(blob);
  });

/**
 * The style sheets' fonts of this site.
 * @returns {Face[]}
 */
function fontFaces() {
  return [...document.styleSheets].flatMap((sheet) => {
    try {
      const rules = [...sheet.cssRules].filter((rule) => rule instanceof CSSFontFaceRule);
      const faces = /** @type {CSSFontFaceRule[]} */ (rules);
      return faces.map(({ style, cssText }) => ({ style, cssText, base: sheet.href ?? document.baseURI }));
    } catch {
      return []; // a style sheet of another site does not show its rules
    }
  });
}

/**
 * A font's rule, the font itself in it.
 * @param {Face} face
 */
async function embedded({ style, cssText, base }) {
  const [, url] = style.getPropertyValue("src").match(/url\("?([^")]+)/) ?? [];
  return cssText.replace(url, await asDataUrl(await (await fetch(new URL(url, base))).blob()));
}

/**
 * The upright fonts that a picture names, as a style sheet that holds them.
 * @param {Element} svg
 */
async function fontsOf(svg) {
  const families = [...svg.querySelectorAll("[font-family]")].map((text) => text.getAttribute("font-family") ?? "");
  const named = new Set(families.flatMap((list) => list.split(",")).map(bare));
  const wanted = fontFaces().filter(
    ({ style }) => named.has(bare(style.getPropertyValue("font-family"))) && style.getPropertyValue("font-style") !== "italic",
  );
  // without its font a picture is still a picture
  return (await Promise.all(wanted.map((face) => embedded(face).catch(() => "")))).join("\n");
}

/**
 * The picture as PNG. An SVG shown as an image sees none of the page's fonts, so they are put into it.
 * @param {Element} svg
 * @returns {Promise<Blob>}
 */
async function asPng(svg) {
  const [width, height] = ["width", "height"].map((side) => SCALE * Number(svg.getAttribute(side)));
  const copy = /** @type {Element} */ (svg.cloneNode(true));
  const fonts = svgNode("style", {});
  fonts.textContent = await fontsOf(svg);
  copy.prepend(fonts);
  copy.setAttribute("width", String(width));
  copy.setAttribute("height", String(height));
  const image = new Image();
  image.src = URL.createObjectURL(asBlob(copy));
  await image.decode();
  URL.revokeObjectURL(image.src);
  const canvas = Object.assign(document.createElement("canvas"), { width, height });
  newContext(canvas).drawImage(image, 0, 0);
  return new Promise((done, failed) => {
    canvas.toBlob((blob) => (blob ? done(blob) : failed(new Error("The picture is too large"))), "image/png");
  });
}

/**
 * The two buttons, to be put into the chart's part of the page: `offer` takes what Python's saving() sends.
 * @param {() => Element} asSvg gives the chart's <svg> when one is pressed
 */
export function saveButtons(asSvg) {
  const box = make("div", "mbviz-save");
  let name = "";
  const buttons = KINDS.map((kind) => {
    const button = box.appendChild(make("button", "", kind.toUpperCase()));
    button.type = "button";
    button.addEventListener("click", async () => {
      const svg = asSvg();
      download(kind === "svg" ? asBlob(svg) : await asPng(svg), `${name}.${kind}`);
    });
    return { kind, button };
  });
  /** @param {Saving} words */
  const offer = (words) => {
    name = words.name;
    for (const { kind, button } of buttons) {
      button.title = words[kind];
      button.setAttribute("aria-label", words[kind]);
    }
  };
  return { box, offer };
}
