// @ts-check
// Something on the page begins to play by itself: what lies over it can make room.

const NAME = "mbviz:plays"; // the components are scripts of their own, and share the document

/** Tell the whole page that something begins to play. */
export const tellPlays = () => document.dispatchEvent(new CustomEvent(NAME));

/**
 * Calls a listener whenever something begins to play, as long as an element is on the page.
 * @param {Element} element
 * @param {() => void} listener
 */
export function onPlays(element, listener) {
  const hear = () => {
    if (element.isConnected) listener();
    else document.removeEventListener(NAME, hear);
  };
  document.addEventListener(NAME, hear);
}
