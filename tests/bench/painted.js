// Resolves with the milliseconds from the next key press to the frame in which everything wanted is painted.
// Wanted: pairs of a place and a text; a place holds the text in its own mark, or in its visible words.
(wanted) => new Promise((resolve, reject) => {
  let start = null;
  const marks = (node) => [...node.querySelectorAll("*")].flatMap((child) => [
    ...(child.dataset?.painted ? [child.dataset.painted] : []),
    ...(child.shadowRoot ? marks(child.shadowRoot) : []), // components draw inside shadow roots
  ]);
  const shown = ([place, text]) => {
    const element = document.querySelector(place);
    return element && (element.textContent.includes(text) || marks(element).some((mark) => mark.startsWith(text)));
  };
  const check = () => {
    if (start === null || !wanted.every(shown)) return;
    clearInterval(timer);
    requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - start), 0));
  };
  addEventListener("keydown", () => { start = performance.now(); }, { once: true, capture: true });
  const timer = setInterval(check, 2); // changes inside a shadow root reach no observer outside
  setTimeout(() => reject(new Error(`not painted: ${wanted.filter((part) => !shown(part))}`)), 10000);
})
