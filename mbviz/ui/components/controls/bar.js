// @ts-check
// The control bar of a page: what is changed shows at once, and the page follows as fast as the server answers. No change
// is lost or undone by another: the bar says what is wished, and not what was changed.

import { kept, part } from "../page/component.js";
import { insistence } from "../page/insist.js";
import { endPage, placesOf } from "../page/internals.js";
import { wake } from "../page/waking.js";
import { arrive, hold, wished } from "../page/way.js";
import { tellWish } from "../page/wishing.js";
import { answered, ask, askBeforeLeaving, newAsking } from "./asking.js";
import { newChoices } from "./choices.js";
import { nameControls, newControls, newRefusal, onKeys, showControls } from "./controls.js";
import { addButton, addCheck, addSeed, addSentence, addTheme, newMenu, showMenu } from "./menu.js";
import { newFit } from "./room.js";
import { newWalk } from "./walk.js";
import { awaited, openPart, settingsOf, UNTOLD } from "./wish.js";

/** @typedef {import("./wish.js").Wish} Wish */

/**
 * What Python sends.
 * @typedef {object} Data
 * @property {number} number of the question that this answers
 * @property {number} epoch how often a setting was changed from elsewhere
 * @property {string} session names the session; another one knows nothing of what was wished
 * @property {import("../page/way.js").Place} place
 * @property {Partial<Wish>} wish what the page shows, but for what is hidden
 * @property {number} last example of the batch, where one can be selected
 * @property {number[]} sizes the round ones
 * @property {string[]} networks
 * @property {Record<string, string>} names of the networks, as people write them
 * @property {Record<string, string>} words
 * @property {string[]} parts the settings that act on the page
 * @property {import("./choices.js").Choice[]} choices those of them that are one of several values
 * @property {number[] | null} around the examples around the selected one in the screen's order; null where that is as they were drawn
 * @property {string} source which digits these are
 * @property {boolean} partial whether there may be better ones
 */

// Which setting each part is for; it is shown where the setting acts on the page.
const PLACES = { ".size": "batch_size", ".size-field": "batch_size", ".draws": "draw", ".example": "n", ".network": "network", ".replace": "replace", ".seed": "seed" };

// Milliseconds after which what is not yet what is wished is dimmed: an answer that comes before costs the page no style.
const LATE = 150;

/** @param {ParentNode} parent */
function newBar(parent) {
  return {
    root: part(parent, ".bar", HTMLElement),
    data: /** @type {Data} */ (/** @type {unknown} */ (null)),
    wish: /** @type {Wish} */ (UNTOLD),
    asking: newAsking(),
    epoch: 0, late: 0, insist: () => {},
    wait: (/** @type {string} */ _sentence) => {}, heard: () => {},
    tell: (/** @type {string} */ _name, /** @type {unknown} */ _value) => {},
  };
}

/** @typedef {ReturnType<typeof newBar>} Bar */

/** @param {ShadowRoot | HTMLElement} parent */
function mount(parent) {
  const bar = newBar(parent);
  const refusal = newRefusal(part(parent, ".refused", HTMLElement));
  Object.assign(bar, { wait: refusal.wait, heard: refusal.heard });
  const hands = newHands(bar, refusal, () => show());
  const controls = newControls(parent, hands);
  const [menu, choices] = [newBarMenu(parent, bar, hands), newChoices(chooserOf(bar, hands))];
  const walk = newWalk(parent, hands, () => aroundOf(bar));
  const fit = newFit(parent, bar.root);
  const show = () => {
    const has = (/** @type {string} */ key) => bar.data.parts.includes(key);
    for (const [selector, key] of Object.entries(PLACES)) part(parent, selector, HTMLElement).hidden = !has(key);
    const isAlone = !bar.data.choices.length && !["batch_size", "draw", "n", "network"].some(has);
    bar.root.classList.toggle("alone", isAlone);
    endPage(isAlone);
    mark(bar);
    showControls(controls, hands, bar.data.names);
    walk();
    showMenu(menu, bar.data.words);
    fit(choices(bar.data.choices), JSON.stringify([bar.data.parts, bar.data.choices, bar.data.words.more]));
  };
  loseNothing(bar);
  onKeys(bar.root, { ...hands, want: (change, rests) => bar.data.parts.includes("draw") && hands.want(change, rests) });
  const forget = () => {
    Object.assign(bar.asking, { since: 0, next: null });
    refusal.clear();
    if (!menu.box.hidden) menu.close();
  };
  return { bar, controls, show, hands, forget };
}

/**
 * @param {Bar} bar
 * @param {ReturnType<typeof newRefusal>} refusal
 * @param {() => void} show
 * @returns {import("./controls.js").Hands}
 */
