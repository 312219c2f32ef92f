// @ts-check
// The way through the pages: where the visitor is, what the address says, and what is done while the next page is on
// its way.

import { attribute } from "./component.js";
import { closeMenu, isOfMenu, isPageLink, keepEntries, mainArea } from "./internals.js";

export const STAGE = ""; // the path of the first screen

const REST = 200; // milliseconds without a change after which the address is worth changing
const [AT_ONCE, PAUSE] = [20, 250]; // so many wishes are written at once, and one more after so many milliseconds
const LATE = 150; // milliseconds after which a page that was left is hidden, though nothing of the next one is there
const LONGEST = 10_000; // milliseconds after which a page is given up

/** @typedef {any} Hands what a page does for its controls, which this module hands on */
/** @typedef {[path: string, asked: string, run: number]} Place a page, and what its address asked for if Back led there */
/** @typedef {{ path: string, wanted: Record<string, string>, keys: string[] }} Address what a page wants in its address */

/** As it is where nobody has gone anywhere yet. */
const newWay = () => ({
  leaving: /** @type {{ path: string, asked: string | null } | null} */ (null), // the page that is on its way
  held: /** @type {((hands: Hands) => void)[]} */ ([]), // what was done meanwhile
  hands: /** @type {Hands | null} */ (null), // those of the page that is there
  shown: /** @type {(path: string) => void} */ (() => {}), // is told which page is there
  here: "", // the page that is there
  late: 0,
  unwatch: () => {}, // looks no more for parts of the next page
  address: /** @type {Address | null} */ (null),
  rest: 0,
  left: AT_ONCE, // so many wishes can be written at once
  wished: 0, // when the last one was
});

let shared = newWay();

/** The last part of the address's path, which names the page. */
const pathOf = (/** @type {string} */ pathname) => pathname.split("/").at(-1) ?? "";

/** Whether the next page is on its way: what the page that is still there tells would lead back to it. */
export const isLeaving = () => shared.leaving !== null;

/**
 * Keep what is done while the next page is on its way, for that page to do.
 * @param {(hands: Hands) => void} act
 * @returns whether it is kept
 */
export function hold(act) {
  if (isLeaving()) shared.held.push(act);
  return isLeaving();
}

/**
 * A page's controls are there, with the server's data: if it is the one that was on its way, it is told of it, and does
 * what has been kept.
 * @param {Place} place
 * @param {Hands | null} hands null where a page has none
 * @param {() => void} [first] to be done before, if it is that page
 */
export function arrive([path, asked], hands, first = () => {}) {
  shared.hands = hands;
  shared.here = path;
  attribute(document.documentElement, "data-mbviz-screen", path); // for style.css
  shared.shown(path);
  const { leaving } = shared;
  if (!leaving || leaving.path !== path || (leaving.asked !== null && leaving.asked !== asked)) return;
  first();
  release();
}

/**
 * The server was asked for another page, which is on its way now.
 * @param {string} path
 */
export function leaveFor(path) {
  if (pathOf(location.pathname) !== path) leave(path, null);
}

/** The page that is on its way, if one is. */
export const bound = () => shared.leaving?.path ?? null;

/** What the page that is there does for its controls. */
export const handsHere = () => shared.hands;

/**
 * The visitor has asked for a page, and the server is asked for it next.
 * @param {string} path
 */
export const setOut = (path) => leave(path, null);

/** The page that was asked for does not come: the server was away. This one is shown again, and does what was kept. */
export const stay = () => {
  if (shared.leaving?.asked === null) release();
};

/**
 * Have it told which page is there, whenever one has come.
 * @param {(path: string) => void} shown
 */
export const follow = (shown) => void (shared.shown = shown);

/** Whether the server was asked for another page, and the address is still that of this one. */
const isBound = () => shared.leaving?.asked === null && shared.leaving?.path !== pathOf(location.pathname);

/**
 * Hide what is on the page (style.css) as soon as a part of the next one is there, or it has been awaited for long: until then it is whole.
 * @param {boolean} isLeft whether the next one is on its way
 */
