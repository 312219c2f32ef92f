"""The app's pages, each listed once: (first?, its function, title, icon, address)."""

from mbviz.ui.pages import mini_batch

PAGES = ((True, mini_batch.show, "Mini-batch", ":material/grid_view:", "mini-batch"),)
