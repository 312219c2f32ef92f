"""The law of a mini-batch's mean loss: its whole distribution, without drawing a single batch.

With replacement the sum of B losses follows the B-fold convolution power of the losses' own law. Everything is in nats.
"""

from __future__ import annotations

import dataclasses
import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from mbviz._checks import as_losses, as_numbers, as_sizes
from mbviz._messages import Message
from mbviz.stats.convolution import (
    LONGEST,
    POINTS,
    SMOOTHING,
    convolution_power,
    linear_binning,
    smoothed_convolution_power,
)
from mbviz.stats.lower_tail import REFINEMENT, LowerTail, LowerTails
from mbviz.stats.scale import gradual, small_scale
from mbviz.stats.summary import LossSummary, summarize

__all__ = ["LARGEST", "SamplingLaw", "sampling_law"]

TAIL = 1e-11  # the chance of a mean beyond one end of the grid is below this
LARGEST = 10**9  # batch size; rounding errors grow with it, to 1e-6 here
RARE = 1e-4  # lower tails get grids of their own where the chance of a mean on them is above this
NARROWEST = 1e-290  # nats; of losses closer than that the grid's step would have no room in float64
COARSE = 512  # points of the grid for the moment-generating function

_LogMgf = tuple[NDArray[np.float64], NDArray[np.float64]]  # slopes s > 0, and a bound for log E exp(s · ±x)


@dataclass(frozen=True)
class SamplingLaw:
    """The law of the mean loss ℓ̄ of `batch_size` examples drawn with replacement.

    It is computed with a little noise, and is exact for the mean loss plus that noise: linear binning moves every
    loss to one of the two grid points around it, at random so that its mean stays; for large batches a normal noise
    of two steps comes on top. The points are then drawn together, so that the standard deviation is σ/√B again. The
    noise is sub-Gaussian with a standard deviation of at most `error` (W. Hoeffding, *Probability inequalities for sums
    of bounded random variables*, 1963): it is below 5 · `error` with a chance of 1 − 10⁻⁵, and so

        q(p − 10⁻⁵) − 5 · error  <=  quantile(p)  <=  q(p + 10⁻⁵) + 5 · error

    for the true quantiles q. For B = 1, `quantile` and `cdf` are those of the losses themselves.

    Of very skewed losses most can lie within one step of the smallest. If B losses together lie at most c above B
    times the smallest, none of them lies more than c above it: so the lower tail is computed again from the losses
    truncated there, for c = 1/64, 1/64² and 1/64³ of the range, as far as the chance of it is above 10⁻⁴. There
    nothing is drawn together or moved below the smallest, and the same holds with half the step · √B for `error`.
    `quantile` and `cdf` answer from the finest grid that reaches far enough. The upper tail has the first grid alone.

    Attributes
    ----------
    batch_size : int
        B.
    mean, std : float
        μ and σ/√B, in nats.
    minimum, maximum : float
        Of the losses, and so of their means, in nats.
    error : float
        Of the first grid, in nats, see above; 0.001 to 0.01 standard errors for the losses of a trained network.
    start, step : float
        The grid: its points are start + k · step, in nats.
    cumulative : ndarray of float64, shape (m,)
        The chance of a mean up to the k-th point.
    atoms : bool
        Whether the law consists of its points (small batches), or is smooth between them.
    lower_tails : tuple of LowerTail
        On the finer grids, each narrower than the one before; for B = 1 the law of the losses themselves.
    """

    batch_size: int
    mean: float
    std: float
    minimum: float
    maximum: float
    error: float
    start: float
    step: float
    cumulative: NDArray[np.float64]
    atoms: bool
    lower_tails: tuple[LowerTail, ...] = ()

    @property
    def points(self) -> NDArray[np.float64]:
        """The grid, float64 (m,), in nats."""
        return self.start + self.step * np.arange(len(self.cumulative), dtype=np.float64)

    @gradual
    def quantile(self, p: ArrayLike) -> NDArray[np.float64]:
        """The smallest loss that ℓ̄ does not exceed with chance `p` (array_like in 0 … 1), float64 of its shape."""
        chance = as_numbers(p, "p")
        if (np.abs(chance - 0.5) > 0.5).any():
            raise ValueError(
                Message(
                    "p must hold chances from 0 to 1; got {low:g} to {high:g}.", low=chance.min(), high=chance.max()
                )
            )
        if self.atoms:  # a chance that is met but for rounding is met
            k = np.searchsorted(self.cumulative, chance - TAIL)
            found = self.start + self.step * np.minimum(k, len(self.cumulative) - 1)
        else:
            found = np.interp(chance, self.cumulative, self.points + self.step / 2)
        found = found.clip(self.minimum, self.maximum)
        for tail in self.lower_tails:
            found = tail.quantile(chance, found)
        return found

    @gradual
    def cdf(self, x: ArrayLike) -> NDArray[np.float64]:
        """P(ℓ̄ <= x) for losses `x` in nats (array_like), float64 of its shape."""
        x = as_numbers(x, "x").astype(np.float64)
        if self.atoms:
            with np.errstate(over="ignore"):  # far beyond the grid
                k = np.floor((x - self.start) / self.step + 1e-6)
            found = np.where(k < 0, 0.0, self.cumulative[np.clip(k, 0, len(self.cumulative) - 1).astype(np.int64)])
        else:
            found = np.interp(x, self.points + self.step / 2, self.cumulative, left=0)
        for tail in self.lower_tails:
            found = tail.cdf(x, found)
        return found

    @gradual
    def density(self, x: ArrayLike) -> NDArray[np.float64]:
        """The density of ℓ̄ at losses `x` (array_like), in 1/nats, of its shape; that of `atoms` as triangles one step wide."""
        mass = np.diff(self.cumulative, prepend=0)
        with np.errstate(over="ignore"):  # far beyond the grid
            at = (as_numbers(x, "x").astype(np.float64) - self.start) / self.step
            return np.interp(at, np.arange(len(mass)), mass, left=0, right=0) / self.step


