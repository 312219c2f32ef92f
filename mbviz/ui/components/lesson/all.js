// @ts-check
// All lessons: a button for each, with what is done.

import { attribute, kept, make, part, say } from "../page/component.js";
import { leaveFor } from "../page/way.js";
import { write } from "./inline.js";

/** @typedef {{ name: string, path: string, title: string, question: string, about: string, done: boolean, open: boolean }} Lesson `path` is its screen's, which is named in `about` */
/** @typedef {{ label: string, done: string, lessons: Lesson[] }} Data what Python sends; `done` is the word for it */

/** @param {ParentNode} parent */
const mount = (parent) => ({
  list: part(parent, ".all", HTMLOListElement),
  tell: (/** @type {string} */ _name, /** @type {unknown} */ _value) => {},
});

/** @typedef {ReturnType<typeof mount>} State */

/**
 * A place for one more lesson.
 * @param {State} state
 */
function addPlace(state) {
  const [item, button] = [make("li"), make("button")];
  button.type = "button";
  button.append(make("span", "at"), make("b", "title"), make("span", "question"), make("span", "about"), make("span", "done", "✓"));
  button.addEventListener("click", () => {
    leaveFor(button.dataset.path ?? "");
    state.tell("pick", button.dataset.name);
  });
  item.append(button);
  state.list.append(item);
}

/**
 * @param {HTMLLIElement} item
 * @param {Lesson} lesson
 * @param {number} at
 * @param {string} word
 */
function show(item, { name, path, title, question, about, done, open }, at, word) {
  const button = part(item, "button", HTMLButtonElement);
  const mark = part(item, ".done", HTMLElement);
  Object.assign(button.dataset, { name, path });
  say(part(item, ".at", HTMLElement), String(at + 1));
  write(part(item, ".title", HTMLElement), title);
  write(part(item, ".question", HTMLElement), question);
  say(part(item, ".about", HTMLElement), about);
  mark.hidden = !done;
  attribute(mark, "role", "img");
  attribute(mark, "aria-label", word);
  if (open) button.setAttribute("aria-current", "true");
  else button.removeAttribute("aria-current");
}

const mounted = kept(mount);

/** @param {import("../page/component.js").Component<[Data]>} component */
export function runLessons({ data: [{ label, done, lessons }], parentElement, setTriggerValue }) {
  const state = mounted(parentElement);
  state.tell = setTriggerValue;
  attribute(state.list, "aria-label", label);
  while (state.list.children.length < lessons.length) addPlace(state);
  while (state.list.children.length > lessons.length) state.list.lastElementChild?.remove();
  lessons.forEach((lesson, at) => show(/** @type {HTMLLIElement} */ (state.list.children[at]), lesson, at, done));
  state.list.dataset.painted = String(lessons.length);
}
