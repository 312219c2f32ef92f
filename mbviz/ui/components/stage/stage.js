// @ts-check
// The stage: one screen on which a batch is drawn, looked at, scored, and put beside all others.

import { answered, askBeforeLeaving } from "../controls/asking.js";
import { nameControls, newControls, showControls } from "../controls/controls.js";
import { showMenu } from "../controls/menu.js";
import { wishOf } from "../controls/wish.js";
import { unpack } from "../page/bytes.js";
import { onResize, onTheme } from "../page/canvas.js";
import { kept, part } from "../page/component.js";
import { wake } from "../page/waking.js";
import { arrive, say } from "../page/way.js";
import { isBehind, isLate, missingScene, newStage, pileOf, question, sceneOf, settle } from "./acting.js";
import { newGuessing, renew, showGuessing } from "./guess.js";
import { listen } from "./hands.js";
import { notice } from "./lateness.js";
import { newStageMenu } from "./menu.js";
import { batchName, BLOCK, drop, enrich, estimate, newScene, sceneName } from "./model.js";
import { paintLower, paintUpper } from "./painting.js";
import { newPlayer, showPlayer } from "./playing.js";
import { nameStage, showNumbers } from "./telling.js";
import { inherit } from "./upper.js";

/** @typedef {import("./acting.js").Stage} Stage */
/** @typedef {import("./model.js").Scene} Scene */
/** @typedef {import("./model.js").Shown} Shown */

const IDLE = 1200; // milliseconds without a question after which another network's scene is fetched
const DRAWN_IN = 1800; // milliseconds in which the cloud draws itself in
const SEEN = "mbviz-cloud-seen";
const PLACES = { ".size": "batch_size", ".size-field": "batch_size", ".draws": "draw", ".network": "network" };

/**
 * The stage on the page, its controls and its menu.
 * @param {ShadowRoot | HTMLElement} parent
 */
function mount(parent) {
  const stage = newStage(parent);
  const hands = listen(stage, () => paintUpper(stage));
  const [controls, menu, player] = [newControls(parent, hands), newStageMenu(stage, hands), newPlayer(stage)];
  const strip = newGuessing(stage);
  askBeforeLeaving(stage.root, stage.asking, (sent) => stage.tell("question", sent));
  const paint = () => {
    cancelAnimationFrame(stage.frame);
    stage.frame = 0;
    renew(stage, batchName(stage.wish));
    notice(stage.lateness, isLate(stage), stage.repaint);
    paintLower(stage);
    showNumbers(stage);
    showGuessing(strip, stage);
    showControls(controls, hands, stage.names);
    showPlayer(player, stage);
    showMenu(menu, stage.words);
  };
  stage.repaint = () => {
    if (stage.lang) stage.frame ||= requestAnimationFrame(paint); // it has its words
  };
  const all = (stage.all = () => {
    if (stage.lang) paintUpper(stage);
    stage.repaint();
  });
  onResize(stage.root, all);
  keepBelow(stage.root);
  const row = part(stage.root, ".controls", HTMLElement);
  onResize(row, () => stage.root.style.setProperty("--controls", `${row.offsetHeight}px`));
  for (const canvas of [stage.digits, stage.picks, stage.lower]) onTheme(canvas, all);
  return { stage, controls, paint, hands };
}

/**
 * Let the stage know how much of the window is above it.
 * @param {HTMLElement} root
 */
function keepBelow(root) {
  const place = () => {
    const { top, width } = root.getBoundingClientRect(); // as it is seen: larger for a presenter than its own pixels
    root.style.setProperty("--above", `${Math.round(((top + scrolled()) * root.offsetWidth) / width || 0)}px`);
  };
  const above = document.querySelector(".st-key-above"); // notes come and go there
  for (const element of above ? [root, above] : [root]) onResize(element, place);
  place();
}

/** How far the page is scrolled, in pixels. */
const scrolled = () => document.querySelector("[data-testid=stMain]")?.scrollTop ?? 0;

const mounted = kept(mount);

/**
 * Take over an answer of the server.
 * @param {ReturnType<typeof mount>} mounted
 * @param {Shown} shown
 */
