// @ts-check
// What all components do with what Streamlit hands them.

/**
 * What Streamlit calls a component with, in every run of the page.
 * @template Data
 * @typedef {object} Component
 * @property {Data} data
 * @property {ShadowRoot | HTMLElement} parentElement holds the component's HTML; the same in every run
 * @property {(name: string, value: unknown) => void} setTriggerValue tells the server
 */

/**
 * Keeps what is made for each place of a component on the page: the function it returns makes it in the first run and
 * finds it in those that follow.
 * @template State
 * @param {(parent: ShadowRoot | HTMLElement) => State} make
 */
export function kept(make) {
  /** @type {WeakMap<ShadowRoot | HTMLElement, State>} */
  const states = new WeakMap();
  return (/** @type {ShadowRoot | HTMLElement} */ parent) => {
    const state = states.get(parent) ?? make(parent);
    states.set(parent, state);
    return state;
  };
}

/**
 * The first element of a kind below another one.
 * @template {Element} Kind
 * @param {ParentNode} root
 * @param {string} selector
 * @param {new () => Kind} kind
 * @returns {Kind}
 */
export function part(root, selector, kind) {
  const found = root.querySelector(selector);
  if (found instanceof kind) return found;
  throw new Error(`There is no ${selector} in this component`);
}

/**
 * An element with a class and a text.
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {string} [className]
 * @param {string} [text]
 */
export function make(tag, className = "", text = "") {
  const element = document.createElement(tag);
  if (className) element.className = className;
  if (text !== "") element.textContent = text;
  return element;
}

/**
 * Show a text. One that did not change is left alone, so that nothing is read out twice.
 * @param {Element} element
 * @param {string} text
 */
export function say(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

/**
 * Give an element an attribute. One that did not change is left alone, or the browser would look for what it changes.
 * @param {Element} element
 * @param {string} name
 * @param {string} value
 */
export function attribute(element, name, value) {
  if (element.getAttribute(name) !== value) element.setAttribute(name, value);
}

/**
 * A text with the values put in for {name}; a name without a value stays as it is.
 * @param {string} template
 * @param {Record<string, string | number>} values
 */
export const fill = (template, values) => template.replace(/\{(\w+)\}/g, (whole, name) => String(values[name] ?? whole));

/**
 * The step that an arrow key makes; undefined for another key, or one held with another.
 * @template Step
 * @param {KeyboardEvent} event
 * @param {Record<string, Step>} steps by the names of keys
 * @returns {Step | undefined}
 */
export const stepOf = (event, steps) => (event.ctrlKey || event.metaKey || event.altKey ? undefined : steps[event.key]);

/**
 * A function of a text that remembers its last answer.
 * @template Value
 * @param {(text: string) => Value} read
 */
export function remembered(read) {
  /** @type {{ text: string, value: Value } | null} */
  let last = null;
  return (/** @type {string} */ text) => {
    if (last?.text !== text) last = { text, value: read(text) };
    return last.value;
  };
}
