"""The losses of a batch as bars, and their mean as a line."""

from __future__ import annotations

import numpy as np
import plotly.graph_objects as go

from mbviz._numbers import fixed
from mbviz.figures._layout import axis, bar_outline, figure, layout
from mbviz.figures.palette import BATCH, PICK, WRONG
from mbviz.figures.picks import HEIGHT, LABELLED_ROWS, row_range


def losses(per_example, wrong, mean: float, *, rows=None) -> go.Figure:
    """Draw each example's loss as a bar beside its row of the heatmap, and the batch's mean as a line.

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

    Examples
    --------
    >>> figure = losses([0.1, 2.5], [False, True], 1.3)
    >>> [trace.name for trace in figure.data]
    ['right', 'wrong', 'loss']
    """
    per_example, wrong = np.asarray(per_example, dtype=np.float64), np.asarray(wrong, dtype=bool)
    rows = np.arange(len(per_example)) if rows is None else np.asarray(rows)
    labelled = len(per_example) <= LABELLED_ROWS
    reach = max(per_example.max() * (1.3 if labelled else 1.05), mean * 1.3, 0.1)
    numbers = {
        "type": "scatter",
        "name": "loss",
        "x": np.full(len(per_example), reach),
        "y": np.arange(len(per_example)),
        "mode": "text",
        "text": [f"{'✗ ' if no else ''}{fixed(loss, 3)}" for loss, no in zip(per_example, wrong, strict=True)],
        "textposition": "middle left",
        "customdata": np.stack([rows, per_example], axis=1),
        "cliponaxis": False,
        "hovertemplate": "n = %{customdata[0]}: %{customdata[1]:.4f} nats<extra></extra>",
    }
    traces = [
        _bars("right", PICK, np.where(wrong, 0, per_example)),
        _bars("wrong", WRONG, np.where(wrong, per_example, 0)),
    ]
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
    return figure(
        [*traces, numbers] if labelled else traces,
        layout(
            HEIGHT,
            annotations=[note],
            margin={"l": 16, "r": 16, "t": 32, "b": 56},
            shapes=[
                {
                    "type": "line",
                    "x0": mean,
                    "x1": mean,
                    "yref": "paper",
                    "y0": 0,
                    "y1": 1,
                    "line": {"color": BATCH, "width": 4},
                }
            ],
            xaxis=axis("loss −log(y[n, t] + delta), nats", range=[0, reach], nticks=5),
            yaxis=axis("", range=row_range(len(per_example)), showticklabels=False, ticks=""),
        ),
    )


def _bars(name: str, color: str, lengths: np.ndarray) -> dict:
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
