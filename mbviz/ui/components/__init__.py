"""Parts of the page that Plotly paints too slowly: their JavaScript and CSS lie beside their Python."""

from functools import cache
from pathlib import Path

import streamlit as st


@cache
def component(
    name: str, *, html: str | None = None, css: str | tuple[str, ...] = (), js: tuple[str, ...], isolated: bool = True
):
    """The component `name` made of files of this folder, registered once; several scripts become one, and so do style sheets.

    The style sheets of a component that is not `isolated` hold on the whole page. The scripts get a dict as a
    list of one: in a bare dict Streamlit would look for tables, value by value, in every run.
    """
    sheets = (css,) if isinstance(css, str) else css
    parts = {"html": html and _read(html), "css": _read(*sheets) or None, "js": _read(*js)}
    mount = st.components.v2.component(f"mbviz_{name}", **parts, isolate_styles=isolated)
    return lambda *, data, **settings: mount(data=[data] if isinstance(data, dict) else data, **settings)


def _read(*files: str) -> str:
    return "".join((Path(__file__).parent / file).read_text(encoding="utf-8") for file in files)
