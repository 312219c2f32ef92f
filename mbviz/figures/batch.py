"""The draw as a picture: where the indices fall among all N, and the batch's class mix."""

from __future__ import annotations

import numpy as np
import plotly.graph_objects as go

from mbviz.figures._layout import axis, figure, layout
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


def positions(batch_mask, n: int) -> tuple[np.ndarray, np.ndarray]:
    """How many indices fall into each of at most `BINS` equal stretches of 0 … n − 1, and the stretches' edges."""
    return np.histogram(batch_mask, bins=min(BINS, n), range=(0, n))


def class_shares(labels, n_classes: int) -> np.ndarray:
    """The share of each class among the labels, in per cent: float64 (n_classes,)."""
    return np.bincount(labels, minlength=n_classes) * (100 / len(labels))


def batch(batch_mask, batch_labels, labels, *, n_classes: int = 10) -> go.Figure:
    """Show where a batch was drawn from, and its class mix beside that of all the data.

    Parameters
    ----------
    batch_mask : array_like of int, shape (B,)
        Indices of the batch.
    batch_labels : array_like of int, shape (B,)
        Labels of the batch.
    labels : array_like of int, shape (N,)
        Labels of all the data.
    n_classes : int
        The number of classes.

    Returns
    -------
    plotly.graph_objects.Figure
        Above, how many of the indices fall into each stretch of 0 … N − 1; below, the share of
        each class in per cent.

    Examples
    --------
    >>> [trace.name for trace in batch([0, 2], [1, 0], [1, 1, 0], n_classes=2).data]
    ['indices', 'this batch', 'all the data']
    """
    n = len(labels)
    counts, edges = positions(batch_mask, n)
    classes = np.arange(n_classes)
    share, share_all = class_shares(batch_labels, n_classes), class_shares(labels, n_classes)
    percent = "class %{x}: %{y:.1f}%<extra>%{fullData.name}</extra>"
    traces = [
        {
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
        },
        {
            "type": "bar",
            "name": "this batch",
            "x": classes,
            "y": share,
            "marker": {"color": BATCH},
            "hovertemplate": percent,
        },
        {
            "type": "scatter",
            "name": "all the data",
            "x": classes,
            "y": share_all,
            "mode": "markers",
            "marker": {"symbol": "line-ew", "size": 24, "line": {"color": DATA, "width": 4}},
            "hovertemplate": percent,
        },
    ]
    axes = {
        "xaxis2": axis("index in the data", range=[0, n], anchor="y2", nticks=5, tickformat=",d"),
        "yaxis2": axis("drawn", domain=[0.72, 1], anchor="x2", rangemode="tozero", nticks=2, tickformat="d"),
        "xaxis": axis("class", dtick=1, range=[-0.6, n_classes - 0.4]),
        "yaxis": axis("share, %", domain=[0, 0.42], rangemode="tozero", nticks=4),
    }
    return figure(traces, layout(340, showlegend=True, legend=LEGEND, **axes))
