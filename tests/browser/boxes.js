// What a reader would stumble over on a screen: whether anything scrolls, and texts that are cut off, lie on each
// other, behind the bar or beyond the edge.

const main = document.querySelector("[data-testid=stMain]");
const bar = document.querySelector(".st-key-bar [data-testid=stBidiComponentIsolated]")?.shadowRoot?.querySelector(".controls");
const SILENT = "style, script, [aria-hidden=true], [hidden], .js-plotly-plot .hoverlayer";

const isSeen = (element) => element.checkVisibility({ checkOpacity: true, checkVisibilityCSS: true }) && !element.closest(SILENT);
const isInBar = ({ element }) => !!bar && element.getRootNode() === bar.getRootNode();
const said = ({ node }) => JSON.stringify(node.data.trim().slice(0, 40));

/** The part around an element that scrolls within itself, if there is one. */
function scrollerOf(element) {
  for (let at = element; at && at !== main; at = at.parentElement) if (/auto|scroll/.test(getComputedStyle(at).overflow)) return at;
  return null;
}

/** All texts that are seen, with their boxes; what is there for screen readers alone is a pixel large, for a presenter a little more. */
function textsIn(root) {
  const texts = [];
  for (const element of root.querySelectorAll("*")) {
    if (element.shadowRoot) texts.push(...textsIn(element.shadowRoot));
    for (const node of element.childNodes) {
      if (node.nodeType !== Node.TEXT_NODE || !node.data.trim() || !isSeen(element)) continue;
      const range = document.createRange();
      range.selectNodeContents(node);
      const [box, own] = [range.getBoundingClientRect(), element.getBoundingClientRect()];
      if (Math.min(box.width, box.height, own.width, own.height) > 2) texts.push({ element, node, range, box });
    }
  }
  return texts;
}

/** What is wrong with a text by itself. */
function* alone(text, fits) {
  const { element, box } = text;
  const barTop = bar && !bar.closest(".alone") ? bar.getBoundingClientRect().top : innerHeight;
  if (/hidden|clip/.test(getComputedStyle(element).overflow) && element.scrollWidth > element.clientWidth + 1) yield `cut off: ${said(text)}`;
  if (scrollerOf(element)) return;
  if (box.right > innerWidth + 1 || box.left < -1) yield `beyond the edge: ${said(text)}`;
  if (fits && !isInBar(text) && box.bottom > barTop + 1) yield `behind the bar: ${said(text)}`;
}

/** Which lines of text lie on each other. Where the page scrolls, it does so below the bar. */
function* together(texts, fits) {
  const apart = texts.filter((text) => !scrollerOf(text.element) && (fits || !isInBar(text)));
  const lines = apart.flatMap((text) => [...text.range.getClientRects()].filter(({ width }) => width > 1).map((box) => ({ ...text, box })));
  for (const [i, a] of lines.entries())
    for (const b of lines.slice(i + 1)) {
      if (a.node === b.node || a.element.contains(b.element) || b.element.contains(a.element)) continue;
      const wide = Math.min(a.box.right, b.box.right) - Math.max(a.box.left, b.box.left);
      const high = Math.min(a.box.bottom, b.box.bottom) - Math.max(a.box.top, b.box.top);
      if (wide > 2 && high > 0.3 * Math.min(a.box.height, b.box.height)) yield `${said(a)} lies on ${said(b)}`;
    }
}

/** All that is wrong; `fits` says whether the window has room for all of the screen. */
function boxes(fits) {
  const found = [];
  if (fits && main.scrollHeight > main.clientHeight) found.push(`scrolls by ${main.scrollHeight - main.clientHeight} px`);
  if (main.scrollWidth > main.clientWidth) found.push(`sideways by ${main.scrollWidth - main.clientWidth} px`);
  const isCut = (table) => table.scrollWidth > table.clientWidth + 1 && (fits || table.closest(".mbviz-networks, .mbviz-kept"));
  for (const table of main.querySelectorAll(".mbviz-scroll")) if (isCut(table)) found.push(`a table is cut: ${said({ node: { data: table.innerText } })}`);
  const texts = textsIn(main);
  for (const text of texts) found.push(...alone(text, fits));
  return [...new Set([...found, ...together(texts, fits)])];
}
