// Editing the stepper's cells. Any text may be typed or pasted: the server judges.

const MAX_PASTE = 5e6; // bytes

// Every message holds all edits that are not answered yet, since of two quick messages only the later may arrive.
function send(state, edit) {
  state.lastId += 1;
  state.pending.push({ id: state.lastId, ...edit });
  state.setTriggerValue("edit", state.pending);
}

// The server says the number of the last edit it has seen; a smaller one than before comes from a new session.
function acknowledge(state, id) {
  state.pending = id < state.acknowledged ? [] : state.pending.filter((edit) => edit.id > id);
  state.acknowledged = id;
  state.lastId = state.pending.at(-1)?.id ?? id;
}

function openEditor(state, td, text) {
  const input = make("input", "editor");
  Object.assign(input, { type: "text", value: text, autocomplete: "off", spellcheck: false, enterKeyHint: "next" });
  input.setAttribute("autocapitalize", "off");
  input.setAttribute("aria-label", td.getAttribute("aria-label"));
  input.addEventListener("blur", () => closeEditor(state, true));
  state.editor = { td, input, before: textOf(state, td.address.array, td.address.row, td.address.column) };
  td.classList.add("editing");
  td.append(input);
  input.focus({ preventScroll: true });
}

function closeEditor(state, commit) {
  if (!state.editor) return;
  const { td, input, before } = state.editor;
  state.editor = null;
  input.remove();
  td.classList.remove("editing");
  if (commit && input.value !== before) send(state, { kind: "cell", ...td.address, text: input.value });
  showTable(state);
  showStep(state);
}

function startEditing(state, td) {
  const { array, row, column } = td.address;
  openEditor(state, td, textOf(state, array, row, column));
  state.editor.input.select();
}

// After Tab at the end of a line comes the next one.
function beside(grid, td, step) {
  const [line] = td.place;
  return neighbour(grid, td, [0, step]) ?? grid.lines[line + step]?.filter(Boolean).at(step > 0 ? 0 : -1) ?? null;
}

function onEditorKey(state, event) {
  if (event.isComposing || !["Enter", "Tab", "Escape"].includes(event.key)) return;
  closeEditor(state, event.key !== "Escape");
  const td = state.grid.current; // the cell edited, though the table may have been built anew
  const step = event.shiftKey ? -1 : 1;
  const next = { Enter: () => neighbour(state.grid, td, [step, 0]), Tab: () => beside(state.grid, td, step) }[event.key]?.();
  go(state.grid, next ?? td);
  if (event.key !== "Tab" || next) event.preventDefault();
}

function onCellKey(state, td, event) {
  const command = event.ctrlKey || event.metaKey;
  if (command && event.key.toLowerCase() === "v") {
    state.clip.focus({ preventScroll: true }); // only a field is sure to get the paste
    return;
  }
  if (command || event.altKey) return;
  if (MOVES[event.key]) go(state.grid, neighbour(state.grid, td, MOVES[event.key]));
  else if (event.key === "Enter" || event.key === "F2") startEditing(state, td);
  else if (event.key === "Backspace" || event.key === "Delete") openEditor(state, td, "");
  else if (event.key === "Process") return openEditor(state, td, ""); // an input method writes into the field
  else if (event.key.length === 1) openEditor(state, td, event.key);
  else return;
  event.preventDefault();
}

function onPaste(state, event) {
  const text = event.clipboardData.getData("text/plain");
  if (state.editor && !/[\t\n]/.test(text.trim())) return; // a single value goes into the field
  const td = state.grid.current;
  if (!td) return;
  event.preventDefault();
  closeEditor(state, false);
  td.focus({ preventScroll: true });
  const size = new Blob([text]).size;
  if (size > MAX_PASTE) send(state, { kind: "paste", ...td.address, too_long: size });
  else if (text) send(state, { kind: "paste", ...td.address, text });
}

function mountEditing(state, root) {
  const { table } = state.grid;
  const cellOf = (event) => event.target.closest("td[tabindex]");
  state.clip = root.querySelector(".clip");
  table.addEventListener("keydown", (event) => {
    event.stopPropagation(); // Streamlit has shortcuts on single letters
    if (state.editor) onEditorKey(state, event);
    else if (cellOf(event)) onCellKey(state, cellOf(event), event);
  });
  table.addEventListener("focusin", (event) => cellOf(event) && reach(state.grid, cellOf(event)));
  table.addEventListener("dblclick", (event) => cellOf(event) && !state.editor && startEditing(state, cellOf(event)));
  let touched = null;
  table.addEventListener("pointerdown", (event) => {
    touched = event.pointerType === "touch" && table.getRootNode().activeElement === cellOf(event) ? cellOf(event) : null;
  });
  table.addEventListener("click", (event) => {
    if (touched && !state.editor && touched === cellOf(event)) startEditing(state, touched);
  });
  for (const place of [table, state.clip]) place.addEventListener("paste", (event) => onPaste(state, event));
  state.clip.addEventListener("keyup", () => state.grid.current?.focus({ preventScroll: true }));
}

// A change of size asks for a row or a class more or less.
const RESIZES = { add_row: [1, 0], remove_row: [-1, 0], add_class: [0, 1], remove_class: [0, -1] };

function mountResizing(state, root) {
  for (const button of root.querySelectorAll("[data-resize]")) {
    const [rows, classes] = RESIZES[button.dataset.resize];
    button.addEventListener("click", () => send(state, { kind: "resize", rows, classes }));
  }
}

function showResizing(state, root) {
  const { words } = state.data;
  for (const button of root.querySelectorAll("[data-resize]")) {
    button.hidden = !words[button.dataset.resize];
    say(button, words[button.dataset.resize] ?? "");
  }
  root.querySelector(".resize").hidden = Object.keys(RESIZES).every((name) => !words[name]);
}
