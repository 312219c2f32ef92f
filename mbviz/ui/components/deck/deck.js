// @ts-check
// What stands above every screen: the way to the others, a link to copy or to send, presenter mode, and the language.

import { toClipboard } from "../page/clipboard.js";
import { kept, part, say } from "../page/component.js";
import { closeMenu, mendMenu, nameSkipLink } from "../page/internals.js";
import { knowPages } from "../page/theme.js";
import { presenterAt, showPresenter } from "./presenter.js";
import { isOnlyHere, newSharing, showSharing } from "./share.js";
import { newTurning, showTurning } from "./turning.js";

/**
 * What Python sends.
 * @typedef {object} Own
 * @property {import("./share.js").Shared | null} share what the open dialog shows
 * @property {boolean} present whether presenter mode is on
 * @typedef {Own & import("./turning.js").Data} Data
 */

const DRAWN = 100; // milliseconds in which Streamlit draws it
const [TOLD_FOR, A_SIGN] = [3000, 60]; // milliseconds, and more for each sign to read

/** @param {ShadowRoot | HTMLElement} parent */
function mount(parent) {
  const deck = {
    copy: part(parent, ".copy", HTMLButtonElement),
    share: part(parent, ".share", HTMLButtonElement),
    present: part(parent, ".present", HTMLButtonElement),
    everything: part(parent, ".everything", HTMLButtonElement),
    sender: part(parent, ".sender", HTMLElement),
    language: part(parent, ".language", HTMLButtonElement),
    told: part(parent, ".told", HTMLElement),
    tell: (/** @type {string} */ _name, /** @type {unknown} */ _value) => {},
    at: "",
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
  const turning = newTurning(parent, { ask: (name) => deck.tell("turn", name), shown: (place, hidden) => showPlace(deck, place, hidden) });
  onAnotherMenu(deck.share);
  requestAnimationFrame(closeMenu); // a reload leaves it open over the screen
  return { deck, sharing, turning };
}

/**
 * Mend the menu of a page that has become wider or narrower, too.
 * @param {HTMLElement} button one of the component's
 */
function onAnotherMenu(button) {
  /** @returns {void} */
  const mend = () => {
    if (!button.isConnected) return window.removeEventListener("resize", mend);
    window.setTimeout(mendMenu, DRAWN);
  };
  window.addEventListener("resize", mend);
}

/**
 * Another screen may be there.
 * @param {{ at: string, told: HTMLElement, sender: HTMLElement, data: Data }} deck
 * @param {string} place such as "3 / 16"
 * @param {string} hidden
 */
function showPlace(deck, place, hidden) {
  if (place !== deck.at) say(deck.told, ""); // it was said of another one
  deck.at = place;
  showPresenter(deck.data.present, place);
  showHidden(deck.sender, hidden);
}

/**
 * @param {HTMLElement} sender
 * @param {string} hidden what the sender of the link has hidden here, in a sentence; empty where it is nothing
 */
function showHidden(sender, hidden) {
  sender.hidden = !hidden;
  document.documentElement.toggleAttribute("data-mbviz-sent", Boolean(hidden)); // a narrow page leaves room for it
  say(part(sender, "span", HTMLElement), hidden);
}

const mounted = kept(mount);

/** @param {import("../page/component.js").Component<[Data]>} component */
export function runDeck({ data: [data], parentElement, setTriggerValue }) {
  const { deck, sharing, turning } = mounted(parentElement);
  Object.assign(deck, { data, tell: setTriggerValue });
  knowPages(data.pages.map(([name]) => name));
  nameSkipLink(data.words.skip);
  mendMenu();
  requestAnimationFrame(mendMenu); // Streamlit may be about to draw it
  say(deck.share, data.words.share);
  say(deck.language, data.words.language);
  for (const name of /** @type {const} */ (["copy", "present"])) {
    deck[name].setAttribute("aria-label", data.words[name]);
    deck[name].title = data.words[name];
  }
  document.documentElement.toggleAttribute("data-mbviz-lesson", data.lesson); // its question takes the place of the screen's
  say(deck.everything, data.words.everything);
  showSharing(sharing, data.share);
  showTurning(turning, data);
}
