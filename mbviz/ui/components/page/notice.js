// @ts-check
// A sentence over the page for as long as something lasts, in the language that the page has when it begins.

import { make } from "./component.js";
import { closeDialogs } from "./internals.js";

const PATIENCE = 1000; // milliseconds: what is over sooner need not be known

/** @param {() => string} sentence */
export function newNotice(sentence) {
  const box = make("p", "mbviz-notice");
  box.setAttribute("role", "status");
  let timer = 0;
  let stop = () => {};
  const show = () => {
    document.body.append(box);
    box.textContent = sentence();
    stop = closeDialogs();
  };
  return {
    begin: () => {
      timer ||= window.setTimeout(show, PATIENCE);
    },
    end: () => {
      clearTimeout(timer);
      timer = 0;
      stop();
      box.remove();
    },
  };
}
