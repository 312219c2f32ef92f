// @ts-check
// Copying a text.

/**
 * Put a text into the clipboard, which a browser allows right after a press only: hence a promise of it.
 * @param {Promise<string>} promise
 */
export async function toClipboard(promise) {
  if (window.isSecureContext && "ClipboardItem" in window) {
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
