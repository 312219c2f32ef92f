// @ts-check
// What the hand on the bar wishes: a chart that can show it without the server does so in the same frame.

const NAME = "mbviz:wish"; // the bar and the charts are scripts of their own, and share the document

/**
 * Tell all charts on the page what is wished.
 * @param {Record<string, unknown>} settings
 */
export const tellWish = (settings) => document.dispatchEvent(new CustomEvent(NAME, { detail: settings }));

/**
 * Calls a listener whenever something is wished, as long as an element is on the page.
 * @param {Element} element
 * @param {(settings: any) => void} listener
 */
export function onWish(element, listener) {
  /** @type {(event: Event) => void} */
  const hear = (event) => {
    if (!element.isConnected) return document.removeEventListener(NAME, hear);
    listener(/** @type {CustomEvent} */ (event).detail);
  };
  document.addEventListener(NAME, hear);
}
