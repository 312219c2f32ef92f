// @ts-check
// Terms of the field: a word to tap, and beside it what it means, until one presses elsewhere, scrolls or leaves it.

import { make, say } from "./component.js";
import { pageOf } from "./internals.js";

const APART = 6; // pixels between the word and what it means
const EDGE = 8; // pixels between that and the window's edge

/** @typedef {{ left: number, top: number, bottom: number }} Word where a word stands in the window */
/** @typedef {{ width: number, height: number }} Size */
/** @typedef {HTMLElement & { showPopover(): void, hidePopover(): void }} Popover above all else on the page */

/**
 * Where what a word means stands: below the word, or above it where there is no room below, and within the window.
 * @param {Word} word
 * @param {Size} box
 * @param {Size} room the window's
 */
export function beside(word, box, room) {
  const isBelow = word.bottom + APART + box.height <= room.height - EDGE || word.top < room.height - word.bottom;
  return {
    left: Math.max(EDGE, Math.min(word.left, room.width - EDGE - box.width)),
    top: isBelow ? word.bottom + APART : word.top - APART - box.height,
  };
}

/** The term that an event is on, on the page or in a component, if it is on one. */
const termOf = (/** @type {Event} */ event) => {
  const [target] = event.composedPath();
  return target instanceof Element ? target.closest(".mbviz-term") : null;
};

/** @typedef {[term: string, told: string][]} Terms what each means, the longest first: one may hold another */
/** @typedef {{ text: string, told?: string }} Piece of a text; a term where it tells what that means */

/**
 * A text in pieces. Each term is one where it first stands, and not again.
 * @param {string} text
 * @param {Terms} terms those that are explained here are taken out
 */
export function pieces(text, terms) {
  const found = /** @type {Piece[]} */ ([]);
  let end = 0;
  for (const match of terms.length ? text.matchAll(finding(terms)) : []) {
    const at = terms.findIndex(([term]) => term.toLowerCase() === match[1].toLowerCase());
    if (at < 0) continue; // it was explained
    const start = match.index ?? 0;
    found.push({ text: text.slice(end, start) }, { text: match[0], told: terms[at][1] });
    end = start + match[0].length;
    terms.splice(at, 1);
  }
  return [...found, { text: text.slice(end) }];
}

/**
 * Whole words in Latin script, or several of what they name; Korean hangs its particles on (as in mbviz/ui/terms.py).
 * @param {Terms} terms
 */
const finding = (terms) => new RegExp(`(?<![\\p{L}_])(${terms.map(([term]) => term).join("|")})(?:es|s)?(?![A-Za-z])`, "giu");

/**
 * Pieces in which what hangs on a term, such as a comma or a Korean particle, is that term's.
 * @param {Piece[]} parts
 * @returns {(Piece & { hangs: string })[]}
 */
export function hung(parts) {
  const hangs = parts.map(({ told }, k) => (told && !parts[k + 1]?.told ? (/^\S+/.exec(parts[k + 1]?.text ?? "")?.[0] ?? "") : ""));
  return parts.map((part, k) => ({ ...part, text: part.text.slice(hangs[k - 1]?.length ?? 0), hangs: hangs[k] }));
}

/**
 * Show a text with its terms explained. One that did not change is left alone.
 * @param {Element} element
 * @param {string} text
 * @param {Terms} terms those that are explained here are taken out
 */
export function explain(element, text, terms) {
  if (element.textContent === text) return;
  element.replaceChildren(...hung(pieces(text, terms)).map((piece) => (piece.told ? unbroken(termFor(piece.text, piece.told), piece.hangs) : piece.text)));
}

/**
 * A term and what hangs on it, such as a comma: a line may break after a button.
 * @param {HTMLElement} term
 * @param {string} hangs
 */
function unbroken(term, hangs) {
  if (!hangs) return term;
  const whole = make("span", "mbviz-unbroken");
  whole.append(term, hangs);
  return whole;
}

/**
 * @param {string} word
 * @param {string} told
 */
function termFor(word, told) {
  const button = make("button", "mbviz-term", word);
  for (const [name, value] of Object.entries({ type: "button", "aria-expanded": "false", "data-told": told })) button.setAttribute(name, value);
  return button;
}

/** Listen to the terms of all screens, those that are shown later, too; call it once for the page. */
export function explainTerms() {
  const box = /** @type {Popover} */ (/** @type {unknown} */ (make("div", "mbviz-told")));
  for (const [name, value] of Object.entries({ popover: "manual", role: "dialog", tabindex: "-1" })) box.setAttribute(name, value);
  /** @type {Element | null} */
  let opened = null;
  const close = (byKey = false) => {
    if (!opened) return;
    const word = opened;
    opened = null;
    word.setAttribute("aria-expanded", "false");
    box.hidePopover();
    if (byKey && word instanceof HTMLElement) word.focus({ preventScroll: true });
  };
  const open = (/** @type {Element} */ word) => {
    opened = word;
    if (!box.isConnected) pageOf().append(box);
    word.setAttribute("aria-expanded", "true");
    say(box, word.getAttribute("data-told") ?? "");
    box.setAttribute("aria-label", word.textContent ?? "");
    box.showPopover();
    const { left, top } = beside(word.getBoundingClientRect(), box.getBoundingClientRect(), { width: innerWidth, height: innerHeight });
    Object.assign(box.style, { left: `${left}px`, top: `${top}px` });
    box.focus({ preventScroll: true }); // so it is read out
  };
  document.addEventListener("click", (event) => {
    const word = termOf(event);
    if (!word) return;
    const again = word === opened;
    close();
    if (!again) open(word);
  });
  document.addEventListener("pointerdown", (event) => {
    if (termOf(event) !== opened && !event.composedPath().includes(box)) close();
  }, true);
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" || event.key === "Tab") close(true); // Tab leads on from the word
  }, true);
  document.addEventListener("scroll", () => close(), true);
  window.addEventListener("resize", () => close());
}
