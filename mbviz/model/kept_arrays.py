"""Arrays that were computed from a network's weights and are kept in the cache; a file that is not what it should be counts as absent."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mbviz._files import cache_dir
from mbviz.model.network import Weights

__all__ = ["ANY", "kept_path", "read_arrays"]

ANY = -1  # a length that may be any


def kept_path(kind: str, made: str, fingerprint: str, weights: Weights) -> Path:
    """Where what was computed from these weights on these data is kept.

    Parameters
    ----------
    kind : str
        The folder in the cache.
    made : str
        How it is computed: another text, another file.
    fingerprint : str
        Of the data.
    weights : tuple of ndarray of float32, shapes as in `weight_shapes`

    Returns
    -------
    pathlib.Path
        It need not exist; the cache folder is created.

    Raises
    ------
    OSError
        When the cache folder can not be created.
    """
    digest = hashlib.sha256(f"{made} {fingerprint} {[part.shape for part in weights]}".encode())
    for part in weights:
        digest.update(np.ascontiguousarray(part, dtype="<f4").tobytes())
    return cache_dir() / kind / f"{digest.hexdigest()[:32]}.npz"


def read_arrays(path: Path, shapes: Mapping[str, tuple[int, ...]]) -> dict[str, NDArray[Any]] | None:
    """The arrays of a file by their names; None unless they are exactly those of `shapes`, numbers and none of them NaN.

    A length of `ANY` may be any.
    """
    try:
        with np.load(path, allow_pickle=False) as archive:
            found = {name: archive[name] for name in archive.files}
    except Exception:  # damaged archives make NumPy and zipfile raise nearly every kind of error
        return None
    if found.keys() != shapes.keys() or not all(_fits(found[name].shape, shape) for name, shape in shapes.items()):
        return None
    sound = all(array.dtype.kind in "fi" and not np.isnan(array).any() for array in found.values())
    return found if sound else None


def _fits(shape: tuple[int, ...], wanted: tuple[int, ...]) -> bool:
    return len(shape) == len(wanted) and all(one in (length, ANY) for length, one in zip(shape, wanted, strict=True))
