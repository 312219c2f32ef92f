// The buttons that save a Plotly chart over which nothing is laid.

const states = new WeakMap();

function place(state) {
  const chart = chartOf(state.data.chart);
  if (chart && !elementOf(chart).contains(state.box)) elementOf(chart).append(state.box);
}

function mount(data) {
  const state = { data, ...saveButtons(() => contextOf(chartOf(state.data.chart)).root) };
  state.observer = keepAttached(() => state.data.chart, (chart) => elementOf(chart).contains(state.box), () => place(state));
  return state;
}

export default function ({ data: [data], parentElement }) {
  if (!states.has(parentElement)) states.set(parentElement, mount(data));
  const state = states.get(parentElement);
  state.data = data;
  state.offer(data.save);
  place(state);
  return () => {
    state.observer.disconnect();
    state.box.remove();
    states.delete(parentElement);
  };
}
