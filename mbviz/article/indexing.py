"""``y[np.arange(batch_size), t]`` step by step: index pairs, picks, logarithms, sums, loss; and its gradients."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from mbviz._checks import as_delta, as_numbers
from mbviz._messages import Message
from mbviz.article.arrays import Arrays
from mbviz.losses import DELTA

__all__ = ["Trace", "logit_gradient", "loss_gradient", "trace"]


@dataclass(frozen=True, eq=False)
class Trace:
    """What happens on the way from `y` and `t` to the loss, for S picks (S is B, unless rows were selected).

    Attributes
    ----------
    rows, columns : ndarray of int64, shape (S,)
        The index pairs: pick n is ``y[rows[n], columns[n]]``.
    picks : ndarray of float64, shape (S,)
        ``y[rows, columns]``.
    logs : ndarray of float64, shape (S,)
        ``np.log(picks + delta)``; −inf where both are 0.
    sums : ndarray of float64, shape (S,)
        Running sums of `logs`, added one after the other.
    loss : float
        ``-np.sum(logs) / S`` in nats, the mean of `per_example_loss` to the last digit. ``np.sum`` adds in pairs,
        so ``-sums[-1] / S`` may differ from it in the last digits.

    Examples
    --------
    >>> from mbviz.article.arrays import PRESETS
    >>> steps = trace(PRESETS["selection"])
    >>> [f"y[{row}, {column}]" for row, column in zip(steps.rows, steps.columns)]
    ['y[1, 2]', 'y[3, 7]', 'y[4, 0]']
    """

    rows: NDArray[np.int64]
    columns: NDArray[np.int64]
    picks: NDArray[np.float64]
    logs: NDArray[np.float64]
    sums: NDArray[np.float64]
    loss: float


def trace(arrays: Arrays, delta: float = DELTA) -> Trace:
    """Take ``-np.sum(np.log(y[rows, t] + delta)) / S`` apart.

    Parameters
    ----------
    arrays : Arrays
    delta : float
        At least 0. With 0, a pick of 0 has the logarithm −inf and makes the loss infinite.

    Returns
    -------
    Trace

    Raises
    ------
    ValueError
        If `delta` is negative or no finite number.

    Examples
    --------
    >>> from mbviz.article.arrays import PRESETS
    >>> steps = trace(PRESETS["five-rows"])
    >>> steps.picks, steps.logs.round(2), round(steps.loss, 3)
    (array([0.8, 0. , 0.1, 0. , 0. ]), array([ -0.22, -16.12,  -2.3 , -16.12, -16.12]), 10.176)
    """
    rows, columns = arrays.index_rows, arrays.labels
    picks = arrays.batch_y[rows, columns]
    with np.errstate(divide="ignore"):  # log(0) = -inf is the answer, not an accident
        logs = np.log(picks + as_delta(delta))
    return Trace(rows, columns, picks, logs, np.cumsum(logs), float(-np.sum(logs) / len(logs)))


def loss_gradient(probability: ArrayLike, delta: float = DELTA) -> NDArray[np.float64]:
    """How one example's loss changes with its pick: d(−log(p + δ)) / dp = −1 / (p + δ).

    Parameters
    ----------
    probability : array_like of float, any shape
        p, at least 0; what is picked may be above 1.
    delta : float
        δ, at least 0.

    Returns
    -------
    ndarray of float64, the shape of `probability` (a scalar for a scalar)
        In nats per unit of p; −inf where p and δ are both 0.

    Raises
    ------
    ValueError
        If an argument is negative or not finite.

    Examples
    --------
    >>> loss_gradient([0.8, 0.1], delta=0)
    array([ -1.25, -10.  ])
    """
    p, delta = _as_probability(probability, top=np.inf), as_delta(delta)
    with np.errstate(
        divide="ignore", over="ignore", under="ignore"
    ):  # what is larger than a float64 is infinite as well
        return -1 / (p + delta)


def logit_gradient(probability: ArrayLike, delta: float = DELTA) -> NDArray[np.float64]:
    """How one example's loss changes with its true class's logit: −p (1 − p) / (p + δ).

    With p = exp(z) / (exp(z) + r), where z is the true class's logit and r the sum of the other classes' exp,
    dp/dz = p (1 − p) (Bishop, *Pattern Recognition and Machine Learning*, 2006, eq. 4.106). The chain rule multiplies
    it by `loss_gradient`, −1 / (p + δ). With δ = 0 the factor p cancels and −(1 − p) is left, as its limit at p = 0 too;
    with δ > 0 the gradient goes to 0 with p: an example whose pick is far below δ no longer teaches anything.

    Parameters
    ----------
    probability : array_like of float, any shape
        p, from 0 to 1.
    delta : float
        δ, at least 0.

    Returns
    -------
    ndarray of float64, the shape of `probability` (a scalar for a scalar)
        In nats per unit of the logit.

    Raises
    ------
    ValueError
        If a probability is not from 0 to 1 (no softmax gives it), or `delta` is negative or not finite.

    Examples
    --------
    >>> logit_gradient([0.8, 0.0], delta=0), logit_gradient([0.8, 0.0])
    (array([-0.2, -1. ]), array([-0.19999998,  0.        ]))
    """
    p, delta = _as_probability(probability, top=1), as_delta(delta)
    with np.errstate(under="ignore"):
        share = np.divide(p, p + delta, out=np.ones_like(p), where=p + delta > 0)
        return (p - 1) * share + 0.0  # 0.0 turns −0.0 into 0.0


def _as_probability(values: ArrayLike, top: float) -> NDArray[np.float64]:
    array = as_numbers(values, "probability").astype(np.float64)
    wrong = (array < 0) | (array > top)
    if wrong.any():
        raise ValueError(
            Message("probability must be from 0 to {top}; got {got}.", top=top, got=array[wrong][0].item())
        )
    return array
