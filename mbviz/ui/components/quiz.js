// Which cells does an index pick? The visitor chooses, the server judges: before that, the answer is not in the page.

const RESULTS = ["right", "wrong", "missed"];

function drawQuiz(state) {
  const { grid, data } = state;
  Object.assign(grid, { lines: [], current: null });
  const { head, body } = newParts([["n", "fixed last-fixed"], ...data.y[0].map((_, k) => [String(k), ""])]);
  data.y.forEach((row, n) => {
    const tr = addRow(body);
    addPlain(tr, "fixed fixed-0 last-fixed", String(n), "rowheader");
    row.forEach((text, k) => {
      const td = addPlain(tr, "heat choice", text);
      Object.assign(td, { title: data.full[n][k], cell: [n, k], text });
      td.dataset.cell = `y,${n},${k}`;
      heat(td, data.full[n][k]);
      addCell(grid, n, k, td);
    });
  });
  grid.table.replaceChildren(head, body);
  reach(grid, grid.lines[0][0]);
  const widths = data.y[0].map((_, k) => widthOf(data.y.map((row) => `✓${row[k]}`), { least: 3.4 }));
  setWidths(grid.table, ["2.6em", ...widths]);
}

function resultOf({ result }, [n, k]) {
  return RESULTS.find((name) => result?.[name].some((cell) => cell[0] === n && cell[1] === k)) ?? "";
}

function showChoices(state) {
  const { data, grid, chosen } = state;
  const { words, result } = data;
  for (const td of grid.lines.flat()) {
    const outcome = resultOf(data, td.cell);
    const isChosen = result ? outcome === "right" || outcome === "wrong" : chosen.has(td);
    RESULTS.forEach((name) => td.classList.toggle(name, name === outcome));
    td.classList.toggle("mark", outcome === "right" || outcome === "wrong" || isChosen);
    td.classList.toggle("chosen", isChosen && !result);
    td.setAttribute("aria-selected", String(isChosen));
    td.setAttribute("aria-label", `y[${td.cell.join(", ")}] = ${td.text}${outcome ? `, ${words[outcome]}` : ""}`);
  }
  grid.table.setAttribute("aria-readonly", String(Boolean(result)));
  state.compare.disabled = Boolean(result) || chosen.size === 0;
  say(state.score, result ? result.score : fill(words.chosen, { count: chosen.size }));
  state.score.classList.toggle("judged", Boolean(result));
  state.legend.classList.toggle("waiting", !result);
}

function toggle(state, td) {
  if (state.data.result) return;
  if (!state.chosen.delete(td)) state.chosen.add(td);
  showChoices(state);
}

function mountQuiz(root) {
  const state = { root, grid: newGrid(root.querySelector(".frame")), chosen: new Set() };
  for (const name of ["ask", "formula", "compare", "again", "score", "legend"]) state[name] = root.querySelector(`.${name}`);
  const { table } = state.grid;
  const cellOf = (event) => event.target.closest("td[tabindex]");
  table.addEventListener("click", (event) => {
    if (!cellOf(event)) return;
    reach(state.grid, cellOf(event));
    toggle(state, cellOf(event));
  });
  table.addEventListener("keydown", (event) => {
    const td = cellOf(event);
    if (!td || event.ctrlKey || event.metaKey || event.altKey) return;
    if (MOVES[event.key]) go(state.grid, neighbour(state.grid, td, MOVES[event.key]));
    else if (event.key === " " || event.key === "Enter") toggle(state, td);
    else return;
    event.preventDefault();
  });
  state.compare.addEventListener("click", () =>
    state.setTriggerValue("answer", { painted: state.data.painted, cells: Array.from(state.chosen, (td) => td.cell) }),
  );
  state.again.addEventListener("click", () => state.setTriggerValue("again", { painted: state.data.painted }));
  return state;
}

export default function ({ data: [data], parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".root");
  if (!states.has(parentElement)) states.set(parentElement, mountQuiz(root));
  const state = states.get(parentElement);
  const judged = data.result && !state.data?.result;
  const isNew = state.data?.painted !== data.painted;
  const onCompare = parentElement.activeElement === state.compare;
  Object.assign(state, { data, setTriggerValue });
  if (isNew) {
    state.chosen = new Set();
    drawQuiz(state);
  }
  setColors(root, data.colors);
  for (const name of ["ask", "compare", "again"]) say(state[name], data.words[name]);
  say(state.formula, data.code);
  state.grid.table.setAttribute("aria-label", data.words.table);
  [...state.legend.querySelectorAll(".name")].forEach((name, i) => say(name, data.words[RESULTS[i]]));
  showChoices(state);
  if (judged && onCompare) state.again.focus({ preventScroll: true }); // its own button is dead now
  root.dataset.painted = data.painted;
}
