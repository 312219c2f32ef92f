// One digit as a picture of 28 × 28, as a row of 784, and its label as a row of ten. The pixel under
// the pointer, or chosen by the arrow keys, is marked in all of them.

const SIDE = 28;

function layOutFlat(width) {
  const wide = width >= 640;
  const cell = wide ? 14 : 6;
  const picture = { left: 4, top: 30, cell };
  const left = wide ? SIDE * cell + 44 : 4;
  const right = width - left - 6;
  const top = wide ? 30 : SIDE * cell + 72;
  const gap = wide ? 150 : 96;
  return { picture, strip: { left, top, width: right, height: 36 }, row: { left, top: top + gap, width: right, height: 36 }, label: { left, top: top + 2 * gap, width: right, height: 36 } };
}

function shade(context, values, box, perRow, cell, height, ink) {
  context.fillStyle = ink;
  values.forEach((value, i) => {
    if (!value) return;
    context.globalAlpha = value / 255;
    context.fillRect(box.left + (i % perRow) * cell, box.top + Math.floor(i / perRow) * height, cell + 0.3, height);
  });
  context.globalAlpha = 1;
}

function frame(context, box, width, height, color, thick = 1) {
  context.strokeStyle = color;
  context.lineWidth = thick;
  context.strokeRect(box.left, box.top, width, height);
}

const filled = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);

function pixelText(state) {
  const { data, pixel } = state;
  return filled(data.words.pixel, { r: Math.floor(pixel / SIDE), c: pixel % SIDE, i: pixel, v: data.pixels[pixel] });
}

function drawFlat(context, state, width, ink) {
  const { data } = state;
  state.pixel ??= (SIDE / 2) * SIDE + SIDE / 2;
  const boxes = (state.boxes = layOutFlat(width));
  const { picture, strip, row, label } = boxes;
  const [r, c] = [Math.floor(state.pixel / SIDE), state.pixel % SIDE];
  const size = SIDE * picture.cell;
  const thin = strip.width / (SIDE * SIDE);
  const wide = row.width / SIDE;
  const ten = label.width / data.label.length;
  write(context, data.words.picture, picture.left, 20, { align: "left", bold: true });
  shade(context, data.pixels, picture, SIDE, picture.cell, picture.cell, ink);
  frame(context, picture, size, size, data.colors.axis);
  write(context, data.words.strip, strip.left, strip.top - 10, { align: "left", bold: true });
  shade(context, data.pixels, strip, SIDE * SIDE, thin, strip.height, ink);
  frame(context, strip, strip.width, strip.height, data.colors.axis);
  write(context, filled(data.words.row, { r, first: r * SIDE, last: r * SIDE + SIDE - 1 }), row.left, row.top - 10, { align: "left", bold: true });
  shade(context, data.pixels.slice(r * SIDE, (r + 1) * SIDE), row, SIDE, wide, row.height, ink);
  frame(context, row, row.width, row.height, data.colors.axis);
  context.fillStyle = ink;
  write(context, pixelText(state), row.left, row.top + row.height + 22, { align: "left" });
  write(context, data.words.label, label.left, label.top - 10, { align: "left", bold: true });
  data.label.forEach((value, k) => {
    frame(context, { left: label.left + k * ten, top: label.top }, ten, label.height, data.colors.axis);
    write(context, value, label.left + (k + 0.5) * ten, label.top + 24, { bold: value === 1 });
    write(context, k, label.left + (k + 0.5) * ten, label.top + label.height + 20);
  });
  const one = data.label.indexOf(1);
  frame(context, { left: label.left + one * ten, top: label.top }, ten, label.height, data.colors.pick, 3);
  const mark = data.colors.batch;
  frame(context, { left: picture.left, top: picture.top + r * picture.cell }, size, picture.cell, mark, 2);
  frame(context, { left: picture.left + c * picture.cell, top: picture.top + r * picture.cell }, picture.cell, picture.cell, mark, 3);
  frame(context, { left: strip.left + r * SIDE * thin, top: strip.top - 3 }, SIDE * thin, strip.height + 6, mark, 2);
  frame(context, { left: row.left + c * wide, top: row.top }, wide, row.height, mark, 3);
  return picture;
}

function pixelAt(state, event) {
  const { picture, strip, row } = state.boxes;
  const [x, y] = [event.offsetX, event.offsetY];
  const inside = (box, width, height) => x >= box.left && x < box.left + width && y >= box.top && y < box.top + height;
  const size = SIDE * picture.cell;
  if (inside(picture, size, size)) return Math.floor((y - picture.top) / picture.cell) * SIDE + Math.floor((x - picture.left) / picture.cell);
  if (inside(strip, strip.width, strip.height)) return Math.floor(((x - strip.left) / strip.width) * SIDE * SIDE);
  if (inside(row, row.width, row.height)) return Math.floor(state.pixel / SIDE) * SIDE + Math.floor(((x - row.left) / row.width) * SIDE);
  return null;
}

function listenFlat(state) {
  const { canvas } = state;
  const show = (pixel) => {
    if (pixel === null || pixel < 0 || pixel >= SIDE * SIDE) return;
    state.pixel = pixel;
    canvas.setAttribute("aria-label", `${state.data.summary} ${pixelText(state)}`);
    paint(state);
  };
  canvas.tabIndex = 0;
  canvas.addEventListener("pointermove", (event) => show(pixelAt(state, event)));
  canvas.addEventListener("click", (event) => show(pixelAt(state, event)));
  canvas.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: SIDE, ArrowUp: -SIDE }[event.key];
    if (!step) return;
    event.preventDefault();
    show(state.pixel + step);
  });
}

export default (component) => sheet(component, { draw: drawFlat, listen: listenFlat });
