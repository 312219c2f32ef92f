// @ts-check
// What tables of numbers share: cells with a heat background in a frame that alone scrolls. Tab reaches one cell of
// a table, the arrow keys reach the others from there.

import { make, part } from "../page/component.js";

/**
 * A cell that can be reached: `place` is its line and column in the grid.
 * @typedef {HTMLTableCellElement & { place: [number, number] }} Cell
 */

/**
 * @template {Cell} Kind
 * @typedef {object} Grid
 * @property {HTMLElement} frame
 * @property {HTMLTableElement} table
 * @property {Kind[][]} lines the cells that can be reached; a place without one is empty
 * @property {Kind | null} current the one that Tab reaches
 */

/** @type {Record<string, [number, number]>} */
export const MOVES = {
  ArrowDown: [1, 0],
  ArrowUp: [-1, 0],
  ArrowRight: [0, 1],
  ArrowLeft: [0, -1],
  Home: [0, -Infinity],
  End: [0, Infinity],
};

/**
 * Give the style sheet its colours.
 * @param {HTMLElement} root
 * @param {Record<string, string>} colors
 */
export function setColors(root, colors) {
  for (const [name, value] of Object.entries(colors)) root.style.setProperty(`--${name}`, value);
}

/**
 * Colour a cell by its number; all outside 0 to 1, and what is no number, gets the colour of the nearer end.
 * @param {HTMLElement & { heat?: number }} cell
 * @param {string} text
 */
export function heat(cell, text) {
  const value = Math.round(100 * Math.min(1, Math.max(0, Number(text) || 0)));
  if (value !== (cell.heat ?? 0)) cell.style.setProperty("--heat", String(value));
  cell.heat = value;
}

/**
 * Let a frame fade out at its right edge as long as more of its table lies beyond.
 * @param {HTMLElement} frame
 */
export function showEdge(frame) {
  const look = () => frame.classList.toggle("goes-on", frame.scrollLeft + frame.clientWidth < frame.scrollWidth - 1);
  frame.addEventListener("scroll", look, { passive: true });
  const sizes = new ResizeObserver(look);
  for (const element of [frame, part(frame, "table", HTMLTableElement)]) sizes.observe(element);
}

/**
 * A grid without cells yet.
 * @template {Cell} Kind
 * @param {HTMLElement} frame
 * @returns {Grid<Kind>}
 */
export const newGrid = (frame) => ({ frame, table: part(frame, "table", HTMLTableElement), lines: [], current: null });

/**
 * Put a cell into the grid.
 * @template {Cell} Kind
 * @param {Grid<Kind>} grid
 * @param {Kind} cell
 */
export function addCell(grid, cell) {
  const [line, column] = cell.place;
  cell.tabIndex = -1;
  grid.lines[line] ??= [];
  grid.lines[line][column] = cell;
}

/**
 * Let Tab reach this cell and no other.
 * @template {Cell} Kind
 * @param {Grid<Kind>} grid
 * @param {Kind | null} cell
 */
export function reach(grid, cell) {
  if (grid.current) grid.current.tabIndex = -1;
  grid.current = cell;
  if (cell) cell.tabIndex = 0;
}

/**
 * The cell in which something happened; null outside those that can be reached.
 * @template {Cell} Kind
 * @param {Grid<Kind>} grid
 * @param {Event} event
 */
export function cellFrom(grid, event) {
  const cell = event.target instanceof Element ? event.target.closest("td[tabindex]") : null;
  return grid.table.contains(cell) ? /** @type {Kind | null} */ (cell) : null;
}

/**
 * The next cell in a direction, gaps left out; the last one of the line when the step has no end. Null beyond the edge.
 * @template {Cell} Kind
 * @param {Pick<Grid<Kind>, "lines">} grid
 * @param {Kind} cell
 * @param {[number, number]} step down and right
 * @returns {Kind | null}
 */
export function neighbour({ lines }, cell, [down, right]) {
  let [line, column] = cell.place;
  if (Math.abs(right) === Infinity) return lines[line].filter(Boolean).at(right > 0 ? -1 : 0) ?? null;
  do {
    line += down;
    column += right;
    if (lines[line]?.[column]) return lines[line][column];
  } while (line >= 0 && line < lines.length && column >= 0 && column < (lines[line]?.length ?? Infinity));
  return null;
}

