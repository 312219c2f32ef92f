"""Arrays written into code: typed in where they are small, packed as base64 where they are not."""

from __future__ import annotations

import base64
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from mbviz._checks import as_array, as_numbers

__all__ = ["TYPED", "labels", "packed", "typed"]

TYPED = 20  # so many examples are typed in as numbers; more are packed
WIDTH = 120  # characters in a line of base64


def typed(array: ArrayLike) -> str:
    """Write a small array as an expression with every number readable.

    Parameters
    ----------
    array : array_like of int or float, shape (), (N,) or (N, C)

    Returns
    -------
    str
        Evaluates to the same numbers exactly: int64 for integers, float64 for float32 and float64.

    Examples
    --------
    >>> typed([2, 7])
    'np.array([2, 7])'
    >>> typed(np.array([0.1], dtype=np.float32))
    'np.array([0.1], dtype=np.float32).astype(np.float64)'
    """
    values = as_numbers(array, "array")
    text = f"[\n{_rows(values)}]" if values.ndim == 2 else _listed(values)
    if values.dtype == np.float32:
        return f"np.array({text}, dtype=np.float32).astype(np.float64)"
    return f"np.array({text})"


def _rows(array: NDArray[Any]) -> str:
    return "".join(f"    {_listed(row)},\n" for row in array)


def _listed(array: NDArray[Any]) -> str:
    if array.dtype == np.float32:
        return f"[{', '.join(map(_shortest, array))}]"
    return repr(array.tolist())


def _shortest(value: np.float32) -> str:
    """The shortest literal that is `value` again after Python has read it as float64 and NumPy rounded it.

    NumPy's shortest is meant to be read as float32 at once; rounding twice ends elsewhere for a very few
    numbers such as 7.038531e-26.
    """
    text = str(value)
    return text if np.float32(float(text)) == value else repr(float(value))


def packed(array: NDArray[Any]) -> str:
    """Write an array as an expression that decodes its bytes; the code needs ``import base64``.

    Parameters
    ----------
    array : ndarray of uint8 or float32
        Of any shape.

    Returns
    -------
    str
        Evaluates to the same numbers in one axis, in C order, with the same dtype (little-endian).

    Examples
    --------
    >>> print(packed(np.array([1, 2, 3], np.uint8)))
    np.frombuffer(base64.b64decode('''
    AQID
    '''), dtype="u1")
    """
    plain = as_array(array, "array")
    little = np.ascontiguousarray(plain, dtype=plain.dtype.newbyteorder("<"))
    text = base64.b64encode(little.data).decode()
    lines = "\n".join(text[i : i + WIDTH] for i in range(0, len(text), WIDTH))
    return f"np.frombuffer(base64.b64decode('''\n{lines}\n'''), dtype=\"{little.dtype.str.lstrip('|')}\")"


def labels(t: NDArray[np.int64]) -> str:
    """Write labels from 0 to 255: typed in as int64 when they are few, else packed as uint8.

    Parameters
    ----------
    t : ndarray of int64, shape (B,)

    Returns
    -------
    str

    Examples
    --------
    >>> labels(np.array([2, 7]))
    'np.array([2, 7])'
    """
    return typed(t) if len(t) <= TYPED else packed(t.astype(np.uint8))
