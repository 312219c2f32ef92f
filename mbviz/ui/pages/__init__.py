"""The app's pages, each listed once: (first?, its function, title, icon, address)."""

from mbviz.ui.language import N_
from mbviz.ui.pages import batch_size, indexing, mini_batch, shapes

PAGES = (
    (True, mini_batch.show, N_("Mini-batch"), ":material/grid_view:", "mini-batch"),
    (False, indexing.show, N_("Indexing"), ":material/ads_click:", "indexing"),
    (False, shapes.show, N_("Shapes"), ":material/view_in_ar:", "shapes"),
    (False, batch_size.show, N_("Batch size"), ":material/stacked_line_chart:", "batch-size"),
)
