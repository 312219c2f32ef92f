"""Where exactly half of all batches of a size point, and 95 % of them: contours of the law of their gradients in a plane."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from mbviz._checks import LARGEST_LOSS, as_numbers, as_sizes
from mbviz._messages import Message
from mbviz.stats.level_lines import level_lines, simplified
from mbviz.stats.plane_law import PlaneLaw, plane_law
from mbviz.stats.scale import gradual

__all__ = ["CHANCES", "Contour", "gradient_contours"]

CHANCES = (0.5, 0.95)
BLUR = 0.12  # standard deviations of the mean: how finely one sees how dense a place is, at the least
TOLERANCE = 0.004  # standard deviations of the mean that a contour's line may be off: a third of a pixel


@dataclass(frozen=True, eq=False)
class Contour:
    """The smallest region that holds a share of all batches of a size.

    Attributes
    ----------
    share : float
        What it holds. That is the share that was asked for, unless so many batches lie in one place that the next smaller
        region would hold too few: half of all single digits of a well-trained network have next to no gradient.
    lines : tuple of ndarray of float64, each of shape (k, 2)
        The closed lines around it; more than one where it has parts or holes.
    """

    share: float
    lines: tuple[NDArray[np.float64], ...]


@gradual
def gradient_contours(shadows: ArrayLike, batch_size: int, chances: Sequence[float] = CHANCES) -> tuple[Contour, ...]:
    """The smallest regions that hold these shares of all batches of a size, drawn with replacement.

    Nothing is drawn and nothing taken for normal: the law is computed (`mbviz.stats.plane_law`). A region is where the law
    is densest (R. Hyndman, *Computing and graphing highest density regions*, The American Statistician 50, 1996). How dense
    a place is, is seen through a Gaussian blur, since few examples have only points and no density; the share that is
    counted within is that of the law itself.

    Parameters
    ----------
    shadows : array_like of float, shape (N, 2)
        Each example's g_i · u for the plane's two directions (`mbviz.model.gradient_plane`).
    batch_size : int
        B, from 1 to 10⁹.
    chances : sequence of float
        The shares, each between 0 and 1.

    Returns
    -------
    tuple of Contour
        One for each chance; none where the shadows do not differ along both directions.

    Raises
    ------
    ValueError
        If `shadows` is not of two columns, or a size or chance does not fit.

    Examples
    --------
    >>> angle = np.linspace(0, 2 * np.pi, 200, endpoint=False)
    >>> (half,) = gradient_contours(np.column_stack([np.cos(angle), np.sin(angle)]), 1000, [0.5])
    >>> round(half.share, 2), np.hypot(*half.lines[0].T).mean().round(3), np.sqrt(np.log(2) / 1000).round(3)
    (0.5, np.float64(0.026), np.float64(0.026))
    """
    pairs = as_numbers(shadows, "shadows", most=LARGEST_LOSS).astype(np.float64)
    if pairs.ndim != 2 or pairs.shape[1] != 2 or len(pairs) == 0:
        raise ValueError(
            Message("shadows must hold two numbers for each example, shape (N, 2); got {shape}.", shape=pairs.shape)
        )
    size = int(as_sizes(batch_size, "batch_size"))
    for chance in chances:
        if not 0 < chance < 1:
            raise ValueError(Message("chance must lie between 0 and 1; got {got!r}.", got=chance))
    unit = np.ptp(pairs, axis=0)
    if not (unit > 0).all():
        return ()
    law = plane_law((pairs - pairs.mean(axis=0)) / unit, size)
    seen = _blurred(law, _blur(len(pairs), size))
    found = [_contour(law, seen, chance) for chance in chances]
    return tuple(Contour(one.share, tuple(pairs.mean(axis=0) + line * unit for line in one.lines)) for one in found)


def _blur(n: int, size: int) -> float:
    """Standard deviations of the mean: wider where few batches differ (Silverman's n^(−1/6) in two dimensions)."""
    batches = math.lgamma(n + size) - math.lgamma(size + 1) - math.lgamma(n)  # log of how many there are, in any order
    return max(BLUR, math.exp(-batches / 6))


def _blurred(law: PlaneLaw, blur: float) -> NDArray[np.float64]:
    """How dense the law is, (rows, columns), seen through a Gaussian of `blur` standard deviations of the mean."""
    rows, columns = law.mass.shape
    in_steps = blur * law.std / law.step
    down, across = 2 * np.pi * np.fft.fftfreq(rows), 2 * np.pi * np.fft.rfftfreq(columns)
    kernel = np.multiply.outer(np.exp(-((down * in_steps[1]) ** 2) / 2), np.exp(-((across * in_steps[0]) ** 2) / 2))
    return np.fft.irfft2(np.fft.rfft2(law.mass) * kernel, law.mass.shape)


def _contour(law: PlaneLaw, seen: NDArray[np.float64], chance: float) -> Contour:
    """The region of the densest places that hold `chance`."""
    flat = seen.ravel()
    order = np.flatnonzero(flat > flat.max() * 1e-9)
    order = order[np.argsort(-flat[order], kind="stable")]
    held = np.cumsum(law.mass.ravel()[order])
    k = min(int(np.searchsorted(held, chance)), len(order) - 2)  # with this grid point the share is reached
    level = float(flat[order[k : k + 2]].mean())
    inside = np.argwhere(seen > level)
    (top, left), (bottom, right) = np.maximum(inside.min(axis=0) - 1, 0), inside.max(axis=0) + 2
    unit = law.step / law.std
    lines = [simplified(line * unit, TOLERANCE) * law.std for line in level_lines(seen[top:bottom, left:right], level)]
    corner = law.corner + law.step * np.array([left, top])
    return Contour(float(held[k]), tuple(corner + line for line in lines))
