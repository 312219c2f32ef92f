"""The softmax outputs of a batch as a heatmap, with the picks y[np.arange(B), t] outlined.

For notebooks. The stage draws the same on a canvas, in mbviz/ui/components/stage/upper.js: Plotly would need ten times as long
for every batch.
"""

from __future__ import annotations

import numpy as np
import plotly.graph_objects as go
from numpy.typing import ArrayLike, NDArray

from mbviz._checks import LARGEST, as_float32, as_indices, as_labels, as_outputs
from mbviz.figures._layout import MARGIN, Part, axis, figure, layout
from mbviz.figures.palette import HEAT, PICK

LABELLED_ROWS = 20  # up to so many rows each carries its index pair
HEIGHT = 500


def row_range(n_rows: int) -> list[float]:
    """The range of a row axis, first row on top; short batches keep the row height of ten."""
    return [max(n_rows, 10) - 0.5, -0.5]


def as_rows(rows: ArrayLike, count: int) -> NDArray[np.int64]:
    """The numbers of `count` examples of a batch, int64 (count,)."""
    numbers = as_indices(rows, "rows", LARGEST)
    if len(numbers) != count:
        raise ValueError(f"rows must hold a number for each of the {count} examples; got {len(numbers)}.")
    return numbers


def picks(y: ArrayLike, t: ArrayLike, *, rows: ArrayLike | None = None) -> go.Figure:
    """Draw `y` as a heatmap and outline the cells that the true classes pick.

    For notebooks; the stage draws the same on a canvas (``upper.js``).

    Parameters
    ----------
    y : array_like of float, shape (B, C)
        Softmax outputs.
    t : array_like of int, shape (B,)
        True classes.
    rows : array_like of int, shape (B,), optional
        The number n of each row, when the rows are sorted or only a part of a batch; 0 … B − 1 otherwise.

    Returns
    -------
    plotly.graph_objects.Figure
        All outlines are one path, which paints many times faster than a shape for each.

    Raises
    ------
    ValueError
        If `y` and `t` are not as in `per_example_loss`, or `rows` does not number the rows.

    Examples
    --------
    >>> figure = picks([[0.1, 0.7, 0.2], [0.5, 0.3, 0.2]], [1, 0])
    >>> figure.layout.yaxis.ticktext
    ('y[0, 1]', 'y[1, 0]')
    """
    outputs = as_float32(as_outputs(y), "y")
    if outputs.ndim != 2 or outputs.size == 0:
        raise ValueError(f"y must have shape (B, C) and not be empty; got shape {outputs.shape}.")
    count, n_classes = outputs.shape
    classes = as_labels(t, n_classes, rows=count)
    numbers = np.arange(count) if rows is None else as_rows(rows, count)
    labelled = count <= LABELLED_ROWS
    outline = "".join(f"M{c - 0.5},{r - 0.5}H{c + 0.5}V{r + 0.5}H{c - 0.5}Z" for r, c in enumerate(classes.tolist()))
    names = [f"y[{n}, {c}]" for n, c in zip(numbers, classes, strict=True)]
    ticks: Part = {"tickvals": list(range(count)), "ticktext": names}
    in_order = (numbers == np.arange(count)).all()
    numbered: Part = {"nticks": 6} if in_order else {"showticklabels": False, "ticks": ""}
    heatmap = {
        "type": "heatmap",
        "z": outputs,
        "zmin": 0,
        "zmax": 1,
        "colorscale": HEAT,
        "name": "y",
        "showscale": False,
        "customdata": np.broadcast_to(numbers[:, None], outputs.shape).astype(np.int32),
        "hovertemplate": "y[%{customdata}, %{x}] = %{z:.4f}<extra></extra>",
    }
    line = {"color": PICK, "width": 3 if labelled else 2 if count <= 100 else 1}
    return figure(
        [heatmap],
        layout(
            HEIGHT,
            margin={**MARGIN, "t": 32, "l": 104 if labelled else MARGIN["l"]},
            shapes=[{"type": "path", "path": outline, "line": line}],
            xaxis=axis("class k", dtick=1, range=[-0.5, n_classes - 0.5]),
            yaxis=axis(
                "pick y[n, t]" if labelled else "example n", range=row_range(count), **(ticks if labelled else numbered)
            ),
        ),
    )
