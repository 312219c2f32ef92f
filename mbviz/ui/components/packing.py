"""Arrays as one block of bytes, which a browser reads without parsing numbers: see page/bytes.js."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

_TYPES = {np.dtype(np.float32): "float32", np.dtype(np.int32): "int32", np.dtype(np.uint8): "uint8"}


def pack(header: Mapping[str, object], **arrays: NDArray[Any]) -> bytes:
    """A header and arrays as bytes.

    Parameters
    ----------
    header : mapping
        What JSON can say. The key ``contents`` is ours.
    **arrays : ndarray of float32, int32 or uint8
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
            raise ValueError(f"{name} must be an array of float32, int32 or uint8, not of {array.dtype}.")
    contents = [[name, _TYPES[array.dtype], array.size] for name, array in arrays.items()]
    text = json.dumps({**header, "contents": contents}, ensure_ascii=False, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 4)
    blocks = [array.astype(array.dtype.newbyteorder("<")).tobytes() for array in arrays.values()]
    return b"".join([len(text).to_bytes(4, "little"), text, *(block + bytes(-len(block) % 4) for block in blocks)])
