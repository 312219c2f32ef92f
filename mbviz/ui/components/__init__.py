"""Parts of the page that Streamlit does not have, or paints too slowly.

Each file of Python here is what a page calls. The folders hold what runs in the browser:

- ``drawing/``: what all canvases are drawn with. Functions of a context, a box, data and colours, which know no page:
  where things lie (layout), which of them lies at a point, and drawing them; ``svg_context.js`` draws into a file.
- ``page/``: what stands between a component and the page: bytes, canvases, saving, what is picked in all views, and
  the private parts of Streamlit that we rely on.
- ``charts/``: the charts on canvases; ``charts/figure/`` draws those of `mbviz.figures`. ``tables/``: tables, the stepper and
  the quiz. ``take/``: the buttons for what is taken along.

The scripts are modules that import each other; `linker` makes one of them. ``package.json`` tells Node, which runs
their tests, that they are modules; ``jsconfig.json`` tells editors and ``tsc`` how to check their types.
"""

from __future__ import annotations

import json
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
        The module that it begins with, such as "charts/losses.js"; what that imports comes along.
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


@cache
def component_ahead(name: str, entry: str, *, html: str, css: tuple[str, ...]) -> tuple[Callable[[], None], Mount]:
    """A component whose script and style sheet are sent apart from it: for one that is shown anew with every move.

    Streamlit sends a component's texts with it in every run. Here a second component, which shows nothing, brings
    the script and the style sheet once for each run of the whole page.

    Parameters
    ----------
    name, entry, html, css
        As in `component`.

    Returns
    -------
    tuple of callable
        The first sends script and style sheet; call it outside of the fragment. The second shows the component.
    """
    ahead = packed(link(entry), last=_AHEAD.replace("{name}", name).replace("{css}", json.dumps(_read(*css))))
    sender = st.components.v2.component(f"mbviz_{name}_ahead", js=ahead)
    mount = st.components.v2.component(f"mbviz_{name}", html=_read(html), js=_BEHIND.replace("{name}", name))

    def send() -> None:
        sender(key=f"overlay_{name}", on_wake_change=lambda: None)  # see page/ahead.js

    def show(*, data: Mapping[str, object] | bytes, **settings: Any) -> None:
        mount(data=unsearched(data), **settings)

    return send, show


# The script that comes ahead makes itself known to the component, which may be there before it.
_AHEAD = """\
const { default: run } = await import(url);
const style = new CSSStyleSheet();
style.replaceSync({css});
const ahead = (globalThis.mbvizAhead ??= new Map());
const waiting = ahead.get("{name}")?.waiting ?? new Map();
const styled = (component) => {
  const root = component.parentElement.getRootNode();
  if (!root.adoptedStyleSheets.includes(style)) root.adoptedStyleSheets = [...root.adoptedStyleSheets, style];
  run(component);
};
ahead.set("{name}", { run: styled });
waiting.forEach(styled);
export default ({ setTriggerValue }) => {
  ahead.get("{name}").wake = () => setTriggerValue("wake", performance.now());
};
"""
_BEHIND = """\
export default (component) => {
  const ahead = (globalThis.mbvizAhead ??= new Map());
  const there = ahead.get("{name}") ?? { waiting: new Map() };
  ahead.set("{name}", there);
  if (there.run) there.run(component);
  else there.waiting.set(component.parentElement, component);
};
"""


def _read(*files: str) -> str:
    return "".join((FOLDER / file).read_text(encoding="utf-8") for file in files)
