"""Digits as pictures, each with its softmax outputs as ten bars.

For notebooks. The page draws the same on a canvas, in mbviz/ui/components/charts/gallery.js: Plotly would need ten times as long
for every batch.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import plotly.graph_objects as go
from numpy.typing import ArrayLike, NDArray

from mbviz._checks import as_array, as_count, as_float32, as_labels, as_outputs
from mbviz.figures._layout import Part, figure, layout
from mbviz.figures.palette import FAINT, PICK, TEXT, WRONG

SIDE = 28  # units of both axes that a picture is wide at least; smaller pixels are drawn several units wide
GAP = 14  # room below a picture for its bars, and between tiles


def digits(images: ArrayLike, y: ArrayLike, t: ArrayLike, *, columns: int = 10) -> go.Figure:
    """Draw digits in rows, with softmax bars below, and true and predicted class above each.

    For notebooks; the page draws its gallery on a canvas (``gallery.js``).

    Parameters
    ----------
    images : array_like of uint8, shape (B, H, W)
        Grey values, 0 is paper.
    y : array_like of float, shape (B, C)
        Softmax outputs.
    t : array_like of int, shape (B,)
        True classes.
    columns : int
        Digits in a row.

    Returns
    -------
    plotly.graph_objects.Figure
        One mosaic and three bar traces, however many digits there are.

    Raises
    ------
    ValueError
        If the arrays do not have these shapes, `images` are no uint8, or `y` and `t` are not as in `per_example_loss`.

    Examples
    --------
    >>> y = np.eye(10)[[3, 5]]
    >>> figure = digits(np.zeros((2, 28, 28), np.uint8), y, [3, 4])
    >>> [note.text for note in figure.layout.annotations]
    ['3 → 3 ✓', '4 → 5 ✗']
    """
    given, outputs = as_array(images, "images"), as_outputs(y)
    as_float32(outputs, "y")  # bars of a length that a picture has room for
    if (
        given.ndim != 3
        or 0 in given.shape
        or given.dtype != np.uint8
        or outputs.ndim != 2
        or len(outputs) != len(given)
    ):
        raise ValueError(
            "images must be uint8 of shape (B, H, W) with a row of y for each, shape (B, C); "
            f"got {given.dtype} of shape {given.shape} and y of shape {outputs.shape}."
        )
    classes = as_labels(t, outputs.shape[1], rows=len(outputs))
    return _drawn(_enlarged(given), outputs, classes, as_count(columns, "columns", minimum=1))


def _drawn(pictures: NDArray[Any], outputs: NDArray[Any], classes: NDArray[np.int64], columns: int) -> go.Figure:
    """The figure of pictures (B, H, W), outputs (B, C) and true classes (B,)."""
    count, height, width = pictures.shape
    predicted = outputs.argmax(axis=1)
    rows = -(-count // columns)
    pitch_x, pitch_y = width + GAP // 2, height + 2 * GAP + 10
    mosaic = np.zeros((rows * pitch_y, columns * pitch_x), dtype=np.uint8)
    left = np.arange(count) % columns * pitch_x
    top = np.arange(count) // columns * pitch_y + GAP
    for image, row, column in zip(pictures, top, left, strict=True):
        mosaic[row : row + height, column : column + width] = image
    notes = [_caption(*place) for place in zip(left + width / 2, top - 1, classes, predicted, strict=True)]
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
        [heatmap, *_bars(outputs, classes, predicted, width, left, top + height)],
        layout(
            int(rows * pitch_y * 2.1),
            annotations=notes,
            bargap=0,
            margin={"l": 8, "r": 8, "t": 8, "b": 8},
            xaxis=plain,
            yaxis={**plain, "range": [rows * pitch_y, -1], "scaleanchor": "x"},
        ),
    )


def _enlarged(images: NDArray[Any]) -> NDArray[Any]:
    """The pictures with each pixel so many units wide that a bar for each class has room."""
    factor = max(1, round(SIDE / images.shape[2]))
    return images.repeat(factor, axis=1).repeat(factor, axis=2)


def _caption(x: float, y: float, truth: int, guess: int) -> Part:
    """True and predicted class, above a picture."""
    return {
        "x": x,
        "y": y,
        "yanchor": "bottom",
        "showarrow": False,
        "text": f"{truth} → {guess} {'✓' if truth == guess else '✗'}",
        "font": {"color": TEXT if truth == guess else WRONG},
    }


def _bars(
    y: NDArray[Any], t: NDArray[Any], predicted: NDArray[Any], side: int, left: NDArray[Any], bottom: NDArray[Any]
) -> list[Part]:
    """A bar for each class below each picture, in three traces: the true class, a wrong prediction, the other classes."""
    classes = np.arange(y.shape[1])
    width = side / len(classes)
    x = left[:, None] + (classes + 0.5) * width - 0.5
    base = np.broadcast_to(bottom[:, None] + GAP + 6, y.shape)
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
