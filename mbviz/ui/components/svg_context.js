// The part of a canvas's 2D context that our charts use, writing SVG instead: the code that paints a chart
// on the page also writes the file in which it is saved.

const SVG = "http://www.w3.org/2000/svg";
const XLINK = "http://www.w3.org/1999/xlink";
const XML = "http://www.w3.org/XML/1998/namespace";
const ANCHORS = { left: "start", start: "start", center: "middle", right: "end" };
const ruler = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
const solids = new Map();

const short = (number) => Math.round(100 * number) / 100;

function svgNode(name, attributes) {
  const node = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) if (value !== undefined) node.setAttribute(key, value);
  return node;
}

// Any CSS colour as #rrggbb and an opacity, which every program that reads SVG understands.
function solid(color) {
  if (!solids.has(color)) {
    ruler.clearRect(0, 0, 1, 1);
    ruler.fillStyle = color;
    ruler.fillRect(0, 0, 1, 1);
    const [red, green, blue, alpha] = ruler.getImageData(0, 0, 1, 1).data;
    const hex = [red, green, blue].map((part) => part.toString(16).padStart(2, "0")).join("");
    solids.set(color, { color: `#${hex}`, alpha: alpha / 255 });
  }
  return solids.get(color);
}

class SvgContext {
  fillStyle = "#000000";
  strokeStyle = "#000000";
  lineWidth = 1;
  globalAlpha = 1;
  font = "10px sans-serif";
  textAlign = "start";
  imageSmoothingEnabled = true;
  #matrix = new DOMMatrix();
  #saved = [];
  #path = [];

  constructor(width, height, ground, alt) {
    const size = { width, height, viewBox: `0 0 ${width} ${height}` };
    // a mitre limit as on a canvas; spaces count in labels
    this.root = svgNode("svg", { ...size, role: "img", "aria-label": alt, "stroke-miterlimit": 10 });
    this.root.setAttributeNS(XML, "xml:space", "preserve");
    this.fillStyle = ground;
    this.fillRect(0, 0, width, height);
    Object.seal(this); // setting what is not written to the file fails, instead of being left out silently
  }

  save() {
    this.#saved.push([{ ...this }, this.#matrix]);
  }

  restore() {
    const [fields, matrix] = this.#saved.pop();
    Object.assign(this, fields);
    this.#matrix = matrix;
  }

  translate(x, y) {
    this.#matrix = this.#matrix.translate(x, y);
  }

  rotate(angle) {
    this.#matrix = this.#matrix.rotate((angle * 180) / Math.PI);
  }

  beginPath() {
    this.#path = [];
  }

  moveTo(x, y) {
    this.#path.push(`M${short(x)},${short(y)}`);
  }

  lineTo(x, y) {
    this.#path.push(`L${short(x)},${short(y)}`);
  }

  closePath() {
    this.#path.push("Z");
  }

  rect(x, y, width, height) {
    this.#path.push(`M${short(x)},${short(y)}h${short(width)}v${short(height)}h${short(-width)}Z`);
  }

  // Whole circles only, each a path of its own: what dots are made of.
  arc(x, y, radius, start, end) {
    if (end - start < 2 * Math.PI || this.#path.length) throw new Error("SvgContext draws whole circles only");
    this.#path = { cx: short(x), cy: short(y), r: short(radius) };
  }

  fill() {
    this.#addPath(this.#filled());
  }

  stroke() {
    this.#addPath(this.#stroked());
  }

  fillRect(x, y, width, height) {
    this.#add("rect", { x: short(x), y: short(y), width: short(width), height: short(height), ...this.#filled() });
  }

  strokeRect(x, y, width, height) {
    this.#add("rect", { x: short(x), y: short(y), width: short(width), height: short(height), ...this.#stroked() });
  }

  measureText(text) {
    ruler.font = this.font;
    return ruler.measureText(text);
  }

  fillText(text, x, y) {
    this.#addText(text, x, y, this.#filled());
  }

  strokeText(text, x, y) {
    this.#addText(text, x, y, this.#stroked());
  }

  drawImage(source, ...at) {
    const [left, top, columns, rows, x, y, width, height] = at.length === 8 ? at : [0, 0, source.width, source.height, ...at];
    const part = document.createElement("canvas");
    [part.width, part.height] = [columns, rows];
    part.getContext("2d").drawImage(source, left, top, columns, rows, 0, 0, columns, rows);
    const place = { x: short(x), y: short(y), width: short(width), height: short(height), preserveAspectRatio: "none" };
    // the style for browsers, the attribute for programs that know SVG 1.1 only
    const sharp = this.imageSmoothingEnabled ? {} : { "image-rendering": "optimizeSpeed", style: "image-rendering: pixelated" };
    // xlink:href, which older programs want and browsers still read
    this.#add("image", { ...place, ...sharp }).setAttributeNS(XLINK, "xlink:href", part.toDataURL());
  }

  #filled() {
    const { color, alpha } = solid(this.fillStyle);
    const opacity = short(alpha * this.globalAlpha);
    return { fill: color, "fill-opacity": opacity < 1 ? opacity : undefined };
  }

  #stroked() {
    const { color, alpha } = solid(this.strokeStyle);
    const opacity = short(alpha * this.globalAlpha);
    return { fill: "none", stroke: color, "stroke-width": this.lineWidth, "stroke-opacity": opacity < 1 ? opacity : undefined };
  }

  #addPath(paint) {
    if (Array.isArray(this.#path)) this.#add("path", { d: this.#path.join(""), ...paint });
    else this.#add("circle", { ...this.#path, ...paint });
  }

  #addText(text, x, y, paint) {
    const [, weight, size, family] = this.font.match(/^(bold )?([\d.]+)px (.+)$/);
    const font = { "font-family": family, "font-size": size, "font-weight": weight?.trim() };
    // the width it has here, kept where another font must stand in for the page's own
    const width = short(this.measureText(text).width) || undefined;
    const place = { x: short(x), y: short(y), "text-anchor": ANCHORS[this.textAlign], textLength: width, lengthAdjust: width && "spacingAndGlyphs" };
    this.#add("text", { ...place, ...font, ...paint }).textContent = text;
  }

  #add(name, attributes) {
    const transform = this.#matrix.isIdentity ? undefined : `matrix(${"abcdef".split("").map((key) => +this.#matrix[key].toFixed(4))})`;
    return this.root.appendChild(svgNode(name, { ...attributes, transform }));
  }
}
