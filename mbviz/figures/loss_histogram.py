"""Per-example losses on a logarithmic axis: how many examples cost how much, and which of them hold the loss."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import plotly.graph_objects as go
from numpy.typing import ArrayLike, NDArray

from mbviz._checks import as_numbers, as_real
from mbviz._numbers import power_of_ten, short
from mbviz.figures._layout import MARGIN, Part, axis, figure, layout
from mbviz.figures.palette import DATA, FAINT, TEXT, faded

HEIGHT = 212
ROOM = 2.5  # powers of ten that a name takes


def loss_histogram(
    edges: ArrayLike,
    counts: ArrayLike,
    shares: ArrayLike,
    mean: float,
    median: float,
    *,
    translate: Callable[[str], str] = str,
) -> go.Figure:
    """Draw two histograms on one loss axis, both in per cent: of the examples, and of the loss that they hold.

    Parameters
    ----------
    edges : array_like of float, shape (m + 1,)
        Of the bins, in nats, above 0 and increasing.
    counts : array_like of int, shape (m,)
        Examples in each bin. The first bin also holds all losses below it, the last one all above.
    shares : array_like of float, shape (m,)
        What part of the whole loss the examples of each bin hold; they add up to 1.
    mean, median : float
        Of all losses, in nats; drawn at the axis's end where they lie beyond it.
    translate : callable
        Gives the words of the figure in another language.

    Returns
    -------
    plotly.graph_objects.Figure

    Raises
    ------
    ValueError
        If the arrays are not as above, or a number is not finite.

    Examples
    --------
    >>> drawn = loss_histogram([0.01, 0.1, 1, 10], [8, 0, 2], [0.1, 0.0, 0.9], mean=0.4, median=0.05)
    >>> [trace.name for trace in drawn.data]
    ['of the examples', 'of the loss']
    """
    borders, heights, held = _checked(edges, counts, shares)
    if not (math.isfinite(as_real(mean)) and math.isfinite(as_real(median))):
        raise ValueError(f"mean and median must be finite numbers; got {mean} and {median}.")
    names = translate("of the examples"), translate("of the loss")
    traces = _histograms(names, borders, heights, held)
    low, high = np.log10(borders[[0, -1]])
    has_room = np.log10(borders[heights.argmax()]) > low + ROOM
    sides = "right" if has_room else "left", "left"
    marks = [(translate("median"), median, "dot", 18), (translate("mean"), mean, "solid", 0)]
    return figure(
        traces,
        layout(
            HEIGHT,
            margin={**MARGIN, "r": 40, "t": 46},
            bargap=0,
            barmode="overlay",
            xaxis=_loss_axis(translate("loss of an example, nats"), low, high),
            yaxis=axis(translate("share, %"), range=[0, _top(traces)], nticks=5),
            shapes=[_line(np.clip(value, borders[0], borders[-1]), dash) for _, value, dash, _ in marks],
            annotations=[
                *(_label(f"{name} {short(value)}", value, up, (low, high)) for name, value, _, up in marks),
                *(_name(trace, side) for trace, side in zip(traces, sides, strict=True) if max(trace["y"]) > 0),
            ],
        ),
    )


def _loss_axis(title: str, low: float, high: float) -> Part:
    """A logarithmic axis between two powers of ten, the first of which stands for all below it, too."""
    ticks = range(int(np.ceil(low)), int(high) + 1)
    return axis(
        title,
        type="log",
        range=[low - 0.05, high + 0.05],
        tickangle=0,
        tickvals=[10.0**k for k in ticks],
        ticktext=[("≤" if k == low else "") + power_of_ten(k) for k in ticks],
    )


def _checked(
    edges: ArrayLike, counts: ArrayLike, shares: ArrayLike
) -> tuple[NDArray[np.float64], NDArray[Any], NDArray[Any]]:
    """Edges (m + 1,), counts (m,) and shares (m,) that belong together."""
    borders = as_numbers(edges, "edges").astype(np.float64)
    if borders.ndim != 1 or len(borders) < 2 or not borders[0] > 0 or (np.diff(borders) <= 0).any():
        raise ValueError(f"edges must increase from above 0, at least two of them; got shape {borders.shape}.")
    heights, held = as_numbers(counts, "counts"), as_numbers(shares, "shares")
    if not heights.shape == held.shape == (len(borders) - 1,):
        raise ValueError(
            f"counts and shares must hold a number for each of the {len(borders) - 1} bins; "
            f"got shapes {heights.shape} and {held.shape}."
        )
    return borders, heights, held


def _histograms(
    names: tuple[str, str], borders: NDArray[np.float64], counts: NDArray[Any], shares: NDArray[Any]
) -> list[Part]:
    """The examples in each bin, and below them the share of the loss that they hold."""
    hover = "%{customdata[0]:.2g}–%{customdata[1]:.2g} nats: "
    bars = {
        "type": "bar",
        "x": (borders[:-1] + borders[1:]) / 2,
        "width": np.diff(borders),  # the middle on a linear scale, so that the bar fills its bin
        "customdata": np.column_stack([borders[:-1], borders[1:], counts]),
    }
    return [
        {
            **bars,
            "name": names[0],
            "y": 100 * counts / max(counts.sum(), 1),
            "marker": {"color": FAINT},
            "hovertemplate": hover + "%{y:.2f}% (%{customdata[2]:,})<extra>" + names[0] + "</extra>",
        },
        {
            **bars,
            "name": names[1],
            "y": 100 * shares,
            "marker": {"color": faded(DATA, 0.65)},
            "hovertemplate": hover + "%{y:.2f}%<extra>" + names[1] + "</extra>",
        },
    ]


def _top(traces: list[Part]) -> float:
    """Where the axis of shares ends: above the highest bar, with room for its name."""
    return 1.25 * max(*(float(max(trace["y"])) for trace in traces), 1.0)


def _name(trace: Part, side: str) -> Part:
    """What a histogram counts, above its highest bar; on the logarithmic axis it stands at a logarithm."""
    top = int(np.argmax(trace["y"]))
    return {
        "text": trace["name"],
        "x": np.log10(trace["x"][top]),
        "y": trace["y"][top],
        "xanchor": side,
        "yanchor": "bottom",
        "showarrow": False,
        "font": {"weight": "bold"},
    }


def _line(x: float, dash: str) -> Part:
    return {
        "type": "line",
        "xref": "x",
        "yref": "paper",
        "x0": x,
        "x1": x,
        "y0": 0,
        "y1": 1,
        "line": {"color": TEXT, "width": 2, "dash": dash},
    }


def _label(text: str, value: float, up: float, ends: tuple[float, float]) -> Part:
    """A label `up` pixels above the chart, on the side of its line where there is more room; the axis ends at these logarithms."""
    x = np.clip(np.log10(max(value, 10 ** ends[0])), *ends)
    side = "right" if x > sum(ends) / 2 else "left"
    return {
        "text": text,
        "x": x,
        "y": 1,
        "yshift": up,
        "xref": "x",
        "yref": "paper",
        "xanchor": side,
        "yanchor": "bottom",
        "showarrow": False,
    }
