"""Loss estimates against batch size: every dot is a batch."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import plotly.graph_objects as go
from numpy.typing import ArrayLike, NDArray

from mbviz._checks import LARGEST, LARGEST_LOSS, as_numbers, as_sizes
from mbviz.figures._layout import MARGIN, Part, area, axis, figure, layout, legend, size_axis
from mbviz.figures.palette import BATCH, DATA, FAINT, faded
from mbviz.stats.bands import NormalBand

HEIGHT = 580
HEADROOM = 1.5  # the loss axis ends this far above the band, or single batches of 1 would flatten all the rest


def loss_top(band: NormalBand) -> float:
    """Where the loss axis ends, in nats; dots above it are drawn on its edge."""
    return float(max(band.high.max() * HEADROOM, 1e-3))


def estimates(
    batch_sizes: ArrayLike,
    loss_estimates: ArrayLike,
    mean: float,
    band: NormalBand,
    *,
    batch: tuple[int, float] | None = None,
    draws: bool = True,
    translate: Callable[[str], str] = str,
) -> go.Figure:
    """Draw loss estimates against batch size, with the full-data loss and the ±2 standard errors around it.

    Parameters
    ----------
    batch_sizes : array_like of int, shape (m,)
        The sizes B.
    loss_estimates : array_like of float, shape (m, n_draws)
        Mean losses of mini-batches, in nats.
    mean : float
        The loss of all the data, in nats.
    band : NormalBand
        Where mini-batches are expected.
    batch : tuple of (int, float), optional
        Size and loss of one batch to mark.
    draws : bool
        Whether to draw the single estimates; without them the figure paints in a tenth of the time.
    translate : callable
        Gives the words of the figure in another language.

    Returns
    -------
    plotly.graph_objects.Figure

    Raises
    ------
    ValueError
        If the sizes are no counts, or the estimates are not finite numbers of that shape.

    Examples
    --------
    >>> from mbviz.stats.bands import spread_band
    >>> band = spread_band([0.0, 2.0], [1, 2])
    >>> figure = estimates([1, 2], [[0.0, 2.0], [1.0, 1.0]], 1.0, band, batch=(2, 1.0))
    >>> [trace.name for trace in figure.data]
    ['± 2 standard errors', 'all the data', 'mini-batches', 'this batch']
    """
    sizes, top = as_sizes(batch_sizes, "batch_sizes", maximum=LARGEST), loss_top(band)
    values = as_numbers(loss_estimates, "loss_estimates", most=LARGEST_LOSS)
    if sizes.ndim != 1 or values.ndim != 2 or len(values) != len(sizes) or values.size == 0:
        raise ValueError(
            "loss_estimates must hold a row for each of the batch sizes, shapes (m, R) and (m,); "
            f"got shapes {values.shape} and {sizes.shape}."
        )
    traces = [
        area(translate("± 2 standard errors"), band.batch_sizes, band.low, band.high, faded(DATA, 0.18)),
        _level(translate("all the data"), sizes[[0, -1]], mean),
    ]
    if draws:
        grey = {"color": FAINT, "size": 5, "opacity": 0.5}
        repeated = np.repeat(sizes, values.shape[1])
        traces.append(_dots(translate("mini-batches"), repeated, values.ravel(), top, grey))
    if batch is not None:
        size, loss = (np.array([value]) for value in batch)
        mark = {"color": BATCH, "size": 16, "line": {"color": "#000000", "width": 2}}
        traces.append(_dots(translate("this batch"), size, loss, top, mark))
    return figure(
        traces,
        layout(
            HEIGHT,
            margin={**MARGIN, "t": 40},
            showlegend=True,
            legend=legend(1.01),
            xaxis=size_axis(translate("batch size B"), int(sizes[-1])),
            yaxis=axis(translate("loss estimate, nats"), range=[0, top], nticks=6),
        ),
    )


def _level(name: str, ends: NDArray[Any], value: float) -> Part:
    """One loss at all batch sizes."""
    return {
        "type": "scatter",
        "name": name,
        "x": ends,
        "y": [value, value],
        "mode": "lines",
        "line": {"color": DATA, "width": 3},
        "hovertemplate": name + ": %{y:.4f} nats<extra></extra>",
    }


def _dots(name: str, sizes: NDArray[Any], values: NDArray[Any], top: float, marker: Part) -> Part:
    symbols = np.where(values > top, "triangle-up", "circle")
    return {
        "type": "scatter",
        "name": name,
        "x": sizes,
        "y": np.minimum(values, top),
        "mode": "markers",
        "marker": {**marker, "symbol": symbols},
        "cliponaxis": False,
        "customdata": values,
        "hovertemplate": "B = %{x:,}: %{customdata:.4f} nats<extra>" + name + "</extra>",
    }
