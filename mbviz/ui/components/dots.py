"""The dots of the estimates chart, laid over it: every dot opens its batch."""

from __future__ import annotations

import base64
from collections.abc import Callable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from mbviz.figures import palette
from mbviz.ui.components import component
from mbviz.ui.components.save import saving


def dots(
    chart: str,
    sizes: Sequence[int],
    estimates: NDArray[np.floating],
    top: float,
    batch: Mapping[str, object],
    *,
    hover: str,
    painted: str,
    key: str,
    on_pick: Callable[[], None],
) -> None:
    """Draw mini-batches as dots on the estimates chart, this batch bright.

    Parameters
    ----------
    chart : str
        Key of the chart below.
    sizes : sequence of int, shape (m,)
    estimates : ndarray of float, shape (m, n_draws)
        Mean losses in nats.
    top : float
        Dots above it are drawn on it, as triangles.
    batch : mapping
        ``size``, ``loss`` and ``label`` of this batch.
    hover : str
        Text for a dot, with ``{size}``, ``{draw}`` and ``{loss}``.
    painted : str
        Becomes a mark on the chart once the dots show this batch.
    key : str
        ``st.session_state[key].pick`` holds ``{"batch_size": …, "draw": …}`` in `on_pick`.
    on_pick : callable
        Called when a dot is clicked.
    """
    data = {
        "chart": chart,
        "sizes": list(sizes),
        "estimates": base64.b64encode(estimates.astype("<f4").tobytes()).decode(),
        "top": top,
        "batch": dict(batch),
        "hover": hover,
        "colors": {"batch": palette.BATCH, "onBright": palette.TEXT, "onDark": palette.FAINT},
        "painted": painted,
        "save": saving(chart.removeprefix("chart_")),
    }
    render = component("dots", "over/dots.js", css="page/saving.css", isolated=False)
    render(data=data, key=key, on_pick_change=on_pick)
