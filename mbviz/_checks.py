"""Checks of arguments, so that every bad input gets a sentence and not a traceback.

Each function returns its argument in the one form that the callers work with, or raises
``ValueError`` naming the argument, what it got and what it wants.
"""

from __future__ import annotations

import operator
from typing import Any, SupportsIndex

import numpy as np
from numpy.typing import NDArray

__all__ = ["as_count", "as_labels", "as_losses", "as_numbers", "as_one_hot"]


def as_count(value: object, name: str, *, minimum: int = 0) -> int:
    """Return `value` as an int of at least `minimum`; 3.0, True and "3" are no counts."""
    wanted = f"{name} must be a whole number of at least {minimum}"
    if isinstance(value, (bool, np.bool_)):
        raise ValueError(f"{wanted}; got {value!r}.")
    if not isinstance(value, SupportsIndex):
        raise ValueError(f"{wanted}; got {value!r}.")
    try:
        count = operator.index(value)
    except TypeError:  # an array of several numbers, or of floats
        raise ValueError(f"{wanted}; got {value!r}.") from None
    if count < minimum:
        raise ValueError(f"{wanted}; got {count}.")
    return count


def as_numbers(values: object, name: str) -> NDArray[Any]:
    """Return `values` as an array of finite real numbers, shape and dtype kept."""
    try:
        array = np.asarray(values)
    except ValueError:
        raise ValueError(f"{name} must be a regular array of numbers; its rows differ in length.") from None
    if array.dtype.kind not in "iuf":
        raise ValueError(f"{name} must hold real numbers; got dtype {array.dtype}.")
    if array.dtype.kind == "f" and not np.isfinite(array).all():
        where = tuple(int(i) for i in np.argwhere(~np.isfinite(array))[0])
        raise ValueError(f"{name} must hold finite numbers; got {array[where]} at index {where}.")
    return array


def as_labels(t: object, n_classes: int, *, rows: int | None = None) -> NDArray[np.int64]:
    """Return integer labels as int64 (N,), each in 0 … `n_classes` − 1 (a negative one would count from the end)."""
    array = as_numbers(t, "t")
    if array.ndim != 1:
        raise ValueError(f"t must hold one label for each example, shape (N,); got shape {array.shape}.")
    if rows is not None and len(array) != rows:
        raise ValueError(f"t must hold one label for each of the {rows} rows of y; got {len(array)}.")
    if len(array) == 0:
        return array.astype(np.int64)
    if array.dtype.kind not in "iu":
        raise ValueError(f"t must hold integer labels; got dtype {array.dtype}.")
    wrong = (array < 0) | (array >= n_classes)
    if wrong.any():
        n = int(wrong.argmax())
        raise ValueError(f"t must hold labels from 0 to {n_classes - 1}; got {array[n]} at index {n}.")
    return array.astype(np.int64, copy=False)


def as_one_hot(t: object, shape: tuple[int, int]) -> NDArray[Any]:
    """Return a one-hot `t` as an array of `shape`: a single 1 in each row, zeros elsewhere."""
    array = as_numbers(t, "t")
    if array.shape != shape:
        raise ValueError(f"one-hot t must have the shape of y, {shape}; got shape {array.shape}.")
    wrong = ((array != 0) & (array != 1)).any(axis=1) | (array.sum(axis=1) != 1)
    if wrong.any():
        raise ValueError(f"one-hot t must hold a single 1 and zeros in each row; row {int(wrong.argmax())} does not.")
    return array


def as_losses(losses: object) -> NDArray[np.float64]:
    """Return per-example losses as float64 (N,), at least one of them."""
    array = as_numbers(losses, "losses")
    if array.ndim != 1 or len(array) == 0:
        raise ValueError(
            f"losses must hold one loss for each example, shape (N,) with N >= 1; got shape {array.shape}."
        )
    return array.astype(np.float64, copy=False)
