"""Words and code on the page, as plain HTML: Streamlit's Markdown and code blocks cost 5 ms each on every rerun."""

from __future__ import annotations

from html import escape

import streamlit as st


def section(title: str, lead: str = "") -> None:
    """A part's heading, and a sentence below it (HTML)."""
    st.html(f"<h2>{title}</h2>" + (f"<p>{lead}</p>" if lead else ""))


def code(*lines: str, lines_kept: int = 1) -> None:
    """Lines of code, selected whole by one click; at least `lines_kept` lines high, so that nothing below jumps."""
    style = f"min-height: calc({lines_kept} * 1.6em + 1.6em)"
    st.html(f'<pre class="mbviz-code" tabindex="0" style="{style}">{escape(chr(10).join(lines))}</pre>')


def numbers(*pairs: tuple[str, str]) -> None:
    """Large numbers in a row, each below its name."""
    items = "".join(f"<div><dt>{name}</dt><dd>{value}</dd></div>" for name, value in pairs)
    st.html(f'<dl class="mbviz-numbers">{items}</dl>')
