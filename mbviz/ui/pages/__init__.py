"""The app's pages, each listed once, by the path of its address; the first opens at the address without a path."""

from collections.abc import Callable
from typing import NamedTuple

from mbviz.ui.language import N_
from mbviz.ui.pages import batch_size, indexing, mini_batch, shapes
from mbviz.ui.settings import Settings


class Page(NamedTuple):
    """What a page is called, and the function that shows it."""

    show: Callable[[Settings], None]
    title: str
    icon: str


PAGES = {
    "mini-batch": Page(mini_batch.show, N_("Mini-batch"), ":material/grid_view:"),
    "indexing": Page(indexing.show, N_("Indexing"), ":material/ads_click:"),
    "shapes": Page(shapes.show, N_("Shapes"), ":material/view_in_ar:"),
    "batch-size": Page(batch_size.show, N_("Batch size"), ":material/stacked_line_chart:"),
}
