// Resolves with the milliseconds from the next key press to the frame in which everything wanted is painted.
(wanted) => new Promise((resolve, reject) => {
  let start = null;
  const redrawn = new Set();
  const charts = () => wanted.charts.map((key) => document.querySelector(`.st-key-${key} .js-plotly-plot`));
  const before = charts();
  for (const chart of before) chart.on("plotly_afterplot", () => { redrawn.add(chart); check(); });
  // Streamlit draws a changed figure into a new element as a rule
  const replotted = (chart, i) => redrawn.has(chart) || (chart && chart !== before[i] && chart.querySelector(".xaxislayer-above text"));
  const shown = ([selector, text]) => {
    const element = document.querySelector(selector);
    return element && (element.dataset.painted ?? element.textContent).includes(text);
  };
  const deep = (node) => {
    for (const child of node.querySelectorAll("*")) {
      if (child.matches(".frame[data-painted]")) return child;
      const found = child.shadowRoot && deep(child.shadowRoot);
      if (found) return found;
    }
    return null;
  };
  const painted = () =>
    wanted.texts.every(shown) &&
    charts().every(replotted) &&
    (!wanted.gallery || deep(document.querySelector(".st-key-gallery"))?.dataset.painted.includes(wanted.gallery));
  const check = () => {
    if (start === null || !painted()) return;
    observer.disconnect();
    clearInterval(timer);
    requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - start), 0));
  };
  addEventListener("keydown", () => { start = performance.now(); }, { once: true, capture: true });
  const observer = new MutationObserver(check);
  observer.observe(document.body, { subtree: true, childList: true, characterData: true, attributes: true });
  setTimeout(() => reject(new Error(`not painted: ${wanted.texts.filter((text) => !shown(text))}, ` +
    `charts ${charts().map(replotted)}, ${wanted.gallery}`)), 10000);
  const timer = setInterval(check, 4); // changes inside a shadow root reach no observer outside
})
