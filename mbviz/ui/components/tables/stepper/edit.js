// @ts-check
// Editing the stepper's cells. Any text may be typed or pasted: the server judges.

import { make, stepOf } from "../../page/component.js";
import { cellFrom, go, MOVES, neighbour, reach, showEdge } from "../table.js";
import { build, fitColumns, isBuilt, writeCells } from "./cells.js";
import { textOf } from "./state.js";
import { showStep } from "./steps.js";

/** @typedef {import("./state.js").Stepper} Stepper */
/** @typedef {import("./state.js").EditCell} EditCell */
/** @typedef {import("./state.js").Change} Change */
/** @typedef {import("./state.js").Data} Data */

const MAX_PASTE = 5e6; // bytes

/**
 * Tell the server of edits. Every message holds all edits that are not answered yet, since of two quick messages
 * only the later may arrive.
 * @param {Pick<Stepper, "pending" | "lastId" | "data" | "tell">} stepper
 * @param {Change[]} changes
 */
export function send(stepper, ...changes) {
  for (const change of changes) {
    stepper.lastId += 1;
    stepper.pending.push({ ...change, id: stepper.lastId, session: stepper.data.session });
  }
  stepper.tell("edit", stepper.pending);
}

/**
 * Take the server's data. What it has not answered goes there once more: a message may be lost while the connection is.
 * A server that was started anew knows nothing of what was edited, nor takes what was sent to the one before: it gets
 * the table as it stood, and all that was done since.
 * @param {Pick<Stepper, "pending" | "lastId" | "sentAgain" | "data" | "tell">} stepper
 * @param {Data} data
 */
export function take(stepper, data) {
  const before = stepper.data;
  stepper.data = data;
  if (before && before.session !== data.session) return startAnew(stepper, before);
  stepper.pending = stepper.pending.filter((edit) => edit.id > data.editId);
  stepper.lastId = stepper.pending.at(-1)?.id ?? data.editId;
  if (stepper.pending.length && stepper.sentAgain < stepper.lastId) {
    stepper.sentAgain = stepper.lastId;
    send(stepper);
  }
}

/**
 * @param {Pick<Stepper, "pending" | "lastId" | "sentAgain" | "data" | "tell">} stepper
 * @param {Data} before what another session sent last
 */
function startAnew(stepper, before) {
  const { data, pending } = stepper;
  Object.assign(stepper, { pending: [], lastId: data.editId, sentAgain: 0 });
  if (before.painted !== data.painted) return; // other arrays were chosen meanwhile
  /** @type {Change[]} */
  const changes = before.kept ? [{ kind: "restore", text: before.kept }, ...pending] : pending;
  if (!changes.length) return;
  const { y, t, sel, oneHot, trace, invalid } = before; // until the answer comes
  stepper.data = { ...data, y, t, sel, oneHot, trace, invalid };
  send(stepper, ...changes);
}

/**
 * Show the table as the data say. An open editor stays open, also when the table must be built anew.
 * @param {Stepper} stepper
 */
export function showTable(stepper) {
  if (isBuilt(stepper)) writeCells(stepper);
  else {
    const { editor } = stepper;
    stepper.editor = null; // before its field goes, which would commit it
    const current = build(stepper);
    if (editor && current) openEditor(stepper, current, editor.input.value);
  }
  fitColumns(stepper);
}

/**
 * @param {Stepper} stepper
 * @param {EditCell} td
 * @param {string} text
 */
function openEditor(stepper, td, text) {
  const input = make("input", "editor");
  Object.assign(input, { type: "text", value: text, autocomplete: "off", spellcheck: false, enterKeyHint: "next" });
  input.setAttribute("autocapitalize", "off");
  input.setAttribute("aria-label", td.getAttribute("aria-label") ?? "");
  input.addEventListener("blur", () => closeEditor(stepper, true));
  stepper.editor = { td, input, before: textOf(stepper, td.address) };
  td.classList.add("editing");
  td.append(input);
  input.focus({ preventScroll: true });
  return input;
}

/**
 * @param {Stepper} stepper
 * @param {boolean} commit
 */
function closeEditor(stepper, commit) {
  if (!stepper.editor) return;
  const { td, input, before } = stepper.editor;
  stepper.editor = null;
  input.remove();
  td.classList.remove("editing");
  if (commit && input.value !== before) send(stepper, { kind: "cell", ...td.address, text: input.value });
  showTable(stepper);
  showStep(stepper);
}

/**
 * @param {Stepper} stepper
 * @param {EditCell} td
 */
function startEditing(stepper, td) {
  if (!stepper.data.fixed) openEditor(stepper, td, textOf(stepper, td.address)).select();
}

/**
 * The next cell that Tab reaches: after the end of a line comes the next one.
 * @param {Stepper["grid"]} grid
 * @param {EditCell} td
 * @param {1 | -1} step
 */
function beside(grid, td, step) {
  const [line] = td.place;
  return neighbour(grid, td, [0, step]) ?? grid.lines[line + step]?.filter(Boolean).at(step > 0 ? 0 : -1) ?? null;
}

/**
 * @param {Stepper} stepper
 * @param {KeyboardEvent} event
 */
