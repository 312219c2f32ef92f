"""The forms labels come in, what each must hold, and the Keras loss that fits it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from mbviz._checks import as_count, as_delta, as_numbers, as_whole, is_soft, not_one_hot
from mbviz._messages import Message
from mbviz.losses import DELTA

__all__ = ["LossChoice", "binary_cross_entropy_error", "check_indices", "check_one_hot", "suggest_loss"]


@dataclass(frozen=True)
class LossChoice:
    """A loss for the labels at hand.

    Attributes
    ----------
    name : str
        Its name in Keras, as in ``model.compile(loss=name)``.
    reason : Message
        One sentence why.

    Examples
    --------
    >>> suggest_loss([2, 7, 0], n_classes=10) == LossChoice("sparse_categorical_crossentropy", suggest_loss([2], 10).reason)
    True
    """

    name: str
    reason: Message


def suggest_loss(t: ArrayLike, n_classes: int) -> LossChoice:
    """Choose the loss by the form of `t`, as the article says.

    | t | n_classes | loss |
    |---|---|---|
    | one-hot, (N, n_classes) | any, 2 as well | categorical_crossentropy |
    | labels, (N,) or (N, 1) | 2 | binary_crossentropy |
    | labels, (N,) or (N, 1) | more | sparse_categorical_crossentropy |

    A flat t is always one label for each example, so [0, 0, 1, 0, 0] is five of them: a single one-hot row needs
    its batch axis, (1, n_classes). What a label is, is what the losses take for one (`mbviz.losses`): floats that are
    whole count as integers; True and False as 1 and 0 in one-hot rows, as ``pandas.get_dummies`` makes them, and as
    labels of two classes. Soft targets (label smoothing) fit none of the three, since mbviz has no loss for them.

    Parameters
    ----------
    t : array_like, shape (N,), (N, 1) or (N, n_classes), with N ≥ 1
    n_classes : int
        At least 2.

    Returns
    -------
    LossChoice

    Raises
    ------
    ValueError
        If `t` is empty or of another shape, a label is out of range or no whole number, or a row is not one-hot, which
        soft targets are not.

    Examples
    --------
    >>> suggest_loss([2, 7, 0], n_classes=10).name
    'sparse_categorical_crossentropy'
    >>> suggest_loss([[0, 1], [1, 0]], n_classes=2).name
    'categorical_crossentropy'
    """
    n_classes = as_count(n_classes, "n_classes", minimum=2)
    labels = as_numbers(t, "t", truth=True)
    shape = labels.shape
    if labels.size == 0 or labels.ndim not in (1, 2) or (labels.ndim == 2 and shape[1] not in (1, n_classes)):
        raise ValueError(
            Message("t must have shape (N,), (N, 1) or (N, {c}), N at least 1; got {t}.", c=n_classes, t=shape)
        )
    if labels.ndim == 2 and shape[1] == n_classes:
        check_one_hot(labels, shape)
        reason = Message("Each row of t marks its class with a 1: one-hot, shape {shape}.", shape=shape)
        return LossChoice("categorical_crossentropy", reason)
    check_indices(labels.ravel(), "t", n_classes - 1)
    if n_classes == 2:
        return LossChoice(
            "binary_crossentropy", Message("There are two classes, and t says with 0 or 1 which of them an example is.")
        )
    reason = Message(
        "t names each example's class with an integer from 0 to {top}: it is not one-hot.", top=n_classes - 1
    )
    return LossChoice("sparse_categorical_crossentropy", reason)


def check_indices(values: NDArray[Any], name: str, top: int) -> NDArray[np.int64]:
    """Return labels or row numbers as int64, each a whole number from 0 to `top`.

    Parameters
    ----------
    values : ndarray of numbers, or for a `top` of 1 of True and False, shape (N,)
    name : str
        What the sentence calls them.
    top : int

    Returns
    -------
    ndarray of int64, shape (N,)

    Raises
    ------
    ValueError
        If the shape is another or nothing is there; or naming the first value that is none, its index and the range.

    Examples
    --------
    >>> check_indices(np.array([2.0, 0.0]), "t", 9)
    array([2, 0])
    """
    if values.ndim != 1 or values.size == 0:
        raise ValueError(
            Message("{name} must be flat, with at least one number; got shape {got}.", name=name, got=values.shape)
        )
    values = as_whole(values, top + 1)
    wrong = (values < 0) | (values > top)
    if values.dtype.kind == "f":
        wrong |= values != np.rint(values)
    if wrong.any():
        n = int(wrong.argmax())
        found = {"name": name, "top": top, "got": values[n].item(), "index": n}
        raise ValueError(
            Message("{name} must hold whole numbers from 0 to {top}; got {got} at index {index}.", **found)
        )
    return values.astype(np.int64)


def check_one_hot(t: NDArray[Any], shape: tuple[int, ...]) -> NDArray[np.int64]:
    """Return one-hot rows as int64: a single 1 (or True) in each row, zeros (or False) elsewhere.

    Parameters
    ----------
    t : ndarray of numbers, or of True and False, of any shape
    shape : tuple of int, (N, C)
        The shape `t` must have.

    Returns
    -------
    ndarray of int64, shape (N, C)

    Raises
    ------
    ValueError
        If the shape is another, or naming the first row that is not one-hot.

    Examples
    --------
    >>> check_one_hot(np.array([[0.0, 1.0]]), (1, 2))
    array([[0, 1]])
    """
    if t.shape != shape:
        raise ValueError(Message("A one-hot t must have shape {wanted}; got {got}.", wanted=shape, got=t.shape))
    row = not_one_hot(t)
    if row is None:
        return t.astype(np.int64)
    if is_soft(t[[row]]):
        raise ValueError(
            Message(
                "A one-hot t must hold a single 1 and zeros in each row; row {row} holds soft targets, as label smoothing "
                "gives them. The losses here take one true class for each example.",
                row=row,
            )
        )
    raise ValueError(Message("A one-hot t must hold a single 1 and zeros in each row; row {row} does not.", row=row))


def binary_cross_entropy_error(p: ArrayLike, t: ArrayLike, delta: float = DELTA) -> float:
    """Cross-entropy of two classes from one output each: −mean(t·log(p + δ) + (1 − t)·log(1 − p + δ)).

    It is the negative log-likelihood of a Bernoulli variable (Bishop, *Pattern Recognition and Machine
    Learning*, 2006, eq. 4.90), with the article's delta in both logarithms.

    Parameters
    ----------
    p : array_like of float, shape (N,) or (N, 1)
        Probabilities of class 1, from 0 to 1.
    t : array_like, the shape of `p`
        True classes, 0 or 1, or False and True. Soft targets (label smoothing) are refused.
    delta : float
        At least 0. With 0, a true class of probability 0 makes the loss infinite.

    Returns
    -------
    float
        The mean loss in nats, computed in float64.

    Raises
    ------
    ValueError
        If shapes differ, nothing is there, or a value is out of its range.

    Examples
    --------
    >>> round(binary_cross_entropy_error([0.9, 0.2], [1, 0]), 4)
    0.1643
    """
    ones, labels = as_numbers(p, "p").astype(np.float64), as_numbers(t, "t", truth=True)
    if ones.shape != labels.shape or ones.size == 0:
        shapes = {"p": ones.shape, "t": labels.shape}
        raise ValueError(Message("p and t must have the same shape and not be empty; got {p} and {t}.", **shapes))
    outside, no_label = (ones < 0) | (ones > 1), (labels != 0) & (labels != 1)
    if outside.any():
        raise ValueError(Message("p must hold probabilities from 0 to 1; got {got}.", got=ones[outside][0].item()))
    if no_label.any():
        got = labels[no_label][0].item()
        if 0 < got < 1:
            raise ValueError(
                Message(
                    "t must hold 0 or 1 for two classes; got {got}, a soft target as label smoothing gives it.", got=got
                )
            )
        raise ValueError(Message("t must hold 0 or 1 for two classes; got {got}.", got=got))
    shift = as_delta(delta)
    with np.errstate(divide="ignore"):  # log(0) = -inf is the answer, not an accident
        logs = np.log(np.where(labels == 1, ones, 1 - ones) + shift)  # a label is 0 or 1, so one of two terms is 0
    return float(-logs.mean())
