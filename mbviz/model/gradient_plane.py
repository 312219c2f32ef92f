"""The direction along which the examples' gradients differ most, at right angles to the full gradient."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from mbviz._checks import as_delta
from mbviz.losses import DELTA
from mbviz.model.backward import Checked, checked, passes
from mbviz.model.gradients import add_gradient, layer_squares, stacked
from mbviz.model.network import Weights

__all__ = ["GradientPlane", "gradient_plane"]

ITERATIONS = 12
ENOUGH = 1e-4  # relative change of the variance from which on no further pass is worth its time
SAMPLE = 1_000  # about so many examples, evenly spaced, say where to begin
TOGETHER = 3  # their strongest directions are begun with: the strongest of all may be their second


@dataclass(frozen=True, eq=False)
class GradientPlane:
    """The plane of the full gradient and of the strongest noise at right angles to it, and everybody's shadow on it.

    Attributes
    ----------
    along, across : tuple of ndarray of float32, shapes as in `weight_shapes`
        Of length 1: the direction of G, and the one of the largest variance among those at right angles to it.
    length : float
        ‖G‖; in the plane G is the point (‖G‖, 0).
    shadows : ndarray of float64, shape (N, 2)
        g_i · along and g_i · across. A batch's gradient has the mean of its examples' shadows.
    variance : float
        Of the examples' shadows on `across`, the largest there is.
    share : float
        Which share of tr Σ the plane shows: the variances along both directions over tr Σ.
    """

    along: Weights
    across: Weights
    length: float
    shadows: NDArray[np.float64]
    variance: float
    share: float


def gradient_plane(
    x: ArrayLike,
    t: ArrayLike,
    weights: Sequence[ArrayLike],
    delta: float = DELTA,
    report: Callable[[float], object] = lambda done: None,
) -> GradientPlane:
    """Find the plane by Lanczos iterations with Σ, exact over all N.

    Σu = mean of (g_i · u) g_i − G (G · u) takes one pass forward and back, so no matrix of 45,360² is formed (C. Lanczos,
    *An iteration method for the solution of the eigenvalue problem*, Journal of Research of the National Bureau of
    Standards 45, 1950). It begins with the strongest directions of about 1,000 of the examples, and ends when the
    variance grows by less than 1 in 10,000, after at most 12 passes.

    Parameters
    ----------
    x : array_like, shape (N, inputs)
        Pixels, 0 … 255.
    t : array_like, shape (N,) of int, or one-hot of shape (N, classes)
    weights : sequence of array_like, shapes as in `weight_shapes`
    delta : float
        Added to the probability before the logarithm, at least 0.
    report : callable
        Called with the share that is done, 0 to 1, after each pass; what it raises ends the work.

    Returns
    -------
    GradientPlane

    Raises
    ------
    ValueError
        If the full gradient is 0 or the examples do not differ across it, so that there is no plane; or as `gradients`.

    Examples
    --------
    >>> plane = gradient_plane(x_train, t_train, weights)                     # doctest: +SKIP
    >>> plane.shadows.mean(axis=0)                                            # doctest: +SKIP
    array([6.30e-02, 1.2e-09])
    """
    given, delta = checked(x, t, weights), as_delta(delta)
    passing = _Passing(given, delta)
    full, trace = passing.moments()
    length = float(np.linalg.norm(full))
    if not length:
        raise ValueError("weights must have a full gradient that is not 0, or there is no direction to look along.")
    along = full / length
    across = _strongest(passing.times, along, _beginning(given, delta, along), report)
    shadows = passing.shadows([along, across])
    spread = shadows.var(axis=0)
    cut = passing.cut
    report(1.0)
    return GradientPlane(
        cut(along), cut(across), length, shadows, float(spread[1]), min(float(spread.sum()) / (trace - length**2), 1.0)
    )


def _beginning(given: Checked, delta: float, along: NDArray[np.float64]) -> NDArray[np.float64]:
    """The sum of the strongest noise directions of some of the examples, from their scalar products g_i · g_j alone."""
    rows = slice(None, None, max(len(given.labels) // SAMPLE, 1))
    some = Checked(given.x[rows], given.labels[rows], given.layers)
    inputs, deltas = (
        [np.concatenate(parts) for parts in zip(*found, strict=True)]
        for found in zip(*((one.inputs, one.deltas) for _, one in passes(some, delta)), strict=True)
    )
    products = sum((h @ h.T + 1) * (d @ d.T) for h, d in zip(inputs, deltas, strict=True)).astype(np.float64)
    beside = _Passing(some, delta)
    lying = beside.shadows([along])[:, 0]
    products -= np.outer(lying, lying)  # what lies along G does not count
    values, vectors = np.linalg.eigh(products)
    strongest = vectors[:, -TOGETHER:] / np.sqrt(np.maximum(values[-TOGETHER:], values[-1] * 1e-6 + 1e-300))
    return beside.weighted(strongest.sum(axis=1).astype(np.float32))


class _Passing:
    """Sums over all examples' gradients, in float64 and in one row."""

    def __init__(self, given: Checked, delta: float) -> None:
        self._given, self._delta = given, delta
        self._shapes = [array.shape for pair in given.layers for array in pair]

    def moments(self) -> tuple[NDArray[np.float64], float]:
        """G in one row, and mean ‖g_i‖²."""
        totals, squares = self._zeros(), 0.0
        for _, found in passes(self._given, self._delta):
            add_gradient(totals, found)
            squares += float(np.sum(layer_squares(found)))
        n = len(self._given.labels)
        return self._row(totals) / n, squares / n

    def times(self, u: NDArray[np.float64]) -> NDArray[np.float64]:
        """The mean of (g_i · u) g_i, in one row."""
        totals, layers = self._zeros(), stacked([self.cut(u)], self._given.layers)
        for _, found in passes(self._given, self._delta):
            add_gradient(totals, found, found.shadows(layers, 1)[:, 0])
        return self._row(totals) / len(self._given.labels)

    def weighted(self, weights: NDArray[np.float32]) -> NDArray[np.float64]:
        """The sum of weights_i g_i, in one row."""
        totals = self._zeros()
        for part, found in passes(self._given, self._delta):
            add_gradient(totals, found, weights[part])
        return self._row(totals)

    def shadows(self, directions: list[NDArray[np.float64]]) -> NDArray[np.float64]:
        layers = stacked([self.cut(u) for u in directions], self._given.layers)
        found = [part.shadows(layers, len(directions)) for _, part in passes(self._given, self._delta)]
        return np.concatenate(found).astype(np.float64)

    def cut(self, row: NDArray[np.float64]) -> Weights:
        """A row as float32 arrays shaped as the weights."""
        ends = np.cumsum([int(np.prod(shape)) for shape in self._shapes])
        parts = np.split(row.astype(np.float32), ends[:-1])
        return tuple(part.reshape(shape) for part, shape in zip(parts, self._shapes, strict=True))

    def _zeros(self) -> list[NDArray[np.float64]]:
        return [np.zeros(shape) for shape in self._shapes]

    def _row(self, parts: list[NDArray[np.float64]]) -> NDArray[np.float64]:
        return np.concatenate([part.ravel() for part in parts])


