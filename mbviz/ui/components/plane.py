"""The plane of gradients: which way batches point, with the numbers that say how much of it is noise."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mbviz.figures import palette
from mbviz.stats.contour_table import ContourTable
from mbviz.stats.gradient_cloud import GradientCloud
from mbviz.ui.components import component
from mbviz.ui.components.packing import coarse, pack
from mbviz.ui.components.save import saving
from mbviz.ui.components.sheets import COLORS

HEIGHT = 356


@dataclass(frozen=True, eq=False)
class Largest:
    """The digits with the longest gradients.

    Attributes
    ----------
    images : ndarray of uint8, shape (m, height, width)
    t, guess : ndarray of int, shape (m,)
        True and predicted classes.
    told : list of str
        Each digit in words, for those who do not see it.
    """

    images: NDArray[np.uint8]
    t: NDArray[np.integer]
    guess: NDArray[np.integer]
    told: list[str]

    def sent(self) -> dict[str, object]:
        """All but the pictures, as ``charts/plane.js`` reads it."""
        _count, height, width = self.images.shape
        classes = {"t": self.t.tolist(), "guess": self.guess.tolist()}
        return {**classes, "told": self.told, "height": height, "width": width}


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
        What the chart shows, for those who do not see it; ``{size}`` in it becomes the batch size that is wished.
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
    data = {
        **facts,
        "sizes": [size for cloud in clouds for size in cloud.batch_sizes.tolist()],
        "draws": clouds[0].points.shape[1],
        "spread": {"along": along, "across": across},
        **_sent(contours),
        "low": [rows for cloud in clouds for rows in cloud.low.tolist()],
        "high": [rows for cloud in clouds for rows in cloud.high.tolist()],
        "largest": largest.sent(),
        "words": words,
        "colors": {**COLORS, "dot": palette.TEXT},
        "height": HEIGHT,
        "painted": painted,
        "leads": leads,
        "about": summary,
        "summary": "",
        "save": saving("gradient-plane"),
    }
    packed = pack(data, **_points(clouds, contours), pixels=largest.images)
    component("plane")(data=packed, key=key, on_pick_change=on_pick)


def _points(clouds: tuple[GradientCloud, ...], contours: tuple[ContourTable, ...]) -> dict[str, NDArray[Any]]:
    """The points of the clouds, size by size, and those of the contours, line by line, as `coarse` makes them."""
    numbers, steps = coarse([points for cloud in clouds for points in cloud.points])
    lines, line_steps = coarse(_lines(contours))
    return {"clouds": numbers, "steps": steps, "lines": lines, "line_steps": line_steps}


def _sent(tables: tuple[ContourTable, ...]) -> dict[str, object]:
    """Contours as ``charts/plane_contours.js`` reads them: their sizes are counted through all the tables."""
    before = np.cumsum([0, *(len(table.batch_sizes) for table in tables)])
    lines = [row for table, first in zip(tables, before, strict=False) for row in table.lines + np.array([first, 0, 0])]
    shares = [row for table in tables for row in table.shares.tolist()]
    return {"contours": {"shares": shares, "lines": [row.tolist() for row in lines]}}


def _lines(tables: tuple[ContourTable, ...]) -> list[NDArray[np.float32]]:
    """The points of each line."""
    ends = [np.cumsum(table.lines[:, 2])[:-1] for table in tables]
    return [line for table, end in zip(tables, ends, strict=True) for line in np.split(table.points, end)]
