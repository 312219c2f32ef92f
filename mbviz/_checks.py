"""Checks of arguments, so that every bad input gets a sentence and not a traceback.

Each function returns its argument in the one form that the callers work with, or raises
``ValueError`` naming the argument, what it got and what it wants. Three rules hold everywhere:

- `as_array` is the only way in for arrays: what `numpy.asarray` would lose without a word is refused.
- Labels are whole numbers, floats such as 2.0 as well. True and False are 1 and 0 where they answer a question: in
  one-hot rows, and as labels of two classes.
- Indices and sizes are whole numbers by their type: 2.0 is no index.
"""

from __future__ import annotations

import math
import operator
from collections.abc import Iterator
from typing import Any, SupportsIndex

import numpy as np
from numpy.typing import NDArray

from mbviz._messages import Message

__all__ = [
    "LARGEST",
    "LARGEST_LOSS",
    "ROOM",
    "about_soft",
    "as_array",
    "as_count",
    "as_delta",
    "as_draws",
    "as_float32",
    "as_indices",
    "as_labels",
    "as_losses",
    "as_numbers",
    "as_one_hot",
    "as_outputs",
    "as_real",
    "as_sizes",
    "as_whole",
    "is_soft",
    "not_one_hot",
    "shown",
]

LARGEST_LOSS = 1e70  # the fourth powers of so many as there can be still have room in float64
LARGEST = 2**63 - 1  # what NumPy's own integers hold
ROOM = 10**8  # numbers of one result, 800 MB; more are refused before memory runs out
RAGGED = "{name} must be a regular array of numbers; its rows differ in length."
PLAIN = (int, float, complex, str, bytes, np.generic)


def as_count(value: object, name: str, *, minimum: int = 0, maximum: int | None = None) -> int:
    """Return `value` as an int from `minimum` to `maximum`; 3.0, True and "3" are no counts."""
    wanted = f"{name} must be a whole number of at least {minimum}"
    if isinstance(value, (bool, np.bool_, np.ma.MaskedArray)) or not isinstance(value, SupportsIndex):
        raise ValueError(f"{wanted}; got {value!r}.")
    try:
        count = operator.index(value)
    except TypeError:  # an array of several numbers, or of floats
        raise ValueError(f"{wanted}; got {value!r}.") from None
    if count < minimum:
        raise ValueError(f"{wanted}; got {shown(count)}.")
    if maximum is not None and count > maximum:
        raise ValueError(f"{name} must be at most {maximum}; got {shown(count)}.")
    return count


def as_real(value: Any) -> float:
    """`value` as a float; NaN for what is no real number, text such as "0.95" and arrays with axes included."""
    if isinstance(value, (str, bytes, bytearray, np.ma.MaskedArray)) or getattr(value, "ndim", 0) != 0:
        return math.nan
    try:
        return float(value)
    except (TypeError, ValueError, OverflowError):
        return math.nan


