"""The law of the mean loss against batch size: bands, standard errors, and one path to the whole data."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import plotly.graph_objects as go
from numpy.typing import ArrayLike, NDArray

from mbviz._checks import LARGEST_LOSS, as_numbers
from mbviz._numbers import nats, percent
from mbviz.figures._layout import MARGIN, Part, area, axis, figure, layout, pointing, size_axis
from mbviz.figures.palette import BATCH, DATA, PREDICTION, TEXT, faded
from mbviz.stats.bands import QuantileBands

HEIGHT = 424
FILLS = faded(DATA, 0.16), faded(DATA, 0.36)  # the wide band fainter
HEADROOM = 1.25
ROWS = 0.97, 0.11  # of the labels, as shares of the axis: the first, and from one to the next
FIRST_ROOM, LEAST_ROOM = 1.0, 3.0  # powers of ten left of the labels, and for them, at least
FAR_RIGHT = 100  # from so many times fewer than all the data on words may stand over a curve
HIGH = 0.45  # share of the loss axis above which there is no room for words over the line
TIPS = 0.2, 0.9  # of the lines to the curves, as shares of the way to the labels


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
    translate: Callable[[str], str] = str,
) -> go.Figure:
    """Draw the bands of the mean loss, the lines of ± 2 standard errors, and one running mean, each with its name.

    Parameters
    ----------
    bands : QuantileBands
    replace : bool
        Whether the bands are those with replacement, and the standard errors to show with them.
    path : array_like of float, shape (m,), optional
        `mbviz.stats.bands.running_mean` at the bands' sizes, in nats.
    pinned : QuantileBands, optional
        Another curve to compare with, drawn as dashed lines.
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
    >>> [note.text for note in figure.layout.annotations][:3]
    ['μ ± 2σ/√B', '95% of all batches', '50% of all batches']
    """
    sizes, top = bands.batch_sizes, law_top(bands, pinned)
    std = bands.std_with if replace else bands.std_without
    chance = translate("{chance} of all batches")
    names = [chance.format(chance=f"{level:.0%}") for level in bands.chances]
    error = "μ ± 2σ/√B" if replace else "μ ± 2σ/√B · √((N − B)/(N − 1))"
    curves = dict(zip(names, bands.high, strict=True)) | {error: bands.mean + 2 * std}
    traces = [area(name, sizes, bands.low[row], bands.high[row], FILLS[min(row, 1)]) for row, name in enumerate(names)]
    traces += [
        _line(error, sizes, bands.mean + sign * 2 * std, {"color": TEXT, "width": 2, "dash": "dot"}) for sign in (1, -1)
    ]
    if path is not None:
        running = translate("running mean of one shuffle")
        curves[running] = _path(path, len(sizes))
        traces.append(_line(running, sizes, curves[running], {"color": BATCH, "width": 3}))
    if pinned is not None:
        name = translate("pinned: 95%")
        curves[name] = _high_at(pinned, sizes)
        traces += _pinned(name, pinned)
    traces.append(_line(translate("all the data"), sizes[[0, -1]], np.full(2, bands.mean), {"color": DATA, "width": 3}))
    return figure(
        traces,
        layout(
            HEIGHT,
            margin={**MARGIN, "r": 24},
            annotations=[*_labels(sizes, curves, top), *_ends(bands, pinned, replace, top, translate)],
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


def _line(name: str, x: NDArray[Any], y: NDArray[Any], line: Part) -> Part:
    return {
        "type": "scatter",
        "name": name,
        "x": x,
        "y": y,
        "mode": "lines",
        "line": line,
        "hovertemplate": "B = %{x:,}: %{y:.4f} nats<extra>" + name + "</extra>",
    }


def _pinned(name: str, pinned: QuantileBands) -> list[Part]:
    line = {"color": PREDICTION, "width": 3, "dash": "dash"}
    edges = [_line(name, pinned.batch_sizes, edge, line) for edge in (pinned.high[0], pinned.low[0])]
    return [*edges, _line(name, pinned.batch_sizes[[0, -1]], np.full(2, pinned.mean), line)]


def _labels(sizes: NDArray[Any], curves: dict[str, NDArray[Any]], top: float) -> list[Part]:
    """The curves' names below each other where the chart is empty, each with a line to its curve; the highest first.

    `curves` are upper edges, (m,) in nats.
    """
    first, step = ROWS
    logs = np.log10(sizes)
    lowest = top * (first - step * len(curves))
    covered = np.flatnonzero(np.max(list(curves.values()), axis=0) >= lowest).max(initial=0)
    start = min(max(logs[covered] + 0.3, FIRST_ROOM), max(logs[-1] - LEAST_ROOM, logs[-1] / 4))
    tips = start * np.linspace(*TIPS, len(curves))
    edges = [np.interp(tips.mean(), logs, edge) for edge in curves.values()]
    names = [name for _, name in sorted(zip(edges, curves, strict=True), reverse=True)]
    return [
        pointing(name, (tip, float(np.interp(tip, logs, curves[name]))), (start, top * (first - step * row)))
        for row, (name, tip) in enumerate(zip(names, tips, strict=True))
    ]


def _high_at(bands: QuantileBands, sizes: ArrayLike) -> NDArray[Any]:
    """The upper edge of the widest band at any sizes, in nats."""
    return np.interp(np.log(sizes), np.log(bands.batch_sizes), bands.high[0])


def _lines(text: str) -> list[str]:
    """A text in two lines, the second after its colon: on a phone one line would reach over the dots."""
    first, colon, second = text.partition(": ")
    return [first + colon.rstrip(), second] if colon else [text]


def _ends(
    bands: QuantileBands, pinned: QuantileBands | None, replace: bool, top: float, translate: Callable[[str], str]
) -> list[Part]:
    """At the right end: the loss of all the data, and what a batch as large as that leaves to chance."""
    n = int(bands.batch_sizes[-1])
    lies = bands.mean if pinned is None else max(bands.mean, float(_high_at(pinned, n / FAR_RIGHT)))
    said = [translate("all {n:,}: {mean} nats").format(n=n, mean=nats(bands.mean))]
    if bands.mean > 0:
        off = (bands.high[0, -1] - bands.low[0, -1]) / 2 / bands.mean
        still = translate("B = N with replacement: still ±{off}").format(off=percent(float(off), 1))
        said += _lines(still if replace else translate("B = N: nothing left to chance"))
    # above the line, clear of the dots along it; high up the curves have their names
    shifts = (-62, -82, -102) if lies > HIGH * top else (66, 46, 26)[-len(said) :]
    return [
        {
            "text": text,
            "x": np.log10(n),
            "y": lies if lies <= HIGH * top else bands.mean,
            "xanchor": "right",
            "yanchor": "bottom" if shift > 0 else "top",
            "yshift": shift,
            "showarrow": False,
        }
        for text, shift in zip(said, shifts, strict=False)
    ]
