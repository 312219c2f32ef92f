"""The law of the mean loss against batch size: bands, standard errors, and one path to the whole data."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import plotly.graph_objects as go
from numpy.typing import ArrayLike, NDArray

from mbviz._checks import LARGEST_LOSS, as_numbers
from mbviz.figures._layout import MARGIN, Part, area, axis, figure, layout, legend, size_axis
from mbviz.figures.palette import BATCH, DATA, PREDICTION, TEXT, faded
from mbviz.stats.bands import QuantileBands

HEIGHT = 620
FILLS = faded(DATA, 0.16), faded(DATA, 0.36)  # the wide band fainter
HEADROOM = 1.25
APART = 0.98  # of the standard error with replacement


def law_top(bands: QuantileBands, pinned: QuantileBands | None = None) -> float:
    """Where the loss axis ends, in nats, so that both curves are whole; dots above it are drawn on its edge."""
    highest = max(shown.high.max() for shown in (bands, pinned) if shown)
    return float(max(highest * HEADROOM, 1e-3))


def law(
    bands: QuantileBands,
    *,
    replace: bool,
    path: ArrayLike | None = None,
    pinned: QuantileBands | None = None,
    dots: bool = False,
    translate: Callable[[str], str] = str,
) -> go.Figure:
    """Draw the bands of the mean loss, the lines of ± 2 standard errors, and one running mean.

    Parameters
    ----------
    bands : QuantileBands
    replace : bool
        Whether the bands are those with replacement, for their name.
    path : array_like of float, shape (m,), optional
        `mbviz.stats.bands.running_mean` at the bands' sizes, in nats.
    pinned : QuantileBands, optional
        Another curve to compare with, drawn as dashed lines.
    dots : bool
        Whether the legend names the dots, which are laid over the figure.
    translate : callable
        Gives the words of the figure in another language.

    Returns
    -------
    plotly.graph_objects.Figure

    Raises
    ------
    ValueError
        If `path` does not hold a finite number for each size.

    Examples
    --------
    >>> from mbviz.stats.bands import quantile_bands
    >>> figure = law(quantile_bands([0.0, 2.0], [1, 2]), replace=True)
    >>> [trace.name for trace in figure.data][:2]
    ['95%, exact', '50%, exact']
    """
    sizes, top = bands.batch_sizes, law_top(bands, pinned)
    exact = translate("exact") if replace else translate("standard deviation exact")
    traces = [
        area(f"{chance:.0%}, {exact}", sizes, bands.low[row], bands.high[row], FILLS[min(row, 1)])
        for row, chance in enumerate(bands.chances)
    ]
    apart = bands.std_without < APART * bands.std_with  # before that one line would hide the other
    traces += _errors(translate("± 2σ/√B, with replacement"), sizes, bands.mean, bands.std_with, "dot")
    traces += _errors(translate("without: closes at B = N"), sizes[apart], bands.mean, bands.std_without[apart], "dash")
    if path is not None:
        running = _path(path, len(sizes))
        traces.append(_line(translate("running mean of one shuffle"), sizes, running, {"color": BATCH, "width": 3}))
    if dots:
        mark = {"color": TEXT, "size": 7, "opacity": 0.6}
        name = translate("mini-batches, drawn (▲ higher up)")
        traces.append({"type": "scatter", "name": name, "x": [None], "y": [None], "mode": "markers", "marker": mark})
    if pinned is not None:
        traces += _pinned(translate("pinned: 95%"), pinned)
    traces.append(_line(translate("all the data"), sizes[[0, -1]], np.full(2, bands.mean), {"color": DATA, "width": 3}))
    return figure(
        traces,
        layout(
            HEIGHT,
            margin={**MARGIN, "t": 86},
            showlegend=True,
            legend=legend(1.01),
            xaxis=size_axis(translate("batch size B"), int(sizes[-1])),
            yaxis=axis(translate("mean loss of the batch, nats"), range=[0, top], nticks=7),
        ),
    )


def _path(path: ArrayLike, count: int) -> NDArray[Any]:
    """A running mean at `count` sizes: (count,), in nats."""
    running = as_numbers(path, "path", most=LARGEST_LOSS)
    if running.shape != (count,):
        raise ValueError(f"path must hold a mean for each of the {count} sizes; got shape {running.shape}.")
    return running


def _line(name: str, x: NDArray[Any], y: NDArray[Any], line: Part, **more: Any) -> Part:
    return {
        "type": "scatter",
        "name": name,
        "x": x,
        "y": y,
        "mode": "lines",
        "line": line,
        "hovertemplate": "B = %{x:,}: %{y:.4f} nats<extra>" + name + "</extra>",
        **more,
    }


def _errors(name: str, sizes: NDArray[Any], mean: float, std: NDArray[np.float64], dash: str) -> list[Part]:
    """The two lines mean ± 2 standard errors, one of them in the legend."""
    line = {"color": TEXT, "width": 2, "dash": dash}
    return [_line(name, sizes, mean + sign * 2 * std, line, showlegend=sign > 0) for sign in (1, -1)]


def _pinned(name: str, pinned: QuantileBands) -> list[Part]:
    line = {"color": PREDICTION, "width": 3, "dash": "dash"}
    edges = [
        _line(name, pinned.batch_sizes, edge, line, showlegend=first)
        for first, edge in ((True, pinned.high[0]), (False, pinned.low[0]))
    ]
    return [*edges, _line("", pinned.batch_sizes[[0, -1]], np.full(2, pinned.mean), line, showlegend=False)]
