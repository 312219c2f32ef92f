"""The plane of gradients: which way batches point, with the numbers that say how much of it is noise."""

from __future__ import annotations

import base64
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mbviz.figures import palette
from mbviz.stats.contour_table import ContourTable
from mbviz.stats.gradient_cloud import GradientCloud
from mbviz.ui.components import component
from mbviz.ui.components.save import saving
from mbviz.ui.components.sheets import COLORS, encode

HEIGHT = 356


@dataclass(frozen=True, eq=False)
class Largest:
    """The digits with the longest gradients.

    Attributes
    ----------
    images : ndarray of uint8, shape (m, height, width)
    t, guess : ndarray of int, shape (m,)
        True and predicted classes.
    """

    images: NDArray[np.uint8]
    t: NDArray[np.integer]
    guess: NDArray[np.integer]


def plane(
    clouds: tuple[GradientCloud, ...],
    contours: tuple[ContourTable, ...],
    facts: dict[str, object],
    largest: Largest,
    words: dict[str, str],
    *,
    summary: str,
    painted: str,
    key: str,
    on_pick: Callable[[], None],
    leads: bool,
) -> None:
    """Show it.

    Parameters
    ----------
    clouds : tuple of GradientCloud
        Of sizes that differ, all of one network and seed; the first ones' variances are taken.
    contours : tuple of ContourTable
        Of the same sizes, one table for each cloud; none while they are being computed.
    facts : dict
        See ``charts/plane.js``: ``network``, ``seed``, ``size``, ``draw``, ``batch``, ``length``, ``noise``, ``scale``.
    largest : Largest
    words : dict of str to str
    summary : str
        What the chart shows, for those who do not see it.
    painted : str
        Becomes a mark on the canvas once it shows this batch.
    key : str
        ``st.session_state[key].pick`` holds ``{"batch_size": …, "draw": …}`` in `on_pick`.
    on_pick : callable
        Called when a dot is clicked.
    leads : bool
        Whether that opens the stage.
    """
    along, across = clouds[0].covariance.diagonal().tolist()
    _count, height, width = largest.images.shape
    data = {
        **facts,
        "sizes": [size for cloud in clouds for size in cloud.batch_sizes.tolist()],
        "draws": clouds[0].points.shape[1],
        "clouds": encode(np.concatenate([cloud.points for cloud in clouds])),
        "spread": {"along": along, "across": across},
        "contours": _sent(contours) if contours else {"shares": [], "lines": [], "points": ""},
        "low": [rows for cloud in clouds for rows in cloud.low.tolist()],
        "high": [rows for cloud in clouds for rows in cloud.high.tolist()],
        "largest": {"t": largest.t.tolist(), "guess": largest.guess.tolist(), "height": height, "width": width},
        "pixels": base64.b64encode(largest.images.tobytes()).decode(),
        "words": words,
        "colors": {**COLORS, "dot": palette.TEXT},
        "height": HEIGHT,
        "painted": painted,
        "leads": leads,
        "summary": summary,
        "save": saving("gradient-plane"),
    }
    component("plane")(data=data, key=key, on_pick_change=on_pick)


def _sent(tables: tuple[ContourTable, ...]) -> dict[str, object]:
    """Contours as ``charts/plane.js`` reads them: their sizes are counted through all the tables."""
    before = np.cumsum([0, *(len(table.batch_sizes) for table in tables)])
    lines = [table.lines + np.array([first, 0, 0]) for table, first in zip(tables, before, strict=False)]
    return {
        "shares": [row for table in tables for row in table.shares.tolist()],
        "lines": np.concatenate(lines).tolist(),
        "points": encode(np.concatenate([table.points for table in tables])),
    }
