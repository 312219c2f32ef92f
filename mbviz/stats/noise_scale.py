"""The gradient noise scale as one can estimate it from whole batches of two sizes."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from mbviz._checks import as_count, as_numbers, as_real
from mbviz._messages import Message
from mbviz.stats.scale import gradual, scale_of

__all__ = ["NoiseScaleEstimate", "noise_scale_from_batches"]

LARGEST_NORM = 1e150  # squares of what is larger have no room in float64


@dataclass(frozen=True)
class NoiseScaleEstimate:
    """The noise scale as estimated from the gradients of two batch sizes alone.

    Attributes
    ----------
    signal, noise : float
        Estimates of ‖G‖² and tr Σ, right on average; each may come out below 0 by chance.
    scale : float
        noise / signal; 0 where the noise comes out below 0, infinite where the signal does.
    low, high : float
        The interval for the true noise scale; `high` is infinite, and often so, when the signal may be 0.
    confidence : float
        Of the interval.
    """

    signal: float
    noise: float
    scale: float
    low: float
    high: float
    confidence: float


@gradual
def noise_scale_from_batches(
    squared_norms_small: ArrayLike,
    squared_norms_big: ArrayLike,
    b_small: int,
    b_big: int,
    *,
    confidence: float = 0.95,
) -> NoiseScaleEstimate:
    """Estimate the noise scale from ‖g_B‖² of batches of two sizes, as one can without per-example gradients.

    With a and b the means of ‖g_B‖² over the small and the big batches, ‖G‖² ≈ (B₂ b − B₁ a)/(B₂ − B₁) and
    tr Σ ≈ (a − b)/(1/B₁ − 1/B₂) (McCandlish et al., *An Empirical Model of Large-Batch Training*, 2018,
    arXiv:1812.06162, appendix A.1). Their quotient is B₁B₂ (r − 1)/(B₂ − B₁ r) with r = a/b, which grows with r: so
    the interval is Fieller's for r (E. C. Fieller, *Some problems in interval estimation*, Journal of the Royal
    Statistical Society B 16, 1954), carried over. Student's t has the degrees of freedom of the smaller group.

    Parameters
    ----------
    squared_norms_small, squared_norms_big : array_like of float, shapes (m,) and (k,)
        ‖g_B‖² of independent batches, at least two of each size.
    b_small, b_big : int
        B₁ and B₂, the first below the second.
    confidence : float
        Of the interval, between 0 and 1.

    Returns
    -------
    NoiseScaleEstimate

    Raises
    ------
    ValueError
        If there is only one batch of a size, `b_small` is not below `b_big`, a squared norm is negative, or all are 0.

    Examples
    --------
    >>> found = noise_scale_from_batches([3.0, 5.0], [2.0, 2.0], 10, 30)
    >>> found.signal, round(found.noise, 9), round(found.scale, 9)
    (1.0, 30.0, 30.0)
    """
    small, big = _norms(squared_norms_small, "squared_norms_small"), _norms(squared_norms_big, "squared_norms_big")
    b_small = as_count(b_small, "b_small", minimum=1)
    b_big = as_count(b_big, "b_big", minimum=1)
    if b_small >= b_big:
        raise ValueError(Message("b_small must be below b_big; got {small} and {big}.", small=b_small, big=b_big))
    level = as_real(confidence)
    if not 0 < level < 1:
        raise ValueError(Message("confidence must lie between 0 and 1; got {got!r}.", got=confidence))
    if not (small.any() or big.any()):
        raise ValueError("squared_norms_small and squared_norms_big must not all be 0, which says nothing of a scale.")
    a, b = float(small.mean()), float(big.mean())
    ratio = b_small / b_big
    signal = (b - ratio * a) / (1 - ratio)
    noise = (a - b) * b_small / (1 - ratio)
    low, high = (_scale(r, b_small, ratio) for r in _fieller(small, big, level))
    return NoiseScaleEstimate(signal, noise, _scale(a / b if b else math.inf, b_small, ratio), low, high, level)


def _norms(values: ArrayLike, name: str) -> NDArray[np.float64]:
    norms = as_numbers(values, name, most=LARGEST_NORM).astype(np.float64)
    if norms.ndim != 1 or len(norms) < 2:
        raise ValueError(
            Message(
                "{name} must hold ‖g‖² of at least two batches, since one shows no spread; got shape {shape}.",
                name=name,
                shape=norms.shape,
            )
        )
    if (norms < 0).any():
        raise ValueError(Message("{name} must hold numbers of at least 0; got {got}.", name=name, got=norms.min()))
    return norms


def _scale(r: float, b_small: int, ratio: float) -> float:
    """The noise scale that belongs to r = a/b, within 0 … ∞."""
    left = 1 - ratio * r
    return math.inf if left <= 0 else max(b_small * (r - 1) / left, 0.0)


def _fieller(small: NDArray[np.float64], big: NDArray[np.float64], level: float) -> tuple[float, float]:
    """Fieller's interval for the ratio of two means, 0 … ∞ where the lower one may be 0."""
    from scipy.special import stdtrit  # here, so that the numbers of a batch need NumPy alone

    unit = max(scale_of(small), scale_of(big))
    a, b = float(small.mean()) / unit, float(big.mean()) / unit
    t = float(stdtrit(min(len(small), len(big)) - 1, (1 + level) / 2))
    spread_a = t**2 * float((small / unit).var(ddof=1)) / len(small)
    spread_b = t**2 * float((big / unit).var(ddof=1)) / len(big)
    square = b * b - spread_b
    if square <= 0:
        return 0.0, math.inf
    root = math.sqrt(max((a * b) ** 2 - square * (a * a - spread_a), 0.0))
    return (a * b - root) / square, (a * b + root) / square
