// @ts-check
// How losses on the axis of a class are written.

/**
 * How many digits after the point tell the dots on an axis apart.
 * @param {readonly number[]} axis where it begins and ends, nats
 */
export const digitsOf = ([low, high]) => Math.max(2, 2 - Math.floor(Math.log10(high - low) + 1e-9));
