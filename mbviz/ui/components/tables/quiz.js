// @ts-check
// Which cells does an index pick? The visitor chooses, the server judges: before that, the answer is not in the page.

import { fill, kept, make, part, say, stepOf } from "../page/component.js";
import { insistence } from "../page/insist.js";
import { addCell, addPlain, addRow, cellFrom, go, heat, MOVES, neighbour, newGrid, newParts, reach, setColors, setWidths, showEdge, widthOf } from "./table.js";

/** @typedef {"right" | "wrong" | "missed"} Outcome */
/** @typedef {[number, number]} Index n and k */
/** @typedef {import("./table.js").Cell & { cell: Index, text: string }} Choice */

/**
 * What Python sends.
 * @typedef {object} Data
 * @property {string[][]} y as shown
 * @property {string[][]} full with all digits
 * @property {string} code
 * @property {string[]} pictures of each row, as addresses that hold them
 * @property {string[]} names of what they show
 * @property {(Record<Outcome, Index[]> & { score: string }) | null} result null until an answer was judged
 * @property {boolean} open whether an answer can be compared
 * @property {Record<string, string>} words
 * @property {Record<string, string>} colors
 * @property {string} painted names this quiz
 */

/** @type {Outcome[]} */
const RESULTS = ["right", "wrong", "missed"];

/**
 * The quiz on the page.
 * @param {HTMLElement} root
 */
function newQuiz(root) {
  return {
    root,
    grid: /** @type {import("./table.js").Grid<Choice>} */ (newGrid(part(root, ".frame", HTMLElement))),
    formula: part(root, ".formula", HTMLElement),
    compare: part(root, ".compare", HTMLButtonElement),
    again: part(root, ".again", HTMLButtonElement),
    score: part(root, ".score", HTMLElement),
    legend: part(root, ".legend", HTMLElement),
    chosen: /** @type {Set<Choice>} */ (new Set()),
    data: /** @type {Data | null} */ (null),
    asked: /** @type {[string, unknown] | null} */ (null), // what the server was told and has not answered
    repeated: false, // whether it was told once more
    tell: (/** @type {string} */ _name, /** @type {unknown} */ _value) => {},
  };
}

/** @typedef {ReturnType<typeof newQuiz>} Quiz */

/**
 * Build the table of a new quiz.
 * @param {Quiz} quiz
 * @param {Data} data
 */
function build({ grid }, data) {
  Object.assign(grid, { lines: [], current: null });
  /** @type {[string, string][]} */
  const labels = [["n", "fixed"], ["", "fixed last-fixed"], ...data.y[0].map((_, k) => /** @type {[string, string]} */ ([String(k), ""]))];
  const { head, body } = newParts(labels);
  data.y.forEach((row, n) => {
    const tr = addRow(body);
    addPlain(tr, "fixed fixed-0", String(n), "rowheader");
    addPicture(tr, data, n);
    row.forEach((text, k) => {
      const index = /** @type {Index} */ ([n, k]);
      const td = Object.assign(addPlain(tr, "heat choice"), { title: data.full[n][k], cell: index, place: index, text });
      td.append(make("span", "long", text), make("span", "short", Number(data.full[n][k]).toFixed(2)));
      td.dataset.cell = `y,${n},${k}`;
      heat(td, data.full[n][k]);
      addCell(grid, td);
    });
  });
  grid.table.replaceChildren(head, body);
  reach(grid, grid.lines[0][0]);
  const widths = data.y[0].map((_, k) => widthOf(data.y.map((row) => `✓${row[k]}`), { least: 3.4 }));
  setWidths(grid.table, ["2em", "3.4em", ...widths]);
  grid.table.style.setProperty("--classes", String(widths.length));
}

/**
 * The digit that row n is about.
 * @param {HTMLElement} tr
 * @param {Data} data
 * @param {number} n
 */
function addPicture(tr, { pictures, names, words }, n) {
  const picture = make("span", "picture");
  picture.style.setProperty("--picture", `url(${pictures[n]})`);
  picture.setAttribute("role", "img");
  picture.setAttribute("aria-label", fill(words.picture, { name: names[n] }));
  addPlain(tr, "fixed fixed-1 last-fixed").append(picture);
}

/**
 * What became of a cell; null where nothing was judged of it.
 * @param {Pick<Data, "result">} data
 * @param {Index} index
 */
export function outcomeOf({ result }, [n, k]) {
  return RESULTS.find((name) => result?.[name].some((cell) => cell[0] === n && cell[1] === k)) ?? null;
}

/**
 * @param {Quiz} quiz
 * @param {Data} data
 * @param {Choice} td
 */
function showChoice({ chosen }, { result, words }, td) {
  const outcome = outcomeOf({ result }, td.cell);
  const isMarked = outcome === "right" || outcome === "wrong";
  const isChosen = result ? isMarked : chosen.has(td);
  RESULTS.forEach((name) => td.classList.toggle(name, name === outcome));
  td.classList.toggle("mark", isChosen);
  td.classList.toggle("chosen", isChosen && !result);
  td.setAttribute("aria-selected", String(isChosen));
  td.setAttribute("aria-label", `y[${td.cell.join(", ")}] = ${td.text}${outcome ? `, ${words[outcome]}` : ""}`);
}

