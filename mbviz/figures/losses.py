"""The losses of a batch as bars, and their mean as a line.

For notebooks. The page draws the same on a canvas, in mbviz/ui/components/charts/losses.js: Plotly would need ten times as long
for every batch.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import plotly.graph_objects as go
from numpy.typing import ArrayLike, NDArray

from mbviz._checks import as_array, as_losses, as_real
from mbviz._numbers import fixed
from mbviz.figures._layout import Part, axis, bar_outline, figure, layout
from mbviz.figures.palette import BATCH, FAINT, WRONG
from mbviz.figures.picks import HEIGHT, LABELLED_ROWS, as_rows, row_range


def losses(per_example: ArrayLike, wrong: ArrayLike, mean: float, *, rows: ArrayLike | None = None) -> go.Figure:
    """Draw each example's loss as a bar beside its row of the heatmap, and the batch's mean as a line.

    For notebooks; the page draws the same on a canvas (``losses.js``).

    Parameters
    ----------
    per_example : array_like of float, shape (B,)
        Losses in nats.
    wrong : array_like of bool, shape (B,)
        Whether the prediction is wrong.
    mean : float
        The batch's loss in nats (of all of it, also when the bars show a part).
    rows : array_like of int, shape (B,), optional
        The number n of each bar; 0 … B − 1 otherwise.

    Returns
    -------
    plotly.graph_objects.Figure

    Raises
    ------
    ValueError
        If a loss or the mean is not finite, or `wrong` or `rows` do not belong to the losses.

    Examples
    --------
    >>> figure = losses([0.1, 2.5], [False, True], 1.3)
    >>> [trace.name for trace in figure.data]
    ['right', 'wrong', 'loss']
    """
    bars, is_wrong = as_losses(per_example), as_array(wrong, "wrong")
    if is_wrong.shape != bars.shape or is_wrong.dtype != np.bool_:
        raise ValueError(
            f"wrong must hold True or False for each of the {len(bars)} losses; "
            f"got {is_wrong.dtype} of shape {is_wrong.shape}."
        )
    if not math.isfinite(as_real(mean)):
        raise ValueError(f"mean must be a finite number; got {mean}.")
    count = len(bars)
    labelled = count <= LABELLED_ROWS
    reach = max(bars.max() * (1.3 if labelled else 1.05), mean * 1.3, 0.1)
    traces = [
        _bars("right", FAINT, np.where(is_wrong, 0, bars)),
        _bars("wrong", WRONG, np.where(is_wrong, bars, 0)),
    ]
    if labelled:
        traces.append(_numbers(bars, is_wrong, np.arange(count) if rows is None else as_rows(rows, count), reach))
    note = {
        "x": mean,
        "y": 1,
        "yref": "paper",
        "yanchor": "bottom",
        "xanchor": "left" if mean < reach / 2 else "right",
        "text": f"mean = {fixed(mean, 4)}",
        "showarrow": False,
        "font": {"weight": "bold"},
    }
    line = {"x0": mean, "x1": mean, "yref": "paper", "y0": 0, "y1": 1, "line": {"color": BATCH, "width": 4}}
    return figure(
        traces,
        layout(
            HEIGHT,
            annotations=[note],
            margin={"l": 16, "r": 16, "t": 32, "b": 56},
            shapes=[{"type": "line", **line}],
            xaxis=axis("loss −log(y[n, t] + delta), nats", range=[0, reach], nticks=5),
            yaxis=axis("", range=row_range(count), showticklabels=False, ticks=""),  # the rows are those of the heatmap
        ),
    )


def _numbers(bars: NDArray[np.float64], is_wrong: NDArray[np.bool_], rows: NDArray[Any], reach: float) -> Part:
    """Each loss as a number at the right edge, with a cross where the prediction is wrong."""
    return {
        "type": "scatter",
        "name": "loss",
        "x": np.full(len(bars), reach),
        "y": np.arange(len(bars)),
        "mode": "text",
        "text": [f"{'✗ ' if no else ''}{fixed(loss, 3)}" for loss, no in zip(bars, is_wrong, strict=True)],
        "textposition": "middle left",
        "customdata": np.stack([rows, bars], axis=1),
        "cliponaxis": False,
        "hovertemplate": "n = %{customdata[0]}: %{customdata[1]:.4f} nats<extra></extra>",
    }


def _bars(name: str, color: str, lengths: NDArray[np.float64]) -> Part:
    along, across = bar_outline(lengths)
    return {
        "type": "scatter",
        "name": name,
        "x": along,
        "y": across,
        "mode": "lines",
        "line": {"width": 0},
        "fill": "tozerox",
        "fillcolor": color,
        "hoverinfo": "skip",
    }
