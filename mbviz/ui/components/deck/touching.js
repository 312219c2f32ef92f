// @ts-check
// What a class may touch: the boxes of the controls of the screen that a link opens, and, folded, those of the other
// screens that it leaves open.

import { fill, make, part, say } from "../page/component.js";

/** @typedef {[name: string, label: string, isOpen: boolean, screens: string[]]} Control */
/** @typedef {[path: string, group: string, ...more: unknown[]]} Place a screen */

/**
 * @param {string} name
 * @param {string} label
 * @param {boolean} checked
 * @param {boolean} [disabled]
 */
export function newBox(name, label, checked, disabled = false) {
  const [row, box] = [make("label"), Object.assign(make("input"), { type: "checkbox", name, checked, disabled })];
  row.append(box, make("span", "", label));
  return { row, box };
}

/**
 * The boxes of all controls, by their names.
 * @param {Control[]} controls
 */
export const buildControls = (controls) => new Map(controls.map(([name, label, isOpen]) => [name, newBox(name, label, isOpen)]));

/**
 * The controls of the screens that are open, each once: under the group of the first that has it.
 * @param {Control[]} controls
 * @param {Place[]} screens those that are open, in their order
 * @returns {[group: string, names: string[]][]}
 */
export function grouped(controls, screens) {
  const groups = /** @type {Map<string, string[]>} */ (new Map());
  for (const [name, , , paths] of controls) {
    const group = screens.find(([path]) => paths.includes(path))?.[1];
    if (group !== undefined) groups.set(group, [...(groups.get(group) ?? []), name]);
  }
  const order = screens.map(([, group]) => group);
  return [...groups].sort(([a], [b]) => order.indexOf(a) - order.indexOf(b));
}

/**
 * Show the boxes of the controls of the screen that the link opens, and of the others that are ticked.
 * @param {HTMLElement} dialog
 * @param {ReturnType<typeof buildControls>} boxes
 * @param {{ controls: Control[], screens: Place[], here: string }} shared
 * @param {Record<string, string>} words
 */
export function placeControls(dialog, boxes, { controls, screens, here }, words) {
  const isHere = (/** @type {Control} */ [, , , paths]) => paths.includes(here);
  const box = (/** @type {string} */ name) => /** @type {ReturnType<typeof newBox>} */ (boxes.get(name));
  const own = controls.filter(isHere).map(([name]) => box(name).row);
  const { noControls, elsewhere } = words;
  renew(part(dialog, ".controls .boxes", HTMLElement), own, () => (own.length ? own : [make("p", "", noControls)]), noControls);
  const open = screens.filter(([path]) => dialog.querySelector(`.screens input[name="${path}"]:checked`));
  const groups = grouped(controls.filter((control) => !isHere(control)), open);
  const others = groups.flatMap(([, names]) => names.map(box));
  const columns = () => groups.map(([group, names]) => {
    const column = make("div", "group");
    column.append(make("b", "", group), ...names.map((name) => box(name).row));
    return column;
  });
  renew(part(dialog, ".elsewhere .groups", HTMLElement), others.map(({ row }) => row), columns, JSON.stringify(groups));
  const told = fill(elsewhere, { open: others.filter(({ box }) => box.checked).length, all: others.length });
  say(part(dialog, ".elsewhere summary", HTMLElement), told);
  part(dialog, ".elsewhere", HTMLElement).hidden = !others.length;
}

/**
 * Fill a place, unless it holds the same rows in the same way: a row that is taken out loses the keyboard.
 * @param {HTMLElement} place
 * @param {HTMLElement[]} rows
 * @param {() => HTMLElement[]} made what it is filled with
 * @param {string} way
 */
function renew(place, rows, made, way) {
  const there = place.querySelectorAll("label");
  if (place.dataset.way === way && there.length === rows.length && rows.every((row, k) => row === there[k])) return;
  place.dataset.way = way;
  place.replaceChildren(...made());
}
