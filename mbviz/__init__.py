"""mbviz shows what a mini-batch is, on real digits.

The parts, from the numbers up to the page:

- `losses`: cross-entropy as the article writes it, per example first
- `sampling`: which examples a mini-batch holds
- `batch`: one mini-batch with its outputs, picks and losses
- `estimates`: what mini-batches say of the loss of all the data
- `datasets`: MNIST from a file, Keras's cache, its download, or an offline sample
- `arrays`, `indexing`: the arrays of ``y[np.arange(batch_size), t]``, read from text, and its steps one by one
- `versions`, `slips`: the article's functions mended and timed, and the lines that go wrong
- `label_forms`: which loss fits which form of the labels; `keras_losses`: Keras's values for them
- `takeaway`: all of it as code, as a notebook and as a table
- `network`, `snapshots`: the network's forward pass, and its outputs at stages of its training
- `training`, `classifier`: the child process that trains, as the server sees it and from inside
- `figures`: every picture as a Plotly figure
- `ui`: the Streamlit pages
"""

from mbviz.arrays import Arrays
from mbviz.batch import Batch, open_batch
from mbviz.datasets import Dataset, flatten, load_mnist
from mbviz.estimates import loss_estimates, spread_band, standard_error
from mbviz.indexing import trace
from mbviz.label_forms import binary_cross_entropy_error, suggest_loss
from mbviz.losses import cross_entropy_error, one_hot, per_example_loss, pick, softmax, sparse_cross_entropy_error
from mbviz.sampling import draw_batch, repeated, round_sizes

__all__ = [
    "Arrays",
    "Batch",
    "Dataset",
    "binary_cross_entropy_error",
    "cross_entropy_error",
    "draw_batch",
    "flatten",
    "load_mnist",
    "loss_estimates",
    "one_hot",
    "open_batch",
    "per_example_loss",
    "pick",
    "repeated",
    "round_sizes",
    "softmax",
    "sparse_cross_entropy_error",
    "spread_band",
    "standard_error",
    "suggest_loss",
    "trace",
]
