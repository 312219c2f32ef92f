"""Take it with you: the numbers on a page as code, as a notebook and as a table.

What is made here needs NumPy alone, no file, no network and no mbviz, and gives the page's numbers
again to the last digit. That holds where NumPy's log gives the same digits: the same NumPy on the
same kind of processor; elsewhere the last digits may differ.

- `cells`: a piece of text or code, and lists of them as a script or a notebook
- `printed`: what the code prints and remarks, in the visitor's language
- `literals`: arrays written into code
- `mini_batch`, `example`, `indexing`, `shapes`, `batch_size`: the cells of each page
- `learning`: those of the screens of "Learning", which read the digits from a file; in NumPy and in Keras
- `table`: a batch as CSV
"""

from mbviz.takeaway.batch_size import batch_size_cells
from mbviz.takeaway.cells import Cell, as_code, as_notebook
from mbviz.takeaway.example import example_cells
from mbviz.takeaway.indexing import indexing_cells
from mbviz.takeaway.learning import noise_scale_cells, one_step_cells, race_cells
from mbviz.takeaway.mini_batch import mini_batch_cells
from mbviz.takeaway.shapes import shapes_cells
from mbviz.takeaway.table import batch_csv

__all__ = [
    "Cell",
    "as_code",
    "as_notebook",
    "batch_csv",
    "batch_size_cells",
    "example_cells",
    "indexing_cells",
    "mini_batch_cells",
    "noise_scale_cells",
    "one_step_cells",
    "race_cells",
    "shapes_cells",
]
