"""What the losses of one network are like, and how few examples hold how much of the whole loss."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from mbviz._checks import as_array, as_count, as_losses, as_real
from mbviz._messages import Message
from mbviz.stats.planner import required_batch_size
from mbviz.stats.scale import gradual
from mbviz.stats.summary import LossSummary, summarize

__all__ = ["EDGES", "LossProfile", "loss_profile", "loss_shares", "top_share"]

# Nats; no loss is above −log(delta) = 16.1, and float32 outputs tell none apart below 1e-7
EDGES = np.logspace(-7, 1.3, 84)
EDGES.flags.writeable = False
ROUNDING = 1e-12  # relative; far more than a product's rounding, far less than one of 10⁸ examples


@dataclass(frozen=True)
class LossProfile:
    """N losses in a few numbers and small arrays.

    Attributes
    ----------
    summary : LossSummary
    accuracy : float
        Share of the examples that are predicted rightly.
    median : float
        In nats.
    below_mean : float
        Share of the examples whose loss lies below the mean.
    top : float
        Share of the loss that the top 1% of the examples hold; nan where there is no loss.
    needed : int
        Examples for the wanted precision of the true risk with 95% confidence; 0 where there is no risk, for a mean
        loss not above 0.
    counts : ndarray of int64, shape (m,)
        Examples in each bin of `EDGES`; the first one also has those below it, the last one those above.
    shares : ndarray of float64, shape (m,)
        Share of the loss in each bin.
    worst : ndarray of int64, shape (k,)
        Where the largest losses stand in the data, the largest first.
    """

    summary: LossSummary
    accuracy: float
    median: float
    below_mean: float
    top: float
    needed: int
    counts: NDArray[np.int64]
    shares: NDArray[np.float64]
    worst: NDArray[np.int64]


@gradual
def loss_profile(losses: ArrayLike, right: ArrayLike, *, n_worst: int = 10, precision: float = 0.1) -> LossProfile:
    """Look once at the losses, and at which examples are predicted rightly.

    Parameters
    ----------
    losses : array_like of float, shape (N,)
        In nats.
    right : array_like of bool, shape (N,)
        Whether the prediction is the true class.
    n_worst : int
        How many of the largest losses to find; all, where there are fewer.
    precision : float
        What `needed` is for (`mbviz.required_batch_size`): 0.1 is ±10%.

    Returns
    -------
    LossProfile

    Raises
    ------
    ValueError
        If a loss is not finite, `right` does not hold a truth value for each loss, or a number is too small.

    Examples
    --------
    >>> found = loss_profile([0.0, 0.0, 0.1, 0.1, 2.3], [True, True, True, True, False], n_worst=1)
    >>> found.accuracy, found.median, found.below_mean, found.needed, found.worst
    (0.8, 0.1, 0.8, 1248, array([4]))
    """
    values, hits = as_losses(losses), as_array(right, "right")
    if hits.shape != values.shape or hits.dtype != np.bool_:
        raise ValueError(
            Message(
                "right must hold True or False for each of the {n} losses; got dtype {dtype} and shape {shape}.",
                n=len(values),
                dtype=hits.dtype,
                shape=hits.shape,
            )
        )
    summary = summarize(values)
    inside = np.clip(values, EDGES[0], EDGES[-1])
    return LossProfile(
        summary,
        accuracy=float(hits.mean()),
        median=float(np.median(values)),
        below_mean=float((values < summary.mean).mean()),
        top=top_share(values) if summary.maximum > 0 else math.nan,
        needed=required_batch_size(summary, precision) if summary.mean > 0 else 0,
        counts=np.histogram(inside, EDGES)[0],
        shares=np.histogram(inside, EDGES, weights=loss_shares(values))[0],
        worst=np.argsort(-values, kind="stable")[: as_count(n_worst, "n_worst")],
    )


@gradual
def loss_shares(losses: ArrayLike) -> NDArray[np.float64]:
    """The share of the whole loss that each example holds; 0 for all where there is no loss.

    Parameters
    ----------
    losses : array_like of float, shape (N,)
        In nats; those below 0 count as 0, as in `top_share`.

    Returns
    -------
    ndarray of float64, shape (N,)
        From 0 to 1; they add up to 1, or to 0.

    Raises
    ------
    ValueError
        If a loss is not finite.

    Examples
    --------
    >>> loss_shares([3.0, 1.0, -1e-7])
    array([0.75, 0.25, 0.  ])
    """
    held = np.maximum(as_losses(losses), 0.0)
    return held / (held.sum() or 1.0)


@gradual
def top_share(losses: ArrayLike, share: float = 0.01) -> float:
    """How much of the whole loss the largest losses hold: 1 − L(1 − share) by the Lorenz curve L.

    Source: M. O. Lorenz, *Methods of measuring the concentration of wealth*, Publications of the American
    Statistical Association 9, 1905.

    Parameters
    ----------
    losses : array_like of float, shape (N,)
        In nats, at least one of them above 0. Those below 0 count as 0: −log(y + delta) is a trace below 0 where y
        is 1, with delta = 1e-7 down to −1e-7, and no example holds less than none of the loss.
    share : float
        Which share of the N examples, above 0 and at most 1; rounded up to whole examples, but for what float
        arithmetic adds (0.07 · 100 = 7.000000000000001 is 7).

    Returns
    -------
    float
        From `share` (all losses are equal) to 1.

    Raises
    ------
    ValueError
        If the losses or the share are not as above.

    Examples
    --------
    >>> top_share([1.0, 0.0, 2.0, 1.0], 0.25)
    0.5
    """
    values = np.maximum(as_losses(losses), 0.0)
    if not 0 < as_real(share) <= 1:
        raise ValueError(Message("share must be above 0 and at most 1; got {got}.", got=share))
    total = float(values.sum())
    if not total > 0:
        raise ValueError(Message("losses must hold at least one above 0, or there is nothing to share; got none."))
    rest = len(values) - math.ceil(share * len(values) * (1 - ROUNDING))
    return float(np.partition(values, rest)[rest:].sum()) / total if rest else 1.0
