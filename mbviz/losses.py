"""Cross-entropy as the article writes it: per example first, the mean as a step of its own.

Names are the article's: `y` holds softmax outputs (not labels), `t` the true classes (integers,
or one-hot), `delta` keeps the logarithm away from 0. Losses are in nats.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from mbviz._checks import as_count, as_labels, as_numbers, as_one_hot

__all__ = ["cross_entropy_error", "one_hot", "per_example_loss", "pick", "softmax", "sparse_cross_entropy_error"]

DELTA = 1e-7  # the article's value; the largest loss it allows is -log(1e-7) = 16.118 nats


def one_hot(t: ArrayLike, n_classes: int = 10) -> NDArray[np.float32]:
    """Turn integer labels into rows with a single 1.

    Parameters
    ----------
    t : array_like of int, shape (N,)
        Labels from 0 to `n_classes` − 1.
    n_classes : int
        The number of classes, C.

    Returns
    -------
    ndarray of float32, shape (N, C)

    Raises
    ------
    ValueError
        If `t` is not one-dimensional, not of integers, or holds a label out of range.

    Examples
    --------
    >>> one_hot([2, 0], n_classes=3)
    array([[0., 0., 1.],
           [1., 0., 0.]], dtype=float32)
    """
    n_classes = as_count(n_classes, "n_classes", minimum=1)
    labels = as_labels(t, n_classes)
    rows = np.zeros((len(labels), n_classes), dtype=np.float32)
    rows[np.arange(len(labels)), labels] = 1
    return rows


def softmax(logits: ArrayLike) -> NDArray[np.floating[Any]]:
    """Turn logits into probabilities along the last axis: exp(z_k) / Σ_j exp(z_j).

    The largest logit of each row is subtracted first, which changes nothing in the result
    (Goodfellow, Bengio and Courville, *Deep Learning*, 2016, section 4.1) and keeps exp finite.

    Parameters
    ----------
    logits : array_like of float, shape (..., C)
        Finite numbers.

    Returns
    -------
    ndarray, shape (..., C)
        Rows that sum to 1; float32 for float32 logits, float64 otherwise.

    Raises
    ------
    ValueError
        If `logits` has no last axis, an empty one, or a number that is not finite.

    Examples
    --------
    >>> softmax([1000.0, 1000.0])
    array([0.5, 0.5])
    """
    z = as_numbers(logits, "logits")
    if z.ndim == 0 or z.shape[-1] == 0:
        raise ValueError(f"logits must have a last axis of classes, shape (..., C); got shape {z.shape}.")
    if z.dtype != np.float32:
        z = z.astype(np.float64)
    e = np.exp(z - z.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)


def _rows(y: ArrayLike) -> NDArray[Any]:
    """Return `y` as (B, C); one example without a batch axis, (C,), becomes (1, C)."""
    array = as_numbers(y, "y")
    if array.ndim == 1:
        array = array.reshape(1, array.size)
    if array.ndim != 2 or 0 in array.shape:
        raise ValueError(
            f"y must have shape (B, C), or (C,) for one example, and not be empty; got shape {array.shape}."
        )
    return array


def pick(y: ArrayLike, t: ArrayLike) -> NDArray[Any]:
    """Pick from each row of `y` the entry of its true class: ``y[np.arange(B), t]``.

    Parameters
    ----------
    y : array_like, shape (B, C)
        Softmax outputs; any finite numbers are taken.
    t : array_like of int, shape (B,)
        True classes, from 0 to C − 1.

    Returns
    -------
    ndarray, shape (B,), dtype of `y`

    Raises
    ------
    ValueError
        If the shapes do not fit, or a label is no integer or out of range.

    Examples
    --------
    >>> pick([[0.1, 0.7, 0.2], [0.5, 0.3, 0.2]], [1, 0])
    array([0.7, 0.5])
    """
    rows = _rows(y)
    labels = as_labels(np.atleast_1d(np.asarray(t)), rows.shape[1], rows=len(rows))
    return rows[np.arange(len(rows)), labels]


def per_example_loss(y: ArrayLike, t: ArrayLike, delta: float = DELTA) -> NDArray[np.float64]:
    """Cross-entropy of each example: −log(y[n, t_n] + delta), before any mean is taken.

    Parameters
    ----------
    y : array_like of float, shape (B, C) or (C,)
        Softmax outputs, not negative. Rows are taken as they are, never normalised.
    t : array_like, shape (B,) of int, or one-hot of shape (B, C)
        True classes. For one example without a batch axis: a scalar, (1,), or one-hot (C,).
    delta : float
        Added to the probability before the logarithm. With 0, a probability of 0 costs infinity.

    Returns
    -------
    ndarray of float64, shape (B,)
        Losses in nats.

    Raises
    ------
    ValueError
        If shapes, labels or probabilities are not as above, or `delta` is negative.

    Examples
    --------
    >>> per_example_loss([[0.1, 0.7, 0.2]], [1]).round(4)
    array([0.3567])
    >>> per_example_loss([[0.1, 0.7, 0.2]], [[0, 1, 0]]).round(4)
    array([0.3567])
    """
    t = np.asarray(t)
    rows = _rows(y)
    is_one_hot = t.ndim == 2 or (np.ndim(y) == 1 and t.ndim == 1 and t.size == rows.shape[1] and t.size > 1)
    if not is_one_hot:
        return _minus_log(pick(rows, t), delta)
    mask = as_one_hot(np.atleast_2d(t), rows.shape)
    # t * log(y + delta) with 0 · log 0 = 0, so that delta = 0 does not turn a whole row into NaN
    return np.where(mask == 1, _minus_log(rows, delta), 0.0).sum(axis=1)


def _minus_log(probability: NDArray[Any], delta: float) -> NDArray[np.float64]:
    """−log(p + delta) of each probability, in nats."""
    added = as_numbers(delta, "delta")
    if added.ndim != 0 or added < 0:
        raise ValueError(f"delta must be a number of at least 0; got {delta}.")
    if (probability < 0).any():
        raise ValueError(f"y must not hold negative numbers, which have no logarithm; got {probability.min()}.")
    with np.errstate(divide="ignore"):  # -log(0) = inf is the answer, not an accident
        return -np.log(probability.astype(np.float64) + np.float64(added))


def cross_entropy_error(y: ArrayLike, t: ArrayLike, delta: float = DELTA) -> float:
    """The article's version 1, for one-hot `t`: E = −(1/N) Σ_n Σ_k t_nk log(y_nk + delta).

    Parameters
    ----------
    y : array_like of float, shape (B, C) or (C,)
        Softmax outputs.
    t : array_like, one-hot, the shape of `y`
        True classes.
    delta : float
        See `per_example_loss`.

    Returns
    -------
    float
        The mean loss in nats.

    Raises
    ------
    ValueError
        If `t` is not one-hot with the shape of `y`, or as in `per_example_loss`.

    Examples
    --------
    >>> round(cross_entropy_error([0.1, 0.7, 0.2], [0, 1, 0]), 4)
    0.3567
    """
    if np.shape(t) != np.shape(y):
        raise ValueError(
            f"cross_entropy_error wants a one-hot t with the shape of y, {np.shape(y)}; got shape {np.shape(t)}. "
            "For integer labels use sparse_cross_entropy_error."
        )
    return float(np.mean(per_example_loss(np.atleast_2d(y), np.atleast_2d(t), delta)))


def sparse_cross_entropy_error(y: ArrayLike, t: ArrayLike, delta: float = DELTA) -> float:
    """The article's version 2, for integer `t`: E = −(1/N) Σ_n log(y[n, t_n] + delta).

    Parameters
    ----------
    y : array_like of float, shape (B, C) or (C,)
        Softmax outputs.
    t : array_like of int, shape (B,); a scalar or (1,) for one example
        True classes.
    delta : float
        See `per_example_loss`.

    Returns
    -------
    float
        The mean loss in nats.

    Raises
    ------
    ValueError
        If `t` is not one label for each row of `y`, or as in `per_example_loss`.

    Examples
    --------
    >>> round(sparse_cross_entropy_error([0.1, 0.7, 0.2], 1), 4)
    0.3567
    """
    if np.ndim(t) > 1:
        raise ValueError(
            f"sparse_cross_entropy_error wants one integer label for each row of y; got t of shape {np.shape(t)}. "
            "For one-hot labels use cross_entropy_error."
        )
    rows = _rows(y)
    return float(np.mean(_minus_log(pick(rows, t), delta)))
