"""Coverage of confidence intervals against batch size."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from mbviz.figures._layout import MARGIN, Part, axis, figure, layout, pointing
from mbviz.figures.palette import DATA, FAINT, TEXT
from mbviz.stats.coverage import ROWS, Coverage

HEIGHT = 424
WIDTH = 1.2  # powers of ten that a name takes
STYLES = (
    ("dash", "circle-open", 2),
    ("solid", "square", 4),
)  # for each of ROWS dash, mark and width: they differ without colours


def coverage(found: Coverage, trustworthy: int, *, translate: Callable[[str], str] = str) -> go.Figure:
    """Draw the share of intervals that hold the truth, with ± 2 binomial standard errors, for both methods.

    Parameters
    ----------
    found : Coverage
    trustworthy : int
        The batch size of Cochran's rule, 25 γ².
    translate : callable
        Gives the words of the figure in another language.

    Returns
    -------
    plotly.graph_objects.Figure

    Examples
    --------
    >>> counts = np.array([[30], [10]])
    >>> figure = coverage(Coverage(np.array([16]), 100, 0.95, counts, 0 * counts), 40)
    >>> [trace.name for trace in figure.data], figure.data[2].y.tolist()
    (['95%', '25 γ²', 'mean ± t · s/√B', 'Hall’s interval'], [70.0])
    """
    sizes, nominal = found.batch_sizes, 100 * found.confidence
    ends = np.array([min(sizes[0], trustworthy) / 1.4, max(sizes[-1], trustworthy) * 1.4])
    lowest = np.clip(5 * np.floor(20 * (found.held - 2 * found.error).min() - 0.2), 0, 85)
    names = dict(zip(ROWS, (translate("mean ± t · s/√B"), translate("Hall’s interval")), strict=True))
    traces = [
        _line(f"{nominal:g}%", ends, np.full(2, nominal), {"color": FAINT, "width": 2}),
        _line("25 γ²", np.full(2, trustworthy), np.array([lowest, 100]), {"color": DATA, "width": 3, "dash": "dot"}),
    ]
    traces += [
        _held(names[method], sizes, held, error, style)
        for method, held, error, style in zip(ROWS, found.held, found.error, STYLES, strict=True)
    ]
    notes = _lines(found, trustworthy, ends, translate) + _names(found, trustworthy, lowest, tuple(names.values()))
    return figure(
        traces,
        layout(
            HEIGHT,
            margin={**MARGIN, "t": 36},
            annotations=notes,
            xaxis=axis(
                translate("batch size B"),
                type="log",
                range=np.log10(ends).tolist(),
                tickvals=sizes,
                tickangle=0,
                ticktext=[f"{size:,}" for size in sizes],
            ),
            yaxis=axis(_title(int(lowest), translate), range=[lowest, 100], nticks=7),
        ),
    )


def _lines(found: Coverage, trustworthy: int, ends: NDArray[Any], translate: Callable[[str], str]) -> list[Part]:
    """The names of the two straight lines, each at an end of its own."""
    wanted = translate("wanted: {share}%").format(share=f"{100 * found.confidence:g}")
    side = "right" if trustworthy > ends.prod() ** 0.5 else "left"
    return [
        _note(wanted, np.log10(ends[1]), _clear(found), xanchor="right"),
        _note(f"25 γ² = {trustworthy:,}", np.log10(trustworthy), 1, xanchor=side, yref="paper"),
    ]


def _clear(found: Coverage) -> float:
    """Above the line of what is wanted, in per cent: where neither curve nor its errors reach at the right end."""
    return 100 * max(found.confidence, float((found.held + 2 * found.error)[:, -2:].max()))


def _title(lowest: int, translate: Callable[[str], str]) -> str:
    """What the axis shows, and where it begins when that is not 0."""
    if lowest == 0:
        return translate("intervals that hold the truth, %")
    return translate("intervals that hold the truth, % (axis from {lowest}%)").format(lowest=lowest)


def _names(found: Coverage, trustworthy: int, lowest: float, names: tuple[str, ...]) -> list[Part]:
    """The names of the curves where nothing is in their way, each with a line to a point of its own."""
    sizes = found.batch_sizes
    at, reach = min(1, len(sizes) - 1), 100 - lowest
    tips = [(float(np.log10(sizes[at])), float(100 * held[at])) for held in found.held]
    right = tips[0][0] + 0.35
    if right < np.log10(trustworthy) < right + WIDTH:  # not across the line
        right = float(np.log10(trustworthy)) + 0.1
    places = (right, max(tips[0][1] - 0.25 * reach, lowest + 0.05 * reach)), (tips[1][0] + 0.05, lowest + 0.97 * reach)
    return [pointing(name, tip, place) for name, tip, place in zip(names, tips, places, strict=True)]


def _held(
    name: str, sizes: NDArray[Any], held: NDArray[np.float64], error: NDArray[np.float64], style: tuple[str, str, int]
) -> Part:
    """The shares of one method, each with ± 2 of its standard errors."""
    dash, symbol, width = style
    return {
        "type": "scatter",
        "name": name,
        "x": sizes,
        "y": 100 * held,
        "mode": "lines+markers",
        "cliponaxis": False,
        "line": {"color": TEXT, "width": width, "dash": dash},
        "marker": {"color": TEXT, "size": 11, "symbol": symbol, "line": {"width": 2}},
        "error_y": {"array": 200 * error, "color": TEXT, "thickness": 2, "width": 5},
        "hovertemplate": "B = %{x:,}: %{y:.1f} ± %{error_y.array:.1f}%<extra>" + name + "</extra>",
    }


def _line(name: str, x: NDArray[Any], y: NDArray[Any], line: Part) -> Part:
    shown = {"mode": "lines", "line": line, "hoverinfo": "skip"}
    return {"type": "scatter", "name": name, "x": x, "y": y, **shown}


def _note(text: str, x: float, y: float, **more: Any) -> Part:
    return {"x": x, "y": y, "text": text, "showarrow": False, "font": {"weight": "bold"}, "yanchor": "bottom", **more}
