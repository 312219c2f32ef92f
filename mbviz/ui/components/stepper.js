// A table of y with t beside it, stepped through pair by pair as y[np.arange(batch_size), t] picks its cells.
// Which step is shown is this table's own affair; every number in it comes from the server.

function mount(root) {
  const frame = root.querySelector(".frame");
  const buttons = {};
  for (const button of root.querySelectorAll("[data-go]")) buttons[button.dataset.go] = button;
  const part = (selector) => root.querySelector(selector);
  const state = {
    root, buttons, grid: newGrid(frame), code: part(".formula"), live: part(".live"), foot: part(".foot"), help: part(".help"),
    controls: part(".controls"), range: part("input"), count: part(".count"), spoken: part(".position .spoken"),
    step: 0, steps: 0, playing: false, lit: [], pending: [], acknowledged: 0, lastId: 0,
  };
  state.live.append(make("span"), make("span"), make("span"));
  for (const [name, button] of Object.entries(buttons)) button.addEventListener("click", () => onControl(state, name));
  state.range.addEventListener("input", () => {
    stop(state);
    goToStep(state, Number(state.range.value));
  });
  root.addEventListener("keydown", (event) => {
    const name = { ArrowLeft: "back", ArrowRight: "forward" }[event.key];
    if (!name || event.target === state.range || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    onControl(state, name);
  });
  mountEditing(state, root);
  mountResizing(state, root);
  return state;
}

// The step stays through reruns; who has seen everything also sees the rows that come after.
function keepStep(state) {
  const steps = stepsOf(state.data);
  if (!steps) return stop(state);
  state.step = state.steps && state.step === state.steps ? steps : Math.min(state.step, steps);
  state.steps = steps;
}

export default function ({ data: [data], parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".root");
  if (!states.has(parentElement)) states.set(parentElement, mount(root));
  const state = states.get(parentElement);
  Object.assign(state, { data, setTriggerValue });
  setColors(root, data.colors);
  acknowledge(state, data.editId);
  keepStep(state);
  showTable(state);
  showStep(state);
  showResizing(state, root);
  state.grid.table.setAttribute("aria-label", data.words.table);
  state.controls.setAttribute("aria-label", data.words.controls);
  say(state.help, data.words.help);
  root.dataset.painted = data.painted;
  return () => stop(state);
}