function onEditorKey(stepper, event) {
  if (event.isComposing || !["Enter", "Tab", "Escape"].includes(event.key)) return;
  closeEditor(stepper, event.key !== "Escape");
  const { grid } = stepper;
  const td = grid.current; // the cell edited, though the table may have been built anew
  if (!td) return;
  const step = event.shiftKey ? -1 : 1;
  let next = null;
  if (event.key === "Enter") next = neighbour(grid, td, [step, 0]);
  if (event.key === "Tab") next = beside(grid, td, step);
  go(grid, next ?? td);
  if (event.key !== "Tab" || next) event.preventDefault();
}

/**
 * What a key asks to be undone or made again; null for another key.
 * @param {Pick<KeyboardEvent, "key" | "shiftKey" | "ctrlKey" | "metaKey" | "altKey">} event
 * @returns {"undo" | "redo" | null}
 */
export function stepBack({ key, shiftKey, ctrlKey, metaKey, altKey }) {
  const letter = (ctrlKey || metaKey) && !altKey ? key.toLowerCase() : "";
  if (letter === "z") return shiftKey ? "redo" : "undo";
  return letter === "y" ? "redo" : null;
}

/**
 * Undo or redo, if the key asks for it; an open editor has its own way of that.
 * @param {Stepper} stepper
 * @param {KeyboardEvent} event
 */
export function onStepBack(stepper, event) {
  const kind = stepper.editor || stepper.data.fixed ? null : stepBack(event);
  if (!kind) return false;
  event.preventDefault();
  send(stepper, { kind });
  return true;
}

/**
 * @param {Stepper} stepper
 * @param {EditCell} td
 * @param {KeyboardEvent} event
 */
function onCellKey(stepper, td, event) {
  const { key } = event;
  const command = event.ctrlKey || event.metaKey;
  const { fixed } = stepper.data;
  if (!fixed && command && key.toLowerCase() === "v") {
    stepper.clip.focus({ preventScroll: true }); // only a field is sure to get the paste
    return;
  }
  if (command || event.altKey) return;
  const move = stepOf(event, MOVES);
  if (move) go(stepper.grid, neighbour(stepper.grid, td, move));
  else if (fixed) return;
  else if (key === "Enter" || key === "F2") startEditing(stepper, td);
  else if (key === "Process") return void openEditor(stepper, td, ""); // an input method writes into the field
  else if (key === "Backspace" || key === "Delete") openEditor(stepper, td, "");
  else if (key.length === 1) openEditor(stepper, td, key);
  else return;
  event.preventDefault();
}

/**
 * Whether a pasted text is one value, which an open field takes as it would any.
 * @param {string} text
 */
export const isSingle = (text) => !/[\t\n]/.test(text.trim());

/**
 * @param {Stepper} stepper
 * @param {ClipboardEvent} event
 */
function onPaste(stepper, event) {
  const text = event.clipboardData?.getData("text/plain") ?? "";
  if (stepper.editor && isSingle(text)) return;
  const td = stepper.grid.current;
  if (!td || stepper.data.fixed) return;
  event.preventDefault();
  closeEditor(stepper, false);
  td.focus({ preventScroll: true });
  const size = new Blob([text]).size;
  if (size > MAX_PASTE) send(stepper, { kind: "paste", ...td.address, too_long: size });
  else if (text) send(stepper, { kind: "paste", ...td.address, text });
}

/**
 * Hear the keys, the mouse, and what is pasted.
 * @param {Stepper} stepper
 */
export function mountEditing(stepper) {
  const { clip } = stepper;
  showEdge(stepper.grid.frame);
  const { table } = stepper.grid;
  const cellOf = (/** @type {Event} */ event) => cellFrom(stepper.grid, event);
  table.addEventListener("keydown", (event) => {
    event.stopPropagation(); // Streamlit has shortcuts on single letters
    const td = cellOf(event);
    if (stepper.editor) onEditorKey(stepper, event);
    else if (!onStepBack(stepper, event) && td) onCellKey(stepper, td, event);
  });
  table.addEventListener("focusin", (event) => {
    const td = cellOf(event);
    if (td) reach(stepper.grid, td);
  });
  table.addEventListener("dblclick", (event) => {
    const td = cellOf(event);
    if (td && !stepper.editor) startEditing(stepper, td);
  });
  stepper.root.addEventListener("paste", (event) => onPaste(stepper, event));
  clip.addEventListener("keyup", () => stepper.grid.current?.focus({ preventScroll: true }));
  mountTouch(stepper);
}

/**
 * A finger edits a cell by touching it again: the first touch only moves there.
 * @param {Stepper} stepper
 */
function mountTouch(stepper) {
  const { table } = stepper.grid;
  let touched = /** @type {EditCell | null} */ (null);
  table.addEventListener("pointerdown", (event) => {
    const td = cellFrom(stepper.grid, event);
    const root = table.getRootNode();
    const isThere = root instanceof ShadowRoot && root.activeElement === td;
    touched = event.pointerType === "touch" && isThere ? td : null;
  });
  table.addEventListener("click", (event) => {
    if (touched && !stepper.editor && touched === cellFrom(stepper.grid, event)) startEditing(stepper, touched);
  });
}
