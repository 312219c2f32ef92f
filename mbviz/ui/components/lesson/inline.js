// @ts-check
// A line of a lesson's text: **bold** and `code`, and everything else as it stands. What a file holds becomes text on the
// page, never markup.

const MARKED = /(`[^`]+`|\*\*[^*]+\*\*)/;

/**
 * The pieces of a line: a tag, "" for plain text, and what stands in it.
 * @param {string} line
 * @returns {["" | "b" | "code", string][]}
 */
export const piecesOf = (line) =>
  line.split(MARKED).filter(Boolean).map((piece) => {
    if (!MARKED.test(piece)) return ["", piece];
    return piece.startsWith("`") ? ["code", piece.slice(1, -1)] : ["b", piece.slice(2, -2)];
  });

/**
 * Show a line in an element. One that did not change is left alone, so that nothing is read out twice.
 * @param {HTMLElement} element
 * @param {string} line
 */
export function write(element, line) {
  if (element.dataset.line === line) return;
  element.dataset.line = line;
  element.replaceChildren(
    ...piecesOf(line).map(([tag, text]) => (tag ? Object.assign(document.createElement(tag), { textContent: text }) : document.createTextNode(text))),
  );
}
