"""The spread of loss estimates against batch size on log–log axes, and below it what each size costs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import plotly.graph_objects as go
from numpy.typing import ArrayLike, NDArray

from mbviz._checks import LARGEST_LOSS, as_numbers
from mbviz._numbers import fixed, plain
from mbviz.figures._layout import Part, axis, figure, layout, pointing, size_axis
from mbviz.figures.palette import BATCH, DATA, TEXT
from mbviz.stats.spread import SpreadFit

HEIGHT = 424
PLACE, STEP = 0.45, 0.16  # of the names: where they begin, as a share of the axis, and from row to row
POWERS = range(-9, 4)  # of ten, for the marks on both axes


def spread(
    found: SpreadFit,
    seconds: ArrayLike | None = None,
    *,
    pair: tuple[int, int] | None = None,
    translate: Callable[[str], str] = str,
) -> go.Figure:
    """Draw the measured spread with the exact and the fitted line, and the time that the loss of a batch takes.

    Parameters
    ----------
    found : SpreadFit
    seconds : array_like of float, shape (m,), optional
        For the loss of one batch of each size; without it the lower chart is empty.
    pair : tuple of (int, int), optional
        Two of the batch sizes to mark, with the factors between them.
    translate : callable
        Gives the words of the figure in another language.

    Returns
    -------
    plotly.graph_objects.Figure

    Raises
    ------
    ValueError
        If `seconds` does not hold a finite number for each size.

    Examples
    --------
    >>> sizes = np.array([1, 100])
    >>> figure = spread(SpreadFit(sizes, 1 / sizes**0.5, 1 / sizes**0.5, -0.5, 0.01, 1 / sizes**0.5), [1e-4, 1e-2], pair=(1, 100))
    >>> [trace.name for trace in figure.data]
    ['exact: σ/√B', 'fitted, B<sup>−0.50</sup>', 'measured', 'time', 'compared', 'compared']
    >>> [note.text for note in figure.layout.annotations][3:]
    ['÷ 10', '× 100']
    """
    sizes = found.batch_sizes
    times = np.full(len(sizes), np.nan) if seconds is None else _milliseconds(seconds, len(sizes))
    fitted = translate("fitted, B<sup>{slope}</sup>").format(slope=fixed(found.slope, 2))
    single: Part = {"color": TEXT, "size": 9}
    names = translate("exact: σ/√B"), fitted, translate("measured")
    traces = [
        _line(names[0], sizes, found.exact, {"color": DATA, "width": 4}),
        _line(names[1], sizes, found.fitted, {"color": TEXT, "width": 2, "dash": "dash"}),
        _dots(names[2], sizes, found.measured, single, "%{y:.3~r} nats"),
        _dots(translate("time"), sizes, times, single, "%{y:.3~r} ms", yaxis="y2", mode="lines+markers"),
    ]
    notes = _labels(names, found)
    for values, height, unit, sign in ((found.measured, "y", "nats", "÷"), (times, "y2", "ms", "×")):
        ends = values[np.isin(sizes, pair)] if pair else np.empty(0)
        if pair and len(ends) == 2 and (ends > 0).all():
            traces.append(_compared(translate("compared"), np.array(pair), ends, unit, height))
            middle = 10 ** np.log10(pair).mean()
            notes.append(_factor(middle, np.interp(middle, sizes, values), max(ends) / min(ends), height, sign))
    return figure(
        traces,
        layout(
            HEIGHT,
            annotations=notes,
            xaxis=size_axis(translate("batch size B"), int(sizes[-1]), anchor="y2"),
            yaxis=_height(translate("standard deviation, nats"), np.r_[found.measured, found.exact], domain=[0.44, 1]),
            yaxis2=_height(translate("time, ms"), times, domain=[0, 0.38], anchor="x"),
        ),
    )


def _labels(names: tuple[str, ...], found: SpreadFit) -> list[Part]:
    """The names of what is in the upper chart, in its empty corner, each with a line to it."""
    spreads = np.flatnonzero((found.measured > 0) & (found.exact > 0))
    if len(spreads) == 0:
        return []
    low, high = np.log10(found.exact[spreads[[-1, 0]]])
    logs = np.log10(found.batch_sizes)
    labels = []
    for row, (name, values) in enumerate(zip(names, (found.exact, found.fitted, found.measured), strict=True)):
        at = spreads[min(1 + row, len(spreads) - 1)]
        place = logs[-1] * PLACE, high - row * STEP * (high - low)
        labels.append(pointing(name, (logs[at], np.log10(values[at])), place))
    return labels


def _milliseconds(seconds: ArrayLike, count: int) -> NDArray[np.float64]:
    """`count` times in milliseconds, float64 (count,)."""
    times = as_numbers(seconds, "seconds", most=LARGEST_LOSS)
    if times.shape != (count,):
        raise ValueError(f"seconds must hold a time for each of the {count} sizes; got shape {times.shape}.")
    return 1e3 * times.astype(np.float64)


def _line(name: str, x: NDArray[Any], y: NDArray[Any], line: Part) -> Part:
    shown = y > 0  # no logarithm of the 0 at B = N without replacement
    return {
        "type": "scatter",
        "name": name,
        "x": x[shown],
        "y": y[shown],
        "mode": "lines",
        "line": line,
        "hoverinfo": "skip",
    }


def _dots(name: str, x: NDArray[Any], y: NDArray[Any], marker: Part, value: str, **more: Any) -> Part:
    shown = y > 0
    return {
        "type": "scatter",
        "name": name,
        "x": x[shown],
        "y": y[shown],
        "mode": "markers",
        "marker": marker,
        "cliponaxis": False,
        "line": {"color": TEXT, "width": 1},
        "hovertemplate": f"B = %{{x:,}}: {value}<extra>{name}</extra>",
        **more,
    }


def _compared(name: str, sizes: NDArray[Any], values: NDArray[Any], unit: str, height: str) -> Part:
    """Two points of a curve, marked."""
    mark: Part = {"color": BATCH, "size": 15, "line": {"color": "#000000", "width": 2}}
    return _dots(name, sizes, values, mark, "%{y:.3~r} " + unit, yaxis=height)


def _factor(x: float, y: float, factor: float, height: str, sign: str) -> Part:
    """A note beside the curve that says by which factor two points differ; on such axes it stands at logarithms."""
    side, shift = ("left", 10) if sign == "÷" else ("right", -10)
    return {
        "x": np.log10(x),
        "y": np.log10(y),
        "yref": height,
        "text": f"{sign} {plain(factor, 3)}",
        "showarrow": False,
        "font": {"weight": "bold", "size": 18},
        "xanchor": side,
        "yanchor": "bottom",
        "xshift": shift,
        "yshift": 4,
    }


def _height(title: str, values: NDArray[np.float64], **more: Any) -> Part:
    """A logarithmic axis around the values above 0, with marks at powers of ten."""
    logs = np.log10(values[values > 0])
    low, high = (logs.min() - 0.25, logs.max() + 0.25) if len(logs) else (-1.0, 3.0)
    marks = {"tickvals": [10.0**k for k in POWERS], "ticktext": [plain(10.0**k) for k in POWERS]}
    return axis(title, type="log", range=[low, high], **marks, **more)
