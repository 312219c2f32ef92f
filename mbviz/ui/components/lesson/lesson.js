// @ts-check
// The open lesson, a strip above its screen: the question, an answer, what is said of it, and the way to the other lessons.
// What is right comes from the server when an answer was judged.

import { attribute, fill, kept, make, part, say } from "../page/component.js";
import { insistence } from "../page/insist.js";
import { mainArea } from "../page/internals.js";
import { onPlays } from "../page/plays.js";
import { keep, leaveFor } from "../page/way.js";
import { write } from "./inline.js";

/**
 * What Python sends.
 * @typedef {object} Data
 * @property {number} number of the last press that was taken
 * @property {string} session names the session; another one knows nothing of what was pressed
 * @property {string} name of the lesson
 * @property {string} place such as "3 / 6"
 * @property {string} title
 * @property {string} question
 * @property {string} kind "choice", "number" or "whole number"
 * @property {boolean} asks whether an answer is judged; the sender of the link may have hidden that
 * @property {string[]} offered answers to choose from
 * @property {string} given the last answer; empty where there is none
 * @property {{ right: boolean | null, told: string } | null} verdict null where there is no answer; right is null where that could not be read
 * @property {boolean} done whether it was answered rightly before
 * @property {string} all what else is done, as the address has it
 * @property {boolean} back whether there is a lesson before this one
 * @property {boolean} next
 * @property {boolean} list whether there is a screen with all of them
 * @property {Record<string, string>} paths of the pages that some buttons lead to
 * @property {boolean} reads whether there is a text to read
 * @property {boolean} reading whether it is shown
 * @property {boolean} solves whether the screen can show the answer
 * @property {boolean} away whether another screen than the lesson's is open
 * @property {Record<string, string>} words
 */

const PARTS = /** @type {const} */ (["place", "at", "done", "title", "question", "answer", "offered", "judged", "mark", "given", "told"]);
const BUTTONS = /** @type {const} */ (["back", "next", "list", "fold", "close", "check", "here", "again", "solve", "read", "on"]);
const SIGNS = ["back", "next", "list", "close"]; // what they do is said to those who do not see the sign

/** @typedef {Record<typeof PARTS[number], HTMLElement> & Record<typeof BUTTONS[number], HTMLButtonElement>} Places */

/** @param {ParentNode} parent */
function newStrip(parent) {
  const places = /** @type {Places} */ (Object.fromEntries([
    ...PARTS.map((name) => [name, part(parent, `.${name}`, HTMLElement)]),
    ...BUTTONS.map((name) => [name, part(parent, `.${name}`, HTMLButtonElement)]),
  ])); // prettier-ignore
  return {
    root: part(parent, ".lesson", HTMLElement),
    field: part(parent, ".number", HTMLInputElement),
    places,
    data: /** @type {Data | null} */ (null),
    tried: /** @type {Set<string>} */ (new Set()), // wrong answers of this lesson
    asked: /** @type {{ id: number, name: string, lesson: string, value: string } | null} */ (null), // what was told and is not answered
    insist: () => {},
    tell: (/** @type {string} */ _name, /** @type {unknown} */ _value) => {},
  };
}

/** @typedef {ReturnType<typeof newStrip>} Strip */

/**
 * Tell the server what was pressed.
 * @param {Strip} strip
 * @param {string} name
 * @param {string} [value]
 */
function act(strip, name, value = "") {
  strip.asked = { id: Math.max(Date.now(), (strip.data?.number ?? 0) + 1), name, lesson: strip.data?.name ?? "", value };
  const path = strip.data?.paths[name];
  if (path !== undefined) leaveFor(path);
  strip.tell("act", strip.asked);
  strip.insist();
}

/** @param {ShadowRoot | HTMLElement} parent */
function mount(parent) {
  const strip = newStrip(parent);
  const { places, field } = strip;
  for (const name of /** @type {const} */ (["back", "next", "list", "close", "here", "again", "solve", "read"]))
    places[name].addEventListener("click", () => act(strip, name));
  places.on.addEventListener("click", () => act(strip, strip.data?.next ? "next" : "list"));
  places.fold.addEventListener("click", () => fold(strip, !strip.root.classList.contains("folded")));
  places.answer.addEventListener("submit", (event) => {
    event.preventDefault();
    if (field.value.trim()) return act(strip, "answer", field.value);
    if (strip.data) showVerdict(strip, { ...strip.data, verdict: { right: null, told: "" } }); // what is to be typed
    field.focus();
  });
  onPlays(strip.root, () => matchMedia("(max-width: 700px)").matches && fold(strip, true));
  strip.insist = insistence(
    () => strip.root.isConnected && strip.asked !== null,
    () => strip.asked && strip.tell("act", strip.asked),
  );
  return strip;
}

/**
 * On a phone a lesson can be folded to its title, so that more of the screen is in sight.
 * @param {Strip} strip
 * @param {boolean} isFolded
 */
function fold({ root, places, data }, isFolded) {
  root.classList.toggle("folded", isFolded);
  say(places.fold, isFolded ? "▾" : "▴");
  places.fold.setAttribute("aria-expanded", String(!isFolded));
  if (data) attribute(places.fold, "aria-label", data.words[isFolded ? "unfold" : "fold"]);
}

/**
 * The answers to choose from; a press on one is an answer.
 * @param {Strip} strip
 * @param {Data} data
 */
