// @ts-check
// Buttons among the words of a screen (mbviz/ui/acts.py): the control bar tells the server which was pressed.

import { isConnected, mainArea, stageHeading } from "./internals.js";
import { bound, handsHere, leaveFor, STAGE } from "./way.js";

const SETTLED = 150; // milliseconds after a button has gone in which what takes its place may come

/** Those that are there, in their order. */
const buttons = () => [.../** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("button[data-act]"))];

/** @param {HTMLElement} button */
const nameOf = (button) => button.dataset.act ?? "";

/**
 * Which button has the keyboard after one that is gone: the same, made anew; or one that came for it; or the nearest of
 * those that stood beside it; an empty text where there is none, and after one that stops something.
 * @param {string} name
 * @param {string[]} before the names of those that were there, in their order
 * @param {string[]} now
 */
export function heirOf(name, before, now) {
  if (name.startsWith("stop")) return now.includes(name) ? name : ""; // pressed once more, another would begin anew what was ended
  const at = before.indexOf(name);
  const beside = [...before.slice(at + 1), ...before.slice(0, at).reverse()];
  return [name, ...now.filter((one) => !before.includes(one)), ...beside].find((one) => now.includes(one)) ?? "";
}

/** Which screen is there. */
const screen = () => document.documentElement.dataset.mbvizScreen;

/**
 * The heading of the part that a button stands in, or else the screen's.
 * @param {HTMLElement} button
 */
function headingOf(button) {
  const part = button.closest("[class*='st-key-']");
  return () => (part?.isConnected ? part.querySelector("h2") : null) ?? mainArea()?.querySelector("h1");
}

/**
 * Let the keyboard be at a heading, or at a button.
 * @param {Element | null | undefined} place
 */
function focusOn(place) {
  if (!(place instanceof HTMLElement)) return;
  if (!place.matches("button")) place.tabIndex = -1;
  place.focus({ preventScroll: true });
}

/**
 * While a button has the keyboard: where it goes away and its screen stays, its heir gets that, or else the heading above it; on
 * another screen that screen's heading, which a space does not press.
 * @param {HTMLElement} button
 * @returns ends that
 */
function bequeath(button) {
  const [before, main, here, heading] = [buttons().map(nameOf), mainArea(), screen(), headingOf(button)];
  let timer = 0;
  const give = () => {
    if (document.activeElement !== document.body) return; // the hand is elsewhere
    if (bound() !== null) return void (timer = window.setTimeout(give, SETTLED));
    if (screen() !== here) return focusOn(mainArea()?.querySelector("h1") ?? stageHeading());
    const name = heirOf(nameOf(button), before, buttons().map(nameOf));
    focusOn(buttons().find((one) => nameOf(one) === name) ?? heading());
  };
  const watch = new MutationObserver(() => {
    if (button.isConnected) return;
    watch.disconnect();
    if (buttons().map(nameOf).includes(nameOf(button))) give();
    else timer = window.setTimeout(give, SETTLED);
  });
  if (main) watch.observe(main, { childList: true, subtree: true });
  return () => {
    watch.disconnect();
    clearTimeout(timer);
  };
}

/**
 * One of several that are chosen from shows at once that it is pressed, before the server has answered.
 * @param {Element} target what was clicked
 */
export function choose(target) {
  for (const one of target.closest(".mbviz-choice")?.querySelectorAll("button") ?? []) one.setAttribute("aria-pressed", String(one.contains(target)));
}

/** Listen to those of all screens, which come and go; call it once. */
export function listenToActs() {
  let end = () => {};
  document.addEventListener("focusin", ({ target }) => {
    end();
    end = target instanceof HTMLElement && target.matches("button[data-act]") ? bequeath(target) : () => {};
  });
  document.addEventListener("click", ({ target }) => {
    const button = target instanceof Element ? target.closest("button[data-act]") : null;
    const name = button instanceof HTMLElement ? button.dataset.act : "";
    const hands = handsHere();
    if (!name || !hands?.act || !isConnected()) return;
    hands.act(name);
    if (target instanceof Element) choose(target);
    if (name.startsWith("to_stage")) leaveFor(STAGE);
  });
}
