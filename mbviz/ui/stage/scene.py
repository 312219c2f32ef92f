"""A scene: all that the stage knows of a network before any batch is drawn, so that a moving hand needs no answer.

It holds the estimates of the first draws of every round size, and the law of the mean loss at these sizes.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from mbviz.sampling import round_sizes
from mbviz.stats.bands import QuantileBands, quantile_bands
from mbviz.stats.estimates import loss_estimates
from mbviz.ui.draws import drawn
from mbviz.ui.settings import Settings

BLOCK = 200  # draws whose estimates are sent together
# How much of the law lies within each pair of quantiles, the widest first
CHANCES = (0.9999, 0.999, 0.99, 0.98, 0.95, 0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3, 0.2, 0.1, 0.05, 1e-6)
ROUND = (1.0, 1.2, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0)


@dataclass(frozen=True)
class Scene:
    """What belongs to a network, a seed and a way of drawing.

    Attributes
    ----------
    name : str
        Of network, seed and way; the browser asks for scenes by what it lacks.
    sizes : tuple of int
        The m round batch sizes.
    estimates : ndarray of float32, shape (m, BLOCK)
        Mean losses of the first draws, in nats.
    quantiles : ndarray of float32, shape (m, 2 · len(CHANCES))
        Of the law of the mean loss, ascending, in nats; their chances are `levels`.
    mean, std : float
        μ and σ of the losses, in nats.
    top : float
        Where the loss axis ends, in nats: a round number above nearly all batches of 2, the same for every batch.
    """

    name: str
    sizes: tuple[int, ...]
    estimates: NDArray[np.float32]
    quantiles: NDArray[np.float32]
    mean: float
    std: float
    top: float


def levels() -> list[float]:
    """The chances of a mean loss below each of the quantiles, ascending."""
    tails = [(1 - chance) / 2 for chance in CHANCES]
    return [*tails, *(1 - tail for tail in reversed(tails))]


def name_of(settings: Settings) -> str:
    """The name of the scene that shows these settings."""
    return f"{settings.snapshot.name} {settings.seed} {'with' if settings.replace else 'without'}"


def scene_of(settings: Settings) -> Scene:
    """The scene of these settings, made once for all visitors."""
    name = name_of(settings)
    return _scene(settings.dataset.fingerprint, name, settings.seed, settings.replace, settings.snapshot.losses)


@st.cache_resource(max_entries=64, show_spinner=False)
def _scene(fingerprint: str, name: str, seed: int, replace: bool, _losses: NDArray[np.float64]) -> Scene:
    sizes = round_sizes(len(_losses))
    key = fingerprint, name
    found = drawn(("scene", *key), loss_estimates, _losses, sizes, BLOCK, seed=seed, replace=replace)
    table = _of_round_sizes((fingerprint, name.split()[0]), replace, _losses)
    widest = table[min(1, len(sizes) - 1), -1 - CHANCES.index(0.95)]
    estimates = found.astype(np.float32)
    return Scene(name, sizes, estimates, table, float(_losses.mean()), float(_losses.std()), _rounded_up(float(widest)))


def _of_round_sizes(of: tuple[str, str], replace: bool, losses: NDArray[np.float64]) -> NDArray[np.float32]:
    """`quantiles_of` the round sizes; `of` is the data's fingerprint and the network's name."""
    key, sizes = ("quantiles", *of, replace), round_sizes(len(losses))
    return _as_table(drawn(key, quantile_bands, losses, sizes, replace=replace, chances=CHANCES))


def quantiles_at(settings: Settings) -> NDArray[np.float32]:
    """`quantiles_of` the batch size that is set, computed once for all visitors.

    Parameters
    ----------
    settings : Settings

    Returns
    -------
    ndarray of float32, shape (2 · len(CHANCES),)
        Ascending, in nats; their chances are `levels`.
    """
    size, losses, data = settings.batch_size, settings.snapshot.losses, settings.dataset.fingerprint
    sizes = round_sizes(len(losses))
    if size in sizes:
        return _of_round_sizes((data, settings.snapshot.name), settings.replace, losses)[sizes.index(size)]
    return law_of(data, name_of(settings), size, settings.replace, losses)[0]


def quantiles_of(losses: NDArray[np.float64], sizes: tuple[int, ...], replace: bool) -> NDArray[np.float32]:
    """Quantiles of the law of the mean loss at each size.

    Parameters
    ----------
    losses : ndarray of float64, shape (N,)
        In nats.
    sizes : tuple of int
        The m batch sizes.
    replace : bool
        With or without replacement.

    Returns
    -------
    ndarray of float32, shape (m, 2 · len(CHANCES))
        Ascending, in nats; their chances are `levels`.
    """
    return _as_table(quantile_bands(losses, sizes, replace=replace, chances=CHANCES))


def _as_table(bands: QuantileBands) -> NDArray[np.float32]:
    return np.concatenate([bands.low, bands.high[::-1]]).T.astype(np.float32)


@st.cache_resource(max_entries=256, show_spinner=False)
def law_of(fingerprint: str, name: str, size: int, replace: bool, _losses: NDArray[np.float64]) -> NDArray[np.float32]:
    """`quantiles_of` one size: float32 (1, 2 · len(CHANCES)), computed once; `_losses` has the shape (N,)."""
    return quantiles_of(_losses, (size,), replace)


@st.cache_resource(max_entries=256, show_spinner=False)
def block_of(
    fingerprint: str, name: str, size: int, block: int, seed: int, replace: bool, _losses: NDArray[np.float64]
) -> NDArray[np.float32]:
    """The estimates of the draws BLOCK · `block` … of one size: float32 (BLOCK,), in nats."""
    key, first = ("block", fingerprint, name, size, block), BLOCK * block
    found = drawn(key, loss_estimates, _losses, [size], BLOCK, seed=seed, replace=replace, first=first)
    return found[0].astype(np.float32)


def _rounded_up(value: float) -> float:
    """The next round number; 1 for a loss that is 0."""
    if not value > 0:
        return 1.0
    power = 10.0 ** math.floor(math.log10(value))
    return next(step for step in ROUND if step * power >= value) * power
