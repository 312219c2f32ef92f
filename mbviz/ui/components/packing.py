"""Arrays as one block of bytes, which a browser reads without parsing numbers: see page/bytes.js."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

_TYPES = {np.dtype(np.float32): "float32", np.dtype(np.int32): "int32", np.dtype(np.int16): "int16", np.dtype(np.uint8): "uint8"}  # fmt: skip


def pack(header: Mapping[str, object], **arrays: NDArray[Any]) -> bytes:
    """A header and arrays as bytes.

    Parameters
    ----------
    header : mapping
        What JSON can say. The key ``contents`` is ours.
    **arrays : ndarray of float32, int32, int16 or uint8
        By name, of any shape; they are sent row by row.

    Returns
    -------
    bytes
        The header's length (uint32), the header as JSON with ``contents``: [name, type, number of elements] of each
        array, and the arrays. Header and arrays begin at multiples of four; all numbers are little endian.

    Raises
    ------
    ValueError
        For an array of another type.

    Examples
    --------
    >>> data = pack({"n": 1}, y=np.float32([0.5]))
    >>> data[4:-4]
    b'{"n":1,"contents":[["y","float32",1]]}  '
    """
    for name, array in arrays.items():
        if array.dtype not in _TYPES:
            raise ValueError(f"{name} must be an array of float32, int32, int16 or uint8, not of {array.dtype}.")
    contents = [[name, _TYPES[array.dtype], array.size] for name, array in arrays.items()]
    text = json.dumps({**header, "contents": contents}, ensure_ascii=False, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 4)
    blocks = [array.astype(array.dtype.newbyteorder("<")).tobytes() for array in arrays.values()]
    return b"".join([len(text).to_bytes(4, "little"), text, *(block + bytes(-len(block) % 4) for block in blocks)])


def coarse(parts: Sequence[NDArray[np.floating]]) -> tuple[NDArray[np.int16], NDArray[np.float32]]:
    """Points as whole numbers of steps, for `fine` in page/bytes.js: half the bytes, and nothing that an eye would miss.

    A part's step along a direction is 1/32,767 of its farthest coordinate there. So no coordinate moves by more than
    1/65,534 of the farthest (and what float32 rounds, 2⁻²³ of it): a hundredth of a pixel in a plane 600 pixels high.

    Parameters
    ----------
    parts : sequence of ndarray of float, shape (k_i, 2)

    Returns
    -------
    numbers : ndarray of int16, shape (Σ k_i, 2)
        Of all parts, one after the other.
    steps : ndarray of float32, shape (m, 2)
        Of each part along both directions; 0 where all its coordinates are.

    Examples
    --------
    >>> numbers, steps = coarse([np.array([[0.5, 0.0], [-1.0, 0.0]])])
    >>> numbers.tolist(), bool(steps[0, 0] * 32_767 == 1), float(steps[0, 1])
    ([[16384, 0], [-32767, 0]], True, 0.0)
    """
    farthest = np.array([np.abs(part).max(axis=0, initial=0.0) for part in parts]).reshape(-1, 2)
    steps = (farthest / np.iinfo(np.int16).max).astype(np.float32)
    divisors = np.where(steps > 0, steps, 1).astype(np.float64)
    rounded = [np.rint(part / divisor) for part, divisor in zip(parts, divisors, strict=True)]
    return np.concatenate([np.zeros((0, 2)), *rounded]).astype(np.int16), steps
