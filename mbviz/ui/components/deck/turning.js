// @ts-check
// The screens before and after this one, and which of all it is: links, and the keys that a presenter's clicker sends.

import { attribute, fill, make, part, say } from "../page/component.js";
import { closeTopMenu, isConnected, mainArea } from "../page/internals.js";
import { insistence, SHORT } from "../page/insist.js";
import { bound, follow, handsHere, setOut } from "../page/way.js";

/**
 * One of the screens, in their order.
 * @typedef {[name: string, title: string, isApart: boolean, hidden: string]} Page the last part of its address, what the menu
 * calls it, whether it is run with the whole page, and what the sender of the link has hidden there, in a sentence
 */

/**
 * What the links are made from.
 * @typedef {object} Data
 * @property {string} at the screen that is there
 * @property {Page[]} pages
 * @property {boolean} lesson whether one is open above the screen
 * @property {Record<string, string>} words
 */

const STEPS = { PageDown: 1, PageUp: -1 };

/**
 * @param {ShadowRoot | HTMLElement} parent
 * @param {{ ask: (name: string) => void, shown: (place: string, hidden: string) => void }} doing asks the server for a screen with all that is
 * around it, and hears which is shown, such as "3 / 16", and what is hidden there
 */
export function newTurning(parent, doing) {
  const turning = {
    data: /** @type {Data} */ (/** @type {unknown} */ (null)),
    doing,
    place: part(parent, ".place", HTMLElement),
    links: /** @type {[number, HTMLAnchorElement][]} */ ([[-1, newLink(parent, "back")], [1, newLink(parent, "next")]]),
    asked: "", // which screen was asked for last
    said: () => {}, // to be called whenever it was
  };
  turning.said = insistence(() => bound() === turning.asked, () => ask(turning), SHORT);
  for (const [step, link] of turning.links) {
    link.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return; // into a tab or a window of its own
      event.preventDefault();
      turn(turning, step);
    });
  }
  onTurn(turning);
  follow((name) => {
    if (name !== turning.data.at || name === bound()) show(turning, name); // and not in every move
  });
  return turning;
}

/** @typedef {ReturnType<typeof newTurning>} Turning */

/**
 * A link in a slot of the component's, and with the page's own style: checkers of pages look for the first link, and do not find
 * it in a component.
 * @param {ShadowRoot | HTMLElement} parent
 * @param {string} slot
 */
function newLink(parent, slot) {
  const link = make("a", `turn to-${slot}`);
  link.slot = slot;
  (parent instanceof ShadowRoot ? parent.host : parent).append(link);
  return link;
}

/**
 * @param {Turning} turning
 * @param {Data} data
 */
export function showTurning(turning, data) {
  turning.data = data;
  show(turning, data.at);
}

/**
 * @param {Turning} turning
 * @param {string} name of the screen that is there
 */
function show(turning, name) {
  const { data: { pages, words }, place, links } = turning;
  const at = pages.findIndex(([one]) => one === name);
  if (at < 0) return;
  turning.data.at = name;
  document.title = `mbviz · ${pages[at][1]}`;
  const told = `${at + 1} / ${pages.length}`;
  say(place, told);
  attribute(place, "aria-label", fill(words.place, { place: told }));
  for (const [step, link] of links) {
    const page = pages[at + step];
    link.style.visibility = page ? "" : "hidden"; // whoever presses again and again finds the other one where it was
    if (!page) continue;
    attribute(link, "href", page[0] || "./");
    say(link, fill(step < 0 ? words.back : words.next, { title: page[1] }));
  }
  turning.doing.shown(told, pages[at][3]);
}

/**
 * Ask the server for the screen some steps from the one that is there, or that is on its way.
 * @param {Turning} turning
 * @param {number} step
 */
function turn(turning, step) {
  const { data } = turning;
  if (!isConnected()) return; // the page says so, and stays as it is
  letGo();
  const from = data.pages.findIndex(([name]) => name === (bound() ?? data.at));
  const to = data.pages[from + step];
  if (from < 0 || !to) return;
  [turning.asked] = to;
  setOut(turning.asked);
  ask(turning);
  turning.said();
}

/**
 * Ask the server for the screen that is wanted; once more where it was not heard.
 * @param {Turning} turning
 */
function ask({ data, doing, asked }) {
  const isApart = data.pages.some(([name, , apart]) => name === asked && apart);
  const alone = isApart || data.lesson ? undefined : handsHere()?.turn; // the screen's own part of the page is enough
  (alone ?? doing.ask)(asked);
}

/**
 * What is typed counts, a drag ends where it is, an open menu closes. A click beside everything gave the page itself the focus, and
 * would have a frame around it with the next key.
 */
function letGo() {
  closeTopMenu();
  let place = document.activeElement;
  while (place?.shadowRoot?.activeElement) place = place.shadowRoot.activeElement;
  if (place === mainArea() || (place instanceof HTMLInputElement && place.type !== "range")) return void (/** @type {HTMLElement} */ (place).blur());
  if (!held.isDown || !(place instanceof HTMLInputElement)) return;
  const slider = place;
  slider.disabled = true; // the next screen's would follow the hand from another place
  requestAnimationFrame(() => (slider.disabled = false));
}

const held = { isDown: false }; // whether a pointer is

/** @param {Turning} turning */
function onTurn(turning) {
  /** @type {(event: KeyboardEvent) => void} */
  const press = (event) => {
    if (!turning.place.isConnected) return window.removeEventListener("keydown", press, true);
    const step = STEPS[/** @type {keyof STEPS} */ (event.key)];
    if (!step || event.ctrlKey || event.altKey || event.metaKey || stays(event)) return;
    event.preventDefault();
    event.stopPropagation(); // a slider would move by ten steps
    turn(turning, step);
  };
  window.addEventListener("keydown", press, true);
  for (const [name, isDown] of Object.entries({ pointerdown: true, pointerup: false, pointercancel: false }))
    window.addEventListener(name, () => void (held.isDown = isDown), true);
}

/** @param {Event} event whether PageDown scrolls a text or a dialog */
const stays = (event) => event.composedPath().some((place) => place instanceof HTMLTextAreaElement || place instanceof HTMLDialogElement);
