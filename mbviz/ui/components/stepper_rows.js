// The stepper's table: which lines it has, and what stands in their cells.

// What the visitor typed and the server has not answered yet goes before what it said last.
function textOf(state, array, row, column) {
  const typed = state.pending.findLast(
    (edit) => edit.kind === "cell" && edit.array === array && edit.row === row && edit.column === column,
  );
  if (typed) return typed.text;
  const lines = state.data[array];
  return (array === "y" || state.data.oneHot ? lines[row]?.[column] : lines[row]) ?? "";
}

// The row of y that a text of sel names, as NumPy counts it; null when it names none.
function rowNamed(text, count) {
  if (!/^\s*[-+]?\d+\s*$/.test(text)) return null;
  const row = Number(text) < 0 ? Number(text) + count : Number(text);
  return row >= 0 && row < count ? row : null;
}

// One line for each pair n and its row of y. With sel, rows of y without a pair have n = null: they stand in their
// own places while the rows selected ascend, and below the pairs otherwise.
function layout(state) {
  const { y, t, sel } = state.data;
  if (!sel) return Array.from({ length: Math.max(y.length, t.length) }, (_, n) => ({ n, row: n }));
  const count = Math.max(sel.length, t.length);
  const pairs = Array.from({ length: count }, (_, n) => ({ n, row: rowNamed(textOf(state, "sel", n, 0), y.length) }));
  const rows = pairs.map(({ row }) => row);
  const others = y.map((_, row) => ({ n: null, row })).filter(({ row }) => !rows.includes(row));
  const ascending = rows.every((row, i) => row !== null && (i === 0 || row > rows[i - 1]));
  return ascending ? [...pairs, ...others].sort((a, b) => a.row - b.row) : [...pairs, ...others];
}

function columnsOf({ y, t, oneHot }) {
  return Math.max(0, ...y.map((row) => row.length), ...(oneHot ? t.map((row) => row.length) : []));
}

function headLabels(data, classes) {
  const index = data.sel ? [[data.words.row, "fixed"], ["sel", "fixed mono"]] : [["arange\u200b(B)", "fixed mono arange"]];
  const label = [data.oneHot ? "" : "t", "fixed mono last-fixed"];
  const ks = Array.from({ length: classes }, (_, k) => [String(k), ""]);
  return [...index, label, ...ks, ["log", "mono sum-cell first-sum"], ["sum", "mono sum-cell"]];
}

// A cell that can be edited: its address is where the server finds it.
function addEditable(state, line, tr, at, className, address) {
  const td = make("td", className);
  td.setAttribute("role", "gridcell");
  td.address = address;
  td.setAttribute("data-cell", `${address.array},${address.row},${address.column}`);
  addCell(state.grid, line, at, td);
  state.cells.push(td);
  tr.append(td);
  return td;
}

// The sticky cells of a pair's line; a row of y without a pair has its number alone.
function addLeft(state, line, tr, { n, row }) {
  const { sel, oneHot } = state.data;
  const number = sel ? row ?? "–" : n;
  const head = addPlain(tr, sel ? "fixed fixed-0" : "fixed fixed-0 mono arange", String(number), "rowheader");
  let index = head;
  let at = 1;
  if (sel) {
    const classes = "fixed fixed-1 mono";
    index = n === null ? addPlain(tr, classes) : addEditable(state, line, tr, at, classes, { array: "sel", row: n, column: 0 });
    at += 1;
  }
  const classes = `fixed fixed-${at} mono last-fixed`;
  if (oneHot || n === null) return { index, label: addPlain(tr, classes, oneHot ? "y" : "") };
  return { index, label: addEditable(state, line, tr, at, classes, { array: "t", row: n, column: 0 }) };
}

function addValues(state, line, tr, array, row, className) {
  const offset = state.data.sel ? 3 : 2;
  return Array.from({ length: state.classes }, (_, k) =>
    row === null ? addPlain(tr, className) : addEditable(state, line, tr, k + offset, className, { array, row, column: k }),
  );
}

