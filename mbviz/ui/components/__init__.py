"""Parts of the page that Streamlit does not have, or paints too slowly.

Each file of Python here is what a page calls. The folders hold what runs in the browser:

- ``drawing/``: what all canvases are drawn with. Functions of a context, a box, data and colours, which know no page:
  where things lie (layout), which of them lies at a point, and drawing them; ``svg_context.js`` draws into a file.
- ``page/``: what stands between a component and the page: bytes, canvases, saving, what is picked in all views, and
  the private parts of Streamlit that we rely on.
- ``charts/``: the charts on canvases; ``charts/figure/`` draws those of `mbviz.figures`. ``tables/``: tables, the stepper and
  the quiz. ``take/``: the buttons for what is taken along.

The scripts are modules that import each other; ``library.js`` imports all, and `linker` makes one script of them, which
`library` brings to the page. ``package.json`` tells Node, which runs their tests, that they are modules;
``jsconfig.json`` tells editors and ``tsc`` how to check their types.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

import streamlit as st

from mbviz.ui.internals import hear_components, unsearched

Mount = Callable[..., None]  # called with data=…, key=… and on_…_change=… for what the component tells

# Of each component the file of its HTML, and those of its style sheets; library.js names its script.
PARTS: dict[str, tuple[str, ...]] = {
    "bar": ("controls/bar.html", "controls/controls.css", "controls/bar.css"),
    "choosing": ("choosing/choosing.html", "choosing/choosing.css"),
    "classroom": ("classroom/classroom.html", "controls/controls.css", "classroom/classroom.css"),
    "deck": ("deck/deck.html", "deck/deck.css", "deck/share.css"),
    "delta": ("charts/delta.html", "charts/sheet.css", "charts/delta.css", "page/saving.css"),
    "drawn": ("charts/drawn.html", "charts/sheet.css", "charts/drawn.css", "page/saving.css"),
    "figure": ("charts/sheet.html", "charts/sheet.css", "page/saving.css"),
    "flat": ("charts/sheet.html", "charts/sheet.css", "page/saving.css"),
    "gallery": ("charts/gallery.html", "charts/gallery.css", "page/saving.css"),
    "lesson": ("lesson/lesson.html", "lesson/lesson.css"),
    "lessons": ("lesson/all.html", "lesson/all.css"),
    "losses": ("charts/sheet.html", "charts/sheet.css", "page/saving.css"),
    "plane": ("charts/plane.html", "charts/sheet.css", "charts/plane.css", "page/saving.css"),
    "quiz": ("tables/quiz.html", "tables/table.css", "tables/quiz.css"),
    "stage": ("stage/stage.html", "controls/controls.css", "stage/stage.css", "page/terms.css"),
    "stepper": ("tables/stepper/stepper.html", "tables/table.css", "tables/stepper/stepper.css"),
    "take": ("take/take.html", "take/take.css"),
}


hear_components()


@cache
def component(name: str) -> Mount:
    """One of our components, whose script `library` brings to the page.

    Parameters
    ----------
    name : str
        A key of `PARTS`.

    Returns
    -------
    callable
        Shows the component. Its script gets a dict given as ``data`` as a list of one.

    Raises
    ------
    ValueError
        If there is no component of that name.
    """
    if name not in PARTS:
        raise ValueError(f"There is no component {name!r}; there are {', '.join(PARTS)}.")
    mount = st.components.v2.component(f"mbviz_{name}", js=_CALL.replace("{name}", name))

    def show(*, data: Mapping[str, object] | bytes, **settings: Any) -> None:
        mount(data=unsearched(data), **settings)

    return show


# All that Streamlit gets as a component's script; the library may come after it.
_CALL = """\
const library = (globalThis.mbvizLibrary ??= { run: null, waiting: [] });
export default (component) =>
  library.run
    ? library.run("{name}", component)
    : new Promise((resolve) => library.waiting.push(() => resolve(library.run("{name}", component))));
"""