@gradual
def sampling_law(losses: ArrayLike, batch_sizes: ArrayLike) -> tuple[SamplingLaw, ...]:
    """The law of the mean loss for each of several batch sizes, with replacement.

    Nothing is sampled, and the cost hardly depends on N and B: about 3 ms for each size.

    Parameters
    ----------
    losses : array_like of float, shape (N,)
        One loss for each example, in nats.
    batch_sizes : array_like of int, shape (m,)
        The sizes B, each from 1 to 10⁹.

    Returns
    -------
    tuple of SamplingLaw
        One for each size, in their order.

    Raises
    ------
    ValueError
        If a loss is not finite, losses are closer than 1e-290 but not equal, or a size is not whole, below 1 or above
        10⁹.

    Examples
    --------
    >>> once, often = sampling_law([0.0, 0.0, 1.0], [1, 10_000])
    >>> once.quantile([0.6, 0.7]), often.quantile([0.025, 0.975]).round(4)
    (array([0., 1.]), array([0.3241, 0.3426]))
    """
    values = np.sort(as_losses(losses))
    sizes = np.atleast_1d(as_sizes(batch_sizes, "batch_sizes")).tolist()
    if max(sizes, default=1) > LARGEST:
        raise ValueError(Message("batch_sizes must be at most {top}; got {got}.", top=LARGEST, got=max(sizes)))
    if 0 < values[-1] - values[0] < NARROWEST:
        raise ValueError(Message("losses must be equal, or further apart than {least:g} nats.", least=NARROWEST))
    scale = small_scale(values) if values[0] < values[-1] else 1.0
    laws = _laws(values / scale, sizes)
    return laws if scale == 1 else tuple(_counted_in(law, scale) for law in laws)


def _laws(values: NDArray[np.float64], sizes: list[int]) -> tuple[SamplingLaw, ...]:
    """The laws for ascending losses, one for each size."""
    discretized = _discretized(values, summarize(values))
    if discretized is None:
        value = float(values[0])
        step = max(float(np.spacing(abs(value))), 1e-200)
        return tuple(SamplingLaw(size, value, 0.0, value, value, 0.0, value, step, np.ones(1), True) for size in sizes)
    tails = LowerTails(values)
    return tuple(_with_lower_tails(_law(discretized, size), tails) for size in sizes)


def _counted_in(law: SamplingLaw, unit: float) -> SamplingLaw:
    """A law in nats, from the one of losses that are counted in `unit` nats."""
    names = ("mean", "std", "minimum", "maximum", "error", "start", "step")
    tails = tuple(LowerTail(unit * tail.points, tail.cumulative) for tail in law.lower_tails)
    return dataclasses.replace(law, **{name: unit * getattr(law, name) for name in names}, lower_tails=tails)


