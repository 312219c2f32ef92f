// @ts-check
// What lies behind a button: what Python prints of these arrays, and how they are changed. It stays open through reruns.

import { make, part, say } from "../../page/component.js";

/** @param {import("./state.js").Stepper} stepper */
export function showFold({ root, data: { printed, words } }) {
  const fold = part(root, ".fold", HTMLDetailsElement);
  say(part(fold, "summary", HTMLElement), words.fold);
  const place = part(fold, ".printed", HTMLElement);
  const said = JSON.stringify(printed);
  if (place.dataset.said === said) return;
  place.dataset.said = said;
  place.replaceChildren(...printed.flatMap(([code, output]) => [make("p", "code line", code), make("pre", "code output", output)]));
}
