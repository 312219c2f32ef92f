// @ts-check
// What delta does to one example: its loss and slopes at a probability p of the true class, as mbviz/losses.py and
// mbviz/article/indexing.py compute them. Here they are needed in the frame in which the hand moves.

/**
 * −log(p + delta), in nats; ∞ at 0.
 * @param {number} p from 0 to 1
 * @param {number} delta at least 0
 */
export const lossAt = (p, delta) => -Math.log(p + delta);

/**
 * How the loss changes with p: −1 / (p + delta); −∞ at 0.
 * @param {number} p
 * @param {number} delta
 */
export const slopeAt = (p, delta) => -1 / (p + delta);

/**
 * How the loss changes with the true class's logit: −p (1 − p) / (p + delta); without delta p − 1, at p = 0 as well.
 * @param {number} p
 * @param {number} delta
 */
export const logitSlopeAt = (p, delta) => (p - 1) * (p + delta > 0 ? p / (p + delta) : 1) + 0; // + 0 turns −0 into 0

/**
 * Which of the two decides the loss, or that there is no delta: the name of the sentence that says it.
 * @param {number} p
 * @param {number} delta
 */
export const ruling = (p, delta) => (delta === 0 ? "bare" : p < delta ? "deltaRules" : "pRules");
