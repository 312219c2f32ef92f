// @ts-check
// Numbers as they are written everywhere on the page.

/**
 * A whole number with its thousands apart.
 * @param {number} n
 */
export const whole = (n) => n.toLocaleString("en");