function showOffered(strip, { name, offered, asks, question, words }) {
  const { offered: box } = strip.places;
  box.hidden = !offered.length || !asks;
  attribute(box, "aria-label", question);
  const wanted = JSON.stringify([name, offered]);
  if (box.dataset.made !== wanted) {
    box.dataset.made = wanted;
    box.replaceChildren(...offered.map((text, k) => {
      const button = Object.assign(make("button"), { type: "button" });
      write(button, text);
      button.addEventListener("click", () => act(strip, "answer", String(k)));
      return button;
    })); // prettier-ignore
  }
  [...box.children].forEach((button, k) => {
    const isTried = strip.tried.has(String(k));
    button.classList.toggle("tried", isTried);
    attribute(button, "title", isTried ? words.wrong : "");
  });
}

/**
 * What became of the answer; a right one leads on, a wrong one back to the question.
 * @param {Strip} strip
 * @param {Data} data
 */
function showVerdict({ root, places }, { verdict, given, offered, kind, next, list, reads, reading, solves, words }) {
  const outcome = !verdict ? "open" : verdict.right === null ? "unread" : verdict.right ? "right" : "wrong";
  root.dataset.outcome = outcome;
  places.judged.hidden = outcome === "open";
  places.answer.hidden = outcome !== "open" && outcome !== "unread";
  const unread = kind === "whole number" ? words.unreadWhole : words.unread;
  say(places.mark, outcome === "right" ? "✓" : outcome === "wrong" ? "✗" : "");
  attribute(places.mark, "aria-label", words[outcome === "right" ? "right" : "wrong"]);
  places.mark.hidden = places.given.hidden = outcome === "unread";
  write(places.given, `${kind === "choice" ? offered[Number(given)] : given}:`);
  write(places.told, outcome === "unread" ? unread : (verdict?.told ?? ""));
  places.again.hidden = outcome !== "wrong";
  places.solve.hidden = !solves;
  places.read.hidden = !reads;
  places.on.hidden = outcome !== "right" || !(next || list);
  say(places.read, reading ? words.unroll : words.read);
  attribute(places.read, "aria-expanded", String(reading));
  say(places.on, next ? words.next : words.list);
}

/**
 * @param {Strip} strip
 * @param {Data} data
 */
function showQuestion({ places, field, root }, data) {
  const { words } = data;
  say(places.at, data.place);
  attribute(places.at, "aria-label", fill(words.lesson, { place: data.place }));
  places.done.hidden = !data.done;
  attribute(places.done, "aria-label", words.done);
  write(places.title, data.away || /[.?!]$/.test(data.title) ? data.title : `${data.title}.`);
  write(places.question, data.question);
  attribute(root, "aria-label", fill(words.lesson, { place: data.place }));
  for (const name of /** @type {const} */ (["check", "here", "again", "solve"])) say(places[name], words[name]);
  for (const name of SIGNS) for (const kind of ["aria-label", "title"]) attribute(places[/** @type {"back"} */ (name)], kind, words[name]);
  field.hidden = places.check.hidden = data.kind === "choice" || !data.asks;
  attribute(field, "aria-label", `${words.number}: ${data.question}`);
  places.back.disabled = !data.back;
  places.next.disabled = !data.next;
  showPlace(root, places.here, data.away);
  places.list.hidden = !data.list;
}

/**
 * On another screen than its own the lesson is a line with its name and the way back: the title there is that screen's.
 * @param {HTMLElement} root
 * @param {HTMLElement} here leads back
 * @param {boolean} isAway
 */
function showPlace(root, here, isAway) {
  here.hidden = !isAway;
  root.classList.toggle("away", isAway);
  attribute(part(root, "h1", HTMLElement), "aria-level", isAway ? "2" : "1");
  document.documentElement.toggleAttribute("data-mbviz-away", isAway); // style.css; means nothing once no lesson is open
}

/**
 * Take the server's data: it has answered, or knows nothing of what was pressed since it was started anew.
 * @param {Strip} strip
 * @param {Data} data
 */
function take(strip, data) {
  const { data: before, asked, field } = strip;
  if (asked && data.number >= asked.id) strip.asked = null;
  if (before?.name !== data.name) {
    strip.tried = new Set();
    field.value = data.kind === "choice" ? "" : data.given;
    fold(strip, false);
    mainArea()?.scrollTo({ top: 0 }); // as far as the page before was scrolled, the lesson would be cut off
  }
  if (before?.verdict?.right === false && !data.verdict) field.value = ""; // to try again
  if (data.verdict?.right === false) strip.tried.add(data.given);
  strip.data = data;
  if (before && before.session !== data.session && strip.asked) strip.tell("act", strip.asked);
}

const mounted = kept(mount);

/** @param {import("../page/component.js").Component<[Data]>} component */
export function runLesson({ data: [data], parentElement, setTriggerValue }) {
  const strip = mounted(parentElement);
  const focused = parentElement instanceof ShadowRoot ? parentElement.activeElement : null;
  const wasOpen = strip.data !== null && (strip.data.verdict?.right ?? null) === null;
  strip.tell = setTriggerValue;
  take(strip, data);
  showQuestion(strip, data);
  showOffered(strip, data);
  showVerdict(strip, data);
  fold(strip, strip.root.classList.contains("folded"));
  const { places, field } = strip;
  // what had the focus may be hidden now: it goes where one goes on
  if (focused && wasOpen && data.verdict?.right === true) places.on.focus({ preventScroll: true });
  else if (focused && wasOpen && data.verdict?.right === false) places.again.focus({ preventScroll: true });
  else if (focused === places.again && !data.verdict) (field.hidden ? /** @type {HTMLElement} */ (places.offered.firstElementChild) : field).focus({ preventScroll: true });
  keep("done", data.all);
  strip.root.dataset.painted = data.name;
}
