"""The draw as a picture: where the indices fall among all N, and the batch's class mix.

For notebooks. The page draws the same on a canvas, in mbviz/ui/components/charts/drawn.js: Plotly would need ten times as long
for every batch. What both must agree on comes from here or from `mbviz.figures.palette`.
"""

from __future__ import annotations

import numpy as np
import plotly.graph_objects as go
from numpy.typing import ArrayLike, NDArray

from mbviz._checks import LARGEST, as_count, as_indices, as_labels
from mbviz.figures._layout import Part, axis, figure, layout
from mbviz.figures.palette import BATCH, DATA

LEGEND = {
    "orientation": "h",
    "x": 0.5,
    "xanchor": "center",
    "y": 0.44,
    "yanchor": "bottom",
    "itemclick": False,
    "itemdoubleclick": False,
}
BINS = 300  # about as many as a phone has pixels for


def positions(batch_mask: ArrayLike, n: int) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """How many indices fall into each of at most `BINS` equal stretches of 0 … n − 1, and the stretches' edges.

    Parameters
    ----------
    batch_mask : array_like of int, shape (B,)
    n : int
        How many examples there are.

    Returns
    -------
    counts : ndarray of int64, shape (m,)
    edges : ndarray of float64, shape (m + 1,)
    """
    n = as_count(n, "n", minimum=1)
    return np.histogram(as_indices(batch_mask, "batch_mask", n), bins=min(BINS, n), range=(0, n))


def class_shares(labels: ArrayLike, n_classes: int) -> NDArray[np.float64]:
    """The share of each class among the labels, in per cent.

    Parameters
    ----------
    labels : array_like of int, shape (B,)
    n_classes : int

    Returns
    -------
    ndarray of float64, shape (n_classes,)
    """
    t = as_labels(labels, as_count(n_classes, "n_classes", minimum=1))
    if len(t) == 0:
        raise ValueError("labels must hold at least one label; got none.")
    return 100 / len(t) * np.bincount(t, minlength=n_classes).astype(np.float64)


def batch(
    batch_mask: ArrayLike, batch_labels: ArrayLike, labels: ArrayLike, *, n_classes: int | None = None
) -> go.Figure:
    """Show where a batch was drawn from, and its class mix beside that of all the data.

    For notebooks; the page draws the same on a canvas (``drawn.js``), from `positions` and `class_shares`.

    Parameters
    ----------
    batch_mask : array_like of int, shape (B,)
        Indices of the batch.
    batch_labels : array_like of int, shape (B,)
        Labels of the batch.
    labels : array_like of int, shape (N,)
        Labels of all the data.
    n_classes : int, optional
        The number of classes; by default those up to the largest label.

    Returns
    -------
    plotly.graph_objects.Figure
        Above, how many of the indices fall into each stretch of 0 … N − 1; below, the share of
        each class in per cent.

    Raises
    ------
    ValueError
        If an index is none of the N examples', or a label none of the classes.

    Examples
    --------
    >>> [trace.name for trace in batch([0, 2], [1, 0], [1, 1, 0]).data]
    ['indices', 'this batch', 'all the data']
    """
    all_labels = as_indices(labels, "labels", LARGEST)
    n, n_classes = len(all_labels), n_classes or int(all_labels.max()) + 1
    counts, edges = positions(batch_mask, n)
    share, share_all = class_shares(batch_labels, n_classes), class_shares(all_labels, n_classes)
    traces = [_indices(counts, edges), *_mix(share, share_all)]
    axes = {
        "xaxis2": axis("index in the data", range=[0, n], anchor="y2", nticks=5, tickformat=",d"),
        "yaxis2": axis("drawn", domain=[0.72, 1], anchor="x2", rangemode="tozero", nticks=2, tickformat="d"),
        "xaxis": axis("class", dtick=1, range=[-0.6, n_classes - 0.4]),
        "yaxis": axis("share, %", domain=[0, 0.42], rangemode="tozero", nticks=4),
    }
    return figure(traces, layout(340, showlegend=True, legend=LEGEND, **axes))


def _indices(counts: NDArray[np.int64], edges: NDArray[np.float64]) -> Part:
    """How many indices fall into each stretch, as an outline."""
    return {
        "type": "scatter",
        "name": "indices",
        "x": edges.repeat(2)[1:-1],
        "y": counts.repeat(2).astype(np.int32),
        "showlegend": False,
        "mode": "lines",
        "line": {"color": BATCH, "width": 1},
        "fill": "tozeroy",
        "fillcolor": BATCH,
        "yaxis": "y2",
        "xaxis": "x2",
        "hoverinfo": "skip",
    }


def _mix(share: NDArray[np.float64], share_all: NDArray[np.float64]) -> list[Part]:
    """The classes of the batch as bars, those of all the data as marks across them."""
    both = {"x": np.arange(len(share)), "hovertemplate": "class %{x}: %{y:.1f}%<extra>%{fullData.name}</extra>"}
    mark = {"symbol": "line-ew", "size": 24, "line": {"color": DATA, "width": 4}}
    return [
        {"type": "bar", "name": "this batch", "y": share, "marker": {"color": BATCH}, **both},
        {"type": "scatter", "name": "all the data", "y": share_all, "mode": "markers", "marker": mark, **both},
    ]
