// A canvas laid over a Plotly chart, drawn in the chart's own coordinates. What changes with every
// batch is painted here, so that the chart below stays as it is and need not be built again.

const FONT = '"Source Sans", "Noto Sans", sans-serif';
const states = new WeakMap();

// Puts the canvas into the chart and draws on it; the chart keeps it until Plotly or Streamlit builds anew.
function place(state) {
  const chart = chartOf(state.data.chart);
  if (!chart?._fullLayout.xaxis) return;
  const holder = chart.querySelector(".svg-container");
  if (state.canvas.parentElement !== holder) attach(state, chart, holder);
  const ratio = window.devicePixelRatio || 1;
  const [width, height] = [holder.clientWidth, holder.clientHeight];
  state.canvas.width = width * ratio;
  state.canvas.height = height * ratio;
  const context = state.canvas.getContext("2d");
  context.scale(ratio, ratio);
  const { xaxis, yaxis } = chart._fullLayout;
  state.frame = {
    context,
    holder,
    left: xaxis._offset,
    top: yaxis._offset,
    width: xaxis._length,
    height: yaxis._length,
    x: (value) => xaxis._offset + xaxis.d2p(value),
    y: (value) => yaxis._offset + yaxis.d2p(value),
    ink: getComputedStyle(holder).color,
  };
  state.draw(state, state.frame);
  holder.dataset.painted = state.data.painted;
}

function attach(state, chart, holder) {
  holder.appendChild(state.canvas);
  chart.on("plotly_afterplot", () => place(state));
  for (const [name, handler] of Object.entries(state.handlers)) holder.addEventListener(name, handler);
  if (!elementOf(chart).contains(state.saving.box)) elementOf(chart).append(state.saving.box);
}

// The chart with what is laid over it, but without what shows only under the pointer.
function asSvg(state) {
  const context = contextOf(chartOf(state.data.chart));
  state.draw({ ...state, near: null }, { ...state.frame, context });
  return context.root;
}

function mount(data, parts) {
  const canvas = document.createElement("canvas");
  canvas.style.cssText = "position:absolute;inset:0;width:100%;height:100%;pointer-events:none;transition:color 1ms";
  const state = { canvas, data, draw: parts.draw };
  state.handlers = parts.handlers(state);
  state.saving = saveButtons(() => asSvg(state));
  canvas.addEventListener("transitionend", () => place(state));
  state.observer = keepAttached(() => state.data.chart, (chart) => chart.contains(canvas), () => place(state));
  return state;
}

// `parts` gives draw(state, frame) and handlers(state) -> {event name: listener on the chart}.
function overlay({ data: [data], parentElement, setTriggerValue }, parts) {
  if (!states.has(parentElement)) states.set(parentElement, mount(data, parts));
  const state = states.get(parentElement);
  Object.assign(state, { data, setTriggerValue });
  state.saving.offer(data.save);
  place(state);
  return () => {
    state.observer.disconnect();
    state.canvas.remove();
    state.saving.box.remove();
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

const isBright = (color) => color.match(/\d+/g).slice(0, 3).reduce((sum, part) => sum + Number(part), 0) > 384;

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
  context.strokeStyle = groundBehind(frame.holder); // a halo around the text
  context.strokeText(text, left, base);
  context.fillStyle = frame.ink;
  context.fillText(text, left, base);
}

function drawDots(state, frame) {
  const { data } = state;
  const { context } = frame;
  if (state.source !== data.estimates) {
    state.source = data.estimates;
    state.values = values(data);
  }
  layOut(state, frame);
  context.fillStyle = isBright(frame.ink) ? data.colors.onDark : data.colors.onBright;
  context.globalAlpha = 0.6;
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
    state.frame.holder.toggleAttribute("data-near", Boolean(dot)); // the chart's own label makes room
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
