// What a reader would stumble over on a screen: texts that are cut off, that lie on each other or behind the bar, and
// whether anything scrolls. `fits` says whether the window has room for all of the screen.
(fits) => {
  const main = document.querySelector("[data-testid=stMain]");
  const found = [];
  if (fits && main.scrollHeight > main.clientHeight) found.push(`scrolls by ${main.scrollHeight - main.clientHeight} px`);
  if (main.scrollWidth > main.clientWidth) found.push(`sideways by ${main.scrollWidth - main.clientWidth} px`);
  const bar = document.querySelector(".st-key-bar [data-testid=stBidiComponentIsolated]")?.shadowRoot?.querySelector(".controls");
  const barTop = bar && !bar.closest(".alone") ? bar.getBoundingClientRect().top : innerHeight;

  const hidden = (element) => !element.checkVisibility({ checkOpacity: true, checkVisibilityCSS: true }) || element.closest("[hidden], .mbviz-explained");
  const scroller = (element) => {
    for (let at = element; at && at !== main; at = at.parentElement)
      if (/auto|scroll/.test(getComputedStyle(at).overflow)) return at;
    return null;
  };
  const texts = [];
  const walk = (root) => {
    for (const element of root.querySelectorAll("*")) {
      if (element.shadowRoot) walk(element.shadowRoot);
      if (element.closest("style, script, [aria-hidden=true], .js-plotly-plot .hoverlayer")) continue;
      for (const node of element.childNodes) {
        if (node.nodeType !== Node.TEXT_NODE || !node.data.trim() || hidden(element)) continue;
        const range = document.createRange();
        range.selectNodeContents(node);
        const box = range.getBoundingClientRect();
        // one that is there for screen readers alone is a pixel large
        const own = element.getBoundingClientRect();
        if (box.width > 1 && box.height > 1 && own.width > 1 && own.height > 1) texts.push({ element, node, range, box });
      }
    }
  };
  walk(main);
  const said = ({ node }) => JSON.stringify(node.data.trim().slice(0, 40));
  for (const text of texts) {
    const { element, box } = text;
    const style = getComputedStyle(element);
    if (/hidden|clip/.test(style.overflow) && element.scrollWidth > element.clientWidth + 1) found.push(`cut off: ${said(text)}`);
    const scrolls = scroller(element);
    if (!scrolls && (box.right > innerWidth + 1 || box.left < -1)) found.push(`beyond the edge: ${said(text)}`);
    const inBar = element.getRootNode() === bar?.getRootNode();
    if (fits && !scrolls && !inBar && box.bottom > barTop + 1) found.push(`behind the bar: ${said(text)}`);
  }
  const lines = texts.filter(({ element }) => !scroller(element)).flatMap((text) =>
    [...text.range.getClientRects()].filter(({ width, height }) => width > 1 && height > 1).map((box) => ({ ...text, box })));
  for (let i = 0; i < lines.length; i++)
    for (let k = i + 1; k < lines.length; k++) {
      const [a, b] = [lines[i], lines[k]];
      if (a.node === b.node || a.element.contains(b.element) || b.element.contains(a.element)) continue;
      if (!fits && [a, b].some(({ element }) => element.getRootNode() === bar?.getRootNode())) continue; // the page scrolls below it
      const wide = Math.min(a.box.right, b.box.right) - Math.max(a.box.left, b.box.left);
      const high = Math.min(a.box.bottom, b.box.bottom) - Math.max(a.box.top, b.box.top);
      if (wide > 2 && high > 0.3 * Math.min(a.box.height, b.box.height)) found.push(`${said(a)} lies on ${said(b)}`);
    }
  return [...new Set(found)];
}
