// What was picked lately in any view. The server answers every pick, and when picks come faster than
// answers, an answer to an earlier one must not undo a later one.

const RECENT = 2000; // ms

const recentPicks = () => (window.mbvizPicks ??= []).filter(({ at }) => at > performance.now() - RECENT);

function remember(n) {
  window.mbvizPicks = [...recentPicks(), { n, at: performance.now() }];
}

// The example to show when the server says `selected`.
function latest(selected) {
  const recent = recentPicks();
  return recent.some(({ n }) => n === selected) ? recent.at(-1).n : selected;
}
