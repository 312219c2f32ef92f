// @ts-check
// A text comes from the server after the press of its button. The clipboard is given a promise of it,
// since a browser lets a page write there only right after a press.

import { toClipboard } from "../page/clipboard.js";
import { kept, make, part } from "../page/component.js";
import { download } from "../page/files.js";

/** @typedef {{ name: string, label: string, file: string | null, type: string }} Offer one button; without a file its text is copied */

/**
 * What Python sends.
 * @typedef {object} Data
 * @property {Offer[]} offers
 * @property {{ copied: string, failed: string }} words
 * @property {{ id: number, text: string } | null} answer to the last press
 * @property {string} screen where they stand
 */

/**
 * The buttons on the page.
 * @param {ShadowRoot | HTMLElement} parent
 */
const mount = (parent) => ({
  status: part(parent, "[role=status]", HTMLElement),
  buttons: /** @type {HTMLButtonElement[]} */ ([]),
  words: { copied: "", failed: "" },
  screen: "",
  waiting: /** @type {{ id: number, resolve: (text: string) => void } | null} */ (null),
  tell: (/** @type {string} */ _name, /** @type {unknown} */ _value) => {},
});

/** @typedef {ReturnType<typeof mount>} Take */

/**
 * @param {Take} take
 * @param {Offer} offer
 */
async function press(take, { name, file, type }) {
  const { status, words } = take;
  const id = Date.now();
  /** @type {Promise<string>} */
  const text = new Promise((resolve) => (take.waiting = { id, resolve }));
  status.textContent = "…";
  const taken = file ? text.then((whole) => download(new Blob([whole], { type }), file)) : toClipboard(text);
  take.tell("press", { id, name });
  try {
    await taken;
    status.textContent = `✓ ${file ?? words.copied}`;
  } catch {
    status.textContent = `✗ ${words.failed}`;
  }
}

/**
 * A further button, before what came of the last press.
 * @param {Take} take
 */
function addButton({ status, buttons }) {
  const button = make("button");
  button.type = "button";
  status.before(button);
  buttons.push(button);
}

const mounted = kept(mount);

/** @param {import("../page/component.js").Component<[Data]>} component */
export function runTake({ data: [{ offers, words, answer, screen }], parentElement, setTriggerValue }) {
  const take = mounted(parentElement);
  if (screen !== take.screen) take.status.textContent = ""; // what came of a press on another one
  Object.assign(take, { words, screen, tell: setTriggerValue });
  while (take.buttons.length < offers.length) addButton(take);
  while (take.buttons.length > offers.length) take.buttons.pop()?.remove(); // another screen's, which offers more
  offers.forEach((offer, k) => {
    take.buttons[k].textContent = offer.label;
    take.buttons[k].onclick = () => press(take, offer);
  });
  if (answer && answer.id === take.waiting?.id) {
    take.waiting.resolve(answer.text);
    take.waiting = null;
  }
}
