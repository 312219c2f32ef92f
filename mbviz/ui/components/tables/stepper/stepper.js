// @ts-check
// A table of y with t beside it, stepped through pair by pair as y[np.arange(batch_size), t] picks its cells.
// Which step is shown is this table's own affair; every number in it comes from the server.

import { kept, part, say, stepOf } from "../../page/component.js";
import { insistence } from "../../page/insist.js";
import { setColors } from "../table.js";
import { mountButtons, showButtons } from "./buttons.js";
import { mountEditing, onStepBack, showTable, take } from "./edit.js";
import { showFold } from "./fold.js";
import { newStepper } from "./state.js";
import { keepStep, mountControls, onControl, showStep, stop } from "./steps.js";

/** @param {ParentNode} parent */
function mount(parent) {
  const stepper = newStepper(part(parent, ".root", HTMLElement));
  stepper.root.addEventListener("keydown", (event) => {
    if (onStepBack(stepper, event)) return;
    const name = stepOf(event, { ArrowLeft: /** @type {const} */ ("back"), ArrowRight: /** @type {const} */ ("forward") });
    if (!name || event.target === stepper.range) return;
    event.preventDefault();
    onControl(stepper, name);
  });
  mountControls(stepper);
  mountEditing(stepper);
  mountButtons(stepper);
  const insist = insistence(
    () => stepper.root.isConnected && stepper.pending.length > 0,
    () => stepper.tell("edit", stepper.pending),
  );
  return { stepper, insist };
}

const mounted = kept(mount);

/** @param {import("../../page/component.js").Component<[import("./state.js").Data]>} component */
export function runStepper({ data: [data], parentElement, setTriggerValue }) {
  const { stepper, insist } = mounted(parentElement);
  stepper.tell = (name, value) => {
    setTriggerValue(name, value);
    insist();
  };
  take(stepper, data);
  setColors(stepper.root, data.colors);
  keepStep(stepper);
  showTable(stepper);
  showStep(stepper);
  showButtons(stepper);
  showFold(stepper);
  stepper.grid.table.setAttribute("aria-label", data.words.table);
  stepper.controls.setAttribute("aria-label", data.words.controls);
  say(stepper.help, data.words.help);
  stepper.root.dataset.painted = data.painted;
  return () => stop(stepper);
}
