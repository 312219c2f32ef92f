"""The dots of the estimates chart, laid over it: every dot opens its batch."""

from __future__ import annotations

import base64
from collections.abc import Callable

from mbviz.figures import palette
from mbviz.ui.components import component
from mbviz.ui.components.save import SCRIPTS, saving


def dots(
    chart: str,
    sizes,
    estimates,
    top: float,
    batch: dict,
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
    batch : dict
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
        "draws": estimates.shape[1],
        "estimates": base64.b64encode(estimates.astype("<f4").tobytes()).decode(),
        "top": top,
        "batch": batch,
        "hover": hover,
        "colors": {"batch": palette.BATCH, "onBright": palette.TEXT, "onDark": palette.FAINT},
        "painted": painted,
        "save": saving(chart.removeprefix("chart_")),
    }
    render = component("dots", css="save.css", js=(*SCRIPTS, "plotly_chart.js", "dots.js"), isolated=False)
    render(data=data, key=key, on_pick_change=on_pick)
