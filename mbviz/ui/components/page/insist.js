// @ts-check
// Saying a thing again until it is answered: what is said while the connection is gone is lost without a word.

export const PATIENCE = 4000; // milliseconds after which an answer is given up: the server may have started anew
export const SHORT = 1500; // after which one is that costs the server little
const LONGEST = 32_000;

/**
 * Says a thing again as long as it waits for an answer, each time after twice as long: a slow server begins anew with
 * every question.
 * @param {() => boolean} waits whether there still is something to be answered
 * @param {() => void} again
 * @param {number} [first] milliseconds before it is said again
 * @returns {() => void} to be called whenever the thing was said
 */
export function insistence(waits, again, first = PATIENCE + 100) {
  let [timer, patience] = [0, first];
  const said = () => {
    clearTimeout(timer);
    timer = window.setTimeout(repeat, patience);
  };
  const repeat = () => {
    if (!waits()) return void (patience = first);
    patience = Math.min(2 * patience, LONGEST);
    said();
    again();
  };
  return said;
}
