// The losses as bars, row by row beside the heatmap, and their mean as a line.

function drawLosses(context, state, width, ink) {
  const { data } = state;
  const count = data.rows.length;
  const losses = (state.cache.losses ??= floats(data.losses));
  const labelled = count <= data.labelled;
  const box = { left: 16, top: 32, width: width - 32 - (labelled ? 72 : 0), height: data.height - 88 };
  const reach = 1.04 * losses.reduce((a, b) => Math.max(a, b), Math.max(data.mean, 0.1));
  const row = rowHeight(box, count);
  const at = (loss) => box.left + (Math.max(loss, 0) / reach) * box.width;
  for (const [value, text] of ticks(reach, 4)) write(context, text, at(value), box.top + box.height + 20);
  write(context, data.words.axis, box.left + box.width / 2, data.height - 12);
  context.strokeStyle = data.colors.axis;
  context.lineWidth = 1;
  line(context, [box.left, box.top], [box.left, box.top + box.height], [box.left + box.width, box.top + box.height]);
  for (const wrong of [0, 1]) {
    context.fillStyle = wrong ? data.colors.wrong : data.colors.pick;
    losses.forEach((loss, i) => data.wrong[i] === wrong && context.fillRect(box.left, box.top + (i + 0.1) * row, at(loss) - box.left, Math.max(0.8 * row, 0.4)));
  }
  context.fillStyle = ink;
  if (labelled) losses.forEach((loss, i) => write(context, `${data.wrong[i] ? "✗ " : ""}${loss.toFixed(3)}`, width - 8, box.top + (i + 0.5) * row + 5, { align: "right" }));
  context.strokeStyle = data.colors.batch;
  context.lineWidth = 4;
  line(context, [at(data.mean), box.top], [at(data.mean), box.top + box.height]);
  write(context, data.words.mean, at(data.mean), 20, { bold: true, align: data.mean > reach / 2 ? "right" : "left" });
  markSelected(context, state, { ...box, left: 4, width: width - 8 });
  const { pointer } = state;
  if (pointer && pointer.row >= 0 && pointer.row < count) hoverText(context, state, `n = ${data.rows[pointer.row]}: ${losses[pointer.row].toFixed(4)} nats`, pointer.x, pointer.y, ink);
  return box;
}

export default (component) => sheet(component, { draw: drawLosses, rows: true });
