// @ts-check
// What stands on every page and shows nothing: it hears where the visitor goes, which term is tapped,
// and when the page is connected again.

import { listenToActs } from "../page/acts.js";
import { listenToFolds } from "../page/folds.js";
import { onConnection, silenceEcho } from "../page/internals.js";
import { newNotice } from "../page/notice.js";
import { explainTerms } from "../page/terms.js";
import { wake, wakeBy } from "../page/waking.js";
import { listen, stay } from "../page/way.js";
import { keepKeys } from "./controls.js";

/** @typedef {{ away: string }} Words */

let listens = false;
let words = { away: "" };

const AGAIN = 60_000; // milliseconds in which a page is loaded anew once
const LOADED = "mbviz-loaded-anew";

/** Load the page anew, at most once in a while: where Streamlit has left it without a server, say. */
export function reload() {
  if (Date.now() - Number(sessionStorage.getItem(LOADED)) < AGAIN) return;
  sessionStorage.setItem(LOADED, String(Date.now()));
  location.reload();
}

/**
 * A page that is connected again runs whole: a server that was started anew knows nothing of it.
 * @param {Words} told
 * @param {() => void} run
 */
export function guide(told, run) {
  words = told;
  wakeBy(run);
  if (listens) return;
  listens = true;
  silenceEcho();
  listen();
  keepKeys();
  explainTerms();
  listenToFolds();
  listenToActs();
  const notice = newNotice(() => words.away);
  onConnection({
    connected: () => {
      notice.end();
      stay();
      wake();
    },
    away: notice.begin,
    givenUp: reload,
  });
}
