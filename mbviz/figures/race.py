"""Runs of SGD side by side: what each has learned after so many examples, steps or seconds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import plotly.graph_objects as go
from numpy.typing import ArrayLike, NDArray

from mbviz._checks import as_numbers
from mbviz._messages import Message
from mbviz.figures._layout import MARGIN, Part, axis, figure, layout
from mbviz.figures.palette import BATCH, DATA, FAINT, RUNNERS

__all__ = ["Runner", "race"]

HEIGHT = 380
WIDE = 0.25  # of the axis's length, which a name takes
LETTER = 9  # pixels of one in a name, at most
LEADER = 0.035  # of the axis's length, from a line's end to its name
SYMBOLS = "square", "diamond", "circle-open", "square"  # of the runners that are neither chosen nor all the data


@dataclass(frozen=True, eq=False)
class Runner:
    """One run, as far as it is.

    Attributes
    ----------
    name : str
        Stands at the end of its line.
    x : array_like of float, shape (p,)
        Examples, steps or seconds, ascending; those of 0 have no place on a logarithmic axis and are left out.
    y : array_like of float, shape (p,)
        Loss in nats, or accuracy.
    marks : sequence of int, optional
        What a click on each point stands for (the steps taken), shape (p,).
    kind : str
        "chosen", "all" (the data) or "other".
    """

    name: str
    x: ArrayLike
    y: ArrayLike
    marks: Sequence[int] = ()
    kind: str = "other"


def race(
    runners: Sequence[Runner], x_title: str, y_title: str, *, ends: tuple[float, float] | None = None,
    begin: tuple[float, str] | None = None, height: int = HEIGHT,
) -> go.Figure:  # fmt: skip
    """Draw the curves of several runs on a logarithmic axis, each with its name at its end.

    Parameters
    ----------
    runners : sequence of Runner
        Small batches first.
    x_title, y_title : str
        With their units.
    ends : (float, float), optional
        Where the axis begins and ends, both above 0; by the runners otherwise.
    begin : (float, str), optional
        What all begin with, and what is said of it (nothing where empty): a line across, until one of them has a point.
    height : int
        Of the figure in pixels.

    Returns
    -------
    plotly.graph_objects.Figure

    Raises
    ------
    ValueError
        If a runner's x and y are not of one length, or x does not ascend.

    Examples
    --------
    >>> chart = race([Runner("10", [10, 20], [2.5, 1.0])], "examples", "loss, nats")
    >>> [trace.name for trace in chart.data]
    ['10']
    """
    found = [_checked(runner) for runner in runners]
    others = [runner for runner, _x, _y in found if runner.kind == "other"]
    traces = [
        _line(runner, x, y, _style(runner, others), "{name}: {y} ({x})") for runner, x, y in found
    ]  # fmt: skip
    spans = [ends] if ends else [(x[0], x[-1]) for _runner, x, _y in found if len(x)] or [(1.0, 10.0)]
    low, high = (float(np.log10(end)) for end in (min(low for low, _ in spans), max(high for _, high in spans)))
    length = max(high - low, 0.3)
    names = [
        {
            "x": np.log10(x[-1]), "y": y[-1], "text": f"<b>{runner.name}</b>", "name": "end", "xanchor": "left",
            "ax": np.log10(x[-1]) + LEADER * length, "axref": "x", "ayref": "y", "arrowhead": 0, "arrowwidth": 2,
            "arrowcolor": _style(runner, others)[0],
        }
        for runner, x, y in found if len(x)
    ]  # fmt: skip
    highest = max((float(y.max()) for _runner, _x, y in found if len(y)), default=1.0) or 1.0
    room = 36 + LETTER * max((len(runner.name) for runner in runners), default=0)  # for the names and the lines to them
    xaxis = axis(x_title, type="log", range=[low - 0.03 * length, high + 0.02 * length], exponentformat="none",
                 tickformat="~s" if low >= 0 else "~g", dtick=1 if length > 1 else None)  # fmt: skip
    yaxis, notes = axis(y_title, rangemode="tozero"), _apart(names, highest / (height - 90), length)
    if begin and not names:
        yaxis["range"] = [0.0, max(1.0, 1.25 * begin[0])]
        traces, notes = _ahead(*begin, (10**low, 10**high)) if begin[1] else ([], [])
    return figure(
        traces,
        layout(height, margin={**MARGIN, "t": 16, "r": room}, xaxis=xaxis, yaxis=yaxis, annotations=notes,
               hovermode="closest", clickmode="event+select"),
    )  # fmt: skip


def _ahead(value: float, text: str, ends: tuple[float, float]) -> tuple[list[Part], list[Part]]:
    """Where all begin, as a dashed line across, and its name above its left end."""
    line = {"type": "scatter", "x": np.array(ends), "y": np.array([value, value]), "mode": "lines", "hoverinfo": "skip",
            "line": {"color": FAINT, "width": 2, "dash": "dash"}}  # fmt: skip
    name = {
        "x": np.log10(ends[0]),
        "y": value,
        "text": text,
        "showarrow": False,
        "xanchor": "left",
        "yanchor": "bottom",
        "yshift": 6,  # clear of the line
    }
    return [line], [name]


def _checked(runner: Runner) -> tuple[Runner, NDArray[np.float64], NDArray[np.float64]]:
    """A runner with its numbers from the first on that is above 0."""
    x, y = (as_numbers(values, name).astype(np.float64) for values, name in ((runner.x, "x"), (runner.y, "y")))
    if x.ndim != 1 or x.shape != y.shape or (np.diff(x) < 0).any():
        raise ValueError(
            Message("x must ascend, with one of y for each; got shapes {one} and {other}.", one=x.shape, other=y.shape)
        )
    return runner, x[x > 0], y[x > 0]


def _style(runner: Runner, others: list[Runner]) -> tuple[str, str]:
    """The colour and the symbol of a runner: those of other sizes go from light to dark, and have a symbol each."""
    if runner.kind != "other":
        return BATCH if runner.kind == "chosen" else DATA, "circle"
    place = others.index(runner)
    return RUNNERS[round(place * (len(RUNNERS) - 1) / max(len(others) - 1, 1))], SYMBOLS[place % len(SYMBOLS)]


def _line(runner: Runner, x: NDArray[np.float64], y: NDArray[np.float64], style: tuple[str, str], hover: str) -> Part:
    colour, symbol = style
    told = hover.replace("{name}", runner.name).replace("{y}", "%{y:.3f}").replace("{x}", "%{x:,.4~r}")
    return {
        "type": "scatter",
        "name": runner.name,
        "x": x,
        "y": y,
        "customdata": list(runner.marks)[-len(x) :] if len(x) else [],
        "mode": "lines+markers",
        "line": {"color": colour, "width": 4 if runner.kind == "chosen" else 3},
        "marker": {"color": colour, "size": 6, "symbol": symbol, "line": {"color": colour, "width": 2}},
        "hovertemplate": f"{told}<extra></extra>",
        "cliponaxis": False,
    }


def _apart(names: list[Part], pixel: float, length: float) -> list[Part]:
    """The names, moved up where they would lie on each other; each with a line to its end; a `pixel` is so much of y, and `length` the axis's."""
    if not names:
        return names
    placed: list[tuple[float, float]] = []
    for name in sorted(names, key=lambda one: one["y"]):
        wanted = name["y"]
        for x, y in placed:  # ascending
            if abs(x - name["x"]) < WIDE * length and wanted < y + 20 * pixel and name["y"] > y - 20 * pixel:
                wanted = y + 20 * pixel
        name["ay"] = wanted
        placed.append((name["x"], wanted))
    return names
