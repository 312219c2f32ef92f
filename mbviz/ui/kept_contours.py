"""The contours of a network's batch gradients on disk: they hang on data and network alone, and take seconds to compute."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from mbviz._files import atomic_path
from mbviz.model.kept_arrays import ANY, kept_path, read_arrays
from mbviz.model.network import Weights
from mbviz.sampling import round_sizes
from mbviz.stats.contour_table import ContourTable
from mbviz.stats.gradient_contours import CHANCES

FORMAT = 1  # raise it when the file or what is computed changes


def contours_path(fingerprint: str, weights: Weights) -> Path:
    """Where the contours at these weights (shapes as in `weight_shapes`) are kept; OSError when there is no cache folder."""
    return kept_path("contours", f"{FORMAT} {CHANCES}", fingerprint, weights)


def save_contours(path: Path, table: ContourTable) -> None:
    """Write them to their file, whole or not at all; OSError when it can not be."""
    with atomic_path(path) as temporary:
        np.savez(temporary, batch_sizes=table.batch_sizes, shares=table.shares, lines=table.lines, points=table.points)


def load_contours(path: Path, n: int) -> ContourTable | None:
    """Read those of all round sizes for `n` examples back; None where the file is not what it should be."""
    m = len(round_sizes(n))
    found = read_arrays(path, {"batch_sizes": (m,), "shares": (m, len(CHANCES)), "lines": (ANY, 3), "points": (ANY, 2)})
    if found is None:
        return None
    table = ContourTable(found["batch_sizes"], found["shares"], found["lines"], found["points"])
    is_whole = tuple(table.batch_sizes.tolist()) == round_sizes(n) and table.lines[:, 2].sum() == len(table.points)
    size, region, count = table.lines.T
    is_known = bool(((size >= 0) & (size < m) & (region >= 0) & (region < len(CHANCES)) & (count > 0)).all())
    return table if is_whole and is_known else None
