"""The app's pages, each listed once: (first?, its function, title, icon, address)."""

from mbviz.ui.language import N_
from mbviz.ui.pages import mini_batch

PAGES = ((True, mini_batch.show, N_("Mini-batch"), ":material/grid_view:", "mini-batch"),)
