// Draws the digits of a batch on one canvas as large as its frame; scrolling redraws what is in sight,
// so a thousand digits cost no more than those that can be seen.

const SIDE = 28;
const FONT = '"Source Sans", "Noto Sans", sans-serif';
const states = new WeakMap();

function unpack(bytes) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const length = view.getUint32(0, true);
  const header = JSON.parse(new TextDecoder().decode(bytes.subarray(4, 4 + length)));
  const count = header.rows.length;
  const start = bytes.byteOffset + 4 + length;
  // slice: a typed array must begin at a multiple of its element's size
  header.y = new Float32Array(bytes.buffer.slice(start, start + 4 * count * header.classes));
  header.pixels = new Uint8Array(bytes.buffer, start + 4 * count * header.classes, count * SIDE * SIDE);
  return header;
}

function geometry(state) {
  const count = state.batch.rows.length;
  const zoom = count <= 20 ? 4 : count <= 100 ? 2.5 : 2;
  const tile = { digit: SIDE * zoom, width: SIDE * zoom + 16, text: count <= 20 ? 17 : 14, bars: count <= 20 ? 40 : 24 };
  tile.labels = count <= 20 ? 14 : 0;
  tile.height = tile.text + tile.digit + tile.bars + tile.labels + 26;
  const columns = Math.max(1, Math.floor(state.canvas.clientWidth / tile.width));
  const inset = Math.floor((state.canvas.clientWidth - columns * tile.width) / 2);
  return { ...tile, columns, inset, total: Math.ceil(count / columns) * tile.height };
}

// All digits on one offscreen picture in the text's colour, made once for a batch and a theme.
function mosaic(batch, color) {
  const [red, green, blue] = color.match(/[\d.]+/g).map(Number);
  const picture = new OffscreenCanvas(SIDE, SIDE * batch.rows.length);
  const context = picture.getContext("2d");
  const image = context.createImageData(SIDE, SIDE * batch.rows.length);
  const pixels = new Uint32Array(image.data.buffer);
  const ink = (blue << 16) | (green << 8) | red;
  for (let i = 0; i < batch.pixels.length; i++) pixels[i] = (batch.pixels[i] << 24) | ink;
  context.putImageData(image, 0, 0);
  return picture;
}

function drawTile(context, state, g, index, left, top) {
  const { batch, color } = state;
  const { colors, classes } = batch;
  const [truth, guess, n] = [batch.t[index], batch.predicted[index], batch.rows[index]];
  const right = truth === guess;
  const x = left + 8;
  let y = top + 6;
  if (n === state.selected) {
    context.strokeStyle = colors.batch;
    context.lineWidth = 4;
    context.strokeRect(left + 2, top + 2, g.width - 4, g.height - 4);
  }
  context.font = `${right ? "" : "bold "}${g.text}px ${FONT}`;
  context.fillStyle = color;
  context.textAlign = "left";
  context.fillText(right ? `${truth}` : `${truth} → ${guess}`, x, y + g.text);
  context.textAlign = "right";
  context.fillStyle = right ? colors.pick : colors.wrong;
  context.fillText(right ? "✓" : "✗", x + g.digit, y + g.text);
  y += g.text + 4;
  context.drawImage(state.picture, 0, index * SIDE, SIDE, SIDE, x, y, g.digit, g.digit);
  y += g.digit + 4;
  const step = g.digit / classes;
  for (let k = 0; k < classes; k++) {
    const height = Math.max(1, batch.y[index * classes + k] * g.bars);
    const fill = k === truth ? colors.pick : k === guess ? colors.wrong : colors.other;
    context.fillStyle = fill;
    context.fillRect(x + k * step + 0.5, y + g.bars - height, step - 1, height);
    if (k === truth) {
      // the true class is outlined as well, never told by colour alone
      context.strokeStyle = color;
      context.lineWidth = 1;
      context.strokeRect(x + k * step + 0.5, y + 0.5, step - 1, g.bars - 1);
    }
    if (g.labels) {
      context.font = `${k === truth || k === guess ? "bold " : ""}${g.labels - 2}px ${FONT}`;
      context.fillStyle = color;
      context.textAlign = "center";
      context.fillText(k, x + (k + 0.5) * step, y + g.bars + g.labels);
    }
  }
}

