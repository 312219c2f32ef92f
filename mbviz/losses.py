"""Cross-entropy as the article writes it: per example first, the mean as a step of its own.

Names are the article's: `y` holds softmax outputs (not labels), `t` the true classes (integers,
or one-hot), `delta` keeps the logarithm away from 0. Losses are in nats.

What counts as a label is the same everywhere: whole numbers, also as floats (a column with 2.0 in it); True and False
for 1 and 0 in one-hot rows, and as labels of two classes. Soft targets (rows such as 0.9, 0.1 by label smoothing) are
refused: picking has no place for them.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from mbviz._checks import about_soft, as_array, as_count, as_delta, as_labels, as_numbers, as_one_hot, as_outputs

__all__ = ["cross_entropy_error", "one_hot", "per_example_loss", "pick", "softmax", "sparse_cross_entropy_error"]

DELTA = 1e-7  # the article's value; the largest loss it allows is -log(1e-7) = 16.118 nats
ROOM = 10**9  # numbers of one array; more are refused before memory runs out


def one_hot(t: ArrayLike, n_classes: int = 10) -> NDArray[np.float32]:
    """Turn integer labels into rows with a single 1.

    Parameters
    ----------
    t : array_like of int, shape (N,)
        Labels from 0 to `n_classes` − 1; 2.0 is taken as 2.
    n_classes : int
        The number of classes, C.

    Returns
    -------
    ndarray of float32, shape (N, C)

    Raises
    ------
    ValueError
        If `t` is not one-dimensional, not of whole numbers, or holds a label out of range, or if the rows would hold
        more than 10⁹ numbers.

    Examples
    --------
    >>> one_hot([2, 0], n_classes=3)
    array([[0., 0., 1.],
           [1., 0., 0.]], dtype=float32)
    """
    n_classes = as_count(n_classes, "n_classes", minimum=1)
    labels = as_labels(t, n_classes)
    if len(labels) * n_classes > ROOM:
        raise ValueError(
            f"one-hot rows must hold at most {ROOM} numbers; got {len(labels)} labels of {n_classes} classes."
        )
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
    with np.errstate(over="ignore", under="ignore"):  # exp(-inf) = 0 is the answer, not an accident
        e = np.exp(z - z.max(axis=-1, keepdims=True))
        return e / e.sum(axis=-1, keepdims=True)


def _rows(array: NDArray[Any]) -> NDArray[Any]:
    """Return y as (B, C); one example without a batch axis, (C,), becomes (1, C)."""
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
        True classes, from 0 to C − 1; 2.0 is taken as 2.

    Returns
    -------
    ndarray, shape (B,), dtype of `y`

    Raises
    ------
    ValueError
        If the shapes do not fit, or a label is no whole number or out of range.

    Examples
    --------
    >>> pick([[0.1, 0.7, 0.2], [0.5, 0.3, 0.2]], [1, 0])
    array([0.7, 0.5])
    """
    rows = _rows(as_numbers(y, "y"))
    labels = as_labels(np.atleast_1d(as_array(t, "t")), rows.shape[1], rows=len(rows))
    return rows[np.arange(len(rows)), labels]


def per_example_loss(y: ArrayLike, t: ArrayLike, delta: float = DELTA) -> NDArray[np.float64]:
    """Cross-entropy of each example: −log(y[n, t_n] + delta), before any mean is taken.

    Parameters
    ----------
    y : array_like of float, shape (B, C) or (C,)
        Softmax outputs, not negative. Rows are taken as they are, never normalised.
    t : array_like, shape (B,) of int, or one-hot of shape (B, C)
        True classes. For one example without a batch axis: a scalar, (1,), or one-hot (C,). One-hot rows may hold
        True and False; soft targets are refused.
    delta : float
        At least 0. Added to the probability before the logarithm. With 0, a probability of 0 costs infinity.

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
    outputs, classes = as_outputs(y), as_array(t, "t")
    rows = _rows(outputs)
    is_row = outputs.ndim == classes.ndim == 1 and 1 < classes.size == rows.shape[1]
    if not is_row and classes.ndim != 2:
        return _minus_log(pick(rows, classes), delta)
    mask = as_one_hot(np.atleast_2d(classes), rows.shape)
    # t * log(y + delta) with 0 · log 0 = 0, so that delta = 0 does not turn a whole row into NaN
    return np.where(mask == 1, _minus_log(rows, delta), 0.0).sum(axis=1)


def _minus_log(probability: NDArray[Any], delta: float) -> NDArray[np.float64]:
    """−log(p + delta) of each probability, in nats."""
    with np.errstate(divide="ignore"):  # -log(0) = inf is the answer, not an accident
        return -np.log(probability.astype(np.float64) + as_delta(delta))


def cross_entropy_error(y: ArrayLike, t: ArrayLike, delta: float = DELTA) -> float:
    """The article's version 1, for one-hot `t`: E = −(1/N) Σ_n Σ_k t_nk log(y_nk + delta).

    Parameters
    ----------
    y : array_like of float, shape (B, C) or (C,)
        Softmax outputs, not negative.
    t : array_like, one-hot, the shape of `y`
        True classes; rows of 0 and 1, or of False and True. Soft targets are refused.
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
    outputs, rows = as_outputs(y), as_array(t, "t")
    if rows.shape != outputs.shape:
        raise ValueError(
            f"cross_entropy_error wants a one-hot t with the shape of y, {outputs.shape}; got shape {rows.shape}. "
            "For integer labels use sparse_cross_entropy_error."
        )
    return float(np.mean(per_example_loss(_rows(outputs), np.atleast_2d(rows), delta)))


def sparse_cross_entropy_error(y: ArrayLike, t: ArrayLike, delta: float = DELTA) -> float:
    """The article's version 2, for integer `t`: E = −(1/N) Σ_n log(y[n, t_n] + delta).

    Parameters
    ----------
    y : array_like of float, shape (B, C) or (C,)
        Softmax outputs, not negative.
    t : array_like of int, shape (B,); a scalar or (1,) for one example
        True classes; 2.0 is taken as 2.
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
    labels = as_array(t, "t")
    if labels.ndim > 1:
        raise ValueError(
            f"sparse_cross_entropy_error wants one integer label for each row of y; got t of shape {labels.shape}. "
            f"For one-hot labels use cross_entropy_error.{about_soft(labels)}"
        )
    return float(np.mean(_minus_log(pick(_rows(as_outputs(y)), labels), delta)))
