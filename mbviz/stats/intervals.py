"""Confidence intervals for the mean loss from one mini-batch alone, and from which size on to trust them."""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import ArrayLike, NDArray

from mbviz._checks import LARGEST, LARGEST_LOSS, as_count, as_numbers, as_real
from mbviz._messages import Message
from mbviz.stats.scale import gradual, small_scale
from mbviz.stats.summary import LossSummary

__all__ = ["Interval", "confidence_interval", "interval_from_moments", "trustworthy_from"]

LARGEST_MOMENT = 1e75  # no batch of losses up to 1e70 has a larger s; what follows from it has room in float64
METHODS = ("hall", "t")


@dataclass(frozen=True)
class Interval:
    """Confidence intervals, each end in nats.

    Attributes
    ----------
    low, high : ndarray of float64, shape (...,)
        One for each batch.
    """

    low: NDArray[np.float64]
    high: NDArray[np.float64]


@gradual
def confidence_interval(
    batch_losses: ArrayLike, *, confidence: float = 0.95, method: str = "hall", n: int | None = None
) -> Interval:
    """The interval that holds the mean loss of all the data with the given confidence, from a batch's own losses.

    `method` "t" is ℓ̄ ± t · s/√B with s of divisor B − 1 and t Student's quantile for B − 1 degrees of freedom.
    Losses are skewed, and then it misses too often, nearly always below. "hall" takes the skewness out:
    [ℓ̄ − s/√B · g⁻¹(t), ℓ̄ − s/√B · g⁻¹(−t)] with g⁻¹(q) = (3√B/γ̂) · (∛(1 + γ̂(q/√B − γ̂/(6B))) − 1), where γ̂ is
    the batch's skewness with divisor B (P. Hall, *On the removal of skewness by transformation*, Journal of the
    Royal Statistical Society B 54, 1992, section 2). See `interval_from_moments` for draws without replacement.

    Parameters
    ----------
    batch_losses : array_like of float, shape (B,) or (..., B)
        One batch in each row, in nats; B >= 2.
    confidence : float
        Between 0 and 1.
    method : {"hall", "t"}
    n : int, optional
        N, for a batch drawn without replacement; left out for draws with replacement.

    Returns
    -------
    Interval
        With ends of shape (...,). Of many batches, those of equal losses get intervals without width.

    Raises
    ------
    ValueError
        If B is below 2 or above `n`, if the losses of a single batch are all equal, which leaves nothing to
        estimate a spread from, or if an argument is not as above.

    Examples
    --------
    >>> batch = [0.1, 0.0, 2.3, 0.2, 0.0, 0.4, 0.1, 0.0]
    >>> plain, skewed = confidence_interval(batch, method="t"), confidence_interval(batch)
    >>> [round(float(end), 3) for end in (plain.low, plain.high, skewed.low, skewed.high)]
    [-0.268, 1.043, -0.043, 2.543]
    """
    losses = as_numbers(batch_losses, "batch_losses", most=LARGEST_LOSS).astype(np.float64, copy=False)
    if losses.ndim == 0 or losses.shape[-1] < 2 or losses.size == 0:
        raise ValueError(
            Message(
                "A batch needs at least 2 losses for an interval, since one shows no spread; got shape {shape}.",
                shape=losses.shape,
            )
        )
    size = losses.shape[-1]
    mean = losses.mean(axis=-1)
    # Rounding in the mean leaves traces of a spread where there is none
    constant = losses.min(axis=-1) == losses.max(axis=-1)
    if losses.ndim == 1 and constant and n != size:
        raise ValueError(
            Message(
                "All {size} losses of this batch are equal and say nothing of its error; take a larger one.", size=size
            )
        )
    scale = small_scale(losses)
    away = (losses - mean[..., None]) / scale
    m2 = np.where(constant, 0.0, np.einsum("...i,...i", away, away) / size)
    m3 = np.einsum("...i,...i,...i", away, away, away) / size
    cubed = m2**1.5  # 0 also of a spread that is next to none beside the largest loss
    skewness = np.divide(m3, cubed, out=np.zeros_like(m2), where=cubed > 0)
    std = scale * np.sqrt(m2 * size / (size - 1))
    return interval_from_moments(mean, std, skewness, size, confidence=confidence, method=method, n=n)


