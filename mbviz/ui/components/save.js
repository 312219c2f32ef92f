// Two small buttons at a chart's upper right corner, which save it as SVG or PNG. A chart gives its picture as
// an <svg> element that stands on its own; the PNG is that picture at twice its size.

const SCALE = 2;

// The page's ground behind a chart; the page's theme may change, and a part of the page have its own.
function groundBehind(node) {
  for (; node; node = node.parentElement ?? node.getRootNode().host) {
    const color = getComputedStyle(node).backgroundColor;
    if (color && color !== "transparent" && !color.endsWith(", 0)")) return color;
  }
  return "#fff";
}

const asBlob = (svg) => new Blob([new XMLSerializer().serializeToString(svg)], { type: "image/svg+xml" });

const bare = (family) => family.trim().replaceAll(/["']/g, "");

const asDataUrl = (blob) =>
  new Promise((done, failed) => {
    const reader = new FileReader();
    [reader.onload, reader.onerror] = [() => done(reader.result), () => failed(reader.error)];
    reader.readAsDataURL(blob);
  });

// The style sheets' fonts of this site, each with the address that its own is relative to.
function fontFaces() {
  return [...document.styleSheets].flatMap((sheet) => {
    try {
      return [...sheet.cssRules].filter((rule) => rule instanceof CSSFontFaceRule).map(({ style, cssText }) => ({ style, cssText, base: sheet.href ?? document.baseURI }));
    } catch {
      return []; // a style sheet of another site does not show its rules
    }
  });
}

// The upright fonts that a picture names, as a style sheet that holds them.
async function fontsOf(svg) {
  const families = [...svg.querySelectorAll("[font-family]")].map((text) => text.getAttribute("font-family").split(","));
  const named = new Set(families.flat().map(bare));
  const embed = async ({ style, cssText, base }) => {
    const [, url] = style.getPropertyValue("src").match(/url\("?([^")]+)/);
    return cssText.replace(url, await asDataUrl(await (await fetch(new URL(url, base))).blob()));
  };
  const wanted = ({ style }) => named.has(bare(style.getPropertyValue("font-family"))) && style.getPropertyValue("font-style") !== "italic";
  // without its font a picture is still a picture
  return (await Promise.all(fontFaces().filter(wanted).map((face) => embed(face).catch(() => "")))).join("\n");
}

// An SVG shown as an image sees none of the page's fonts, so they are put into it.
async function asPng(svg) {
  const [width, height] = ["width", "height"].map((side) => SCALE * svg.getAttribute(side));
  const copy = svg.cloneNode(true);
  copy.prepend(svgNode("style", {}));
  copy.firstChild.textContent = await fontsOf(svg);
  for (const [side, length] of [["width", width], ["height", height]]) copy.setAttribute(side, length);
  const image = new Image();
  image.src = URL.createObjectURL(asBlob(copy));
  await image.decode();
  URL.revokeObjectURL(image.src);
  const canvas = Object.assign(document.createElement("canvas"), { width, height });
  canvas.getContext("2d").drawImage(image, 0, 0);
  return new Promise((done) => canvas.toBlob(done, "image/png"));
}

async function save(kind, name, svg) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(kind === "svg" ? asBlob(svg) : await asPng(svg));
  link.download = `${name}.${kind}`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000); // the browser may ask where to save it first
}

// The two buttons, to be put into the chart's part of the page; `asSvg()` gives its <svg> when one is pressed.
// `offer(words)` takes what Python's saving() sends.
function saveButtons(asSvg) {
  const box = document.createElement("div");
  box.className = "mbviz-save";
  let offered;
  const buttons = ["svg", "png"].map((kind) => {
    const button = box.appendChild(document.createElement("button"));
    button.type = "button";
    button.textContent = kind.toUpperCase();
    button.addEventListener("click", () => save(kind, offered.name, asSvg()));
    return { kind, button };
  });
  const offer = (words) => {
    offered = words;
    for (const { kind, button } of buttons) {
      button.title = words[kind];
      button.setAttribute("aria-label", words[kind]);
    }
  };
  return { box, offer };
}
