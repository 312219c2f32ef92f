// A Plotly chart that Streamlit drew: finding it, keeping something attached to it, and its picture as SVG.

// Properties that say how a part looks, and what they are where nothing says otherwise. Paint comes apart.
const LOOKS = {
  "stroke-width": "1px", "stroke-dasharray": "none", "stroke-linecap": "butt", "stroke-linejoin": "miter", "stroke-miterlimit": "10",
  "text-anchor": "start", "font-family": "", "font-size": "", "font-weight": "400", "font-style": "normal",
  "shape-rendering": "auto", "image-rendering": "auto",
};
const PAINTED = ["path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "text", "tspan"];
const DROPPED = /^(class|style|pointer-events|opacity|data-.*|fill.*|stroke.*|font-.*)$/;

function chartOf(key) {
  const chart = document.querySelector(`.st-key-${key} .js-plotly-plot`);
  return chart?._fullLayout ? chart : null;
}

// The element that Streamlit gave the chart's key.
const elementOf = (chart) => chart.closest(".stElementContainer");

// Calls attach(chart) after every change of the page that leaves isOn(chart) untrue: a chart may come later
// than what belongs to it, or be made anew. One look after each change is cheap.
function keepAttached(key, isOn, attach) {
  const observer = new MutationObserver(() => {
    const chart = chartOf(key());
    if (chart && !isOn(chart)) attach(chart);
  });
  observer.observe(document.body, { childList: true, subtree: true });
  return observer;
}

// What a part is filled or stroked with, whichever style sheet says so, as attributes.
function paintOf(style, property) {
  const paint = style.getPropertyValue(property);
  const opacity = +style.getPropertyValue(`${property}-opacity`);
  const { color, alpha } = /^(none|url)/.test(paint) ? { color: paint, alpha: +(paint !== "none") } : solid(paint);
  const total = property === "stroke" && parseFloat(style.strokeWidth) === 0 ? 0 : short(alpha * opacity);
  if (!total) return { [property]: "none" };
  return { [property]: color, [`${property}-opacity`]: total < 1 ? total : undefined };
}

// How the page shows a part, as attributes; null for a part that cannot be seen.
function looksOf(node, style) {
  const own = style.opacity === "1" ? {} : { opacity: style.opacity };
  if (style.display === "none") return null;
  if (node.localName === "g") return own;
  const paint = PAINTED.includes(node.localName) ? { ...paintOf(style, "fill"), ...paintOf(style, "stroke") } : {};
  if (style.visibility === "hidden" || (paint.fill === "none" && paint.stroke === "none")) return null;
  const set = Object.keys(LOOKS)
    .filter((property) => style.getPropertyValue(property) !== LOOKS[property])
    .map((property) => [property, style.getPropertyValue(property)]);
  // the width that text has here, kept where another font must stand in for the page's own
  const width = node.getComputedTextLength && !node.childElementCount && short(node.getComputedTextLength());
  const length = width ? { textLength: width, lengthAdjust: "spacingAndGlyphs" } : {};
  return { ...own, ...paint, ...Object.fromEntries(set), ...length };
}

// Clip paths and gradients, which others refer to: they are as they are, but for what they are called on the page.
function definitionsOf(node) {
  const copy = node.cloneNode(true);
  for (const part of copy.querySelectorAll("[class]")) part.removeAttribute("class");
  return copy;
}

// A part of the chart with all below it; null where nothing can be seen.
function copyOf(node) {
  if (node.localName === "defs") return definitionsOf(node);
  const looks = node.classList.contains("hoverlayer") ? null : looksOf(node, getComputedStyle(node));
  if (!looks) return null;
  const copy = node.cloneNode(false);
  for (const { name } of [...copy.attributes]) if (DROPPED.test(name)) copy.removeAttribute(name);
  for (const [name, value] of Object.entries(looks)) if (value !== undefined) copy.setAttribute(name, value);
  const children = [...node.childNodes].map((child) => (child.nodeType === Node.ELEMENT_NODE ? copyOf(child) : child.cloneNode()));
  copy.append(...children.filter(Boolean));
  return copy.localName === "g" && !copy.childElementCount ? null : copy;
}

// A context that holds the chart as it stands on the page, without what shows only under the pointer;
// what is laid over the chart can then be drawn on it.
function contextOf(chart) {
  const { width, height } = chart._fullLayout;
  const alt = chart.closest("[role=figure]")?.getAttribute("aria-label") ?? "";
  const context = new SvgContext(width, height, groundBehind(chart), alt);
  for (const layer of chart.querySelectorAll(".main-svg")) context.root.append(...[...layer.children].map(copyOf).filter(Boolean));
  return context;
}
