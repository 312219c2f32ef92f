// @ts-check
// Type as large as a screen has room for it without scrolling: each screen is shown in the largest of some sizes that fits.

import { barsRoom, contentOf, mainArea, scrollersIn, stageSizes, watchedIn } from "../page/internals.js";

const SIZES = [1.5, 1.45, 1.4, 1.35, 1.3, 1.25, 1.2, 1.15, 1.1, 1.05, 1]; // of the type, as multiples of its usual size
const HEADER = "3.75rem"; // its height, as in style.css
const QUIET = 80; // milliseconds without a change after which is looked whether all fits
const COMING = 2000; // milliseconds in which a screen comes, beside what it replaces; afterwards what a hand moves does not jump

const TRIALS = 2; // of a size, after which it is not taken again for a screen: the type would change to and fro

/** @typedef {ReturnType<typeof stageSizes>} StageSizes */

/**
 * The first of some sizes that fits; the last where none does.
 * @param {number[]} sizes
 * @param {(size: number) => boolean} fits
 */
export const largest = (sizes, fits) => sizes.find(fits) ?? sizes[sizes.length - 1];

/** How often each size was taken and given up since a screen came. What fits may follow the size later than at once: by the second time it is known. */
export function newTrials() {
  const given = /** @type {Map<number, number>} */ (new Map());
  return {
    left: (/** @type {number[]} */ sizes) => sizes.filter((size) => (given.get(size) ?? 0) < TRIALS),
    change: (/** @type {number} */ from, /** @type {number} */ to) => {
      if (to < from) given.set(from, (given.get(from) ?? 0) + 1);
      return to;
    },
    forget: () => given.clear(),
  };
}

/**
 * Tells when a place changes its size. Each is watched once: a second time may be reported as a change.
 * @param {() => void} changed
 */
function newWatch(changed) {
  const observer = new ResizeObserver(changed);
  const watched = /** @type {Set<Element>} */ (new Set());
  const watch = (/** @type {Element} */ place) => {
    if (!watched.has(place)) observer.observe(place);
    watched.add(place);
  };
  const forget = () => {
    observer.disconnect();
    watched.clear();
  };
  return { watch, forget };
}

/** What keeps all in the window while it is on. */
export function newFitting() {
  const state = { isOn: false, screen: "", size: 1, came: 0, timer: 0 };
  const trials = newTrials();
  const come = () => {
    state.came = performance.now();
    trials.forget();
  };
  const look = () => {
    if (!state.isOn) return;
    const left = state.came + COMING - performance.now();
    const most = left > 0 ? SIZES[0] : state.size;
    state.size = trials.change(state.size, sizeFor(trials.left(SIZES.filter((size) => size <= most))));
    for (const place of watchedIn()) watch(place); // what grows within one of fixed height does not change the page's
    if (left > QUIET) later(left - QUIET / 2); // once more, when it is there
    else document.documentElement.dataset.mbvizFitted = state.screen;
  };
  const later = (wait = QUIET) => {
    clearTimeout(state.timer);
    state.timer = window.setTimeout(look, wait);
  };
  const { watch, forget } = newWatch(() => later());
  window.addEventListener("resize", () => {
    come();
    later();
  });
  /**
   * @param {boolean} isOn
   * @param {string} [screen] which is shown; the same as before, where nothing is said
   */
  const follow = (isOn, screen = state.screen) => {
    if (isOn !== state.isOn || screen !== state.screen) come();
    Object.assign(state, { isOn, screen });
    forget();
    if (!isOn) return scale(1);
    const content = contentOf();
    if (content) watch(content);
    later();
  };
  return { follow };
}

/** @param {number} size */
const scale = (size) => document.documentElement.style.setProperty("--mbviz-large", String(size));

/**
 * Take the largest of some sizes in which the window has room for all, and nothing scrolls that would not at the usual size.
 * @param {number[]} sizes
 */
function sizeFor(sizes) {
  scale(1);
  const [scrolling, usual] = [scrollersIn().length, usualStage()];
  return largest(sizes, (size) => {
    scale(size);
    barsRoom(); // at once: told of it later one would find that the size does not fit after all, and another time that it does
    return hasRoom() && scrollersIn().length <= scrolling && isAsLarge(stageSizes(), usual);
  });
}

/** What the stage's panels have when nobody presents: the header takes its part of the window then. */
function usualStage() {
  const { style } = document.documentElement;
  style.setProperty("--window", `calc(100dvh - ${HEADER})`);
  const usual = stageSizes();
  style.removeProperty("--window");
  return usual;
}

/**
 * Whether no panel of the stage is smaller than usual, and none of its head's numbers has fallen to a line of its own.
 * @param {StageSizes} now
 * @param {StageSizes} usual
 */
export const isAsLarge = (now, usual) => now.lines <= usual.lines && now.panels.every((height, k) => height >= usual.panels[k] - 1);

/** Whether the window has room for all of the screen. */
function hasRoom() {
  const main = mainArea();
  return !main || (main.scrollHeight <= main.clientHeight && main.scrollWidth <= main.clientWidth);
}
