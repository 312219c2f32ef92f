// @ts-check
// Which screen this is, its link to copy, the language, and the keys that a presenter's clicker sends.

import { toClipboard } from "../page/clipboard.js";
import { fill, kept, part, say } from "../page/component.js";
import { linksOf, mendMenu, nameSkipLink } from "../page/internals.js";
import { knowPages } from "../page/theme.js";
import { presenterAt, showPresenter } from "./presenter.js";
import { isOnlyHere, newSharing, showSharing } from "./share.js";

/**
 * What Python sends.
 * @typedef {object} Data
 * @property {string} place such as "3 / 16"
 * @property {string[]} pages the last parts of their addresses
 * @property {boolean} back whether there is a screen before this one
 * @property {boolean} next
 * @property {import("./share.js").Shared | null} share what the open dialog shows
 * @property {string} sender what the sender of the link has hidden here, in a sentence; empty where it is nothing
 * @property {boolean} lesson whether one is open above the screen
 * @property {boolean} present whether presenter mode is on
 * @property {Record<string, string>} words
 */

const DRAWN = 100; // milliseconds in which Streamlit draws it
const [TOLD_FOR, A_SIGN] = [3000, 60]; // milliseconds, and more for each sign to read

/** @param {ShadowRoot | HTMLElement} parent */
function mount(parent) {
  const deck = {
    place: part(parent, ".place", HTMLElement),
    copy: part(parent, ".copy", HTMLButtonElement),
    share: part(parent, ".share", HTMLButtonElement),
    present: part(parent, ".present", HTMLButtonElement),
    everything: part(parent, ".everything", HTMLButtonElement),
    sender: part(parent, ".sender", HTMLElement),
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
  const copy = (/** @type {string} */ text) => {
    const { words } = deck.data;
    return toClipboard(Promise.resolve(text)).then(() => words.copied, () => words.failed);
  };
  deck.copy.addEventListener("click", async () => {
    const [done, { words }] = [await copy(location.href), deck.data];
    tell(done === words.copied && isOnlyHere() ? `${done}. ${words.here}` : done);
  });
  deck.everything.addEventListener("click", () => deck.tell("everything", performance.now()));
  const sharing = newSharing(part(parent, ".deck", HTMLElement), { ask: (question) => deck.tell("share", question), copy, words: () => deck.data.words });
  presenterAt(deck.present, (isOn) => deck.tell("present", isOn));
  deck.language.addEventListener("click", () => deck.tell("language", performance.now()));
  onTurn(deck);
  onAnotherMenu(deck.place);
  return { deck, sharing };
}

/**
 * Mend the menu of a page that has become wider or narrower, too.
 * @param {HTMLElement} place
 */
function onAnotherMenu(place) {
  /** @returns {void} */
  const mend = () => {
    if (!place.isConnected) return window.removeEventListener("resize", mend);
    window.setTimeout(mendMenu, DRAWN);
  };
  window.addEventListener("resize", mend);
}

/** @param {{ place: HTMLElement, data: Data }} deck */
function onTurn(deck) {
  /** @type {(event: KeyboardEvent) => void} */
  const turn = (event) => {
    if (!deck.place.isConnected) return window.removeEventListener("keydown", turn, true);
    const step = { PageDown: 1, PageUp: -1 }[event.key];
    if (!step || event.ctrlKey || event.altKey || event.metaKey || stays(event)) return;
    event.preventDefault();
    event.stopPropagation(); // a slider would move by ten steps
    const links = linksOf("deck");
    if (step < 0 && deck.data.back) links[0]?.click();
    if (step > 0 && deck.data.next) links.at(-1)?.click();
  };
  window.addEventListener("keydown", turn, true);
}

/** @param {Event} event whether PageDown scrolls a text or a dialog */
const stays = (event) => event.composedPath().some((place) => place instanceof HTMLTextAreaElement || place instanceof HTMLDialogElement);

const mounted = kept(mount);

/** @param {import("../page/component.js").Component<[Data]>} component */
export function runDeck({ data: [data], parentElement, setTriggerValue }) {
  const { deck, sharing } = mounted(parentElement);
  Object.assign(deck, { data, tell: setTriggerValue });
  knowPages(data.pages);
  nameSkipLink(data.words.skip);
  mendMenu();
  requestAnimationFrame(mendMenu); // Streamlit may be about to draw it
  say(deck.place, data.place);
  deck.place.setAttribute("aria-label", fill(data.words.place, { place: data.place }));
  say(deck.share, data.words.share);
  say(deck.language, data.words.language);
  for (const name of /** @type {const} */ (["copy", "present"])) {
    deck[name].setAttribute("aria-label", data.words[name]);
    deck[name].title = data.words[name];
  }
  deck.sender.hidden = !data.sender;
  document.documentElement.toggleAttribute("data-mbviz-sent", Boolean(data.sender)); // a narrow page leaves room for it
  document.documentElement.toggleAttribute("data-mbviz-lesson", data.lesson); // its question takes the place of the screen's
  say(part(deck.sender, "span", HTMLElement), data.sender);
  say(deck.everything, data.words.everything);
  showSharing(sharing, data.share);
  showPresenter(data.present, data.place);
}
