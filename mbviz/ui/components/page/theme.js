// @ts-check
// Light, dark, or what the system has: chosen once for all pages.

import { keepTheme, themeOf } from "./internals.js";

/** @typedef {import("./internals.js").Theme} Theme */

export const THEMES = /** @type {Theme[]} */ (["System", "Light", "Dark"]);

const known = { names: /** @type {string[]} */ ([]) };

/**
 * Let it be known which pages there are.
 * @param {string[]} names the last parts of their addresses
 */
export const knowPages = (names) => void Object.assign(known, { names });

/** What was chosen. */
export const chosenTheme = () => themeOf(location.pathname);

/**
 * Choose a theme for this page and all others, and open this one anew, as its address says: Streamlit reads it only then.
 * @param {string} theme
 */
export function chooseTheme(theme) {
  const folder = location.pathname.slice(0, location.pathname.lastIndexOf("/") + 1);
  for (const path of new Set([location.pathname, folder, ...known.names.map((name) => folder + name)])) keepTheme(path, theme);
  location.reload();
}
