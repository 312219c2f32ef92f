// @ts-check
// The dialog that builds a link for a class: what it may change and see, the address, and its QR code to project.

import { make, part, say } from "../page/component.js";
import { insistence } from "../page/insist.js";
import { buildControls, newBox, placeControls } from "./touching.js";

/**
 * What Python sends of a link.
 * @typedef {object} Shared
 * @property {number} id of the question that this answers
 * @property {string} address
 * @property {string} code the QR code, as the address of a picture; empty where the address is too long for one
 * @property {import("./touching.js").Control[]} controls
 * @property {[name: string, group: string, title: string, isOpen: boolean][]} screens
 * @property {string} here the screen that the link opens
 * @property {[name: string, isOpen: boolean] | null} answers null where they are hidden from this visitor, too
 * @property {[name: string, label: string][]} guesses
 * @property {string} guess
 */

/**
 * What the dialog can do on the page.
 * @typedef {object} Doing
 * @property {(question: { id: number, hide: string[], guess: string }) => void} ask
 * @property {(text: string) => Promise<string>} copy puts a text into the clipboard, and says how that went
 * @property {() => Record<string, string>} words
 */

const THIS_MACHINE = new Set(["localhost", "127.0.0.1", "[::1]", "0.0.0.0"]);

/** Whether nobody else can open what this browser shows. */
export const isOnlyHere = () => THIS_MACHINE.has(location.hostname);

/**
 * The names of what is hidden: of all boxes those that are not ticked.
 * @param {Iterable<{ name: string, checked: boolean }>} boxes
 */
export const hiddenIn = (boxes) => Array.from(boxes).filter(({ checked }) => !checked).map(({ name }) => name);

/** @param {HTMLElement} root @param {Doing} doing */
export function newSharing(root, doing) {
  const dialog = part(root, ".sharing", HTMLDialogElement);
  const sharing = {
    dialog, doing, id: 0, made: "",
    shared: /** @type {Shared | null} */ (null),
    boxes: /** @type {ReturnType<typeof buildControls>} */ (new Map()),
    guess: part(dialog, ".guess select", HTMLSelectElement),
    insist: () => {},
  };
  sharing.insist = insistence(() => dialog.open && dialog.isConnected && sharing.shared?.id !== sharing.id, () => ask(sharing));
  const button = (/** @type {string} */ place) => part(dialog, place, HTMLButtonElement);
  part(root, ".share", HTMLButtonElement).addEventListener("click", () => open(sharing));
  button(".close").addEventListener("click", () => dialog.close());
  button(".all").addEventListener("click", () => tick(sharing, true));
  button(".only").addEventListener("click", () => tick(sharing, false));
  button(".size").addEventListener("click", () => enlarge(sharing, !dialog.classList.contains("large")));
  part(dialog, ".code", HTMLImageElement).addEventListener("click", () => enlarge(sharing, !dialog.classList.contains("large")));
  button(".copy-link").addEventListener("click", () => {
    if (sharing.shared) doing.copy(sharing.shared.address).then((told) => say(part(dialog, ".done", HTMLElement), told));
  });
  dialog.addEventListener("change", () => ask(sharing));
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog && isBeside(dialog, event)) dialog.close();
  });
  dialog.addEventListener("keydown", (event) => event.stopPropagation()); // N and P are the page's
  return sharing;
}

/** @typedef {ReturnType<typeof newSharing>} Sharing */

/**
 * Whether a click on a dialog is on what lies behind it.
 * @param {HTMLDialogElement} dialog
 * @param {MouseEvent} event
 */
function isBeside(dialog, { clientX, clientY }) {
  const { left, right, top, bottom } = dialog.getBoundingClientRect();
  return clientX < left || clientX > right || clientY < top || clientY > bottom;
}

/** @param {Sharing} sharing */
function open(sharing) {
  const { dialog } = sharing;
  name(dialog, sharing.doing.words());
  enlarge(sharing, false);
  say(part(dialog, ".done", HTMLElement), "");
  dialog.showModal();
  ask(sharing);
}

/**
 * Ask for the address of what is ticked.
 * @param {Sharing} sharing
 */
function ask(sharing) {
  place(sharing);
  const boxes = /** @type {NodeListOf<HTMLInputElement>} */ (sharing.dialog.querySelectorAll("input[type=checkbox]"));
  const hide = sharing.shared ? hiddenIn([...boxes].filter(({ name }) => name)) : [];
  sharing.id = Math.max(sharing.id, sharing.shared?.id ?? 0) + 1;
  sharing.doing.ask({ id: sharing.id, hide, guess: sharing.guess.value || "none" });
  sharing.dialog.dataset.asked = String(sharing.id);
  sharing.insist();
}

