// A canvas laid over a Plotly chart, drawn in the chart's own coordinates. What changes with every
// batch is painted here, so that the chart below stays as it is and need not be built again.

const FONT = '"Source Sans", "Noto Sans", sans-serif';
const states = new WeakMap();

// The chart that Streamlit drew under this key; a chart may come later than its overlay, or be made anew.
function chartOf(key) {
  const chart = document.querySelector(`.st-key-${key} .js-plotly-plot`);
  return chart && chart._fullLayout && chart._fullLayout.xaxis ? chart : null;
}

function place(state) {
  const chart = chartOf(state.data.chart);
  if (!chart) return;
  const holder = chart.querySelector(".svg-container");
  if (state.canvas.parentElement !== holder) {
    holder.appendChild(state.canvas);
    chart.on("plotly_afterplot", () => place(state));
    for (const [name, handler] of Object.entries(state.handlers)) holder.addEventListener(name, handler);
  }
  const ratio = window.devicePixelRatio || 1;
  const [width, height] = [holder.clientWidth, holder.clientHeight];
  state.canvas.width = width * ratio;
  state.canvas.height = height * ratio;
  const context = state.canvas.getContext("2d");
  context.scale(ratio, ratio);
  context.clearRect(0, 0, width, height);
  const { xaxis, yaxis } = chart._fullLayout;
  const frame = {
    context,
    holder,
    left: xaxis._offset,
    top: yaxis._offset,
    width: xaxis._length,
    height: yaxis._length,
    x: (value) => xaxis._offset + xaxis.d2p(value),
    y: (value) => yaxis._offset + yaxis.d2p(value),
    rowAt: (pixel) => Math.round(yaxis.p2d(pixel - yaxis._offset)),
    ink: getComputedStyle(holder).color,
  };
  state.frame = frame;
  state.draw(state, frame);
  holder.dataset.painted = state.data.painted;
}

// `parts` gives draw(state, frame) and handlers(state) -> {event name: listener on the chart}.
function overlay({ data, parentElement, setTriggerValue }, parts) {
  let state = states.get(parentElement);
  if (!state) {
    const canvas = document.createElement("canvas");
    canvas.style.cssText = "position:absolute;inset:0;width:100%;height:100%;pointer-events:none;transition:color 1ms";
    state = { canvas, draw: parts.draw };
    state.handlers = parts.handlers(state);
    canvas.addEventListener("transitionend", () => place(state));
    // one look after each change of the page: cheap, and it finds charts that come late or are replaced
    state.observer = new MutationObserver(() => {
      const chart = chartOf(state.data.chart);
      if (chart && !chart.contains(canvas)) place(state);
    });
    state.observer.observe(document.body, { childList: true, subtree: true });
    states.set(parentElement, state);
  }
  Object.assign(state, { data, setTriggerValue });
  place(state);
  return () => {
    state.observer.disconnect();
    state.canvas.remove();
    states.delete(parentElement);
  };
}
