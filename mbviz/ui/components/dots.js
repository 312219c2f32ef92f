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
// The dots of the estimates chart: one for each mini-batch, faint; this batch bright. A click opens a batch.

const REACH = 18; // how near in pixels a click or pointer must come to a dot

function values(data) {
  const bytes = Uint8Array.from(atob(data.estimates), (c) => c.charCodeAt(0));
  return new Float32Array(bytes.buffer);
}

// Dots of one size are spread a little to both sides, always the same way, so that their density shows.
const spread = (index, width) => (((index * 0.6180339887) % 1) - 0.5) * Math.min(14, width / 45);

function layOut(state, frame) {
  const { sizes, draws, top } = state.data;
  state.dots = Array.from(state.values, (value, i) => ({
    size: sizes[Math.floor(i / draws)],
    draw: i % draws,
    value,
    x: frame.x(sizes[Math.floor(i / draws)]) + spread(i % draws, frame.width),
    y: frame.y(Math.min(value, top)),
  }));
}

function disc(context, x, y, radius, above) {
  context.beginPath();
  if (above) {
    context.moveTo(x, y - radius);
    context.lineTo(x + radius, y + radius);
    context.lineTo(x - radius, y + radius);
    context.closePath();
  } else context.arc(x, y, radius, 0, 2 * Math.PI);
}

function label(context, frame, text, x, y, bold) {
  context.font = `${bold ? "bold " : ""}16px ${FONT}`;
  const width = context.measureText(text).width;
  const left = x + 14 + width > frame.left + frame.width + 10 ? x - 14 - width : x + 14;
  const base = Math.max(frame.top + 16, y - 8);
  context.lineWidth = 5;
  context.strokeStyle = groundBehind(frame);
  context.strokeText(text, left, base);
  context.fillStyle = frame.ink;
  context.fillText(text, left, base);
}

// The page's ground behind the chart, for a halo around text.
function groundBehind(frame) {
  for (let node = frame.holder; node; node = node.parentElement) {
    const color = getComputedStyle(node).backgroundColor;
    if (color && color !== "transparent" && !color.endsWith(", 0)")) return color;
  }
  return "#fff";
}

function drawDots(state, frame) {
  const { data } = state;
  const { context } = frame;
  if (state.source !== data.estimates) {
    state.source = data.estimates;
    state.values = values(data);
  }
  layOut(state, frame);
  context.fillStyle = data.colors.dot;
  context.globalAlpha = 0.5;
  for (const dot of state.dots) {
    disc(context, dot.x, dot.y, 2.5, dot.value > data.top);
    context.fill();
  }
  context.globalAlpha = 1;
  if (state.near) {
    disc(context, state.near.x, state.near.y, 7, state.near.value > data.top);
    context.lineWidth = 2;
    context.strokeStyle = frame.ink;
    context.stroke();
  }
  const [x, y] = [frame.x(data.batch.size), frame.y(Math.min(data.batch.loss, data.top))];
  disc(context, x, y, 9, data.batch.loss > data.top);
  context.fillStyle = data.colors.batch;
  context.fill();
  context.lineWidth = 2;
  context.strokeStyle = frame.ink;
  context.stroke();
  if (state.near) label(context, frame, data.hover.replace("{size}", state.near.size.toLocaleString("en")).replace("{draw}", state.near.draw).replace("{loss}", state.near.value.toFixed(4)), state.near.x, state.near.y, false);
  else label(context, frame, data.batch.label, x, y, true);
}

function nearest(state, event) {
  const box = state.canvas.getBoundingClientRect();
  const [x, y] = [event.clientX - box.left, event.clientY - box.top];
  let best = null;
  let distance = REACH * REACH;
  for (const dot of state.dots || []) {
    const square = (dot.x - x) ** 2 + (dot.y - y) ** 2;
    if (square < distance) [best, distance] = [dot, square];
  }
  return best;
}

function dotHandlers(state) {
  const point = (dot) => {
    if (dot === state.near) return;
    state.near = dot;
    state.frame.holder.style.cursor = dot ? "pointer" : "";
    place(state);
  };
  return {
    pointermove: (event) => point(nearest(state, event)),
    pointerleave: () => point(null),
    click: (event) => {
      const dot = nearest(state, event);
      state.near = null;
      if (dot) state.setTriggerValue("pick", { batch_size: dot.size, draw: dot.draw });
    },
  };
}

export default (component) => overlay(component, { draw: drawDots, handlers: dotHandlers });
