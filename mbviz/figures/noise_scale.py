"""What one step gains against batch size: real steps, and the curve of the noise scale."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import plotly.graph_objects as go
from numpy.typing import ArrayLike

from mbviz._checks import LARGEST_LOSS, as_numbers
from mbviz.figures._layout import MARGIN, axis, figure, layout, legend, size_axis
from mbviz.figures.palette import BATCH, DATA, FAINT
from mbviz.stats.batch_tradeoff import GainFit

__all__ = ["noise_scale"]

HEIGHT = 480


def noise_scale(fit: GainFit, gains: ArrayLike, *, translate: Callable[[str], str] = str) -> go.Figure:
    """Draw each step's gain as a dot, the means, the fitted curve, and the batch size that gains half of the most.

    Parameters
    ----------
    fit : GainFit
        As `fit_gains` gives it.
    gains : array_like of float, shape (m, R)
        Of R steps at each of ``fit.batch_sizes``, in nats.
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
    ['single steps', 'their mean', 'ΔL_max / (1 + B_noise/B)', 'B_noise']
    """
    values = as_numbers(gains, "gains", most=LARGEST_LOSS).astype(np.float64)
    sizes = fit.batch_sizes
    if values.ndim != 2 or len(values) != len(sizes) or values.size == 0:
        raise ValueError(f"gains must hold a row for each of the {len(sizes)} batch sizes; got shape {values.shape}.")
    last = int(max(sizes.max(), 1))
    along = np.unique(np.geomspace(1, last, 60).round().astype(np.int64))
    curve = {"mode": "lines", "line": {"color": DATA, "width": 3}}
    means = {"mode": "markers", "marker": {"color": BATCH, "size": 12}}
    dots = {"mode": "markers", "marker": {"color": FAINT, "size": 6, "opacity": 0.6}}
    half = {"mode": "lines", "line": {"color": DATA, "width": 1, "dash": "dot"}}
    ends = np.clip([fit.noise_scale, fit.noise_scale], 1, last)
    hover = "B = %{x:,}: %{y:.4g} nats<extra></extra>"
    traces = [
        {"type": "scatter", "name": name, "x": x, "y": y, "hovertemplate": hover, **look}
        for name, x, y, look in (
            (translate("single steps"), np.repeat(sizes, values.shape[1]), values.ravel(), dots),
            (translate("their mean"), sizes, fit.means, means),
            ("ΔL_max / (1 + B_noise/B)", along, fit.gain(along), curve),
            ("B_noise", ends, np.array([0.0, fit.largest / 2]), half),
        )
    ]
    return figure(
        traces,
        layout(
            HEIGHT,
            margin={**MARGIN, "t": 40},
            showlegend=True,
            legend=legend(1.01),
            xaxis=size_axis(translate("batch size B"), last),
            yaxis=axis(translate("gain of one step, nats"), nticks=6),
        ),
    )
