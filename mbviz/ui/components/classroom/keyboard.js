// @ts-check
// Whoever presses a button of a class by the keyboard keeps that, though the button goes away with what it did.

import { mainArea } from "../page/internals.js";

/** @typedef {import("./room.js").Header} Header */

let awaited = ""; // how the class stood at the last press, until it stands otherwise
let role = "";

/** @param {Header} header */
const stateOf = (header) => [header.role, header.code, header.draw, header.dropped].join();

/**
 * What has the keyboard in a part of the page.
 * @param {HTMLElement} root
 */
const holder = (root) => /** @type {ShadowRoot | Document} */ (root.getRootNode()).activeElement;

/**
 * A button was pressed, and leads elsewhere or not.
 * @param {HTMLElement} root
 * @param {Header | null} header how the class stands
 */
export function press(root, header) {
  if (header && holder(root)) awaited = stateOf(header);
}

/**
 * Give the keyboard to what stands there now, where what had it is gone: to a student's dot or next guess, or to the heading.
 * @param {HTMLElement} root
 * @param {Header} header how the class stands now, and is shown
 */
export function keepKeyboard(root, header) {
  if (header.role === "unknown") return; // in a moment it is known
  const [held, before, state] = [holder(root), role, stateOf(header)];
  const isLost = held ? !isSeen(held) : awaited !== "" && awaited !== state && document.activeElement === document.body;
  if (awaited !== state) awaited = "";
  role = header.role;
  const place = role === "student" && before === role ? root.querySelector(header.dropped ? ".yours" : ".guess input") : mainArea()?.querySelector("h1");
  if (!isLost || !(place instanceof HTMLElement)) return;
  if (place.matches("h1")) place.tabIndex = -1;
  place.focus({ preventScroll: true });
}

/** @param {Element} element */
const isSeen = (element) => element.getClientRects().length > 0 && getComputedStyle(element).visibility === "visible";
