// @ts-check
// Presenter mode: large type, the whole screen, and a clicker's keys. F begins and ends it, Escape ends it; B or "." makes
// the screen dark, as clickers ask for it, until the next key.

import { make } from "../page/component.js";
import { types } from "../page/typing.js";
import { newFitting } from "./fitting.js";

const CURTAIN = "mbviz-curtain";

// There is one, whatever screens come and go.
const presenter = {
  isOn: false,
  told: false, // what the server said last
  screen: "", // which is shown, such as "3 / 16"
  button: /** @type {HTMLElement | null} */ (null),
  tell: (/** @type {boolean} */ _isOn) => {},
};
const fitting = newFitting();

/**
 * Let a button begin and end it; the first one lets the keys do so, too.
 * @param {HTMLElement} button
 * @param {(isOn: boolean) => void} tell the server
 */
export function presenterAt(button, tell) {
  const isFirst = !presenter.button;
  Object.assign(presenter, { button, tell });
  button.addEventListener("click", () => turn(!presenter.isOn));
  if (!isFirst) return;
  window.addEventListener("keydown", (event) => {
    if (!press(event)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
  }, true); // prettier-ignore
  document.addEventListener("fullscreenchange", () => {
    if (!document.fullscreenElement) turn(false); // by Escape, which the browser keeps for itself
  });
}

/**
 * Show what the server says, where that is news: the hand may have been faster.
 * @param {boolean} isOn
 * @param {string} screen which is shown
 */
export function showPresenter(isOn, screen) {
  if (isOn !== presenter.told) presenter.isOn = isOn;
  Object.assign(presenter, { told: isOn, screen });
  show();
  fitting.follow(presenter.isOn, screen);
}

function show() {
  const root = document.documentElement;
  if (presenter.isOn) root.setAttribute("data-mbviz-present", presenter.screen); // style.css writes it into a corner
  else root.removeAttribute("data-mbviz-present");
  presenter.button?.setAttribute("aria-pressed", String(presenter.isOn));
}

/**
 * Begin or end it, by the hand: only a press may ask for the whole screen.
 * @param {boolean} isOn
 */
function turn(isOn) {
  if (presenter.isOn === isOn) return;
  presenter.isOn = isOn;
  show();
  fitting.follow(isOn);
  if (isOn) rest(); // with the focus in it the header would stay
  const full = document.fullscreenElement;
  if (isOn && !full) document.documentElement.requestFullscreen?.().catch(() => {}); // large without it, where the browser refuses
  if (!isOn && full) document.exitFullscreen().catch(() => {});
  if (!isOn) draw(false);
  presenter.tell(isOn);
}

/** Let go of what has the focus beside the button. */
function rest() {
  const root = /** @type {ShadowRoot | Document | undefined} */ (presenter.button?.getRootNode());
  if (root?.activeElement instanceof HTMLElement) root.activeElement.blur();
}

/**
 * What a key does: true where nobody else is to hear of it.
 * @param {KeyboardEvent} event
 */
function press(event) {
  const { key, ctrlKey, altKey, metaKey } = event;
  if (ctrlKey || altKey || metaKey || types(event) || event.composedPath().some((place) => place instanceof HTMLDialogElement)) return false;
  const name = key.toLowerCase();
  if (presenter.isOn && isDark()) {
    draw(false); // and next and back lead on
    return !name.startsWith("page");
  }
  if (name === "f") turn(!presenter.isOn);
  else if (presenter.isOn && (name === "b" || name === ".")) draw(true);
  else if (presenter.isOn && name === "escape" && !isOpen(event)) turn(false);
  else return false;
  return true;
}

/**
 * Whether Escape closes something: a menu or an explanation that is open around what has the focus.
 * @param {KeyboardEvent} event
 */
const isOpen = (event) => event.composedPath().some((place) => place instanceof ShadowRoot && place.querySelector("[aria-expanded=true]"));

const isDark = () => document.querySelector(`.${CURTAIN}`) !== null;

/**
 * Draw the curtain over everything, or away.
 * @param {boolean} isDrawn
 */
function draw(isDrawn) {
  document.querySelector(`.${CURTAIN}`)?.remove();
  if (!isDrawn) return;
  const curtain = make("div", CURTAIN);
  curtain.addEventListener("click", () => draw(false));
  document.body.append(curtain);
}