function take({ stage, controls }, shown) {
  const { header } = shown;
  const first = !stage.shown;
  if (header.words) Object.assign(stage, { words: header.words, terms: header.terms, names: header.names, palette: header.palette, lang: header.lang, hover: null });
  Object.assign(stage, { networks: header.networks, source: header.source ?? stage.source, partial: header.partial ?? stage.partial, keys: header.keys ?? stage.keys });
  if (header.locked) lock(stage, header);
  if (header.address) say({ path: header.place[0], wanted: header.address, keys: stage.keys });
  const scene = newScene(shown);
  if (scene) stage.scenes.set(scene.name, scene);
  const known = stage.scenes.get(sceneName(header));
  if (known) enrich(known, shown);
  payOwed(stage);
  if (header.other) stage.scenes.set(header.other.name, /** @type {Scene} */ (newScene(otherScene(shown))));
  const forgot = !first && header.session !== stage.session; // since the server started anew: it knows nothing of what is wished
  const elsewhere = header.epoch !== stage.epoch && !forgot; // set from elsewhere than here: all to its defaults
  if (first || elsewhere || !stage.networks.includes(stage.wish.network)) stage.wish = { ...stage.wish, ...wishOf(header) };
  Object.assign(stage, { epoch: header.epoch, session: header.session });
  if (forgot) stage.asking.since = 0;
  if (first) {
    stage.selected = header.n_selected;
    begin(stage, header.cloud);
  }
  if (first || elsewhere) stage.guess = header.guess === "none" ? "" : header.guess;
  inherit(shown, stage.shown);
  stage.shown = shown;
  if (header.words) {
    nameControls(controls, stage.words);
    nameStage(stage);
  }
  answered(stage.asking, header.number, performance.now(), (sent) => stage.tell("question", sent));
  if ((isBehind(stage) || forgot) && !stage.asking.since) question(stage, true);
  clearTimeout(stage.idle);
  stage.idle = window.setTimeout(() => fetchAhead(stage), IDLE);
}

/**
 * What the sender of the link has hidden is not there.
 * @param {Stage} stage
 * @param {{ locked: string[], open: boolean }} header
 */
function lock(stage, { locked, open }) {
  Object.assign(stage, { locked: new Set(locked), open });
  for (const [place, key] of Object.entries(PLACES)) part(stage.root, place, HTMLElement).hidden = stage.locked.has(key);
}

/**
 * Ask for the scene of another network while nothing else is asked for, so that it is there when the hand comes to it.
 * @param {Stage} stage
 */
function fetchAhead(stage) {
  if (missingScene(stage) && !stage.asking.since && !stage.playing && stage.root.isConnected) question(stage, true);
}

/**
 * The first look: the cloud of draws draws itself in, once in a session, or is there at once, or stays away.
 * @param {Stage} stage
 * @param {boolean} cloud
 */
function begin(stage, cloud) {
  const seen = sessionStorage.getItem(SEEN);
  sessionStorage.setItem(SEEN, "1");
  stage.cloud = cloud ? BLOCK : 0;
  if (!cloud || seen || matchMedia("(prefers-reduced-motion: reduce)").matches) return;
  const start = performance.now();
  const grow = () => {
    const share = Math.min(1, (performance.now() - start) / DRAWN_IN);
    stage.cloud = Math.round(share * BLOCK);
    stage.repaint();
    if (share < 1) requestAnimationFrame(grow);
  };
  grow();
}

/**
 * Let the draws fall whose estimates have come.
 * @param {Stage} stage
 */
function payOwed(stage) {
  stage.owed = stage.owed.filter(({ size, draw }) => {
    const loss = estimate(sceneOf(stage), size, draw);
    if (loss !== null && size === stage.wish.size) drop(pileOf(stage), draw, loss);
    return loss === null && size === stage.wish.size;
  });
}

/**
 * A scene that came along with an answer about another one.
 * @param {Shown} shown
 */
const otherScene = ({ header, arrays }) => ({ header: { about: header.other }, arrays: { estimates: arrays.other_estimates, quantiles: arrays.other_quantiles } });

/** @param {import("../page/component.js").Component<Uint8Array>} component */
export function runStage({ data, parentElement, setTriggerValue }) {
  const here = mounted(parentElement);
  here.stage.tell = setTriggerValue;
  here.stage.heard();
  const shown = unpack(data);
  if (!here.stage.lang && !shown.header.words) return wake(); // an answer to the stage that stood here before, which had the words
  take(here, shown);
  paintUpper(here.stage);
  if (!isBehind(here.stage)) settle(here.stage);
  arrive(here.stage.shown?.header.place, here.hands, () => (here.stage.asking.next = null));
  here.paint(); // at once: an answer need not wait for the next frame
}
