// What tables of numbers share: cells with a heat background in a frame that alone scrolls. Tab reaches one cell of
// a table, the arrow keys reach the others from there.

const states = new WeakMap();
const MOVES = {
  ArrowDown: [1, 0], ArrowUp: [-1, 0], ArrowRight: [0, 1], ArrowLeft: [0, -1], Home: [0, -Infinity], End: [0, Infinity],
};

function make(tag, className = "", text = "") {
  const element = document.createElement(tag);
  if (className) element.className = className;
  if (text !== "") element.textContent = text;
  return element;
}

// Text that did not change is left alone, so that nothing is read out twice.
function say(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

const fill = (template, values) => template.replace(/\{(\w+)\}/g, (_, name) => values[name]);

function setColors(root, colors) {
  for (const [name, value] of Object.entries(colors)) root.style.setProperty(`--${name}`, value);
}

// Everything outside 0 to 1, and what is no number, gets the colour of the nearer end.
function heat(cell, text) {
  const value = Math.round(100 * Math.min(1, Math.max(0, Number(text) || 0)));
  if (value !== (cell.heat ?? 0)) cell.style.setProperty("--heat", value);
  cell.heat = value;
}

// lines[i][j] are the cells that can be reached; a place without one is undefined.
const newGrid = (frame) => ({ frame, table: frame.querySelector("table"), lines: [], current: null });

function addCell(grid, line, column, cell) {
  cell.tabIndex = -1;
  cell.place = [line, column];
  (grid.lines[line] ??= [])[column] = cell;
}

function reach(grid, cell) {
  if (grid.current) grid.current.tabIndex = -1;
  grid.current = cell;
  if (cell) cell.tabIndex = 0;
}

// The next cell in a direction, gaps left out; the last one of the line when the step has no end.
function neighbour(grid, cell, [down, right]) {
  let [line, column] = cell.place;
  if (Math.abs(right) === Infinity) return grid.lines[line].filter(Boolean).at(right > 0 ? -1 : 0);
  do {
    line += down;
    column += right;
    if (grid.lines[line]?.[column]) return grid.lines[line][column];
  } while (line >= 0 && line < grid.lines.length && column >= 0 && column < (grid.lines[line]?.length ?? Infinity));
  return null;
}

// Scrolls the frame, never the page, until the cell is clear of the sticky head and columns.
function reveal(frame, cell) {
  const outer = frame.getBoundingClientRect();
  const inner = cell.getBoundingClientRect();
  const head = frame.querySelector("thead").getBoundingClientRect();
  const [top, bottom] = [outer.top + frame.clientTop + head.height, outer.top + frame.clientTop + frame.clientHeight];
  if (inner.top < top) frame.scrollTop -= top - inner.top;
  else if (inner.bottom > bottom) frame.scrollTop += inner.bottom - bottom;
  if (cell.classList.contains("fixed")) return;
  const left = Math.max(...Array.from(frame.querySelectorAll("thead .fixed"), (cell) => cell.getBoundingClientRect().right));
  const right = outer.left + frame.clientLeft + frame.clientWidth;
  if (inner.left < left) frame.scrollLeft -= left - inner.left;
  else if (inner.right > right) frame.scrollLeft += inner.right - right;
}

function go(grid, cell) {
  if (!cell) return;
  reach(grid, cell);
  reveal(grid.frame, cell);
  cell.focus();
}

// A width for texts of so many characters, one not too narrow and not too wide; what is longer is cut off.
const widthOf = (texts, { least, most = 9, character = 0.5 }) =>
  `${Math.min(most, Math.max(least, ...texts.map((text) => 0.7 + character * text.length))).toFixed(2)}em`;

// Widths are set and not left to the browser: measuring a hundred rows would take it longer than all the rest, and
// this way it need not even lay out the rows that are out of sight.
function setWidths(table, widths) {
  if (table.widths === widths.join(" ")) return;
  table.widths = widths.join(" ");
  table.style.setProperty("--columns", table.widths);
  for (const i of [1, 2]) table.style.setProperty(`--left-${i}`, `calc(${widths.slice(0, i).join(" + ")})`);
}

function addRow(body, className = "") {
  const row = make("tr", className);
  row.setAttribute("role", "row");
  body.append(row);
  return row;
}

function addPlain(row, className, text = "", role = "gridcell") {
  const cell = make(role === "gridcell" ? "td" : "th", className, text);
  cell.setAttribute("role", role);
  row.append(cell);
  return cell;
}

// labels: [text, class] for each column; those of class "fixed" stay in sight. The parts go into the table when they
// are filled, since every change costs more there.
function newParts(labels) {
  const [head, body] = [make("thead"), make("tbody")];
  for (const part of [head, body]) part.setAttribute("role", "rowgroup");
  const row = addRow(head);
  let pinned = 0;
  for (const [text, className] of labels) {
    const cell = addPlain(row, className, text, text ? "columnheader" : "gridcell");
    if (className.includes("fixed")) cell.classList.add(`fixed-${pinned++}`);
  }
  return { head, heads: [...row.children], body };
}