@gradual
def interval_from_moments(
    mean: ArrayLike,
    std: ArrayLike,
    skewness: ArrayLike,
    batch_size: int,
    *,
    confidence: float = 0.95,
    method: str = "hall",
    n: int | None = None,
) -> Interval:
    """`confidence_interval` for batches of which only mean, standard deviation and skewness are kept.

    Without replacement (when `n` is given), with f = B/N, s/√B becomes s √((1 − f)/B), and Hall's transformation
    becomes g⁻¹(q) = (∛(1 + 3aλ(q − bλ)) − 1)/(aλ) with λ = γ̂/√(B(1 − f)), a = (2 − f)/6 and b = (1 − 2f)/6.
    These follow from the first cumulants of the studentised mean, κ₁ = −λ(1 − f)/2 and κ₃ = −λ(2 − f), as Hall's
    follow for f = 0; L. Abramovitch and K. Singh, *Edgeworth corrected pivotal statistics and the bootstrap*,
    Annals of Statistics 13, 1985, have such corrections for both ways of drawing.

    Parameters
    ----------
    mean, std, skewness : array_like of float, shape (...,)
        ℓ̄, s (divisor B − 1) and γ̂ (divisor B) of each batch.
    batch_size : int
        B, at least 2, below 2⁶³.
    confidence, method, n
        As in `confidence_interval`.

    Returns
    -------
    Interval

    Raises
    ------
    ValueError
        As in `confidence_interval`, but for equal losses: a `std` of 0 gives an interval without width.

    Examples
    --------
    >>> interval_from_moments([1.0, 1.0], [2.0, 2.0], [0.0, 3.0], 100).high.round(4)
    array([1.3968, 1.5391])
    """
    from scipy.special import stdtrit  # slow to load, and only intervals need it

    size = as_count(batch_size, "batch_size", minimum=2, maximum=LARGEST)
    level = as_confidence(confidence)
    if method not in METHODS:
        raise ValueError(Message('method must be "hall" or "t"; got {got}.', got=repr(method)))
    if n is not None and size > as_count(n, "n", minimum=1):
        raise ValueError(Message("batch_size must be at most n = {n} without replacement; got {got}.", n=n, got=size))
    centre, deviation, skew = (
        as_numbers(given, name, most=LARGEST_MOMENT).astype(np.float64, copy=False)
        for given, name in ((mean, "mean"), (std, "std"), (skewness, "skewness"))
    )
    drawn = 0.0 if n is None else size / n
    error = deviation * math.sqrt((1 - drawn) / size)
    t = -stdtrit(size - 1, (1 - level) / 2)
    if method == "t" or drawn == 1:
        return Interval(centre - error * t, centre + error * t)
    scaled = skew / math.sqrt(size * (1 - drawn))
    return Interval(centre - error * _unskewed(t, scaled, drawn), centre - error * _unskewed(-t, scaled, drawn))


def _unskewed(q: float, scaled: NDArray[np.float64], drawn: float) -> NDArray[np.float64]:
    """g⁻¹(q), written so that nothing cancels where the skewness is small: (c³ − 1)/(c² + c + 1) = c − 1."""
    away = q - (1 - 2 * drawn) / 6 * scaled
    c = np.cbrt(1 + (2 - drawn) / 2 * scaled * away)
    return 3 * away / (c * c + c + 1)


def as_confidence(confidence: object) -> float:
    """`confidence` as a float between 0 and 1."""
    level = as_real(confidence)
    if not 0 < level < 1:
        raise ValueError(Message("confidence must lie between 0 and 1, such as 0.95; got {got}.", got=repr(confidence)))
    return level


def trustworthy_from(summary: LossSummary) -> int:
    """Cochran's rule of thumb for the batch size that skewed losses need: 25 γ², rounded up.

    A rule for populations that differ from normal ones by their skewness above all, made so that the normal
    interval with 95% confidence misses in at most 6% of samples (W. G. Cochran, *Sampling Techniques*, 3rd edition,
    1977, section 2.15). It follows from the Edgeworth expansion of the standardised mean, which knows σ; R. A.
    Sugden, T. M. F. Smith and R. P. Jones, *Cochran's rule for simple random sampling*, Journal of the Royal
    Statistical Society B 62, 2000, derive it so and extend it to the studentised mean. Hence it promises nothing of
    ℓ̄ ± t · s/√B where losses are hardly skewed: for γ near 0 it says 2, a batch whose s is worth little. How
    often an interval does miss `mbviz.stats.coverage.coverage` finds by drawing.

    Parameters
    ----------
    summary : LossSummary
        Of all the losses.

    Returns
    -------
    int
        At least 2, the smallest batch with an interval.

    Examples
    --------
    >>> trustworthy_from(LossSummary(60_000, mean=0.279, std=0.799, skewness=6.3, kurtosis=60.0, minimum=0.0, maximum=16.1))
    993
    """
    square = summary.skewness * summary.skewness
    enough = 25 * (square if math.isfinite(square) else Fraction(summary.skewness) ** 2)
    return max(math.ceil(enough), 2)
