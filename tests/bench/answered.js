// Resolves with the milliseconds from the next key or press to the frame in which a screen shows its answer. The bar comes
// last in an answer: when it says that nothing is awaited, all before it is on the page.
(path) => new Promise((resolve, reject) => {
  const inBar = (selector) =>
    document.querySelector(".st-key-bar [data-testid=stBidiComponentIsolated]")?.shadowRoot?.querySelector(selector);
  const [before, title] = [inBar(".bar")?.dataset.painted, document.querySelector("h1")?.textContent];
  let start = null;
  const arrived = () =>
    path === null
      ? inBar(".bar")?.dataset.painted !== before && !document.querySelector(".st-key-screen[data-awaited]")
      : inBar(".bar")?.dataset.page === path.slice(1) && document.querySelector("h1")?.textContent !== title;
  const check = () => {
    if (start === null || !arrived()) return;
    clearInterval(timer);
    requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - start), 0));
  };
  addEventListener("keydown", () => { start = performance.now(); }, { once: true, capture: true });
  const timer = setInterval(check, 2);
  setTimeout(() => { clearInterval(timer); reject(new Error("no answer")); }, 20000);
})
