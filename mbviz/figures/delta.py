"""What delta does to the loss of one example and to its gradient, against the probability of the true class."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Any

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from mbviz._numbers import in_code, power_of_ten, short
from mbviz.article.indexing import logit_gradient
from mbviz.figures._layout import MARGIN, Part, axis, figure, layout
from mbviz.figures.palette import BATCH, FAINT, PICK

HEIGHT = 430
LOWEST = -14  # the axis begins at p = 1e-14; a probability of 0 is drawn at its edge
HIGHEST_LOSS = 32.0  # nats; -log(1e-14) is 32.2
Curve = Callable[[NDArray[Any], float], NDArray[np.float64]]


def delta(probability: float, delta: float, *, translate: Callable[[str], str] = str) -> go.Figure:
    """Draw −log(p + delta) and its slope in the true class's logit against p, with `delta` and without.

    Parameters
    ----------
    probability : float
        Marked on both curves; 0 is marked at the left edge.
    delta : float
    translate : callable
        Gives the words of the figure in another language.

    Returns
    -------
    plotly.graph_objects.Figure

    Raises
    ------
    ValueError
        If `probability` is not from 0 to 1, or `delta` is negative or not finite.

    Examples
    --------
    >>> [trace.name for trace in delta(0.0, 1e-7).data][:2]
    ['without delta', 'with delta']
    """
    logit_gradient(probability, delta)  # refuses with a sentence what neither curve has a place for
    traces = [
        trace
        for curve, height in ((_loss, "y"), (_slope, "y2"))
        for trace in _curve(curve, height, probability, delta, translate)
    ]
    ticks = list(range(LOWEST, 1, 2))
    return figure(
        traces,
        layout(
            HEIGHT,
            margin={**MARGIN, "r": 64},
            annotations=_names(probability, delta, translate),
            xaxis=axis(
                translate("probability p of the true class"),
                type="log",
                range=[LOWEST - 0.3, 0.3],
                anchor="y2",
                tickvals=[10.0**k for k in ticks],
                ticktext=[power_of_ten(k) for k in ticks],
                tickangle=0,
            ),
            yaxis=axis(translate("loss, nats"), range=[0, HIGHEST_LOSS * 1.06], domain=[0.44, 1]),
            yaxis2=axis(translate("slope in the logit"), range=[-1.08, 0.1], domain=[0, 0.34], anchor="x"),
        ),
    )


def _curve(
    curve: Curve, height: str, probability: float, delta: float, translate: Callable[[str], str]
) -> Iterator[Part]:
    """A curve without delta and with it, and the place of this probability on it."""
    for name, value, line in (
        (translate("without delta"), 0.0, {"color": FAINT, "dash": "dash", "width": 3}),
        (translate("with delta"), delta, {"color": PICK, "width": 4}),
    ):
        p, values = _points(curve, value)
        yield {
            "type": "scatter",
            "name": name,
            "x": p,
            "y": values,
            "yaxis": height,
            "mode": "lines",
            "line": line,
            "hovertemplate": "p = %{x:.2g}: %{y:.4g}<extra>" + name + "</extra>",
        }
    here = min(float(curve(np.array([probability]), delta)[0]), HIGHEST_LOSS)
    yield {
        "type": "scatter",
        "name": translate("this p"),
        "x": [max(probability, 10.0**LOWEST)],
        "y": [here],
        "yaxis": height,
        "mode": "markers",
        "cliponaxis": False,
        "marker": {"color": BATCH, "size": 14, "line": {"color": "#000000", "width": 2}},
        "hovertemplate": f"p = {_told(probability)}: {short(here, 4)}<extra></extra>",
    }


def _names(probability: float, delta: float, translate: Callable[[str], str]) -> list[Part]:
    """What the curves and the dot are, written beside them."""
    without, with_delta = translate("without delta"), translate("with delta")
    lowest = np.array([10.0**LOWEST])
    cap, flat = float(_loss(lowest, delta)[0]), float(_slope(lowest, delta)[0])
    here = max(min(float(_loss(np.array([probability]), delta)[0]), HIGHEST_LOSS), 0.0)  # below 0 there is no place
    at = max(float(np.log10(probability)) if probability else LOWEST, LOWEST)
    names = [
        _name(without, -11.5, float(_loss(np.array([10**-11.5]), 0.0)[0]), "y", above=True),
        _name(without, LOWEST, -1.0, "y2", above=True),
        _name(f"p = {_told(probability)}", at, here, "y", above=True, shift=12),
    ]
    if cap < 0.9 * HIGHEST_LOSS:
        names.append(_name(with_delta, LOWEST, cap, "y", above=cap < HIGHEST_LOSS / 4 and probability > 1e-10))
    if flat > -0.5:
        names.append(_name(with_delta, LOWEST, flat, "y2", above=False))
    return names


def _name(text: str, x: float, y: float, height: str, *, above: bool, shift: int = 4) -> Part:
    """A text above or below a point, beginning a little right of it; `x` is a power of ten."""
    return {
        "text": text,
        "x": x,
        "y": y,
        "yref": height,
        "xanchor": "left",
        "yanchor": "bottom" if above else "top",
        "xshift": shift,
        "showarrow": False,
    }


def _told(probability: float) -> str:
    return in_code(probability) if probability > 0.5 else short(probability)


@lru_cache(maxsize=64)
def _points(curve: Curve, delta: float) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Points of a curve from 10^`LOWEST` to 1, (200,) each; only the dot moves with p."""
    p = np.logspace(LOWEST, 0, 200)
    values = curve(p, delta)
    for array in (p, values):
        array.flags.writeable = False
    return p, values


def _loss(p: NDArray[np.float64], delta: float) -> NDArray[np.float64]:
    with np.errstate(divide="ignore", under="ignore"):
        return -np.log(p + delta)


def _slope(p: NDArray[np.float64], delta: float) -> NDArray[np.float64]:
    return logit_gradient(p, delta)
