"""What one step gains against batch size: real steps, and the curve of the noise scale."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import plotly.graph_objects as go
from numpy.typing import ArrayLike, NDArray

from mbviz._checks import LARGEST_LOSS, as_numbers
from mbviz._numbers import plain
from mbviz.figures._layout import MARGIN, Part, axis, figure, layout, size_axis
from mbviz.figures.palette import BATCH, DATA, FAINT
from mbviz.stats.batch_tradeoff import GainFit

__all__ = ["noise_scale"]

HEIGHT = 480
TICKS = 5  # of the gains
LETTER = 8  # pixels of a figure in a tick's number, at most


def noise_scale(
    fit: GainFit,
    gains: ArrayLike,
    *,
    last: int | None = None,
    marks: Sequence[int] = (),
    height: int = HEIGHT,
    translate: Callable[[str], str] = str,
) -> go.Figure:
    """Draw each step's gain as a dot, the means, the fitted curve, and the batch size that gains half of the most.

    Parameters
    ----------
    fit : GainFit
        As `fit_gains` gives it.
    gains : array_like of float, shape (m, R)
        Of R steps at each of ``fit.batch_sizes``, in nats.
    last : int, optional
        Where the axis of sizes ends; at the largest size by default.
    marks : sequence of int, optional
        What a click on each step stands for, row by row, shape (m · R,).
    height : int
        Of the figure in pixels.
    translate : callable
        Gives the words of the figure in another language.

    Returns
    -------
    plotly.graph_objects.Figure

    Raises
    ------
    ValueError
        If there is no row of finite gains for each size.

    Examples
    --------
    >>> from mbviz.stats.batch_tradeoff import fit_gains
    >>> gains = [[0.9, 1.1], [1.9, 2.1]]
    >>> [trace.name for trace in noise_scale(fit_gains([10, 30], gains), gains).data]
    ['single steps', 'ΔL_max / (1 + B_noise/B)', 'their mean', 'B_noise']
    """
    values = as_numbers(gains, "gains", most=LARGEST_LOSS).astype(np.float64)
    sizes = fit.batch_sizes
    if values.ndim != 2 or len(values) != len(sizes) or values.size == 0:
        raise ValueError(f"gains must hold a row for each of the {len(sizes)} batch sizes; got shape {values.shape}.")
    last = last or int(max(sizes.max(), 1))
    decimals = -int(np.floor(np.log10(max(values.max(), fit.largest, 1e-12) / TICKS)))  # of the ticks, or one more
    where = min(max(fit.noise_scale, 1.0), float(last))
    return figure(
        _traces(fit, values, list(marks), last, where, translate),
        layout(
            height,
            margin={**MARGIN, "t": 16, "l": max(MARGIN["l"], 36 + LETTER * (2 + decimals))},
            xaxis=size_axis(translate("batch size B"), last),
            yaxis=axis(translate("gain of one step, nats"), nticks=TICKS, rangemode="tozero", exponentformat="none"),
            annotations=[_named("ΔL_max / (1 + B_noise/B)", fit.largest), _half(where, fit)],
            hovermode="closest",
            clickmode="event+select",
        ),
    )


def _traces(
    fit: GainFit,
    values: NDArray[np.float64],
    marks: list[int],
    last: int,
    where: float,
    translate: Callable[[str], str],
) -> list[Part]:
    """Steps, curve, means and the line to B_noise at `where`."""
    along = np.unique(np.geomspace(1, last, 60).round().astype(np.int64))
    curve = {"mode": "lines", "line": {"color": DATA, "width": 3}}
    means = {"mode": "markers", "marker": {"color": BATCH, "size": 12}}
    dots: Part = {"mode": "markers", "marker": {"color": FAINT, "size": 6, "opacity": 0.6}}
    half = {"mode": "lines", "line": {"color": DATA, "width": 1, "dash": "dot"}}
    if marks:
        dots["customdata"] = marks
    hover = "B = %{x:,}: %{y:.3g} nats<extra>{name}</extra>"
    return [
        {"type": "scatter", "name": name, "x": x, "y": y, "hovertemplate": hover.replace("{name}", name), **look}
        for name, x, y, look in (
            (translate("single steps"), np.repeat(fit.batch_sizes, values.shape[1]), values.ravel(), dots),
            ("ΔL_max / (1 + B_noise/B)", along, fit.gain(along), curve),
            (translate("their mean"), fit.batch_sizes, fit.means, means),
            ("B_noise", np.array([where, where]), np.array([0.0, fit.largest / 2]), half),
        )
    ]


def _named(text: str, top: float) -> Part:
    """The curve's name, as high as its end, where small batches have no dots."""
    place = {"x": 0.0, "y": top, "xanchor": "left", "yanchor": "bottom"}
    return {"text": text, "showarrow": False, "font": {"color": DATA, "size": 13}, **place}


def _half(where: float, fit: GainFit) -> Part:
    """The name of the batch size that gains half of the most, at the top of its line and above the curve there."""
    place = {"x": np.log10(where), "y": 0.54 * fit.largest, "xanchor": "right", "xshift": 2, "yanchor": "bottom"}
    return {"text": f"B_noise = {plain(fit.noise_scale)}", "showarrow": False, "font": {"color": DATA}, **place}
