"""How far apart two networks are, by the same mini-batches and by batches of their own: common random numbers.

Var(a − b) = Var a + Var b − 2 Cov(a, b). Two networks that find the same digits hard share the luck of a batch: their
estimates go together, and their difference spreads less than it would by separate draws. Where they do not, common
batches gain nothing. Sources: P. Glasserman and D. D. Yao, *Some guidelines and guarantees for common random numbers*,
Management Science 38, 1992; A. M. Law, *Simulation Modeling and Analysis*, 5th edition, 2015, section 11.2.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

import numpy as np
from numpy.typing import ArrayLike, NDArray

from mbviz._checks import LARGEST_LOSS, as_count, as_numbers
from mbviz._messages import Message
from mbviz.stats.scale import gradual, small_scale

__all__ = ["Luck", "PairedDifferences", "paired_differences", "shared_luck"]


@dataclass(frozen=True)
class PairedDifferences:
    """The differences a − b of two networks' estimates from the same batches, for each batch size.

    Attributes
    ----------
    mean : ndarray of float64, shape (m,)
        In nats.
    std_common : ndarray of float64, shape (m,)
        The standard deviation of a − b by the same batches, divisor R − 1, in nats.
    std_separate : ndarray of float64, shape (m,)
        That by batches of their own: √(s_a² + s_b²), in nats.
    std_single : ndarray of float64, shape (m,)
        That of the one of a and b that spreads less, in nats.
    """

    mean: NDArray[np.float64]
    std_common: NDArray[np.float64]
    std_separate: NDArray[np.float64]
    std_single: NDArray[np.float64]


@gradual
def paired_differences(a: ArrayLike, b: ArrayLike) -> PairedDifferences:
    """Compare two networks' estimates from the same batches.

    Parameters
    ----------
    a, b : array_like of float, shape (m, R)
        Mean losses of the same R batches of each of m sizes, in nats; R >= 2.

    Returns
    -------
    PairedDifferences

    Raises
    ------
    ValueError
        If the shapes differ or are not as above, or a number is not finite.

    Examples
    --------
    >>> found = paired_differences([[1.0, 3.0, 5.0]], [[0.0, 1.0, 2.0]])
    >>> found.mean, found.std_common, found.std_separate.round(4), found.std_single
    (array([2.]), array([1.]), array([2.2361]), array([1.]))
    """
    ours, theirs = (
        as_numbers(given, name, most=LARGEST_LOSS).astype(np.float64, copy=False)
        for given, name in ((a, "a"), (b, "b"))
    )
    if ours.shape != theirs.shape or ours.ndim != 2 or ours.shape[1] < 2:
        raise ValueError(
            Message(
                "a and b must hold the estimates of the same batches, both of shape (m, R) with R >= 2; "
                "got shapes {one} and {other}.",
                one=ours.shape,
                other=theirs.shape,
            )
        )
    apart = ours - theirs
    common, one, other = (_spread(estimates) for estimates in (apart, ours, theirs))
    return PairedDifferences(apart.mean(axis=1), common, np.hypot(one, other), np.minimum(one, other))


def _spread(estimates: NDArray[np.float64]) -> NDArray[np.float64]:
    """The standard deviation of each row, divisor R − 1: (m, R) to (m,)."""
    scale = small_scale(estimates)
    return scale * (estimates / scale).std(axis=1, ddof=1)


class Luck(Enum):
    """What the same batches do for the difference of two networks."""

    SHARED = "shared"  #: at all sizes it spreads less than by separate batches, and less than either estimate
    PARTLY_SHARED = "partly shared"  #: at all sizes it spreads less than by separate batches
    NOT_SHARED = "not shared"  #: at all sizes it spreads more
    MIXED = "mixed"  #: less at some sizes, and more at others


def shared_luck(found: PairedDifferences, *, decimals: int) -> Luck | None:
    """Tell the cases of `Luck` apart by the numbers as they are shown.

    Parameters
    ----------
    found : PairedDifferences
    decimals : int
        How many the reader sees. Sizes at which the two spreads look equal, such as B = N without replacement with
        0 and 0, say nothing and are left out.

    Returns
    -------
    Luck or None
        None where no size is left.

    Raises
    ------
    ValueError
        If `decimals` is no whole number of at least 0.

    Examples
    --------
    >>> shared_luck(paired_differences([[1.0, 3.0, 5.0]], [[0.0, 1.5, 3.0]]), decimals=4)
    <Luck.SHARED: 'shared'>
    """
    digits = as_count(decimals, "decimals")
    common, separate, single = (
        values.round(digits) for values in (found.std_common, found.std_separate, found.std_single)
    )
    differ = common != separate
    if not differ.any():
        return None
    less = (common < separate)[differ]
    if less.all():
        return Luck.SHARED if (common < single)[differ].all() else Luck.PARTLY_SHARED
    return Luck.MIXED if less.any() else Luck.NOT_SHARED