def as_draws(value: object, name: str, n_sizes: int = 1) -> int:
    """Return how many batches of each of `n_sizes` sizes to draw; more than memory has room for are refused."""
    return as_count(value, name, minimum=1, maximum=ROOM // max(n_sizes, 1))


def shown(count: int, spec: str = "d") -> str:
    """A whole number for a sentence; of a very long one how many digits it has, which Python may refuse to write out."""
    if abs(count) < 10**40:
        return f"{count:{spec}}"
    return f"{'-' if count < 0 else ''}10**{int(math.log10(2) * (abs(count).bit_length() - 1))} or more in size"


def as_array(values: object, name: str) -> NDArray[Any]:
    """Return `values` as a plain array of their shape; ValueError for a mask, a unit, what is sparse, missing or no array."""
    for part in _parts(values):
        _refuse_loss(part, name)
    try:
        array = np.asarray(values)
    except ValueError:
        raise ValueError(RAGGED.format(name=name)) from None
    except Exception as error:  # whatever another library's array has against it, such as a tensor on a GPU
        raise ValueError(f"{name} must be an array of numbers; NumPy cannot read it: {error}") from error
    if array.dtype.kind == "O":
        raise ValueError(_about_objects(array, name))
    return array


def _parts(values: object, depth: int = 0) -> Iterator[object]:
    """`values`, or what lies in its lists that is neither a list nor a plain number."""
    if not isinstance(values, (list, tuple)):
        yield values
    elif depth < 8 and not all(issubclass(kind, PLAIN) for kind in set(map(type, values))):
        for value in values:
            yield from _parts(value, depth + 1)


def _refuse_loss(value: object, name: str) -> None:
    """Raise ValueError for what `numpy.asarray` would take without a part that counts."""
    if isinstance(value, np.ma.MaskedArray):
        raise ValueError(
            f"{name} is a masked array, and what its mask hides would count as well. "
            f"Fill it with a value of your choice, {name}.filled(0), or keep the rest alone, {name}.compressed()."
        )
    holder = value if isinstance(value, np.ndarray) else type(value)  # a table may have a column of that name
    for word in ("units", "unit"):
        if getattr(holder, word, None) is not None and not isinstance(unit := getattr(value, word), str):
            raise ValueError(f"{name} has a unit, {unit}, which would be lost; give its plain numbers, losses in nats.")
    if hasattr(type(value), "toarray"):
        raise ValueError(f"{name} is sparse; give {name}.toarray().")


def _about_objects(array: NDArray[Any], name: str) -> str:
    """The sentence on an array of Python's objects: which of them is no number, and what to do."""
    for where, value in np.ndenumerate(array):
        place = f" at index {where}" if where else ""
        if value is None or type(value).__name__ in ("NAType", "NaTType"):
            return f"{name} must not lack values; got {value}{place}. Fill it in (fillna) or leave it out (dropna)."
        if isinstance(value, int) and not isinstance(value, bool) and abs(value) > LARGEST:
            return f"{name} must hold numbers of at most 64 bits; got {shown(value)}{place}."
    if array.size == 0:
        return f"{name} must hold real numbers; got dtype object."
    kind = type(array.flat[0]).__name__
    return f"{name} must hold real numbers; got dtype object, the first of type {kind}. np.asarray({name}, float) may help."


def as_numbers(values: object, name: str, *, most: float = math.inf, truth: bool = False) -> NDArray[Any]:
    """Return `values` as an array of finite real numbers of at most `most` in size, shape and dtype kept.

    With `truth`, True and False are let through, as they are.
    """
    array = as_array(values, name)
    if array.dtype.kind not in ("biuf" if truth else "iuf"):
        raise ValueError(f"{name} must hold real numbers; got dtype {array.dtype}.")
    if array.dtype.kind == "f":
        if array.dtype.itemsize > 8:  # a longdouble; what float64 has no room for becomes inf
            with np.errstate(over="ignore", under="ignore"):
                array = array.astype(np.float64)
        if not np.isfinite(array).all():
            where = tuple(int(i) for i in np.argwhere(~np.isfinite(array))[0])
            raise ValueError(f"{name} must hold finite numbers; got {array[where]} at index {where}.")
    if most < math.inf and array.size:
        largest = max(-float(array.min()), float(array.max()))
        if largest > most:
            raise ValueError(f"{name} must be below {_power(most)} in size; got {largest:g}.")
    return array


def _power(most: float) -> str:
    return f"{most:g}".replace("e+", "e")


def as_outputs(y: object, name: str = "y") -> NDArray[Any]:
    """Return finite numbers of at least 0 in their shape, the outputs that losses take the logarithm of; −0.0 is 0."""
    array = as_numbers(y, name)
    if array.dtype.kind != "u" and (array < 0).any():
        where = tuple(int(i) for i in np.argwhere(array < 0)[0])
        raise ValueError(
            f"{name} must not hold negative numbers, which have no logarithm; got {array[where]} at index {where}."
        )
    return array


def as_delta(delta: object) -> float:
    """Return what is added to a probability before its logarithm: a finite number of at least 0."""
    added = as_numbers(delta, "delta", most=1e100)  # so that y + delta stays finite
    if added.ndim != 0 or added < 0:
        raise ValueError(Message("delta must be a number of at least 0; got {got}.", got=added.tolist()))
    return float(added)


def as_whole(array: NDArray[Any], n_classes: int) -> NDArray[Any]:
    """Labels (N,) as they are, but True and False as 1 and 0 of two classes; ValueError where there are more classes."""
    if array.dtype.kind != "b":
        return array
    if n_classes != 2:
        raise ValueError(
            Message(
                "t must hold whole numbers; True and False are labels of two classes only, and one-hot rows have one of "
                "them for each of the {c} classes. Got dtype bool of shape {shape}.",
                c=n_classes,
                shape=array.shape,
            )
        )
    return array.astype(np.int64)


def as_labels(t: object, n_classes: int, *, rows: int | None = None) -> NDArray[np.int64]:
    """Return labels as int64 (N,), each in 0 … `n_classes` − 1 (a negative one would count from the end)."""
    array = as_numbers(t, "t", truth=True)
    if array.ndim != 1:
        hint = " t.ravel() are the labels of a column." if array.shape[1:] == (1,) else about_soft(array)
        raise ValueError(f"t must hold one label for each example, shape (N,); got shape {array.shape}.{hint}")
    if rows is not None and len(array) != rows:
        raise ValueError(f"t must hold one label for each of the {rows} rows of y; got {len(array)}.")
    array = as_whole(array, n_classes)
    broken = array != np.rint(array) if array.dtype.kind == "f" else np.zeros(len(array), bool)
    if broken.any():
        n = int(broken.argmax())
        raise ValueError(f"t must hold integer labels; got {array[n]} at index {n}.")
    wrong = (array < 0) | (array >= n_classes)
    if wrong.any():
        n = int(wrong.argmax())
        raise ValueError(f"t must hold labels from 0 to {n_classes - 1}; got {array[n]} at index {n}.")
    return array.astype(np.int64, copy=False)


def as_one_hot(t: object, shape: tuple[int, int]) -> NDArray[Any]:
    """Return a one-hot `t` as an array of `shape`: a single 1 (or True) in each row, zeros (or False) elsewhere."""
    array = as_numbers(t, "t", truth=True)
    if array.shape != shape:
        raise ValueError(f"one-hot t must have the shape of y, {shape}; got shape {array.shape}.")
    row = not_one_hot(array)
    if row is not None:
        raise ValueError(
            f"one-hot t must hold a single 1 and zeros in each row; row {row} does not.{about_soft(array[[row]])}"
        )
    return array.astype(np.uint8) if array.dtype.kind == "b" else array


def not_one_hot(rows: NDArray[Any]) -> int | None:
    """The first of `rows`, shape (N, C), that is not a single 1 (or True) among zeros; None where all are so."""
    wrong = ((rows != 0) & (rows != 1)).any(axis=1) | (np.count_nonzero(rows, axis=1) != 1)
    return int(wrong.argmax()) if wrong.any() else None


def is_soft(rows: NDArray[Any]) -> bool:
    """Whether rows, shape (N, C), are shares of one each, and not all of them one-hot."""
    if rows.ndim != 2 or rows.size == 0 or rows.dtype.kind != "f" or not_one_hot(rows) is None:
        return False
    inside = ((rows >= 0) & (rows <= 1)).all()
    return bool(inside and (np.abs(rows.sum(axis=1, dtype=np.float64) - 1) < 1e-3).all())  # float16 has three digits


def about_soft(rows: NDArray[Any]) -> str:
    """A second sentence for `rows`, shape (N, C), that are soft targets; nothing for others."""
    if not is_soft(rows):
        return ""
    return (
        " These are soft targets, as label smoothing gives them; the losses here take one true class for each example."
    )


def as_indices(values: object, name: str, n: int) -> NDArray[np.int64]:
    """Return indices as int64 (B,), at least one of them, each in 0 … `n` − 1; 2.0 and True are no indices."""
    array = as_array(values, name)
    if array.ndim != 1 or array.size == 0:
        raise ValueError(f"{name} must hold at least one index, shape (B,); got shape {array.shape}.")
    if array.dtype.kind not in "iu":
        hint = f" np.flatnonzero({name}) are the indices of what is True." if array.dtype.kind == "b" else ""
        raise ValueError(f"{name} must hold integer indices; got dtype {array.dtype}.{hint}")
    wrong = (array < 0) | (array >= n)
    if wrong.any():
        at = int(wrong.argmax())
        raise ValueError(f"{name} must hold indices from 0 to {n - 1}; got {array[at]} at index {at}.")
    return array.astype(np.int64, copy=False)


def as_sizes(
    values: object, name: str, *, minimum: int = 1, maximum: int | None = None, whole_floats: bool = False
) -> NDArray[Any]:
    """Return whole numbers of any shape as int64, or as Python's integers (dtype object) where int64 has no room.

    With `whole_floats`, 1e6 is taken as 1000000.
    """
    for part in _parts(values):
        _refuse_loss(part, name)
    try:
        given = np.asarray(values, dtype=object)
    except ValueError:
        raise ValueError(RAGGED.format(name=name)) from None
    counts = np.empty(given.shape, dtype=object)
    for where, value in np.ndenumerate(given):
        if isinstance(value, (list, tuple)):
            raise ValueError(RAGGED.format(name=name))
        if whole_floats and isinstance(value, (float, np.floating)) and float(value).is_integer():
            value = int(value)
        counts[where] = as_count(value, name, minimum=minimum, maximum=maximum)
    has_room = all(count <= LARGEST for count in counts.flat)
    return counts.astype(np.int64) if has_room else counts


def as_float32(array: NDArray[Any], name: str) -> NDArray[np.float32]:
    """Return finite numbers as float32 of their shape; ValueError where one is too large for it."""
    with np.errstate(over="ignore", under="ignore"):
        found = array.astype(np.float32, copy=False)
    if not np.isfinite(found).all():
        raise ValueError(
            f"{name} must hold numbers that float32 has room for, below 3.4e38; got {np.abs(array).max():g}."
        )
    return found


def as_losses(losses: object) -> NDArray[np.float64]:
    """Return per-example losses as float64 (N,), at least one of them."""
    array = as_numbers(losses, "losses", most=LARGEST_LOSS)
    if array.ndim != 1 or len(array) == 0:
        raise ValueError(
            f"losses must hold one loss for each example, shape (N,) with N >= 1; got shape {array.shape}."
        )
    return array.astype(np.float64, copy=False)
