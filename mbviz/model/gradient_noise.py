"""How much the gradients of the examples differ: the gradient noise, exact over all the data."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from mbviz._checks import as_delta
from mbviz.losses import DELTA
from mbviz.model.backward import checked, passes
from mbviz.model.gradients import add_gradient, layer_squares

__all__ = ["GradientNoise", "LayerNoise", "gradient_noise"]

LARGEST = 100  # one example in so many counts to the largest


@dataclass(frozen=True)
class LayerNoise:
    """Signal and noise of one layer's W and b; those of all layers add up to the network's.

    Attributes
    ----------
    signal : float
        The layer's part of ‖G‖².
    noise : float
        The layer's part of tr Σ.
    scale : float
        noise / signal; infinite where there is no signal.
    """

    signal: float
    noise: float
    scale: float


@dataclass(frozen=True)
class GradientNoise:
    """The full gradient's length, and how far the examples' gradients are from it.

    Attributes
    ----------
    n : int
        How many examples, N.
    signal : float
        ‖G‖², the squared length of the mean of all g_i.
    noise : float
        tr Σ = mean ‖g_i‖² − ‖G‖²: the mean squared distance of a g_i from G. A batch of B drawn with replacement has
        tr Σ / B, and so E‖g_B‖² = ‖G‖² + tr Σ / B.
    scale : float
        B_simple = tr Σ / ‖G‖², the batch size at which signal and noise are equally large (McCandlish, Kaplan, Amodei
        and the OpenAI Dota Team, *An Empirical Model of Large-Batch Training*, 2018, arXiv:1812.06162, equation 2.9).
        Infinite where there is no signal.
    by_layer : tuple of LayerNoise
        The same for each layer.
    top_share : float
        What the 1 % of the examples with the longest gradients hold of Σ‖g_i‖² (their number rounded up).
    """

    n: int
    signal: float
    noise: float
    scale: float
    by_layer: tuple[LayerNoise, ...]
    top_share: float


def gradient_noise(x: ArrayLike, t: ArrayLike, weights: Sequence[ArrayLike], delta: float = DELTA) -> GradientNoise:
    """Signal, noise and simple noise scale of the gradient, exact over all N, by one pass forward and back.

    Parameters
    ----------
    x : array_like, shape (N, inputs)
        Pixels, 0 … 255.
    t : array_like, shape (N,) of int, or one-hot of shape (N, classes)
    weights : sequence of array_like, shapes as in `weight_shapes`
    delta : float
        Added to the probability before the logarithm, at least 0.

    Returns
    -------
    GradientNoise

    Raises
    ------
    ValueError
        As `mbviz.model.gradients.gradients`.

    Examples
    --------
    >>> found = gradient_noise([[255], [255]], [0, 1], [np.zeros((1, 2)), np.zeros(2)], delta=0)
    >>> found.signal, found.noise, found.scale
    (0.0, 1.0, inf)
    """
    given, delta = checked(x, t, weights), as_delta(delta)
    n = len(given.labels)
    totals = [np.zeros(array.shape) for pair in given.layers for array in pair]
    squares = np.empty((len(given.layers), n))
    for part, found in passes(given, delta):
        add_gradient(totals, found)
        squares[:, part] = layer_squares(found)
    signals = [float(np.vdot(total, total)) / n**2 for total in totals]
    layers = tuple(
        layer_noise(w + b, float(mean))
        for w, b, mean in zip(signals[::2], signals[1::2], squares.mean(axis=1), strict=True)
    )
    whole = layer_noise(sum(layer.signal for layer in layers), float(squares.sum(axis=0).mean()))
    longest = _top_share(squares.sum(axis=0))
    return GradientNoise(n, whole.signal, whole.noise, whole.scale, layers, longest)


def layer_noise(signal: float, mean_square: float) -> LayerNoise:
    """Noise and scale from ‖G‖² and mean ‖g_i‖².

    Examples
    --------
    >>> layer_noise(2.0, 6.0)
    LayerNoise(signal=2.0, noise=4.0, scale=2.0)
    """
    noise = max(mean_square - signal, 0.0)  # below 0 by rounding alone
    return LayerNoise(signal, noise, noise / signal if signal > 0 else math.inf if noise else math.nan)


def _top_share(squares: NDArray[np.float64]) -> float:
    rest = len(squares) + -len(squares) // LARGEST
    total = float(squares.sum())
    return float(np.partition(squares, rest)[rest:].sum()) / total if total and rest else 1.0
