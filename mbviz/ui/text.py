"""Words and code on the page as plain HTML, several in one ``st.html``.

Each element of a page costs the server and the browser about a millisecond on every rerun, and
Streamlit's Markdown and code blocks five more in the browser.
"""

from __future__ import annotations

from html import escape


def section(title: str, lead: str = "") -> str:
    """A part's heading, and a sentence below it (HTML)."""
    return f"<h2>{title}</h2>" + (f"<p>{lead}</p>" if lead else "")


def code(text: str, *, lines_kept: int = 1) -> str:
    """Code, selected whole by one click; at least `lines_kept` lines high, so that nothing below jumps."""
    style = f"min-height: calc({lines_kept} * 1.6em + 1.6em)"
    return f'<pre class="mbviz-code" tabindex="0" style="{style}">{escape(text)}</pre>'


def numbers(*pairs: tuple[str, str]) -> str:
    """Large numbers in a row, each below its name."""
    items = "".join(f"<div><dt>{name}</dt><dd>{value}</dd></div>" for name, value in pairs)
    return f'<dl class="mbviz-numbers">{items}</dl>'
