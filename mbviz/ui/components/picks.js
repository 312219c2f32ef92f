// The softmax outputs as a heatmap, the picked cells outlined.

// One pixel for each cell, its opacity the output; stretched without smoothing.
function heat(state) {
  const { data, cache } = state;
  if (cache.heat) return cache.heat;
  const count = data.rows.length;
  cache.y = floats(data.y);
  cache.heat = new OffscreenCanvas(data.classes, count);
  const context = cache.heat.getContext("2d");
  const image = context.createImageData(data.classes, count);
  const [red, green, blue] = data.colors.heat;
  cache.y.forEach((value, i) => image.data.set([red, green, blue, 255 * Math.min(value, 1)], 4 * i));
  context.putImageData(image, 0, 0);
  return cache.heat;
}

function outlinePicks(context, data, box, cell, row) {
  context.strokeStyle = data.colors.pick;
  context.lineWidth = row > 20 ? 3 : row > 4 ? 2 : 1;
  context.beginPath();
  data.t.forEach((k, n) => context.rect(box.left + k * cell, box.top + n * row, cell, row));
  context.stroke();
}

function drawPicks(context, state, width, ink) {
  const { data } = state;
  const count = data.rows.length;
  const labelled = count <= data.labelled;
  const box = { left: labelled ? 82 : 64, top: 32 };
  Object.assign(box, { width: width - box.left - 8, height: data.height - box.top - 56 });
  const cell = box.width / data.classes;
  const row = rowHeight(box, count);
  for (let k = 0; k < data.classes; k++) write(context, k, box.left + (k + 0.5) * cell, box.top + box.height + 20);
  write(context, data.words.classes, box.left + box.width / 2, data.height - 12);
  if (labelled) data.rows.forEach((n, i) => write(context, `y[${n}, ${data.t[i]}]`, box.left - 8, box.top + (i + 0.5) * row + 5, { align: "right" }));
  else write(context, data.words.rows, 20, box.top + box.height / 2, { turn: -Math.PI / 2 });
  if (!labelled && data.inOrder) for (const [n, text] of ticks(count - 1, 5)) write(context, text, box.left - 8, box.top + (n + 0.5) * row + 5, { align: "right" });
  context.imageSmoothingEnabled = false;
  context.drawImage(heat(state), box.left, box.top, box.width, row * count);
  context.strokeStyle = data.colors.axis;
  context.strokeRect(box.left, box.top, box.width, row * count);
  outlinePicks(context, data, box, cell, row);
  markSelected(context, state, box);
  const { pointer } = state;
  const k = pointer ? Math.floor((pointer.x - box.left) / cell) : -1;
  if (pointer && k >= 0 && k < data.classes && pointer.row >= 0 && pointer.row < count) {
    const value = state.cache.y[pointer.row * data.classes + k];
    hoverText(context, state, `y[${data.rows[pointer.row]}, ${k}] = ${value.toPrecision(4)}`, pointer.x, pointer.y, ink);
  }
  return box;
}

export default (component) => sheet(component, { draw: drawPicks, rows: true });
