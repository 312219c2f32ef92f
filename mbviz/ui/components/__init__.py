"""Parts of the page that Plotly paints too slowly: their JavaScript and CSS lie beside their Python."""

from functools import cache
from pathlib import Path

import streamlit as st


@cache
def component(name: str, *, html: str | None = None, css: str | None = None, js: tuple[str, ...]):
    """The component `name` made of files of this folder, registered once; several scripts become one."""
    parts = {"html": html and _read(html), "css": css and _read(css), "js": "".join(map(_read, js))}
    return st.components.v2.component(f"mbviz_{name}", **parts)


def _read(file: str) -> str:
    return (Path(__file__).parent / file).read_text(encoding="utf-8")
