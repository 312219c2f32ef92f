// @ts-check
// What is behind the stage's "…": seed, replacement, order, the law, the cloud, guessing, and which digits these are.

import { addButton, addCheck, addChoice, addSeed, addSentence, addTheme, newMenu } from "../controls/menu.js";
import { part } from "../page/component.js";
import { GUESSES } from "./guess.js";
import { help } from "./help.js";
import { BLOCK } from "./model.js";

/** @typedef {import("./acting.js").Stage} Stage */
/** @typedef {import("../controls/controls.js").Hands} Hands */

/**
 * @param {Stage} stage
 * @param {Hands} hands
 */
export function newStageMenu(stage, hands) {
  const menu = newMenu(stage.root);
  const show = (/** @type {Partial<Pick<Stage, "law" | "guess" | "cloud">>} */ change) => {
    Object.assign(stage, change);
    stage.all();
  };
  addSeed(menu, hands);
  addCheck(menu, "replace", () => stage.wish.replace, (replace) => hands.want({ replace }, true));
  addChoice(menu, "order", ["as-drawn", "largest-loss-first"], (value) => value, () => stage.wish.order, (order) => hands.want({ order }, true));
  addCheck(menu, "law", () => stage.law, (law) => show({ law }));
  addCheck(menu, "cloud", () => stage.cloud > 0, (cloud) => {
    show({ cloud: cloud ? BLOCK : 0 });
    hands.want({}, true);
  });
  addChoice(menu, "guess", GUESSES, (value) => `guess_${value}`, () => stage.guess, (guess) => {
    show({ guess });
    hands.want({}, true);
    menu.close();
  });
  addButton(menu, "explain", () => {
    menu.close();
    help(stage, true);
  });
  addTheme(menu);
  addButton(menu, "defaults", () => stage.tell("reset", performance.now()));
  addSentence(menu, () => stage.source);
  addButton(menu, "look", () => stage.tell("look", performance.now()), () => stage.partial);
  menu.rows.push(() => {
    for (const name of ["seed", "replace", "order", "cloud", "guess"]) part(menu.box, `.${name}`, HTMLElement).hidden = stage.locked.has(name);
  });
  return menu;
}
