"""The gains of single steps at a network's weights, kept on disk: it takes a minute to measure them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from mbviz._files import atomic_path
from mbviz.model.kept_arrays import kept_path, read_arrays
from mbviz.model.network import Weights
from mbviz.model.step_gains import StepGains, step_gains

__all__ = ["STEPS", "gains_path", "load_gains", "measure_gains", "measured_sizes", "save_gains"]

FORMAT = 2  # raise it when the file or what is measured changes
SIZES = (10, 50, 200, 1_000, 5_000, 20_000)
STEPS = 8  # of each size


def measured_sizes(n: int) -> list[int]:
    """The batch sizes of the steps, for `n` examples.

    Examples
    --------
    >>> measured_sizes(60_000), measured_sizes(300), measured_sizes(5)
    ([10, 50, 200, 1000, 5000, 20000], [10, 50, 200], [1, 5])
    """
    return [size for size in SIZES if size < n] or [1, n]


def measure_gains(
    x: NDArray[np.uint8],
    t: NDArray[np.int64],
    weights: Weights,
    *,
    progress: Callable[[float], object] = lambda done: None,
) -> StepGains:
    """`step_gains` of the sizes that are shown, x of shape (N, inputs), t (N,); what `progress` raises ends the work."""
    return step_gains(x, t, weights, measured_sizes(len(t)), STEPS, report=progress)


def gains_path(fingerprint: str, n: int, weights: Weights) -> Path:
    """Where the gains at these weights on these `n` examples are kept; shapes as in `weight_shapes`."""
    return kept_path("gains", f"{FORMAT} {measured_sizes(n)} {STEPS}", fingerprint, weights)


def save_gains(path: Path, gains: StepGains) -> None:
    """Write them to their file, whole or not at all; OSError when it can not be."""
    with atomic_path(path) as temporary:
        np.savez(
            temporary,
            batch_sizes=gains.batch_sizes,
            learning_rates=gains.learning_rates,
            gains=gains.gains,
            centred=gains.centred,
            full=np.array([gains.full_rate, gains.full_gain]),
        )


def load_gains(path: Path, n: int) -> StepGains | None:
    """Read them back; None where there are none, or the file is not what it should be."""
    m = len(measured_sizes(n))
    shapes = {"batch_sizes": (m,), "learning_rates": (m,), "gains": (m, STEPS), "centred": (m, STEPS), "full": (2,)}
    found = read_arrays(path, shapes)
    if found is None:
        return None
    rate, gain = found["full"].tolist()
    return StepGains(found["batch_sizes"], found["learning_rates"], found["gains"], found["centred"], rate, gain)
