// @ts-check
// What was guessed of a batch, and the score.

/** @typedef {{ name: string, cells: Map<number, number>, loss: number | null, step: number, revealed: boolean, right: number, of: number }} Guess */

/** @returns {Guess} */
export const newGuess = () => ({ name: "", cells: new Map(), loss: null, step: -1, revealed: false, right: 0, of: 0 });
