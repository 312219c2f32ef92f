"""Digits as pictures, each with its softmax outputs as ten bars."""

from __future__ import annotations

import numpy as np
import plotly.graph_objects as go

from mbviz.figures._layout import figure, layout
from mbviz.figures.palette import FAINT, PICK, TEXT, WRONG

TILE = 28  # the side of a digit in pixels, and of a tile on both axes
GAP = 14  # room below a digit for its bars, and between tiles


def digits(images, y, t, *, columns: int = 10) -> go.Figure:
    """Draw digits in rows, with softmax bars below, and true and predicted class above each.

    Parameters
    ----------
    images : array_like of uint8, shape (B, 28, 28)
        Grey values, 0 is paper.
    y : array_like of float, shape (B, 10)
        Softmax outputs.
    t : array_like of int, shape (B,)
        True classes.
    columns : int
        Digits in a row.

    Returns
    -------
    plotly.graph_objects.Figure
        One mosaic and three bar traces, however many digits there are.

    Examples
    --------
    >>> y = np.eye(10)[[3, 5]]
    >>> figure = digits(np.zeros((2, 28, 28), np.uint8), y, [3, 4])
    >>> [note.text for note in figure.layout.annotations]
    ['3 → 3 ✓', '4 → 5 ✗']
    """
    images, y, t = np.asarray(images), np.asarray(y), np.asarray(t)
    predicted = y.argmax(axis=1)
    rows = -(-len(images) // columns)
    pitch_x, pitch_y = TILE + GAP // 2, TILE + 2 * GAP + 10
    mosaic = np.zeros((rows * pitch_y, columns * pitch_x), dtype=np.uint8)
    left = np.arange(len(images)) % columns * pitch_x
    top = np.arange(len(images)) // columns * pitch_y + GAP
    for image, row, column in zip(images, top, left):
        mosaic[row : row + TILE, column : column + TILE] = image
    notes = [
        {
            "x": column + TILE / 2,
            "y": row - 1,
            "yanchor": "bottom",
            "showarrow": False,
            "text": f"{truth} → {guess} {'✓' if truth == guess else '✗'}",
            "font": {"color": TEXT if truth == guess else WRONG},
        }
        for row, column, truth, guess in zip(top, left, t, predicted)
    ]
    heatmap = {
        "type": "heatmap",
        "z": mosaic,
        "zmin": 0,
        "zmax": 255,
        "showscale": False,
        "hoverinfo": "skip",
        "colorscale": [[0, "rgba(128,128,128,0)"], [1, "rgb(128,128,128)"]],
    }
    plain = {"fixedrange": True, "visible": False}
    return figure(
        [heatmap, *_bars(y, t, predicted, left, top)],
        layout(
            int(rows * pitch_y * 2.1),
            annotations=notes,
            bargap=0,
            margin={"l": 8, "r": 8, "t": 8, "b": 8},
            xaxis=plain,
            yaxis={**plain, "range": [rows * pitch_y, -1], "scaleanchor": "x"},
        ),
    )


def _bars(y, t, predicted, left, top) -> list[dict]:
    """Ten bars below each digit, in three traces: the true class, a wrong prediction, the other classes."""
    classes = np.arange(y.shape[1])
    width = TILE / len(classes)
    x = left[:, None] + (classes + 0.5) * width - 0.5
    base = np.broadcast_to(top[:, None] + TILE + GAP + 6, y.shape)
    is_true = classes == t[:, None]
    is_wrong = (classes == predicted[:, None]) & ~is_true
    kinds = [
        ("true class", PICK, is_true),
        ("wrong prediction", WRONG, is_wrong),
        ("other classes", FAINT, ~is_true & ~is_wrong),
    ]
    return [
        {
            "type": "bar",
            "name": name,
            "x": x[chosen],
            "y": -y[chosen] * (GAP + 2),
            "base": base[chosen],
            "width": width * 0.85,
            "marker": {"color": color},
            "customdata": np.stack([np.nonzero(chosen)[0], np.nonzero(chosen)[1], y[chosen]], axis=1),
            "hovertemplate": "y[%{customdata[0]}, %{customdata[1]}] = %{customdata[2]:.4f}<extra>" + name + "</extra>",
        }
        for name, color, chosen in kinds
    ]
