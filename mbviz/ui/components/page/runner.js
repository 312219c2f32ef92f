// @ts-check
// Runs a component in its place on the page, which it first gives HTML and a style sheet.

/** @typedef {import("./component.js").Component<any>} Component */
/** @typedef {Record<string, { html: string, css: string }>} Parts of each component its HTML and its style sheet */
/** @typedef {Record<string, (component: Component) => unknown>} Runs of each component its script */

/**
 * Runs a component by its name; its place gets HTML and style sheet at once, so that neither is seen without the other.
 * @param {Parts} parts
 * @param {Runs} runs
 */
export function runnerOf(parts, runs) {
  const sheets = new Map(Object.entries(parts).map(([name, { css }]) => [name, sheetOf(css)]));
  const dressed = new WeakSet();
  return (/** @type {string} */ name, /** @type {Component} */ component) => {
    const { parentElement } = component;
    if (!dressed.has(parentElement)) {
      dressed.add(parentElement);
      if (parentElement instanceof ShadowRoot) parentElement.adoptedStyleSheets = [sheets.get(name) ?? sheetOf("")];
      parentElement.replaceChildren(document.createRange().createContextualFragment(parts[name].html));
    }
    return runs[name](component);
  };
}

/** @param {string} css */
function sheetOf(css) {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  return sheet;
}
