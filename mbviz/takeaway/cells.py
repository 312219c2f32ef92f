"""Pieces of text and code, and lists of them as one Python script or as a Jupyter notebook."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from mbviz.takeaway.printed import in_language

__all__ = ["Cell", "as_code", "as_notebook"]

LONG = 60  # lines; a longer cell holds packed arrays, and the notebook opens with it folded


@dataclass(frozen=True)
class Cell:
    """A piece of a notebook.

    Attributes
    ----------
    kind : "markdown" or "code"
    text : str
        Code as it is; markdown as a `Message`, so that it can be said in other languages.
    """

    kind: str
    text: str


def as_code(cells: Sequence[Cell], say: Callable[[str], object] = str, look: Callable[[str], str] = str) -> str:
    """Join cells to one Python script; markdown becomes comment lines.

    Parameters
    ----------
    cells : sequence of Cell
    say : callable
        Turns a markdown text, a `Message`, into the visitor's language.
    look : callable
        Does so with a text that the code prints.

    Returns
    -------
    str

    Examples
    --------
    >>> print(as_code([Cell("markdown", "# Two"), Cell("code", "x = 2")]), end="")
    # # Two
    <BLANKLINE>
    x = 2
    """
    parts = (in_language(cell.text, look) if cell.kind == "code" else _comment(str(say(cell.text))) for cell in cells)
    return "\n\n".join(parts) + "\n"


def _comment(text: str) -> str:
    return "\n".join(f"# {line}".rstrip() for line in text.splitlines())


def as_notebook(cells: Sequence[Cell], say: Callable[[str], object] = str, look: Callable[[str], str] = str) -> bytes:
    """Write cells as a Jupyter notebook; the same cells give the same bytes.

    Parameters
    ----------
    cells : sequence of Cell
    say : callable
        Turns a markdown text, a `Message`, into the visitor's language.
    look : callable
        Does so with a text that the code prints.

    Returns
    -------
    bytes
        An .ipynb file: nbformat 4.5, UTF-8, without outputs.

    Examples
    --------
    >>> as_notebook([Cell("code", "x = 2")]).startswith(b'{')
    True
    """
    import nbformat  # here, since importing it takes a while and most visitors never need it
    from nbformat import v4

    book = v4.new_notebook(
        metadata={
            "kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"},
            "language_info": {"name": "python"},
        }
    )
    for i, cell in enumerate(cells):
        if cell.kind == "code":
            folded = {"jupyter": {"source_hidden": True}} if cell.text.count("\n") > LONG else {}
            book.cells.append(v4.new_code_cell(in_language(cell.text, look), id=f"cell-{i}", metadata=folded))
        else:
            book.cells.append(v4.new_markdown_cell(str(say(cell.text)), id=f"cell-{i}"))
    return nbformat.writes(book).encode()
