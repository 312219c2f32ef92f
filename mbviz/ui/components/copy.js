// The text comes from the server after the press. The clipboard is given a promise of it, since a
// browser lets a page write there only right after a press.

const states = new WeakMap();

async function toClipboard(promise) {
  if (window.isSecureContext && window.ClipboardItem) {
    const blob = promise.then((text) => new Blob([text], { type: "text/plain" }));
    return navigator.clipboard.write([new ClipboardItem({ "text/plain": blob })]);
  }
  const area = document.createElement("textarea"); // a page from another machine without https
  area.value = await promise;
  document.body.append(area);
  area.select();
  const done = document.execCommand("copy");
  area.remove();
  if (!done) throw new Error("copy was refused");
}

function press(state) {
  const id = `${Date.now()}`;
  const { words } = state;
  const promise = new Promise((resolve) => (state.waiting = { id, resolve }));
  state.status.textContent = "…";
  toClipboard(promise).then(
    () => (state.status.textContent = `✓ ${words.copied}`),
    () => (state.status.textContent = `✗ ${words.failed}`),
  );
  state.setTriggerValue("press", id);
}

export default function ({ data, parentElement, setTriggerValue }) {
  let state = states.get(parentElement);
  if (!state) {
    state = { status: parentElement.querySelector("[role=status]") };
    parentElement.querySelector("button").addEventListener("click", () => press(state));
    states.set(parentElement, state);
  }
  Object.assign(state, { words: data.words, setTriggerValue });
  parentElement.querySelector("button").textContent = data.words.copy;
  if (data.answer && state.waiting && data.answer.press === state.waiting.id) {
    state.waiting.resolve(data.answer.text);
    state.waiting = null;
  }
}
