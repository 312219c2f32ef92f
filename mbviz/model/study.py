"""All that the screens of "Learning" ask of one network's gradients over all the data, in one go, and kept on disk."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from mbviz._files import atomic_path
from mbviz.model.gradient_noise import GradientNoise, LayerNoise, gradient_noise
from mbviz.model.gradient_plane import GradientPlane, gradient_plane
from mbviz.model.gradients import gradients, squared_gradient_norms
from mbviz.model.kept_arrays import kept_path, read_arrays
from mbviz.model.network import Weights
from mbviz.sampling import draw_batch

__all__ = ["PAIR", "PAIRS", "GradientStudy", "gradient_length", "load_study", "save_study", "study_gradients"]
__all__ += ["study_path"]

FORMAT = 1  # raise it when the file or what is computed changes
PAIR = (100, 10_000)  # the two batch sizes from which the noise scale is estimated, as one can without each g_i
PAIRS = 8  # batches of each
SHARES = (0.05, 0.2, 0.9)  # of the time: when the noise, the two batch sizes and the plane are there


@dataclass(frozen=True, eq=False)
class GradientStudy:
    """The gradients of all examples at one network's weights.

    Attributes
    ----------
    noise : GradientNoise
        Exact.
    squares : ndarray of float64, shape (N,)
        ‖g_i‖².
    plane : GradientPlane
        Of the full gradient and of the strongest noise.
    pair : tuple of int
        Two batch sizes, B₁ < B₂.
    norms : ndarray of float64, shape (2, PAIRS)
        ‖g_B‖² of the batches ``draw_batch(N, B, draw=k)`` of these sizes.
    """

    noise: GradientNoise
    squares: NDArray[np.float64]
    plane: GradientPlane
    pair: tuple[int, int]
    norms: NDArray[np.float64]

    @property
    def full(self) -> Weights:
        """G, shapes as in `weight_shapes`."""
        return tuple((self.plane.length * part.astype(np.float64)).astype(np.float32) for part in self.plane.along)


def study_gradients(
    x: NDArray[np.uint8],
    t: NDArray[np.int64],
    weights: Weights,
    *,
    progress: Callable[[float], object] = lambda done: None,
) -> GradientStudy:
    """Take about fifteen passes over all the data, forward and back.

    Parameters
    ----------
    x : ndarray of uint8, shape (N, inputs)
        Pixels.
    t : ndarray of int64, shape (N,)
        Labels.
    weights : tuple of ndarray of float32, shapes as in `weight_shapes`
    progress : callable
        Called with the share that is done; what it raises ends the work.

    Returns
    -------
    GradientStudy

    Raises
    ------
    ValueError
        As `gradient_plane`.
    """
    n = len(t)
    noise = gradient_noise(x, t, weights)
    progress(SHARES[0])
    pair = (PAIR[0], PAIR[1]) if n > PAIR[1] else (1, max(n, 2))
    masks = [[draw_batch(n, size, draw=k) for k in range(PAIRS)] for size in pair]
    norms = np.array([[gradient_length(x[mask], t[mask], weights) ** 2 for mask in row] for row in masks])
    progress(SHARES[1])
    plane = gradient_plane(
        x, t, weights, report=lambda done: progress(SHARES[1] + (SHARES[2] - SHARES[1]) * done)
    )  # fmt: skip
    squares = squared_gradient_norms(x, t, weights)
    progress(1.0)
    return GradientStudy(noise, squares, plane, pair, norms)


def gradient_length(x: NDArray[np.uint8], t: NDArray[np.int64], weights: Weights) -> float:
    """‖g_B‖, the length of a batch's gradient; arguments and errors as of `gradients`.

    Examples
    --------
    >>> gradient_length(np.array([[255, 0]], np.uint8), np.array([1]), [np.zeros((2, 2)), np.zeros(2)])
    0.9999998...
    """
    return math.sqrt(sum(float(np.vdot(part, part)) for part in gradients(x, t, weights)))


def study_path(fingerprint: str, weights: Weights) -> Path:
    """Where the study of these weights on these data is kept; the cache folder is created (OSError when it can not be)."""
    return kept_path("gradients", f"{FORMAT} {PAIR} {PAIRS}", fingerprint, weights)


def save_study(path: Path, study: GradientStudy) -> None:
    """Write a study to its file, whole or not at all; OSError when it can not be."""
    noise, plane = study.noise, study.plane
    with atomic_path(path) as temporary:
        np.savez(
            temporary,
            layers=np.array([(one.signal, one.noise, one.scale) for one in noise.by_layer]),
            noise=np.array([noise.signal, noise.noise, noise.scale, noise.top_share]),
            squares=study.squares,
            along=_flat(plane.along),
            across=_flat(plane.across),
            plane=np.array([plane.length, plane.variance, plane.share]),
            shadows=plane.shadows,
            pair=np.array(study.pair),
            norms=study.norms,
        )


def load_study(path: Path, n: int, weights: Weights) -> GradientStudy | None:
    """Read a study of `n` examples back; None where there is none, or the file is not what it should be."""
    count = sum(part.size for part in weights)
    shapes: dict[str, tuple[int, ...]] = {
        "layers": (len(weights) // 2, 3), "noise": (4,), "squares": (n,), "along": (count,), "across": (count,),
        "plane": (3,), "shadows": (n, 2), "pair": (2,), "norms": (2, PAIRS),
    }  # fmt: skip
    found = read_arrays(path, shapes)
    if found is None:
        return None
    signal, trace, scale, top = found["noise"].tolist()
    noise = GradientNoise(n, signal, trace, scale, tuple(LayerNoise(*row) for row in found["layers"].tolist()), top)
    length, variance, share = found["plane"].tolist()
    along, across = (_cut(found[name], weights) for name in ("along", "across"))
    plane = GradientPlane(along, across, length, found["shadows"], variance, share)
    small, big = found["pair"].tolist()
    return GradientStudy(noise, found["squares"], plane, (small, big), found["norms"])


def _flat(parts: Weights) -> NDArray[np.float32]:
    return np.concatenate([part.ravel() for part in parts])


def _cut(row: NDArray[np.float32], like: Weights) -> Weights:
    ends = np.cumsum([part.size for part in like])[:-1]
    return tuple(part.reshape(w.shape) for part, w in zip(np.split(row, ends), like, strict=True))
