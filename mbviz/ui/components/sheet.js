// What all charts on a canvas share: size, theme, axes, hover text, and rows that can be selected.
// The charts with a row for each example give rowAt; the others only draw.

const FONT = '"Source Sans", "Noto Sans", sans-serif';
const SIZE = 15;
const states = new WeakMap();

const floats = (text) => new Float32Array(Uint8Array.from(atob(text), (c) => c.charCodeAt(0)).buffer);

function write(context, text, x, y, { align = "center", bold = false, size = SIZE, turn = 0 } = {}) {
  context.save();
  context.font = `${bold ? "bold " : ""}${size}px ${FONT}`;
  context.textAlign = align;
  context.translate(x, y);
  context.rotate(turn);
  context.fillText(text, 0, 0);
  context.restore();
}

// Round steps 1, 2, 5 · 10^k, about `count` of them up to `top`.
function ticks(top, count) {
  const power = 10 ** Math.floor(Math.log10(top / count));
  const step = [1, 2, 5, 10].find((m) => m * power >= top / count) * power;
  const digits = Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
  return Array.from({ length: Math.floor(top / step + 1e-9) + 1 }, (_, i) => [i * step, (i * step).toFixed(digits)]);
}

function line(context, ...points) {
  context.beginPath();
  points.forEach(([x, y], i) => (i ? context.lineTo(x, y) : context.moveTo(x, y)));
  context.stroke();
}

// Rows share the height, but no fewer than ten, so that a short batch keeps its row height.
const rowHeight = (box, count) => box.height / Math.max(count, 10);

function markSelected(context, state, box) {
  const row = state.data.rows.indexOf(state.selected);
  if (row < 0) return;
  const height = rowHeight(box, state.data.rows.length);
  const [top, frame] = height < 6 ? [box.top + (row + 0.5) * height - 3, 6] : [box.top + row * height, height];
  context.strokeStyle = state.data.colors.batch;
  context.lineWidth = 3;
  context.strokeRect(box.left - 2, top, box.width + 4, frame);
}

function hoverText(context, state, text, x, y, ink) {
  context.font = `${SIZE}px ${FONT}`;
  const width = context.measureText(text).width + 16;
  const left = Math.min(Math.max(0, x + 12), state.canvas.clientWidth - width);
  const top = Math.max(0, y - 36);
  context.fillStyle = ink;
  context.fillRect(left, top, width, 28);
  context.fillStyle = getComputedStyle(state.canvas).getPropertyValue("--st-background-color") || "#fff";
  write(context, text, left + 8, top + 20, { align: "left" });
}

function paint(state) {
  const { canvas, data, parts } = state;
  const width = canvas.clientWidth;
  if (!width) return;
  const ratio = window.devicePixelRatio || 1;
  [canvas.width, canvas.height] = [width * ratio, data.height * ratio];
  const context = canvas.getContext("2d");
  context.scale(ratio, ratio);
  const ink = getComputedStyle(canvas).color;
  context.fillStyle = ink;
  state.box = parts.draw(context, state, width, ink);
  canvas.dataset.painted = data.painted;
  if (parts.rows) canvas.dataset.selected = state.selected;
}

// The chart for a file: as on the page, without what shows only under the pointer.
function asSvg(state) {
  const { canvas, data, parts } = state;
  const context = new SvgContext(canvas.clientWidth, data.height, groundBehind(canvas), data.summary);
  const ink = getComputedStyle(canvas).color;
  context.fillStyle = ink;
  parts.draw(context, { ...state, pointer: null }, canvas.clientWidth, ink);
  return context.root;
}

function pick(state, row) {
  if (row < 0 || row >= state.data.rows.length) return;
  state.selected = state.data.rows[row];
  paint(state);
  remember(state.selected);
  state.setTriggerValue("pick", state.selected);
}

function mount(root, parts) {
  const canvas = root.querySelector("canvas");
  const state = { canvas, parts, pointer: null };
  state.saving = saveButtons(() => asSvg(state));
  canvas.after(state.saving.box);
  const rowAt = (event) => Math.floor((event.offsetY - state.box.top) / rowHeight(state.box, state.data.rows.length));
  canvas.addEventListener("transitionend", () => paint(state));
  new ResizeObserver(() => state.data && paint(state)).observe(canvas);
  parts.listen?.(state);
  if (!parts.rows) return state;
  canvas.tabIndex = 0;
  canvas.addEventListener("click", (event) => pick(state, rowAt(event)));
  canvas.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    pick(state, state.data.rows.indexOf(state.selected) + step);
  });
  canvas.addEventListener("pointermove", (event) => {
    state.pointer = { x: event.offsetX, y: event.offsetY, row: rowAt(event) };
    paint(state);
  });
  canvas.addEventListener("pointerleave", () => {
    state.pointer = null;
    paint(state);
  });
  return state;
}

function sheet({ data: [data], parentElement, setTriggerValue }, parts) {
  if (!states.has(parentElement)) states.set(parentElement, mount(parentElement, parts));
  const state = states.get(parentElement);
  Object.assign(state, { data, setTriggerValue, selected: latest(data.selected), cache: {} });
  state.canvas.style.height = `${data.height}px`;
  state.canvas.setAttribute("aria-label", data.summary);
  state.saving.offer(data.save);
  paint(state);
}
