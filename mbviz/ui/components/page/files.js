// @ts-check
// Files that a visitor takes home.

const KEPT = 60_000; // ms: the browser may ask where to save a file first

/**
 * Let the browser save a file.
 * @param {Blob} blob
 * @param {string} name
 */
export function download(blob, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), KEPT);
}
