"""What delta does to the loss of one example and to its gradient, against the probability of the true class."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import plotly.graph_objects as go

from mbviz._numbers import power_of_ten, short
from mbviz.article.indexing import logit_gradient
from mbviz.figures._layout import MARGIN, axis, figure, layout
from mbviz.figures.palette import BATCH, FAINT, PICK

HEIGHT = 420
LOWEST = -14  # the axis begins at p = 1e-14; a probability of 0 is drawn at its edge
HIGHEST_LOSS = 32.0  # nats; -log(1e-14) is 32.2


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

    Examples
    --------
    >>> [trace.name for trace in delta(0.0, 1e-7).data][:2]
    ['without delta', 'with delta']
    """
    p = np.logspace(LOWEST, 0, 200)
    edge = max(probability, 10.0**LOWEST)
    names = [translate("without delta"), translate("with delta")]
    traces = []
    for curve, height in ((_loss, "y"), (_slope, "y2")):
        for name, value, line in zip(
            names,
            (0.0, delta),
            ({"color": FAINT, "dash": "dash", "width": 3}, {"color": PICK, "width": 4}),
            strict=True,
        ):
            traces.append(
                {
                    "type": "scatter",
                    "name": name,
                    "x": p,
                    "y": curve(p, value),
                    "yaxis": height,
                    "mode": "lines",
                    "line": line,
                    "showlegend": height == "y",
                    "hovertemplate": "p = %{x:.2g}: %{y:.4g}<extra>" + name + "</extra>",
                }
            )
        here = min(float(curve(np.array([probability]), delta)[0]), HIGHEST_LOSS)
        traces.append(
            {
                "type": "scatter",
                "name": translate("this p"),
                "x": [edge],
                "y": [here],
                "yaxis": height,
                "mode": "markers",
                "cliponaxis": False,
                "marker": {"color": BATCH, "size": 14, "line": {"color": "#000000", "width": 2}},
                "showlegend": height == "y",
                "hovertemplate": f"p = {short(probability)}: {short(here, 4)}<extra></extra>",
            }
        )
    ticks = list(range(LOWEST, 1, 2))
    return figure(
        traces,
        layout(
            HEIGHT,
            margin={**MARGIN, "t": 40},
            showlegend=True,
            legend={
                "orientation": "h",
                "x": 0,
                "y": 1.02,
                "yanchor": "bottom",
                "itemclick": False,
                "itemdoubleclick": False,
            },
            xaxis=axis(
                translate("probability p of the true class"),
                type="log",
                range=[LOWEST - 0.3, 0.3],
                anchor="y2",
                tickvals=[10.0**k for k in ticks],
                ticktext=[power_of_ten(k) for k in ticks],
                tickangle=0,
            ),
            yaxis=axis(translate("loss, nats"), range=[0, HIGHEST_LOSS * 1.03], domain=[0.42, 1]),
            yaxis2=axis(translate("slope in the logit"), range=[-1.08, 0.08], domain=[0, 0.32], anchor="x"),
        ),
    )


def _loss(p: np.ndarray, delta: float) -> np.ndarray:
    with np.errstate(divide="ignore"):
        return -np.log(p + delta)


def _slope(p: np.ndarray, delta: float) -> np.ndarray:
    return np.array([logit_gradient(value, delta) for value in p])