/**
 * Scroll the frame, never the page, until a cell is clear of the sticky head and columns.
 * @param {HTMLElement} frame
 * @param {Element} cell
 */
export function reveal(frame, cell) {
  const outer = frame.getBoundingClientRect();
  const inner = cell.getBoundingClientRect();
  const head = part(frame, "thead", HTMLElement).getBoundingClientRect();
  const [top, bottom] = [outer.top + frame.clientTop + head.height, outer.top + frame.clientTop + frame.clientHeight];
  if (inner.top < top) frame.scrollTop -= top - inner.top;
  else if (inner.bottom > bottom) frame.scrollTop += inner.bottom - bottom;
  if (cell.classList.contains("fixed")) return;
  const fixed = [...frame.querySelectorAll("thead .fixed")];
  const left = Math.max(...fixed.map((label) => label.getBoundingClientRect().right));
  const right = outer.left + frame.clientLeft + frame.clientWidth;
  if (inner.left < left) frame.scrollLeft -= left - inner.left;
  else if (inner.right > right) frame.scrollLeft += inner.right - right;
}

/**
 * Move the focus to a cell, if there is one.
 * @template {Cell} Kind
 * @param {Grid<Kind>} grid
 * @param {Kind | null} cell
 */
export function go(grid, cell) {
  if (!cell) return;
  reach(grid, cell);
  reveal(grid.frame, cell);
  cell.focus();
}

const PADDING = 0.7; // em, left and right together
const MARK = 0.9; // em that the mark of a cell wants besides, as in table.css

/**
 * A width for texts of so many characters, one not too narrow and not too wide; what is longer is cut off. A text
 * that begins with ✓ or ✗ gets the room of a mark for it.
 * @param {string[]} texts
 * @param {{ least: number, most?: number, character?: number }} limits in em; a character of a number
 */
export function widthOf(texts, { least, most = 9, character = 0.5 }) {
  const letter = Math.max(character, 0.62);
  const widths = texts.map((text) => {
    const ideographs = text.match(/[\u1100-\u11ff\u2e80-\uffef]/g)?.length ?? 0;
    const letters = text.match(/[A-Za-z]/g)?.length ?? 0;
    const mark = /^[✓✗]/.test(text) ? MARK - character : 0;
    return mark + ideographs + letter * letters + character * (text.length - ideographs - letters);
  });
  return `${Math.min(most, Math.max(least, ...widths.map((width) => PADDING + width))).toFixed(2)}em`;
}

/**
 * Set the columns' widths. They are not left to the browser: measuring a hundred rows would take it longer than all
 * the rest, and this way it need not even lay out the rows that are out of sight.
 * @param {HTMLTableElement & { widths?: string }} table
 * @param {string[]} widths
 */
export function setWidths(table, widths) {
  if (table.widths === widths.join(" ")) return;
  table.widths = widths.join(" ");
  table.style.setProperty("--columns", table.widths);
  for (const i of [1, 2]) table.style.setProperty(`--left-${i}`, `calc(${widths.slice(0, i).join(" + ")})`);
}

/**
 * @param {HTMLElement} body
 * @param {string} [className]
 */
export function addRow(body, className = "") {
  const row = make("tr", className);
  row.setAttribute("role", "row");
  body.append(row);
  return row;
}

/**
 * Add a cell to a row.
 * @param {HTMLElement} row
 * @param {string} className
 * @param {string} [text]
 * @param {"gridcell" | "rowheader" | "columnheader"} [role]
 * @returns {HTMLTableCellElement}
 */
export function addPlain(row, className, text = "", role = "gridcell") {
  const cell = make(role === "gridcell" ? "td" : "th", className, text);
  cell.setAttribute("role", role);
  row.append(cell);
  return cell;
}

/**
 * A table's head and its empty body; columns of class "fixed" stay in sight. Both go into the table when they are
 * filled, since every change costs more there.
 * @param {[string, string][]} labels text and class of each column
 */
export function newParts(labels) {
  const [head, body] = [make("thead"), make("tbody")];
  for (const group of [head, body]) group.setAttribute("role", "rowgroup");
  const row = addRow(head);
  let pinned = 0;
  const heads = labels.map(([text, className]) => {
    const cell = addPlain(row, className, text, text ? "columnheader" : "gridcell");
    if (className.includes("fixed")) cell.classList.add(`fixed-${pinned++}`);
    return cell;
  });
  return { head, heads, body };
}
