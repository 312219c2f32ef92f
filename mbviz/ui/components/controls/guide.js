// @ts-check
// What stands on every page and shows nothing: it hears where the visitor goes, which term is tapped,
// and when the page is connected again.

import { onConnection } from "../page/internals.js";
import { newNotice } from "../page/notice.js";
import { explainTerms } from "../page/terms.js";
import { listen } from "../page/way.js";
import { keepKeys } from "./controls.js";

let tell = (/** @type {string} */ _name, /** @type {unknown} */ _value) => {};
let listens = false;
let words = { away: "" };

const AGAIN = 60_000; // milliseconds in which a page is loaded anew once
const LOADED = "mbviz-loaded-anew";

/** Load the page anew, which Streamlit leaves without a server after a message that it could not read. */
function reload() {
  if (Date.now() - Number(sessionStorage.getItem(LOADED)) < AGAIN) return;
  sessionStorage.setItem(LOADED, String(Date.now()));
  location.reload();
}

/**
 * A page that is connected again runs whole: a server that was started anew knows nothing of it.
 * @param {import("../page/component.js").Component<[{ words: typeof words }]>} component
 */
export default function ({ data: [data], setTriggerValue }) {
  tell = setTriggerValue;
  words = data.words;
  if (listens) return;
  listens = true;
  listen();
  keepKeys();
  explainTerms();
  const notice = newNotice(() => words.away);
  onConnection({
    connected: () => {
      notice.end();
      tell("wake", performance.now());
    },
    away: notice.begin,
    givenUp: reload,
  });
}
