"""Words and code on the page as plain HTML, several in one ``st.html``.

Each element of a page costs the server and the browser about a millisecond on every rerun, and
Streamlit's Markdown and code blocks five more in the browser.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape

import numpy as np
from numpy.typing import NDArray

from mbviz.ui.terms import explained

SHAPE = re.compile(
    r"(?:\w+\.shape = |(?<!\w))\(\d+,(?: \d+)?(?:, \d+)*\)"
)  # of an array, and not what a function is called with
WHITE_FROM = 0.93  # on a ground of more of the heatmap's blue white is read better than black; below it black


def head(question: str, lead: str = "") -> str:
    """A screen's question, and a sentence below it with its terms explained (HTML)."""
    return f"<h1>{question}</h1>" + (f"<p>{explained(lead)}</p>" if lead else "")


def section(title: str, lead: str = "") -> str:
    """A part's heading, and a sentence below it (HTML)."""
    return f"<h2>{title}</h2>" + (f"<p>{explained(lead)}</p>" if lead else "")


def code(text: str, *, lines_kept: int = 1) -> str:
    """Code, selected whole by one click; at least `lines_kept` lines high, so that nothing below jumps.

    Where a line is too long for its place, what is left of it stands farther in than its beginning, as one would write it.
    """
    style = f"min-height: calc({lines_kept} * 1.6em + 1.2em)"
    lines = text.splitlines(keepends=True)
    if len(lines) == 1:
        return f'<pre class="mbviz-code" tabindex="0" style="{style}">{whole(text)}</pre>'
    told = (f'<span style="--in: {len(line) - len(line.lstrip(" "))}">{whole(line)}</span>' for line in lines)
    return f'<pre class="mbviz-code" tabindex="0" style="{style}">{"".join(told)}</pre>'


def whole(text: str) -> str:
    """Code in which no line ends within an array's shape, or before it; what is copied stays code (HTML).

    Examples
    --------
    >>> whole("y.shape = (60000, 10)")
    '<span class="mbviz-whole">y.shape = (60000, 10)</span>'
    >>> whole("rng.choice(60000, 10) < 5")
    'rng.choice(60000, 10) &lt; 5'
    """
    return SHAPE.sub(r'<span class="mbviz-whole">\g<0></span>', escape(text))


def numbers(*pairs: tuple[str, str]) -> str:
    """Large numbers in a row, each below its name."""
    items = "".join(f"<div><dt>{explained(name)}</dt><dd>{value}</dd></div>" for name, value in pairs)
    return f'<dl class="mbviz-numbers">{items}</dl>'


def heat_row(values: NDArray[np.floating], picked: int | None) -> str:
    """Softmax outputs, (C,), as a row of a heatmap with its numbers, the picked cell outlined if there is one; classes above."""
    head = "".join(f'<th scope="col">{k}</th>' for k in range(len(values)))
    cells = "".join(
        f'<td class="{"mbviz-pick " if k == picked else ""}{"mbviz-strong" if value > WHITE_FROM else ""}" '
        f'style="--share: {100 * value:.1f}%">{escape(_cell(float(value)))}</td>'
        for k, value in enumerate(values)
    )
    return f'<table class="mbviz-heat"><thead><tr>{head}</tr></thead><tbody><tr>{cells}</tr></tbody></table>'


def _cell(value: float) -> str:
    """A probability in three decimals; what is not 0 is not shown as 0, and what is not 1 not as 1."""
    return "<0.001" if 0 < value < 0.0005 else ">0.999" if 0.9995 <= value < 1 else f"{value:.3f}"


def meter(share: float, equal: float, said: str) -> str:
    """A share of a whole as a bar, with a line where an equal share ends, and in words."""
    return (
        f'<div class="mbviz-meter" aria-hidden="true"><span style="width: {100 * share:.2f}%"></span>'
        f'<i style="left: {100 * equal:.2f}%"></i></div><p>{explained(said)}</p>'
    )


def table(head: Sequence[str], rows: Sequence[Sequence[str]], *, caption: str = "") -> str:
    """A table of ready HTML, its first column the rows' names; it scrolls sideways within itself."""
    title = f"<caption><span>{explained(caption)}</span></caption>" if caption else ""
    top = "".join(f'<th scope="col">{explained(cell)}</th>' for cell in head)
    body = "".join(f"<tr>{_name(row[0])}{''.join(f'<td>{cell}</td>' for cell in row[1:])}</tr>" for row in rows)
    return f'<div class="mbviz-scroll" tabindex="0"><table class="mbviz-table">{title}<thead><tr>{top}</tr></thead><tbody>{body}</tbody></table></div>'


def _name(text: str) -> str:
    """The head of a row; a row without a name has none."""
    return f'<th scope="row">{explained(text)}</th>' if text else "<td></td>"


def behind(name: str, html: str) -> str:
    """HTML behind a button: it opens over what is above it, and closes like a menu (``page/folds.js``).

    It is made a part of the page when it is opened: of a table that nobody looks at a browser had most of the work on its screen.
    """
    return f'<details class="mbviz-fold mbviz-behind" data-html="{escape(html)}"><summary>{name}</summary><div></div></details>'


def narrow(html: str) -> str:
    """HTML that stands beside something else: its tables and code are set closer."""
    return f'<div class="mbviz-narrow">{html}</div>'