// The tiles in sight, on a canvas or in a file.
function drawTiles(context, state, height) {
  const { frame, batch } = state;
  const g = geometry(state);
  context.imageSmoothingEnabled = false;
  const first = Math.floor(frame.scrollTop / g.height) * g.columns;
  const last = Math.min(batch.rows.length, Math.ceil((frame.scrollTop + height) / g.height) * g.columns);
  for (let i = first; i < last; i++) {
    const left = g.inset + (i % g.columns) * g.width;
    drawTile(context, state, g, i, left, Math.floor(i / g.columns) * g.height - frame.scrollTop);
  }
}

function draw(state) {
  const { canvas, frame, batch } = state;
  frame.dataset.selected = state.selected;
  const ratio = window.devicePixelRatio || 1;
  const [width, height] = [canvas.clientWidth, canvas.clientHeight];
  if (!width) return;
  canvas.width = width * ratio;
  canvas.height = height * ratio;
  const color = getComputedStyle(canvas).color;
  if (color !== state.color || !state.picture) {
    state.color = color;
    state.picture = mosaic(batch, color);
  }
  state.spacer.style.height = `${Math.max(geometry(state).total, height)}px`;
  const context = canvas.getContext("2d");
  context.scale(ratio, ratio);
  drawTiles(context, state, height);
  frame.dataset.painted = batch.painted;
}

function asSvg(state) {
  const { canvas, batch } = state;
  const context = new SvgContext(canvas.clientWidth, canvas.clientHeight, groundBehind(canvas), batch.summary);
  drawTiles(context, state, canvas.clientHeight);
  return context.root;
}

function speak(state) {
  const { batch } = state;
  const i = batch.rows.indexOf(state.selected);
  if (i >= 0) state.spoken.textContent = `n = ${state.selected}: ${batch.t[i]} → ${batch.predicted[i]}`;
}

function select(state, index) {
  const { batch, frame } = state;
  if (index < 0 || index >= batch.rows.length) return;
  state.selected = batch.rows[index];
  const g = geometry(state);
  const top = Math.floor(index / g.columns) * g.height;
  if (top < frame.scrollTop) frame.scrollTop = top;
  else if (top + g.height > frame.scrollTop + frame.clientHeight) frame.scrollTop = top + g.height - frame.clientHeight;
  draw(state);
  speak(state);
  remember(state.selected);
  state.setTriggerValue("pick", state.selected);
}

function onClick(state, event) {
  const g = geometry(state);
  const box = state.canvas.getBoundingClientRect();
  const column = Math.floor((event.clientX - box.left - g.inset) / g.width);
  const row = Math.floor((event.clientY - box.top + state.frame.scrollTop) / g.height);
  if (column >= 0 && column < g.columns) select(state, row * g.columns + column);
}

function onKey(state, event) {
  const columns = geometry(state).columns;
  const step = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: columns, ArrowUp: -columns }[event.key];
  if (step === undefined) return;
  event.preventDefault();
  select(state, state.batch.rows.indexOf(state.selected) + step);
}

function mount(root) {
  const frame = root.querySelector(".frame");
  const state = { frame, canvas: root.querySelector("canvas"), spacer: root.querySelector(".spacer"), spoken: root.querySelector(".spoken") };
  state.canvas.addEventListener("click", (event) => onClick(state, event));
  frame.addEventListener("keydown", (event) => onKey(state, event));
  frame.addEventListener("scroll", () => draw(state), { passive: true });
  state.canvas.addEventListener("transitionend", () => draw(state));
  state.saving = saveButtons(() => asSvg(state));
  frame.after(state.saving.box);
  new ResizeObserver(() => draw(state)).observe(frame);
  return state;
}

export default function ({ data, parentElement, setTriggerValue }) {
  if (!states.has(parentElement)) states.set(parentElement, mount(parentElement));
  const state = states.get(parentElement);
  const batch = unpack(data);
  if (state.batch && state.batch.painted !== batch.painted) state.frame.scrollTop = 0;
  Object.assign(state, { batch, setTriggerValue, selected: latest(batch.selected), picture: null });
  state.frame.setAttribute("aria-label", batch.summary);
  state.canvas.setAttribute("aria-label", batch.summary);
  state.saving.offer(batch.save);
  draw(state);
}
