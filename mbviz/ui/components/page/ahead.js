// @ts-check
// What a script that came ahead of its component (see `component_ahead` in __init__.py) can do for it.

/**
 * Let the whole page run: a server that started anew knows no part of the page before, and leaves what asks for one of
 * them without an answer.
 * @param {string} name the component's
 */
export function wake(name) {
  /** @type {Map<string, { wake?: () => void }> | undefined} */
  const ahead = Reflect.get(globalThis, "mbvizAhead");
  ahead?.get(name)?.wake?.();
}