function veil(isLeft) {
  const hide = (/** @type {boolean} */ is) => document.documentElement.toggleAttribute("data-mbviz-leaving", is);
  shared.unwatch();
  if (!isLeft) return void hide(false);
  const [watch, late] = [new MutationObserver(() => hide(true)), window.setTimeout(() => hide(true), LATE)];
  const main = mainArea();
  if (main) watch.observe(main, { childList: true, subtree: true });
  shared.unwatch = () => {
    watch.disconnect();
    clearTimeout(late);
  };
}

function release() {
  clearTimeout(shared.late);
  veil(false);
  shared.leaving = null;
  for (const act of shared.held.splice(0)) if (shared.hands) act(shared.hands);
}

/**
 * Another page is on its way.
 * @param {string} path
 * @param {string | null} asked what the address asks for, if it counts
 */
function leave(path, asked) {
  shared.leaving = { path, asked };
  shared.address = null;
  clearTimeout(shared.late);
  shared.late = window.setTimeout(release, LONGEST);
  if (path !== shared.here) veil(true);
}

/**
 * Let the address say what a page wants, once the hand rests; what is none of our settings stays in it.
 * @param {Address} address
 */
export function say(address) {
  shared.address = address;
  clearTimeout(shared.rest);
  shared.rest = window.setTimeout(write, REST);
}

/**
 * Let the address say at once what is wished, before the server has answered: Back may come before that. Of very many
 * in a row the last is written when the hand rests, since browsers refuse hundreds.
 * @param {Record<string, unknown>} settings those that are changed
 */
export function wished(settings) {
  const wanted = Object.fromEntries(Object.entries(settings).map(([key, value]) => [key, String(value)]));
  say({ path: pathOf(location.pathname), wanted, keys: Object.keys(wanted) });
  const now = performance.now();
  shared.left = Math.min(AT_ONCE, shared.left + (now - shared.wished) / PAUSE);
  shared.wished = now;
  if (shared.left < 1) return;
  shared.left -= 1;
  write();
}

/**
 * Let the address say what was learned here, also where Back has led to an entry that is older than that: once the page
 * that is on its way is there.
 * @param {string} key
 * @param {string} value
 */
export function keep(key, value) {
  if (isLeaving()) return void window.setTimeout(() => keep(key, value), REST);
  if (value && new URLSearchParams(location.search).get(key) !== value) wished({ [key]: value });
}

/** Write the address that is waiting. */
function write() {
  const { address } = shared;
  shared.address = null;
  clearTimeout(shared.rest);
  if (!address || shared.leaving || pathOf(location.pathname) !== address.path) return;
  const search = searchOf(location.search, address);
  if (search !== location.search) history.replaceState(history.state, "", location.pathname + search + location.hash);
}

/**
 * The query of an address that says what is wanted, behind all that is none of our settings.
 * @param {string} search the query as it stands
 * @param {Pick<Address, "wanted" | "keys">} address
 */
export function searchOf(search, { wanted, keys }) {
  const foreign = [...new URLSearchParams(search)].filter(([key]) => !keys.includes(key.toLowerCase()));
  const query = new URLSearchParams([...foreign, ...Object.entries(wanted)]).toString();
  return query && `?${query}`;
}

/** Hear where the visitor goes; call it once. */
export function listen() {
  shared = newWay();
  keepEntries(() => typeof shared.leaving?.asked === "string", isBound);
  window.addEventListener("popstate", () => {
    if (!location.hash) leave(pathOf(location.pathname), location.search.slice(1));
  });
  document.addEventListener("click", (event) => {
    const link = isPageLink(event);
    if (link && event instanceof MouseEvent && !(event.ctrlKey || event.metaKey || event.shiftKey)) leave(pathOf(link.pathname), null);
    if (link && isOfMenu(link)) window.setTimeout(closeMenu, 0); // the link has had the click
  }, true); // prettier-ignore
  for (const name of ["pointerdown", "pagehide", "visibilitychange"]) window.addEventListener(name, write, true);
  window.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || ["Enter", "F5"].includes(event.key)) write();
  }, true); // prettier-ignore
}
