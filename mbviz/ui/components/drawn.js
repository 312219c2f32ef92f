// Where the indices fall among all the data, and the batch's classes beside those of all the data.

function drawPositions(context, data, width) {
  const box = { left: 64, top: 8, width: width - 80, height: 70 };
  const top = Math.max(...data.counts);
  const step = box.width / data.counts.length;
  write(context, data.words.drawn, 20, box.top + box.height / 2, { turn: -Math.PI / 2 });
  write(context, top, box.left - 8, box.top + 12, { align: "right" });
  write(context, 0, box.left - 8, box.top + box.height, { align: "right" });
  for (const [value] of ticks(data.n, 3)) {
    if (value < 0.78 * data.n) write(context, value.toLocaleString("en"), box.left + (value / data.n) * box.width, box.top + box.height + 20, { align: value ? "center" : "left" });
  }
  write(context, (data.n - 1).toLocaleString("en"), box.left + box.width, box.top + box.height + 20, { align: "right" });
  write(context, data.words.index, box.left + box.width / 2, box.top + box.height + 42);
  context.strokeStyle = data.colors.axis;
  line(context, [box.left, box.top], [box.left, box.top + box.height], [box.left + box.width, box.top + box.height]);
  context.fillStyle = data.colors.batch;
  data.counts.forEach((count, i) => count && context.fillRect(box.left + i * step, box.top + box.height * (1 - count / top), Math.max(step, 2), (box.height * count) / top));
}

function legend(context, data, x, y, ink) {
  context.fillStyle = data.colors.batch;
  context.fillRect(x, y - 11, 20, 12);
  context.fillStyle = data.colors.data;
  context.fillRect(x + 140, y - 7, 20, 4);
  context.fillStyle = ink;
  write(context, data.words.batch, x + 26, y, { align: "left" });
  write(context, data.words.data, x + 166, y, { align: "left" });
}

function drawMix(context, data, width, ink) {
  const box = { left: 64, top: 170, width: width - 80, height: data.height - 222 };
  const top = 1.05 * Math.max(...data.share, ...data.shareAll);
  const step = box.width / data.share.length;
  const at = (share) => box.top + box.height * (1 - share / top);
  legend(context, data, box.left, box.top - 14, ink);
  write(context, data.words.share, 20, box.top + box.height / 2, { turn: -Math.PI / 2 });
  for (const [value, text] of ticks(top, 3)) write(context, text, box.left - 8, at(value) + 5, { align: "right" });
  data.share.forEach((_, k) => write(context, k, box.left + (k + 0.5) * step, box.top + box.height + 20));
  write(context, data.words.classes, box.left + box.width / 2, data.height - 8);
  context.strokeStyle = data.colors.axis;
  line(context, [box.left, box.top], [box.left, box.top + box.height], [box.left + box.width, box.top + box.height]);
  context.fillStyle = data.colors.batch;
  data.share.forEach((share, k) => context.fillRect(box.left + (k + 0.15) * step, at(share), 0.7 * step, box.top + box.height - at(share)));
  context.fillStyle = data.colors.data;
  data.shareAll.forEach((share, k) => context.fillRect(box.left + (k + 0.05) * step, at(share) - 2, 0.9 * step, 4));
}

function drawDrawn(context, { data }, width, ink) {
  drawPositions(context, data, width);
  context.fillStyle = ink;
  drawMix(context, data, width, ink);
}

export default (component) => sheet(component, { draw: drawDrawn });
