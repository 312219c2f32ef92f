"""The app's pages, each listed once, by the path of its address; the first opens at the address without a path."""

from collections.abc import Callable
from typing import NamedTuple

from mbviz.ui.language import N_
from mbviz.ui.pages import batch_size, draw, example, indexing, parts, shapes, stage
from mbviz.ui.settings import Settings


class Page(NamedTuple):
    """What a page is called, and the function that shows it.

    Attributes
    ----------
    show : callable
    title : str
        Marked for translation.
    has_controls : bool
        Whether the page itself has all the controls that act on it.
    """

    show: Callable[[Settings], None]
    title: str
    has_controls: bool = False


PAGES = {
    "mini-batch": Page(stage.show, N_("Mini-batch"), has_controls=True),
    "draw": Page(draw.show, N_("Draw")),
    "example": Page(example.show, N_("One example")),
    "parts": Page(parts.show, N_("Part by part")),
    "indexing": Page(indexing.show, N_("Indexing")),
    "shapes": Page(shapes.show, N_("Shapes")),
    "batch-size": Page(batch_size.show, N_("Batch size")),
}
