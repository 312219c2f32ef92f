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
FINER = 4  # times as many places are tried for a label as there are rows
FIRST_ROOM, LEAST_ROOM = 1.0, 3.0  # powers of ten left of the labels, and for them, at least
TIPS = 0.2, 0.9  # of the lines to the curves, as shares of the way to the labels
HIGH = 0.45  # share of the loss axis above which the words on the line stand below it: there are the labels
WORDS = 0.4  # share of the size axis from which on words at its right end may stand, on a phone
LINE, APART, CLEAR = 20, 12, 4  # pixels: of text, from a curve to the words on it where there is room, and at least

Span = tuple[float, float]  # from a loss up to another


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
        curves[name] = np.interp(np.log(sizes), np.log(pinned.batch_sizes), pinned.high[0])
        traces += _pinned(name, pinned)
    traces.append(_line(translate("all the data"), sizes[[0, -1]], np.full(2, bands.mean), {"color": DATA, "width": 3}))
    return figure(
        traces,
        layout(
            HEIGHT,
            margin={**MARGIN, "r": 24},
            annotations=[*_labels(sizes, curves, traces, top), _end(bands, traces, replace, top, translate)],
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


def _labels(sizes: NDArray[Any], curves: dict[str, NDArray[Any]], traces: list[Part], top: float) -> list[Part]:
    """The curves' names below each other where the chart is empty, each with a line to its curve; the highest first.

    `curves` are upper edges, (m,) in nats; no name stands on a trace where there is room.
    """
    first, step = ROWS
    logs = np.log10(sizes)
    lowest = top * (first - step * len(curves))
    covered = np.flatnonzero(np.max(list(curves.values()), axis=0) >= lowest).max(initial=0)
    start = min(max(logs[covered] + 0.3, FIRST_ROOM), max(logs[-1] - LEAST_ROOM, logs[-1] / 4))
    tips = start * np.linspace(*TIPS, len(curves))
    edges = [np.interp(tips.mean(), logs, edge) for edge in curves.values()]
    names = [name for _, name in sorted(zip(edges, curves, strict=True), reverse=True)]
    rows = _rows(_spans(traces, start, logs[-1]), len(names), top)
    return [
        pointing(name, (tip, float(np.interp(tip, logs, curves[name]))), (start, row))
        for name, tip, row in zip(names, tips, rows, strict=True)
    ]


def _rows(spans: list[Span], count: int, top: float) -> list[float]:
    """The heights of `count` labels, in nats, from above: places that are clear of `spans`, if there are so many."""
    first, step = ROWS
    reach = (LINE / 2 + CLEAR) * _pixel(top)
    rows: list[float] = []
    for row in top * np.arange(first, step, -step / FINER):
        is_clear = all(row + reach <= low or row - reach >= high for low, high in spans)
        if is_clear and (not rows or rows[-1] - row >= 0.999 * top * step):
            rows.append(float(row))
    return rows[:count] if len(rows) >= count else [top * (first - step * row) for row in range(count)]


def _pixel(top: float) -> float:
    """How many nats a pixel is."""
    return top / (HEIGHT - MARGIN["t"] - MARGIN["b"])


def _spans(traces: list[Part], first: float, last: float) -> list[Span]:
    """From where to where each trace reaches upwards between two sizes, given by their logarithms to base 10."""
    at = np.linspace(first, last, 16)
    spans = []
    for trace in traces:
        edges = np.split(trace["y"], 2) if "fill" in trace else [trace["y"]]  # a band's upper edge comes back
        logs = np.log10(trace["x"][: len(edges[0])])
        heights = [np.interp(at, logs, edge) for edge in (edges[0], *(edge[::-1] for edge in edges[1:]))]
        spans.append((float(np.min(heights)), float(np.max(heights))))
    return spans


def _gaps(spans: list[Span], top: float) -> list[Span]:
    """What `spans` leave free from 0 to `top`; all of it where they leave nothing."""
    gaps, end = [], 0.0
    for low, high in sorted(spans):
        if low > end:
            gaps.append((end, low))
        end = max(end, high)
    return [*gaps, (end, top)] if end < top else gaps or [(0.0, top)]


def _lines(text: str) -> list[str]:
    """A text in two lines, the second after its colon: on a phone one line would reach over the dots."""
    first, colon, second = text.partition(": ")
    return [first + colon.rstrip(), second] if colon else [text]


def _end(bands: QuantileBands, traces: list[Part], replace: bool, top: float, translate: Callable[[str], str]) -> Part:
    """At the right end: the loss of all the data, and what a batch as large as that leaves to chance."""
    n, mean = int(bands.batch_sizes[-1]), bands.mean
    said = [translate("all {n:,}: {mean} nats").format(n=n, mean=nats(mean))]
    if mean > 0:
        off = (bands.high[0, -1] - bands.low[0, -1]) / 2 / mean
        still = translate("B = N with replacement: still ±{off}").format(off=percent(float(off), 1))
        said += _lines(still if replace else translate("B = N: nothing left to chance"))
    gaps = _gaps(_spans(traces, WORDS * np.log10(n), np.log10(n)), top)
    low, high, is_above = _room(gaps, mean, LINE * len(said) + 2 * CLEAR, top)
    spare = (high - low) / _pixel(top) - LINE * len(said)
    shift = min(APART, max(spare / 2, 0))
    return {
        "text": "<br>".join(said),
        "name": "end",
        "x": np.log10(n),
        "y": low if is_above else high,
        "xanchor": "right",
        "yanchor": "bottom" if is_above else "top",
        "yshift": shift if is_above else -shift,
        "align": "right",
        "showarrow": False,
    }


def _room(gaps: list[Span], mean: float, pixels: float, top: float) -> tuple[float, float, bool]:
    """The gap that is nearest to the line at `mean` among those of so many pixels, and whether it lies above the line.

    Of two beside the line it is the upper one, but the lower one where the line is high up; if none is large enough, the largest.
    """

    above = sum(low < mean for low, _ in gaps)  # so many lie below the line

    def order(i: int) -> tuple[int, bool]:
        is_above = i >= above
        return (i - above if is_above else above - 1 - i), is_above == (mean > HIGH * top)

    roomy = [i for i, (low, high) in enumerate(gaps) if high - low >= pixels * _pixel(top)]
    low, high = gaps[min(roomy, key=order)] if roomy else max(gaps, key=lambda gap: gap[1] - gap[0])
    return low, high, low >= mean