const newHands = (bar, refusal, show) => ({
  wish: () => bar.wish, sizes: () => bar.data.sizes, networks: () => bar.data.networks, words: () => bar.data.words,
  refuse: refusal.say,
  turn: (name) => bar.tell("turn", { name, settings: unheard(bar) }), // of several things told at once the server hears the last
  act: (name) => bar.tell("act", { name, settings: unheard(bar) }),
  want: (change, rests) => {
    if (hold((next) => next.want(change, rests))) return;
    refusal.clear();
    if (rests) wished(settingsOf(change));
    Object.assign(bar.wish, change);
    bar.wish.n = Math.min(bar.wish.n ?? 0, bar.wish.size - 1); // a smaller batch has no example of the largest numbers
    send(bar, rests);
    show();
  },
});

/**
 * What is wished, where the server may not have heard it yet.
 * @param {Bar} bar
 */
const unheard = ({ wish, data, asking }) => (asking.since || awaited(wish, data.wish).length ? openPart(wish, data.wish) : {});

/**
 * @param {Bar} bar
 * @param {import("./controls.js").Hands} hands
 * @returns {import("./choices.js").Chooser}
 */
const chooserOf = (bar, hands) => ({
  value: (key) => (key === "order" ? bar.wish.order : bar.wish.others?.[key]) ?? "",
  choose: (key, value, rests) => hands.want(key === "order" ? { order: value } : { others: { ...bar.wish.others, [key]: value } }, rests),
});

/**
 * @param {ParentNode} parent
 * @param {Bar} bar
 * @param {import("./controls.js").Hands} hands
 */
function newBarMenu(parent, bar, hands) {
  const menu = newMenu(parent);
  addSeed(menu, hands);
  addCheck(menu, "replace", () => bar.wish.replace, (replace) => hands.want({ replace }, true));
  addTheme(menu);
  addButton(menu, "defaults", () => bar.tell("reset", performance.now()));
  addSentence(menu, () => bar.data.source);
  addButton(menu, "look", () => bar.tell("look", performance.now()), () => bar.data.partial);
  return menu;
}

/**
 * The examples around the one that is wished, in their order: what the server sent last, as long as nothing else changed.
 * @param {Bar} bar
 */
const aroundOf = ({ data, wish }) => (data.around && awaited(wish, data.wish).some((key) => key !== "n") ? [] : data.around);

/**
 * What is shown above is marked as long as it is not what is wished: no sentence about one value beside another.
 * @param {Bar} bar
 */
function mark(bar) {
  const isAwaited = awaited(bar.wish, bar.data.wish).length > 0;
  const say = (/** @type {string} */ name, /** @type {boolean} */ is) => placesOf("screen").forEach((place) => place.toggleAttribute(name, is));
  say("data-awaited", isAwaited);
  if (!isAwaited) {
    clearTimeout(bar.late);
    bar.late = 0;
    say("data-late", false);
  } else bar.late ||= window.setTimeout(() => say("data-late", true), LATE);
  tellWish(openPart(bar.wish, bar.data.wish));
}

/**
 * @param {Bar} bar
 * @param {boolean} rests
 */
function send(bar, rests) {
  ask(bar.asking, { settings: openPart(bar.wish, bar.data.wish), rests }, performance.now(), (question) => bar.tell("question", question));
  bar.insist();
}

/**
 * Ask again what is not answered, and before the page is left.
 * @param {Bar} bar
 */
function loseNothing(bar) {
  bar.insist = insistence(() => bar.asking.since > 0 && bar.root.isConnected, () => askAgain(bar));
  askBeforeLeaving(bar.root, bar.asking, (question) => bar.tell("question", question));
}

/**
 * What the server shows, as a wish.
 * @param {Data} data
 * @returns {Wish}
 */
const wishIn = ({ wish, last }) => ({ ...UNTOLD, size: last + 1, ...wish });

/**
 * The server has not answered; it may have started anew.
 * @param {Bar} bar
 */
function askAgain(bar) {
  bar.wait(bar.data.words.waiting);
  wake(); // then it knows no part of the page, and answers none
  send(bar, true);
}

const mounted = kept(mount);

/** @param {import("../page/component.js").Component<[Data]>} component */
export function runBar({ data: [data], parentElement, setTriggerValue }) {
  const { bar, controls, show, hands, forget } = mounted(parentElement);
  const first = !bar.data || bar.data.place[0] !== data.place[0]; // here, or on this screen: the element is the same on all
  const forgot = !first && data.session !== bar.data.session; // since the server started anew: it knows nothing of what is wished
  const elsewhere = bar.epoch !== data.epoch && !forgot; // set from elsewhere than here
  Object.assign(bar, { data, tell: setTriggerValue, epoch: data.epoch });
  bar.heard();
  if (first) forget();
  if (first || elsewhere) bar.wish = wishIn(data);
  bar.wish.others = { ...data.wish.others, ...bar.wish.others }; // of choices that a screen did not have before
  arrive(data.place, hands, () => {
    bar.wish = wishIn(data);
    Object.assign(bar.asking, { since: 0, next: null });
  });
  if (forgot) {
    bar.asking.since = 0;
    send(bar, true);
  } else answered(bar.asking, data.number, performance.now(), (question) => bar.tell("question", question));
  nameControls(controls, data.words);
  show();
  Object.assign(bar.root.dataset, { painted: String(data.number), page: data.place[0] });
}