def _strongest(
    times: Callable[[NDArray[np.float64]], NDArray[np.float64]],
    along: NDArray[np.float64],
    start: NDArray[np.float64],
    report: Callable[[float], object],
) -> NDArray[np.float64]:
    """The unit vector at right angles to `along` with the largest uᵀΣu (times(u) = Σu but for what lies along G)."""

    def aside(v: NDArray[np.float64]) -> NDArray[np.float64]:
        for _ in range(2):  # twice is enough (Kahan and Parlett)
            for known in (along, *basis):
                v = v - known * (known @ v)
        return v

    basis: list[NDArray[np.float64]] = []
    images: list[NDArray[np.float64]] = []
    new, best, value = aside(start), start, 0.0
    for k in range(ITERATIONS):
        basis.append(new / np.linalg.norm(new))
        images.append(times(basis[-1]))
        report((k + 1) / (ITERATIONS + 2))
        rows, moved = np.array(basis), np.array(images)
        values, vectors = np.linalg.eigh((rows @ moved.T + moved @ rows.T) / 2)
        best, before, value = vectors[:, -1] @ rows, value, float(values[-1])
        new = aside(images[-1])
        if value - before <= ENOUGH * value or np.linalg.norm(new) <= 1e-6 * value:
            break
    if value <= 0:
        raise ValueError(
            "x and t must hold examples whose gradients differ; these do not, but along the full gradient."
        )
    return best / np.linalg.norm(best)
