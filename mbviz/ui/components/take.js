// A text comes from the server after the press of its button. The clipboard is given a promise of it,
// since a browser lets a page write there only right after a press.

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

async function toFile(promise, file, type) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([await promise], { type }));
  link.download = file;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

function press(state, { name, file, type }) {
  const { status, words } = state;
  const promise = new Promise((resolve) => (state.waiting = { id: `${Date.now()}`, resolve }));
  status.textContent = "…";
  (file ? toFile(promise, file, type) : toClipboard(promise)).then(
    () => (status.textContent = `✓ ${file ?? words.copied}`),
    () => (status.textContent = `✗ ${words.failed}`),
  );
  state.setTriggerValue("press", { id: state.waiting.id, name });
}

export default function ({ data: [data], parentElement, setTriggerValue }) {
  if (!states.has(parentElement)) states.set(parentElement, { status: parentElement.querySelector("[role=status]") });
  const state = states.get(parentElement);
  Object.assign(state, { words: data.words, setTriggerValue });
  for (const [k, offer] of data.offers.entries()) {
    let button = parentElement.querySelectorAll("button")[k];
    if (!button) {
      button = document.createElement("button");
      button.type = "button";
      state.status.before(button);
    }
    button.textContent = offer.label;
    button.onclick = () => press(state, offer);
  }
  if (data.answer && data.answer.id === state.waiting?.id) {
    state.waiting.resolve(data.answer.text);
    state.waiting = null;
  }
}
