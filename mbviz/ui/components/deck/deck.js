// @ts-check
// Which screen this is, its link to copy, the language, and the keys that a presenter's clicker sends.

import { toClipboard } from "../page/clipboard.js";
import { fill, kept, part, say } from "../page/component.js";
import { linksOf, mendMenu } from "../page/internals.js";

/**
 * What Python sends.
 * @typedef {object} Data
 * @property {string} place such as "3 / 16"
 * @property {boolean} back whether there is a screen before this one
 * @property {boolean} next
 * @property {Record<string, string>} words
 */

const [TOLD_FOR, A_SIGN] = [3000, 60]; // milliseconds, and more for each sign to read
const THIS_MACHINE = new Set(["localhost", "127.0.0.1", "[::1]", "0.0.0.0"]);

/** @param {ShadowRoot | HTMLElement} parent */
function mount(parent) {
  const deck = {
    place: part(parent, ".place", HTMLElement),
    copy: part(parent, ".copy", HTMLButtonElement),
    language: part(parent, ".language", HTMLButtonElement),
    told: part(parent, ".told", HTMLElement),
    tell: (/** @type {string} */ _name, /** @type {unknown} */ _value) => {},
    data: /** @type {Data} */ (/** @type {unknown} */ (null)),
    timer: 0,
  };
  const tell = (/** @type {string} */ text) => {
    say(deck.told, text);
    clearTimeout(deck.timer);
    deck.timer = window.setTimeout(() => say(deck.told, ""), TOLD_FOR + A_SIGN * text.length);
  };
  deck.copy.addEventListener("click", () => {
    const { words } = deck.data;
    const done = THIS_MACHINE.has(location.hostname) ? `${words.copied}. ${words.here}` : words.copied;
    toClipboard(Promise.resolve(location.href)).then(() => tell(done), () => tell(words.failed));
  });
  deck.language.addEventListener("click", () => deck.tell("language", performance.now()));
  /** @type {(event: KeyboardEvent) => void} */
  const turn = (event) => {
    if (!deck.place.isConnected) return window.removeEventListener("keydown", turn, true);
    const step = { PageDown: 1, PageUp: -1 }[event.key];
    if (!step || event.ctrlKey || event.altKey || event.metaKey || writes(event.composedPath()[0])) return;
    event.preventDefault();
    event.stopPropagation(); // a slider would move by ten steps
    const links = linksOf("deck");
    if (step < 0 && deck.data.back) links[0]?.click();
    if (step > 0 && deck.data.next) links.at(-1)?.click();
  };
  window.addEventListener("keydown", turn, true);
  return deck;
}

/** @param {EventTarget | undefined} target whether PageDown scrolls a text in it */
const writes = (target) => target instanceof HTMLTextAreaElement;

const mounted = kept(mount);

/** @param {import("../page/component.js").Component<[Data]>} component */
export default function ({ data: [data], parentElement, setTriggerValue }) {
  const deck = mounted(parentElement);
  Object.assign(deck, { data, tell: setTriggerValue });
  mendMenu();
  requestAnimationFrame(mendMenu); // Streamlit may be about to draw it
  say(deck.place, data.place);
  deck.place.setAttribute("aria-label", fill(data.words.place, { place: data.place }));
  say(deck.copy, data.words.copy);
  say(deck.language, data.words.language);
}
