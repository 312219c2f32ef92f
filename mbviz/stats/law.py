"""The law of a mini-batch's mean loss: its moments, and its whole distribution without drawing a single batch.

With replacement the sum of B losses follows the B-fold convolution of the losses' own law. Everything is in nats.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np

from mbviz._checks import as_count, as_losses, as_numbers
from mbviz._messages import Message
from mbviz.stats.convolution import LONGEST, POINTS, SMOOTH, ZOOM, LowerPart, LowerSums, dealt, power, zoomed_power
from mbviz.stats.estimates import standard_error
from mbviz.stats.summary import LossSummary, summarize

__all__ = ["BatchMoments", "SamplingLaw", "batch_mean_moments", "sampling_law"]

TAIL = 1e-11  # the chance of a mean beyond one end of the grid is below this
LARGEST = 10**9  # batch size; rounding errors grow with it, to 1e-6 here
RARE = 1e-4  # finer grids near the smallest loss are made where the chance of a mean on them is above this


@dataclass(frozen=True)
class BatchMoments:
    """Moments of a mini-batch's mean loss, each a float64 array of the shape of the batch sizes.

    Attributes
    ----------
    mean, std : ndarray
        In nats; `std` is the standard error.
    skewness : ndarray
        0 where `std` is 0.
    """

    mean: np.ndarray
    std: np.ndarray
    skewness: np.ndarray


def batch_mean_moments(summary: LossSummary, batch_size, *, replace: bool = True) -> BatchMoments:
    """Mean, standard deviation and skewness of the mean loss of B examples.

    With replacement: μ, σ/√B and γ/√B. Without: μ, σ/√B · √((N − B)/(N − 1)) and
    γ · (N − 2B)/(N − 2) · √((N − 1)/(B(N − B))), see W. G. Cochran, *Sampling Techniques*, 1977, section 2.6, and
    J. Wishart, *Moment coefficients of the k-statistics in samples from a finite population*, Biometrika 39, 1952.

    Parameters
    ----------
    summary : LossSummary
        Of the N losses.
    batch_size : array_like of int
        B, one or several; at most N without replacement.
    replace : bool
        With or without replacement.

    Returns
    -------
    BatchMoments

    Raises
    ------
    ValueError
        If a size is below 1, or above N without replacement.

    Examples
    --------
    >>> moments = batch_mean_moments(summarize([0.0, 0.0, 0.0, 4.0]), [1, 3], replace=False)
    >>> moments.std.round(4), moments.skewness.round(4)
    (array([1.7321, 0.5774]), array([ 1.1547, -1.1547]))
    """
    n = summary.n
    std = standard_error(summary.std, batch_size, None if replace else n)
    sizes = np.asarray(batch_size, dtype=np.float64)
    if replace:
        skewness = summary.skewness / np.sqrt(sizes)
    else:  # of 1 or 2 losses all means are symmetric
        rest = np.maximum(sizes * (n - sizes), 1)
        skewness = summary.skewness * (n - 2 * sizes) / max(n - 2, 1) * np.sqrt((n - 1) / rest) * (sizes < n) * (n > 2)
    return BatchMoments(np.full_like(sizes, summary.mean), std, skewness)


@dataclass(frozen=True)
class SamplingLaw:
    """The law of the mean loss ℓ̄ of `batch_size` examples drawn with replacement.

    It is computed with a little noise, and is exact for the mean loss plus that noise: every loss is moved to one
    of the two grid points around it, at random so that its mean stays; for large batches a normal noise of two
    steps comes on top. The points are then drawn together, so that the standard deviation is σ/√B again. The noise
    is sub-Gaussian with a standard deviation of at most `error` (W. Hoeffding, *Probability inequalities for sums
    of bounded random variables*, 1963): it is below 5 · `error` with a chance of 1 − 10⁻⁵, and so

        q(p − 10⁻⁵) − 5 · error  <=  quantile(p)  <=  q(p + 10⁻⁵) + 5 · error

    for the true quantiles q. For B = 1, `quantile` and `cdf` are those of the losses themselves.

    Of very skewed losses most can lie within one step of the smallest. If B losses together lie at most c above B
    times the smallest, none of them lies more than c above it: so the lower end of the law is computed again from
    such losses alone, for c = 1/64, 1/64² and 1/64³ of the range, as far as the chance of it is above 10⁻⁴. There
    nothing is drawn together or moved below the smallest, and the same holds with half the step · √B for `error`.
    `quantile` and `cdf` answer from the finest grid that reaches far enough. The upper end has the first grid alone.

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
    lower : tuple of LowerPart
        The finer grids, each narrower than the one before; for B = 1 the losses.
    """

    batch_size: int
    mean: float
    std: float
    minimum: float
    maximum: float
    error: float
    start: float
    step: float
    cumulative: np.ndarray
    atoms: bool
    lower: tuple[LowerPart, ...] = ()

    @property
    def points(self) -> np.ndarray:
        """The grid, float64 (m,), in nats."""
        return self.start + self.step * np.arange(len(self.cumulative))

    def quantile(self, p) -> np.ndarray:
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
        for part in self.lower:
            found = part.quantile(chance, found)
        return found

    def cdf(self, x) -> np.ndarray:
        """P(ℓ̄ <= x) for losses `x` in nats (array_like), float64 of its shape."""
        x = as_numbers(x, "x").astype(np.float64)
        if self.atoms:
            k = np.floor((x - self.start) / self.step + 1e-6)
            found = np.where(k < 0, 0.0, self.cumulative[np.clip(k, 0, len(self.cumulative) - 1).astype(np.int64)])
        else:
            found = np.interp(x, self.points + self.step / 2, self.cumulative, left=0)
        for part in self.lower:
            found = part.cdf(x, found)
        return found

    def density(self, x) -> np.ndarray:
        """The density of ℓ̄ at losses `x` (array_like), in 1/nats; that of `atoms` as triangles one step wide."""
        height = np.diff(self.cumulative, prepend=0) / self.step
        return np.interp(as_numbers(x, "x"), self.points, height, left=0, right=0)


def sampling_law(losses, batch_sizes) -> tuple[SamplingLaw, ...]:
    """The law of the mean loss for each of several batch sizes, with replacement.

    Nothing is sampled, and the cost hardly depends on N and B: about 3 ms for each size.

    Parameters
    ----------
    losses : array_like of float, shape (N,)
        One loss for each example, in nats.
    batch_sizes : array_like of int
        The sizes B, each from 1 to 10⁹.

    Returns
    -------
    tuple of SamplingLaw
        One for each size, in their order.

    Raises
    ------
    ValueError
        If a loss is not finite, or a size is not whole, below 1 or above 10⁹.

    Examples
    --------
    >>> once, often = sampling_law([0.0, 0.0, 1.0], [1, 10_000])
    >>> once.quantile([0.6, 0.7]), often.quantile([0.025, 0.975]).round(4)
    (array([0., 1.]), array([0.3241, 0.3426]))
    """
    values = np.sort(as_losses(losses))
    sizes = [as_count(size, "batch_sizes", minimum=1) for size in np.atleast_1d(np.asarray(batch_sizes))]
    if max(sizes, default=1) > LARGEST:
        raise ValueError(Message("batch_sizes must be at most {top}; got {got}.", top=LARGEST, got=max(sizes)))
    grid = _on_grid(values, summarize(values))
    if grid is None:
        value = float(values[0])
        step = max(float(np.spacing(abs(value))), 1e-200)
        return tuple(SamplingLaw(size, value, 0.0, value, value, 0.0, value, step, np.ones(1), True) for size in sizes)
    sums = LowerSums(values)
    return tuple(_with_lower(_law(grid, size), sums) for size in sizes)


@dataclass(frozen=True)
class _Grid:
    """The losses on a grid about their mean: x[k] = (k − centre) · step with chance mass[k]."""

    centre: float
    step: float
    mass: np.ndarray
    mean: float
    std: float
    ends: tuple[float, float]
    tails: tuple  # for the left and the right: slopes s, and log E exp(s |x|) where x is on that side


def _on_grid(values: np.ndarray, summary: LossSummary) -> _Grid | None:
    """Put ascending losses on a grid, its points drawn together for the losses' own standard deviation; None without a spread."""
    step = (summary.maximum - summary.minimum) / (POINTS - 1)
    if step == 0 or summary.std == 0:
        return None
    centre = (summary.mean - summary.minimum) / step
    mass = dealt((values - summary.minimum) / step, np.full(len(values), 1 / len(values)), POINTS)
    place = np.arange(POINTS)
    step = summary.std / math.sqrt(mass @ (place - centre) ** 2)
    # Moving mass apart about its place makes E exp(s x) only larger: a coarse grid is enough for a bound
    coarse = dealt(place / (POINTS - 1) * 511, mass, 512)
    x = (np.arange(512) / 511 * (POINTS - 1) - centre) * step
    tails = []
    for side in (-x, x):
        slopes = np.geomspace(1e-5 / summary.std, 700 / max(side.max(), 1e-3 * summary.std), 40)
        tails.append((slopes, np.log(np.exp(np.multiply.outer(slopes, side)) @ coarse)))
    return _Grid(centre, step, mass, summary.mean, summary.std, (summary.minimum, summary.maximum), tuple(tails))