/**
 * Let the class see all screens, or this one alone.
 * @param {Sharing} sharing
 * @param {boolean} all
 */
function tick(sharing, all) {
  for (const box of sharing.dialog.querySelectorAll(".screens input")) {
    if (box instanceof HTMLInputElement && !box.disabled) box.checked = all;
  }
  ask(sharing);
}

/**
 * Show the code as large as the window, for the back row, or beside what can be chosen.
 * @param {Sharing} sharing
 * @param {boolean} isLarge
 */
function enlarge({ dialog, doing }, isLarge) {
  dialog.classList.toggle("large", isLarge);
  const { small, large } = doing.words();
  say(part(dialog, ".size", HTMLElement), isLarge ? small : large);
}

/**
 * Show what the server says of the link.
 * @param {Sharing} sharing
 * @param {Shared | null} shared
 */
export function showSharing(sharing, shared) {
  const { dialog } = sharing;
  if (!shared || (shared.id < sharing.id && dialog.open && sharing.shared)) return; // more was asked for since
  sharing.shared = shared;
  build(sharing, shared);
  say(part(dialog, ".address", HTMLElement), shared.address);
  const code = part(dialog, ".code", HTMLImageElement);
  if (code.getAttribute("src") !== shared.code) code.src = shared.code;
  code.hidden = !shared.code;
  part(dialog, ".nocode", HTMLElement).hidden = Boolean(shared.code);
  dialog.dataset.painted = String(shared.id);
}

/**
 * Make the boxes, where they are others than before.
 * @param {Sharing} sharing
 * @param {Shared} shared
 */
function build(sharing, { controls, screens, answers, guesses, guess, here }) {
  const { dialog } = sharing;
  const wanted = JSON.stringify([controls, screens, here, guesses].map((list) => JSON.stringify(list).replaceAll(/true|false/g, "")));
  if (wanted === sharing.made) return; // what is ticked is the hand's
  sharing.made = wanted;
  sharing.boxes = buildControls(controls);
  const columns = /** @type {Map<string, HTMLElement>} */ (new Map());
  for (const [name, group, title, isOpen] of screens) {
    const column = columns.get(group) ?? make("div", "group");
    column.append(...(columns.has(group) ? [] : [make("b", "", group)]), newBox(name, title, isOpen, name === here).row);
    columns.set(group, column);
  }
  part(dialog, ".screens .groups", HTMLElement).replaceChildren(...columns.values());
  const box = part(dialog, ".answers input", HTMLInputElement);
  Object.assign(box, { name: answers?.[0] ?? "", checked: answers?.[1] ?? false });
  part(dialog, ".answers", HTMLElement).hidden = !answers;
  part(dialog, ".guess", HTMLElement).hidden = !guesses.length;
  sharing.guess.replaceChildren(...guesses.map(([value, label]) => new Option(label, value)));
  if (guesses.length) sharing.guess.value = guess;
  place(sharing);
}

/**
 * Let the boxes of controls be those of the screens that are ticked.
 * @param {Sharing} sharing
 */
function place({ dialog, doing, boxes, shared }) {
  if (shared) placeControls(dialog, boxes, shared, doing.words());
}

/**
 * @param {HTMLDialogElement} dialog
 * @param {Record<string, string>} words
 */
function name(dialog, words) {
  dialog.setAttribute("aria-label", words.shareTitle);
  const places = {
    h2: "shareTitle", ".controls legend": "controls", ".screens legend": "screens", ".all": "allScreens", ".only": "onlyThis", ".answers b": "answers",
    ".answers small": "answersTold", ".guess span": "guess", ".lesson": "lesson", ".nocode": "noCode", ".copy-link": "copy", ".here > span": "here", ".here summary": "hereHow", ".here p": "hereTold",
  };
  for (const [place, key] of Object.entries(places)) say(part(dialog, place, HTMLElement), words[key]);
  say(part(dialog, ".size", HTMLElement), dialog.classList.contains("large") ? words.small : words.large);
  part(dialog, ".close", HTMLElement).setAttribute("aria-label", words.close);
  part(dialog, ".code", HTMLImageElement).alt = words.code;
  part(dialog, ".here", HTMLElement).hidden = !isOnlyHere();
}