function addLine(state, body, { n, row }) {
  const line = state.grid.lines.length;
  const tr = addRow(body, n === null ? "faint" : "");
  const left = addLeft(state, line, tr, { n, row });
  const values = addValues(state, line, tr, "y", row, "heat");
  const log = addPlain(tr, "mono sum-cell first-sum");
  const sum = addPlain(tr, "mono sum-cell");
  state.grid.lines[line] ??= [];
  const pair = { tr, ...left, values, log, sum, line: state.lines.length };
  state.lines.push(pair);
  if (n === null) return;
  state.pairs[n] = pair;
  if (state.data.oneHot) pair.ones = addOneHot(state, body, n);
}

function addOneHot(state, body, n) {
  const tr = addRow(body, "ones");
  addPlain(tr, "fixed fixed-0");
  if (state.data.sel) addPlain(tr, "fixed fixed-1");
  addPlain(tr, `fixed fixed-${state.data.sel ? 2 : 1} mono last-fixed`, "t");
  const ones = addValues(state, state.grid.lines.length, tr, "t", n, "one");
  addPlain(tr, "first-sum");
  addPlain(tr, "");
  return ones;
}

function build(state, shape, invalid) {
  const { table } = state.grid;
  const hadFocus = table.contains(table.getRootNode().activeElement);
  const [current, editor] = [state.grid.current?.address, state.editor];
  state.editor = null; // before its field goes, which would commit it
  Object.assign(state, { cells: [], lines: [], pairs: [], grid: newGrid(state.grid.frame), lit: [] });
  const { head, heads, body } = newParts(headLabels(state.data, state.classes));
  state.heads = heads;
  shape.forEach((line) => addLine(state, body, line));
  state.cells.forEach((td) => writeCell(state, td, invalid));
  table.replaceChildren(head, body);
  const again = state.cells.find((td) => td.getAttribute("data-cell") === [current?.array, current?.row, current?.column].join());
  reach(state.grid, again ?? state.cells[0] ?? null);
  if (hadFocus && state.grid.current) state.grid.current.focus({ preventScroll: true });
  if (editor && again) openEditor(state, again, editor.input.value);
}

function writeCell(state, td, invalid) {
  const { array, row, column } = td.address;
  const text = textOf(state, array, row, column);
  const bad = invalid.has(td.getAttribute("data-cell"));
  if (state.editor?.td === td || (td.shown === text && td.bad === bad)) return;
  td.textContent = text;
  if (text.length > 6 || td.title) td.title = text;
  const place = array === "y" || state.data.oneHot ? `[${row}, ${column}]` : `[${row}]`;
  td.setAttribute("aria-label", `${array}${place} = ${text}`);
  if (array === "y") heat(td, text);
  else if (state.data.oneHot) td.classList.toggle("zero", Number(text) === 0);
  if (bad !== Boolean(td.bad)) {
    td.classList.toggle("bad", bad);
    td.setAttribute("aria-invalid", String(bad));
  }
  Object.assign(td, { shown: text, bad });
}

// Each column as wide as its longest text; the mark of a bad cell wants the room of two characters.
function columnWidths(state) {
  const { sel, oneHot, trace } = state.data;
  const texts = {};
  for (const { address, shown, bad } of state.cells) {
    const column = address.array === "y" || oneHot ? address.column : address.array;
    (texts[column] ??= []).push(bad ? `✗ ${shown}` : shown);
  }
  const narrow = { least: 2.6, character: 0.6 };
  const index = sel ? ["3.2em", widthOf(texts.sel ?? [], { ...narrow, least: 3.2 })] : ["var(--arange)"];
  const ks = Array.from({ length: state.classes }, (_, k) => widthOf(texts[k] ?? [], { least: 3.2 }));
  // without a trace they stay as they were, so that nothing moves for a slip of the finger
  const wide = { least: 5.4, character: 0.58 };
  if (trace || !state.results) state.results = [widthOf(trace?.logs ?? [], wide), widthOf(trace?.sums ?? [], wide)];
  return [...index, widthOf(texts.t ?? [], narrow), ...ks, ...state.results];
}

function showTable(state) {
  const { data } = state;
  const shape = layout(state);
  state.classes = columnsOf(data);
  const key = JSON.stringify([shape, state.classes, data.oneHot, Boolean(data.sel), data.words.row]);
  const invalid = new Set(data.invalid.map((cell) => cell.join()));
  if (key === state.shape) state.cells.forEach((td) => writeCell(state, td, invalid));
  else build(state, shape, invalid);
  state.shape = key;
  setWidths(state.grid.table, columnWidths(state));
}
