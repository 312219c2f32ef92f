// @ts-check
// The buttons that save a Plotly chart over which nothing is laid.

import { kept } from "../page/component.js";
import { chartOf, elementOf } from "../page/internals.js";
import { saveButtons } from "../page/saving.js";
import { keepAttached } from "./attached.js";
import { contextOf } from "./plotly_svg.js";

/** @typedef {{ chart: string, save: import("../page/saving.js").Saving }} Data `chart` is the chart's key */

function mount() {
  let key = "";
  const { box, offer } = saveButtons(() => {
    const chart = chartOf(key);
    if (!chart) throw new Error("There is nothing to save yet");
    return contextOf(chart).root;
  });
  const isOn = (/** @type {Element} */ element) => element.contains(box);
  const stopLooking = keepAttached(() => key, (chart) => isOn(elementOf(chart)), (chart) => elementOf(chart).append(box));
  const show = (/** @type {Data} */ data) => {
    key = data.chart;
    offer(data.save);
    const chart = chartOf(key);
    if (chart && !isOn(elementOf(chart))) elementOf(chart).append(box);
  };
  const remove = () => {
    stopLooking();
    box.remove();
  };
  return { show, remove };
}

const mounted = kept(mount);

/** @param {import("../page/component.js").Component<[Data]>} component */
export default function ({ data: [data], parentElement }) {
  const { show, remove } = mounted(parentElement);
  show(data);
  return remove;
}
