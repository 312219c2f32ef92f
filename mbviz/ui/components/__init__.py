"""Parts of the page that Plotly paints too slowly, or that Streamlit does not have.

Each file of Python here is what a page calls. The folders hold what runs in the browser:

- ``drawing/``: what all canvases are drawn with. Functions of a context, a box, data and colours, which know no page:
  where things lie (layout), which of them lies at a point, and drawing them; ``svg_context.js`` draws into a file.
- ``page/``: what stands between a component and the page: bytes, canvases, saving, what is picked in all views, and
  the private parts of Plotly and Streamlit that we rely on.
- ``charts/``: the charts on canvases. ``over/``: what lies over Plotly's charts. ``tables/``: tables, the stepper and
  the quiz. ``take/``: the buttons for what is taken along.

The scripts are modules that import each other; `linker` makes one of them. ``package.json`` tells Node, which runs
their tests, that they are modules; ``jsconfig.json`` tells editors and ``tsc`` how to check their types.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

import streamlit as st

from mbviz.ui.components.linker import FOLDER, link, packed
from mbviz.ui.internals import unsearched

Mount = Callable[..., None]  # called with data=…, key=… and on_…_change=… for what the component tells


@cache
def component(
    name: str, entry: str, *, html: str | None = None, css: str | tuple[str, ...] = (), isolated: bool = True
) -> Mount:
    """A component, registered once.

    Parameters
    ----------
    name : str
        Its name among ours.
    entry : str
        The module that it begins with, such as "charts/picks.js"; what that imports comes along.
    html : str, optional
        The file of its HTML.
    css : str or tuple of str
        The files of its style sheets. Those of a component that is not `isolated` hold on the whole page.
    isolated : bool
        Whether it has a place of its own, where the page's style sheets do not hold.

    Returns
    -------
    callable
        Shows the component. Its script gets a dict given as ``data`` as a list of one.
    """
    sheets = (css,) if isinstance(css, str) else css
    parts = {"html": html and _read(html), "css": _read(*sheets) or None, "js": packed(link(entry))}
    mount = st.components.v2.component(f"mbviz_{name}", **parts, isolate_styles=isolated)

    def show(*, data: Mapping[str, object] | bytes, **settings: Any) -> None:
        mount(data=unsearched(data), **settings)

    return show


def _read(*files: str) -> str:
    return "".join((FOLDER / file).read_text(encoding="utf-8") for file in files)
