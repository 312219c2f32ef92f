// @ts-check
// Questions to the server: one under way at a time, the newest wins, and the last one is always asked.

import { PATIENCE } from "../page/insist.js";
import { isLeaving } from "../page/way.js";

/**
 * @typedef {object} Asking
 * @property {number} number of the last question
 * @property {number} since when it was asked, in milliseconds; 0 when it was answered
 * @property {object | null} next what is to be asked when the answer is there
 * @property {boolean} due whether `next` goes out when the browser has done what it is doing
 */

/** @returns {Asking} */
export const newAsking = () => ({ number: 0, since: 0, next: null, due: false });

/**
 * Ask, or keep what is asked until the answer to the question before is there.
 * @param {Asking} asking
 * @param {object} question
 * @param {number} now milliseconds
 * @param {(question: object) => void} send
 * @param {(act: () => void) => void} [later]
 */
export function ask(asking, question, now, send, later = soon) {
  asking.next = question;
  if (!asking.since || now - asking.since > PATIENCE) forward(asking, now, send, later);
}

/**
 * An answer is there: ask what has been kept meanwhile.
 * @param {Asking} asking
 * @param {number} number which question it answers
 * @param {number} now milliseconds
 * @param {(question: object) => void} send
 * @param {(act: () => void) => void} [later]
 */
export function answered(asking, number, now, send, later = soon) {
  if (asking.due || number < asking.number) return; // one that was given up
  asking.since = 0;
  if (asking.next) forward(asking, now, send, later);
}

/**
 * An arrow key on a slider tells of a move and of its end one right after the other: both are one question. A message
 * to oneself comes right after them, and before the next frame is painted, which a timer would wait for.
 * @param {() => void} act
 */
function soon(act) {
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = () => {
    port1.close();
    act();
  };
  port2.postMessage(0);
}

/**
 * Ask at once what is kept, before the page is left: whatever is pressed elsewhere may lead away.
 * @param {Element} root of what asks
 * @param {Asking} asking
 * @param {(question: object) => void} send
 */
export function askBeforeLeaving(root, asking, send) {
  /** @type {(event: Event) => void} */
  const flush = (event) => {
    if (!root.isConnected) for (const name of ["pointerdown", "keydown"]) document.removeEventListener(name, flush, true);
    else if (asking.next && !event.composedPath().includes(root)) forward(asking, performance.now(), send, (act) => act());
  };
  for (const name of ["pointerdown", "keydown"]) document.addEventListener(name, flush, true);
}

/**
 * @param {Asking} asking
 * @param {number} now
 * @param {(question: object) => void} send
 * @param {(act: () => void) => void} later
 */
function forward(asking, now, send, later) {
  asking.since = now || 1;
  if (asking.due) return;
  asking.due = true;
  later(() => {
    asking.due = false;
    if (!asking.next || isLeaving()) return;
    const question = { ...asking.next, number: ++asking.number };
    asking.next = null;
    send(question);
  });
}