@dataclass(frozen=True)
class _Discretized:
    """The losses' law on a grid about their mean: x[k] = (k − centre) · step with chance mass[k]."""

    centre: float
    step: float
    mass: NDArray[np.float64]
    mean: float
    std: float
    ends: tuple[float, float]
    log_mgf: tuple[_LogMgf, _LogMgf]  # to the left and to the right


def _discretized(values: NDArray[np.float64], summary: LossSummary) -> _Discretized | None:
    """Put ascending losses on a grid, drawn together for the losses' own standard deviation; None without a spread."""
    step = (summary.maximum - summary.minimum) / (POINTS - 1)
    if step == 0 or summary.std == 0:
        return None
    centre = (summary.mean - summary.minimum) / step
    mass = linear_binning((values - summary.minimum) / step, np.full(len(values), 1 / len(values)), POINTS)
    position = np.arange(POINTS)
    step = summary.std / math.sqrt(mass @ (position - centre) ** 2)
    # Binning makes E exp(s x), which is convex in x, only larger: a coarse grid is enough for a bound
    coarse = linear_binning(position / (POINTS - 1) * (COARSE - 1), mass, COARSE)
    x = (np.arange(COARSE) / (COARSE - 1) * (POINTS - 1) - centre) * step
    log_mgf = _log_mgf(-x, coarse, summary.std), _log_mgf(x, coarse, summary.std)
    return _Discretized(centre, step, mass, summary.mean, summary.std, (summary.minimum, summary.maximum), log_mgf)


def _log_mgf(x: NDArray[np.float64], mass: NDArray[np.float64], std: float) -> _LogMgf:
    """The logarithm of the moment-generating function E exp(s x) at 40 slopes s."""
    slopes = np.geomspace(1e-5 / std, 700 / max(x.max(), 1e-3 * std), 40)
    return slopes, np.log(np.exp(np.multiply.outer(slopes, x)) @ mass)


def _law(losses: _Discretized, size: int) -> SamplingLaw:
    """The law for one batch size, on one grid."""
    # Chernoff's bound: P(sum of x > t) <= exp(size · log E exp(s x) − s t) for every s > 0
    low, high = (float(np.min((size * log - math.log(TAIL)) / slopes)) / losses.step for slopes, log in losses.log_mgf)
    first = max(math.floor(size * losses.centre - low), 0)  # in steps from `size` times the smallest loss
    last = min(math.ceil(size * losses.centre + high), size * (POINTS - 1))
    atoms = last - first < LONGEST
    if atoms:
        mass, start, step, noise = convolution_power(losses.mass, size, first, last), float(first), 1.0, 0.0
    else:
        mass, start, step = smoothed_convolution_power(losses.mass, losses.centre, size, first, last)
        noise = SMOOTHING * step
    shrink = losses.step / size / math.sqrt(1 + (noise * losses.step / losses.std) ** 2 / size)
    np.maximum(mass, 0, out=mass)  # rounding errors of 1e-16
    cumulative = np.cumsum(mass)
    cumulative /= cumulative[-1]
    error = losses.step / size * math.sqrt(size / 4 + noise**2)
    start = losses.mean + (start - size * losses.centre) * shrink
    std = losses.std / math.sqrt(size)
    return SamplingLaw(size, losses.mean, std, *losses.ends, error, start, step * shrink, cumulative, atoms)


def _with_lower_tails(law: SamplingLaw, tails: LowerTails) -> SamplingLaw:
    """The law with finer grids for its lower tail where it needs them."""
    size, n = law.batch_size, len(tails.ordered)
    if size == 1:
        return dataclasses.replace(law, lower_tails=(LowerTail(tails.ordered, np.arange(1, n + 1) / n),))
    share = len(tails.truncated(tails.reaches[0])) / n  # a single larger loss makes the sum too large
    chance = float(law.cdf(law.minimum + tails.reaches[0] / size)) if share**size > RARE else 0.0
    found: list[LowerTail] = []
    for reach in tails.reaches.tolist():
        if chance <= RARE or (found and tails.truncated(reach)[-1] == law.minimum):
            break
        found.append(tails.tail(size, reach))
        chance = float(found[-1].cumulative[len(found[-1].cumulative) // REFINEMENT])  # of a mean on the next grid
    return dataclasses.replace(law, lower_tails=tuple(found))
