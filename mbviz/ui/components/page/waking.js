// @ts-check
// Letting the whole page run: a server that started anew knows no part of the page before, and leaves what asks for one
// of them without an answer.

let ask = () => {};

/** Let the whole page run. */
export const wake = () => ask();

/**
 * Whoever stands on every page is asked for it.
 * @param {() => void} run
 */
export function wakeBy(run) {
  ask = run;
}
