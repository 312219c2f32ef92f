// @ts-check
// The scripts of all components, which the page gets once; in the page a component is its name and its data.
// Streamlit would send each component's texts again in every run of it.

import { runDelta } from "./charts/delta.js";
import { runDrawn } from "./charts/drawn.js";
import { runFigure } from "./charts/figure/figure.js";
import { runFlat } from "./charts/flat.js";
import { runGallery } from "./charts/gallery.js";
import { runLosses } from "./charts/losses.js";
import { runPlane } from "./charts/plane.js";
import { runChoosing } from "./choosing/choosing.js";
import { runClassroom } from "./classroom/classroom.js";
import { runBar } from "./controls/bar.js";
import { guide, reload } from "./controls/guide.js";
import { runDeck } from "./deck/deck.js";
import { runLessons } from "./lesson/all.js";
import { runLesson } from "./lesson/lesson.js";
import { runnerOf } from "./page/runner.js";
import { runStage } from "./stage/stage.js";
import { runQuiz } from "./tables/quiz.js";
import { runStepper } from "./tables/stepper/stepper.js";
import { runTake } from "./take/take.js";

/** @typedef {import("./page/component.js").Component<any>} Component */
/** @typedef {import("./page/runner.js").Parts} Parts */
/** @typedef {import("./page/runner.js").Runs} Runs */
/** @typedef {{ run: ((name: string, component: Component) => unknown) | null, waiting: (() => void)[] }} Library */

/** @type {Runs} */
const RUNS = {
  bar: runBar,
  choosing: runChoosing,
  classroom: runClassroom,
  deck: runDeck,
  delta: runDelta,
  drawn: runDrawn,
  figure: runFigure,
  flat: runFlat,
  gallery: runGallery,
  lesson: runLesson,
  lessons: runLessons,
  losses: runLosses,
  plane: runPlane,
  quiz: runQuiz,
  stage: runStage,
  stepper: runStepper,
  take: runTake,
};

/** @returns {Library} where components look for it, which may be there before it (see `_CALL` in __init__.py) */
function library() {
  const there = Reflect.get(globalThis, "mbvizLibrary") ?? { run: null, waiting: [] };
  Reflect.set(globalThis, "mbvizLibrary", there);
  return there;
}

let isHere = false;

/** @param {import("./page/component.js").Component<[{ parts: Parts, words: import("./controls/guide.js").Words }]>} component */
export default function ({ data: [{ parts, words }], setTriggerValue }) {
  const here = library();
  if (here.run && !isHere) reload(); // what a server of another version has sent is left behind
  guide(words, () => setTriggerValue("wake", performance.now()));
  if (isHere) return;
  isHere = true;
  here.run = runnerOf(parts, RUNS);
  for (const run of here.waiting.splice(0)) run();
}
