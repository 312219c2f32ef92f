// @ts-check
// What is shown of another batch than the one wished is marked, but not for the moment that an answer takes: a mark that
// comes and goes with every move costs the browser more than the move.

export const GRACE = 60; // milliseconds

/**
 * @typedef {object} Lateness
 * @property {boolean} marked
 * @property {ReturnType<typeof setTimeout> | null} timer runs from the moment when pictures are late until they are marked
 */

/** @returns {Lateness} */
export const newLateness = () => ({ marked: false, timer: null });

/**
 * Take notice of whether the pictures are late.
 * @param {Lateness} lateness
 * @param {boolean} late
 * @param {() => void} repaint called when they are to be marked
 */
export function notice(lateness, late, repaint) {
  if (!late) {
    clearTimeout(lateness.timer ?? undefined);
    Object.assign(lateness, newLateness());
  } else if (!lateness.marked && !lateness.timer) {
    lateness.timer = setTimeout(() => {
      Object.assign(lateness, { marked: true, timer: null });
      repaint();
    }, GRACE);
  }
}