/**
 * @param {Quiz} quiz
 * @param {Data} data
 */
function showChoices(quiz, data) {
  const { words, result } = data;
  const { grid, chosen, compare, score, legend } = quiz;
  compare.hidden = legend.hidden = !data.open;
  for (const td of grid.lines.flat()) showChoice(quiz, data, td);
  grid.table.setAttribute("aria-readonly", String(Boolean(result)));
  compare.disabled = Boolean(result) || chosen.size === 0;
  say(score, result ? result.score : fill(words.chosen, { count: chosen.size, rows: data.y.length }));
  score.classList.toggle("judged", Boolean(result));
  legend.classList.toggle("waiting", !result);
}

/**
 * Choose a cell, or give it up if it was chosen: in each row the index picks one, so another one of the row gives way.
 * @template {{ cell: Index }} Kind
 * @param {Set<Kind>} chosen
 * @param {Kind} td
 */
export function choose(chosen, td) {
  if (chosen.delete(td)) return;
  for (const other of chosen) if (other.cell[0] === td.cell[0]) chosen.delete(other);
  chosen.add(td);
}

/**
 * @param {Quiz} quiz
 * @param {Choice} td
 */
function toggle(quiz, td) {
  const { data, chosen } = quiz;
  if (!data || data.result) return;
  choose(chosen, td);
  showChoices(quiz, data);
}

/**
 * @param {Quiz} quiz
 * @param {KeyboardEvent} event
 */
function onKey(quiz, event) {
  const { grid } = quiz;
  const td = cellFrom(grid, event);
  if (!td) return;
  const move = stepOf(event, MOVES);
  if (move) go(grid, neighbour(grid, td, move));
  else if (stepOf(event, { " ": true, Enter: true })) toggle(quiz, td);
  else return;
  event.preventDefault();
}

/**
 * Tell the server something.
 * @param {Pick<Quiz, "asked" | "repeated" | "tell">} quiz
 * @param {string} name
 * @param {unknown} value
 */
export function ask(quiz, name, value) {
  Object.assign(quiz, { asked: [name, value], repeated: false });
  quiz.tell(name, value);
}

/**
 * Take the server's data. What it has not answered is told once more at once, and then after a while: a message is lost
 * while the connection is, or with a server that was started anew.
 * @param {Pick<Quiz, "asked" | "repeated" | "tell" | "data">} quiz
 * @param {Data} data
 */
export function take(quiz, data) {
  const { asked, repeated, data: before } = quiz;
  quiz.data = data;
  if (before?.painted !== data.painted || (asked?.[0] === "answer" && data.result)) quiz.asked = null;
  if (!quiz.asked || repeated) return;
  quiz.repeated = true;
  quiz.tell(...quiz.asked);
}

/** @param {ParentNode} parent */
function mount(parent) {
  const quiz = newQuiz(part(parent, ".root", HTMLElement));
  const { grid, compare, again } = quiz;
  showEdge(grid.frame);
  grid.table.addEventListener("click", (event) => {
    const td = cellFrom(grid, event);
    if (!td) return;
    reach(grid, td);
    toggle(quiz, td);
  });
  grid.table.addEventListener("keydown", (event) => onKey(quiz, event));
  compare.addEventListener("click", () => {
    ask(quiz, "answer", { painted: quiz.data?.painted, cells: Array.from(quiz.chosen, (td) => td.cell) });
  });
  again.addEventListener("click", () => ask(quiz, "again", { painted: quiz.data?.painted }));
  const insist = insistence(
    () => quiz.root.isConnected && quiz.asked !== null,
    () => quiz.asked && quiz.tell(...quiz.asked),
  );
  return { quiz, insist };
}

/**
 * @param {Quiz} quiz
 * @param {Data} data
 */
function showWords(quiz, { words, code, colors }) {
  setColors(quiz.root, colors);
  for (const name of /** @type {const} */ (["compare", "again"])) say(quiz[name], words[name]);
  say(quiz.formula, code);
  quiz.grid.table.setAttribute("aria-label", words.table);
  [...quiz.legend.querySelectorAll(".name")].forEach((name, i) => say(name, words[RESULTS[i]]));
}

const mounted = kept(mount);

/** @param {import("../page/component.js").Component<[Data]>} component */
export function runQuiz({ data: [data], parentElement, setTriggerValue }) {
  const { quiz, insist } = mounted(parentElement);
  const judged = data.result && !quiz.data?.result;
  const isNew = quiz.data?.painted !== data.painted;
  const onCompare = parentElement instanceof ShadowRoot && parentElement.activeElement === quiz.compare;
  quiz.tell = (name, value) => {
    setTriggerValue(name, value);
    insist();
  };
  take(quiz, data);
  if (isNew) {
    quiz.chosen = new Set();
    build(quiz, data);
  }
  showWords(quiz, data);
  showChoices(quiz, data);
  if (judged && onCompare) quiz.again.focus({ preventScroll: true }); // its own button is dead now
  quiz.root.dataset.painted = data.painted;
}
