"""What the stage's tests read with: the bytes of an answer as a browser reads them."""

from __future__ import annotations

import json
from typing import Any

import numpy as np

TYPES = {"float32": "<f4", "int32": "<i4", "int16": "<i2", "uint8": "u1"}


def unpacked(data: bytes) -> tuple[dict[str, Any], dict[str, np.ndarray]]:
    """An answer's header and arrays."""
    start = 4 + int.from_bytes(data[:4], "little")
    header, arrays = json.loads(data[4:start]), {}
    for name, kind, count in header["contents"]:
        arrays[name] = np.frombuffer(data, TYPES[kind], count, start)
        start += -(-arrays[name].nbytes // 4) * 4
    assert start == len(data)
    return header, arrays