def _law(grid: _Grid, size: int) -> SamplingLaw:
    """The law for one batch size."""
    # Chernoff's bound: P(sum of x > t) <= exp(size · log E exp(s x) − s t) for every s > 0
    low, high = (
        float(np.min((size * log_mean - math.log(TAIL)) / slopes)) / grid.step for slopes, log_mean in grid.tails
    )
    first = max(math.floor(size * grid.centre - low), 0)  # in steps from `size` times the smallest loss
    last = min(math.ceil(size * grid.centre + high), size * (POINTS - 1))
    atoms = last - first < LONGEST
    if atoms:
        mass, start, step, noise = power(grid.mass, size, first, last), first, 1.0, 0.0
    else:
        mass, start, step = zoomed_power(grid.mass, grid.centre, size, first, last)
        noise = SMOOTH * step
    shrink = grid.step / size / math.sqrt(1 + (noise * grid.step / grid.std) ** 2 / size)
    np.maximum(mass, 0, out=mass)  # rounding errors of 1e-16
    cumulative = np.cumsum(mass)
    cumulative /= cumulative[-1]
    error = grid.step / size * math.sqrt(size / 4 + noise**2)
    start = grid.mean + (start - size * grid.centre) * shrink
    return SamplingLaw(
        size, grid.mean, grid.std / math.sqrt(size), *grid.ends, error, start, step * shrink, cumulative, atoms
    )


def _with_lower(law: SamplingLaw, sums: LowerSums) -> SamplingLaw:
    """The law with finer grids at its lower end where it needs them."""
    size = law.batch_size
    if size == 1:
        n = len(sums.ordered)
        return replace(law, lower=(LowerPart(sums.ordered, np.arange(1, n + 1) / n),))
    share = len(sums.near(sums.reaches[0])) / len(sums.ordered)  # a single larger loss makes the sum too large
    chance = law.cdf(law.minimum + sums.reaches[0] / size) if share**size > RARE else 0.0
    for reach in sums.reaches:
        if chance <= RARE or (law.lower and sums.near(reach)[-1] == law.minimum):
            break
        part = sums.part(size, reach)
        law = replace(law, lower=(*law.lower, part))
        chance = part.cumulative[len(part.cumulative) // ZOOM]  # of a mean on the next grid
    return law
