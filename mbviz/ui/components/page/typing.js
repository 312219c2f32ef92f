// @ts-check
// Whether a key is typed into something.

const FIELDS = "input:not([type=range], [type=checkbox]), textarea, select, [role=grid] *";

/** @param {Event} event */
export function types(event) {
  const target = event.composedPath()[0];
  return target instanceof HTMLElement && (target.isContentEditable || target.matches(FIELDS));
}
