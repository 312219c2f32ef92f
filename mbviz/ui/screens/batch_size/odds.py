"""How unusual the mean loss of a batch is among all batches of its size, by the law and in words."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from mbviz.ui.language import _
from mbviz.ui.stage.scene import CHANCES, levels
from mbviz.ui.stage.words import WORDS


def central(quantiles: NDArray[np.floating], share: float) -> tuple[float, float]:
    """The middle part of the law that holds a share of all batches, one of `CHANCES`: its ends in nats.

    `quantiles`, (2 · len(CHANCES),) in nats, are those of `mbviz.ui.stage.scene`.

    Examples
    --------
    >>> central(np.arange(32.0), 0.5)
    (9.0, 22.0)
    """
    at = CHANCES.index(share)
    return float(quantiles[at]), float(quantiles[-1 - at])


def further_off(quantiles: NDArray[np.floating], mean: float, loss: float) -> float | None:
    """The chance that a batch lies further from `mean` than one of mean loss `loss` does; all in nats.

    Between the quantiles the law is taken as uniform. None where no batch can be off: all have the same loss.

    Examples
    --------
    >>> from statistics import NormalDist
    >>> normal = np.array([NormalDist().inv_cdf(level) for level in levels()])
    >>> round(further_off(normal, 0.0, 1.96), 3), round(further_off(normal, 0.0, -0.6745), 3)
    (0.05, 0.5)
    """
    if quantiles[0] == quantiles[-1]:
        return None
    off = abs(loss - mean)
    ends = np.interp([mean - off, mean + off], quantiles, levels(), left=0, right=1)
    return float(1 - (ends[1] - ends[0]))


def unusual(share: float | None) -> str:
    """In words, that such a share of all batches is further off: as the stage says it (``words.js``)."""
    if share is None:
        return _(WORDS["noneOff"])
    if share >= 0.95:
        return _(WORDS["allFurther"])
    if 0.45 <= share <= 0.55:
        return _(WORDS["halfFurther"])
    if share >= 0.35:
        return _(WORDS["someFurther"], ten=min(9, int(10 * share + 0.5)))
    if share < 1e-4:
        return _(WORDS["noneFurther"])
    count = 1 / share
    round_count = int(count + 0.5) if count < 20 else int(float(f"{count:.{1 if count < 100 else 2}g}"))
    return _(WORDS["oneFurther"], count=f"{round_count:,}")
