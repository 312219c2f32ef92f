"""Gradients of mini-batches in a plane, around the tip of the full gradient."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import plotly.graph_objects as go
from numpy.typing import ArrayLike, NDArray

from mbviz._checks import LARGEST_LOSS, as_numbers
from mbviz.figures._layout import MARGIN, Part, axis, figure, layout, legend
from mbviz.figures.palette import BATCH, DATA, FAINT

__all__ = ["gradient_plane"]

HEIGHT = 520


def gradient_plane(
    points: ArrayLike,
    full: ArrayLike,
    *,
    contours: Sequence[ArrayLike] = (),
    batch: ArrayLike | None = None,
    ghost: ArrayLike | None = None,
    translate: Callable[[str], str] = str,
) -> go.Figure:
    """Draw the full gradient as an arrow from 0, and batch gradients as dots.

    Parameters
    ----------
    points : array_like of float, shape (n, 2)
        Batch gradients: along the full gradient, and across it.
    full : array_like of float, shape (2,)
        The full gradient.
    contours : sequence of array_like of float, each of shape (k, 2)
        Closed lines around the cloud, such as `gradient_contours` gives.
    batch : array_like of float, shape (2,), optional
        One batch's gradient, as an arrow.
    ghost : array_like of float, shape (m, 2), optional
        Another cloud, drawn pale behind this one.
    translate : callable
        Gives the words of the figure in another language.

    Returns
    -------
    plotly.graph_objects.Figure

    Raises
    ------
    ValueError
        If an array is not of finite numbers in this shape.

    Examples
    --------
    >>> figure = gradient_plane([[1.0, 0.5], [1.2, -0.4]], [1.1, 0.0], batch=[1.0, 0.5])
    >>> [trace.name for trace in figure.data]
    ['mini-batches', 'all the data', 'this batch']
    """
    cloud, tip = _pairs(points, "points"), _pair(full, "full")
    traces = []
    if ghost is not None:
        traces.append(_dots(translate("the batch size before"), _pairs(ghost, "ghost"), 0.2))
    traces.append(_dots(translate("mini-batches"), cloud, 0.6))
    traces += [_contour(_pairs(line, "contours")) for line in contours]
    traces.append(_arrow(translate("all the data"), tip, DATA))
    if batch is not None:
        traces.append(_arrow(translate("this batch"), _pair(batch, "batch"), BATCH))
    return figure(
        traces,
        layout(
            HEIGHT,
            margin={**MARGIN, "t": 40},
            showlegend=True,
            legend=legend(1.01),
            xaxis=axis(translate("along the full gradient, nats per unit of weight"), zeroline=True, nticks=6),
            yaxis=axis(translate("across it"), zeroline=True, nticks=6, scaleanchor="x"),
        ),
    )


def _pairs(values: ArrayLike, name: str) -> NDArray[np.float64]:
    """Numbers of shape (n, 2)."""
    pairs = as_numbers(values, name, most=LARGEST_LOSS).astype(np.float64)
    if pairs.ndim != 2 or pairs.shape[1] != 2 or len(pairs) == 0:
        raise ValueError(f"{name} must hold pairs of numbers, shape (n, 2); got shape {pairs.shape}.")
    return pairs


def _pair(value: ArrayLike, name: str) -> NDArray[np.float64]:
    """Numbers of shape (2,)."""
    pair = as_numbers(value, name, most=LARGEST_LOSS).astype(np.float64)
    if pair.shape != (2,):
        raise ValueError(f"{name} must hold two numbers, shape (2,); got shape {pair.shape}.")
    return pair


def _dots(name: str, pairs: NDArray[np.float64], opacity: float) -> Part:
    return {
        "type": "scatter",
        "name": name,
        "x": pairs[:, 0],
        "y": pairs[:, 1],
        "mode": "markers",
        "marker": {"color": FAINT, "size": 5, "opacity": opacity},
        "hovertemplate": "%{x:.4g}, %{y:.4g}<extra>" + name + "</extra>",
    }


def _contour(pairs: NDArray[np.float64]) -> Part:
    line = {"color": DATA, "width": 1, "dash": "dot"}
    pairs = np.concatenate([pairs, pairs[:1]])  # back to where it began
    return {
        "type": "scatter",
        "x": pairs[:, 0],
        "y": pairs[:, 1],
        "mode": "lines",
        "line": line,
        "hoverinfo": "skip",
        "showlegend": False,
    }


def _arrow(name: str, tip: NDArray[np.float64], colour: str) -> Part:
    return {
        "type": "scatter",
        "name": name,
        "x": np.array([0.0, tip[0]]),
        "y": np.array([0.0, tip[1]]),
        "mode": "lines+markers",
        "line": {"color": colour, "width": 3},
        "marker": {"color": colour, "size": [0, 14], "symbol": "arrow", "angleref": "previous"},
        "hovertemplate": "%{x:.4g}, %{y:.4g}<extra>" + name + "</extra>",
    }
