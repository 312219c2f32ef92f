"""The textbook's dense network in plain NumPy: where its weights start, and its forward pass.

Training is Keras's work (`mbviz.model.train`). Everything else reads softmax outputs, and those
need no more than the few lines here: hidden layers h = sigmoid(h W + b), then softmax(h W + b).
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from math import prod

import numpy as np
from numpy.typing import ArrayLike, NDArray

from mbviz._checks import ROOM, as_array, as_count, as_float32, as_numbers
from mbviz.losses import softmax

__all__ = ["as_layers", "forward", "initial_weights", "scale", "sigmoid", "weight_shapes"]

Weights = tuple[NDArray[np.float32], ...]  # W1, b1, W2, b2, …


def weight_shapes(layers: Sequence[int]) -> tuple[tuple[int, ...], ...]:
    """The shapes of W1, b1, W2, b2, … for the widths in `layers`.

    Parameters
    ----------
    layers : sequence of int
        Widths from the inputs to the classes, at least two.

    Returns
    -------
    tuple of tuple of int
        (inputs, outputs) and (outputs,) for each layer in turn.

    Raises
    ------
    ValueError
        If there are fewer than two widths, or one is no whole number of at least 1.

    Examples
    --------
    >>> weight_shapes((784, 50, 10))
    ((784, 50), (50,), (50, 10), (10,))
    """
    if len(layers) < 2:
        raise ValueError(f"layers must hold at least two widths, inputs and classes; got {tuple(layers)}.")
    widths = [as_count(width, "layers", minimum=1) for width in layers]
    return tuple(shape for fan_in, fan_out in pairwise(widths) for shape in ((fan_in, fan_out), (fan_out,)))


def initial_weights(layers: Sequence[int], seed: int) -> Weights:
    """The weights of the untrained network.

    Each W is uniform in ±√(6 / (fan_in + fan_out)), each b is 0: what Keras's ``Dense`` starts with
    by default (Glorot and Bengio, *Understanding the difficulty of training deep feedforward neural
    networks*, AISTATS 2010, equation 16).

    Parameters
    ----------
    layers : sequence of int
        Widths from the inputs to the classes, at least two.
    seed : int
        Seed of the generator, at least 0; the same seed gives the same weights.

    Returns
    -------
    tuple of ndarray of float32
        W1, b1, W2, b2, …

    Raises
    ------
    ValueError
        If `layers` is not as in `weight_shapes`, would take more than 10⁸ numbers, or `seed` is no whole number of at
        least 0.

    Examples
    --------
    >>> [w.shape for w in initial_weights((784, 50, 10), seed=0)]
    [(784, 50), (50,), (50, 10), (10,)]
    """
    rng = np.random.default_rng(as_count(seed, "seed"))
    shapes = weight_shapes(layers)
    if max(map(prod, shapes)) > ROOM:
        raise ValueError(f"layers must be of at most {ROOM} weights each; got {tuple(layers)}.")
    weights = []
    for shape in shapes:
        if len(shape) == 1:
            weights.append(np.zeros(shape, dtype=np.float32))
        else:
            limit = np.sqrt(6 / sum(shape))
            weights.append(rng.uniform(-limit, limit, shape).astype(np.float32))
    return tuple(weights)


def scale(x: ArrayLike) -> NDArray[np.float32]:
    """Turn pixels, 0 … 255, into the network's inputs, 0 … 1.

    Parameters
    ----------
    x : array_like, shape (N, inputs)
        Pixels of any real dtype. They are divided by 255 whatever the dtype.

    Returns
    -------
    ndarray of float32, shape (N, inputs)

    Raises
    ------
    ValueError
        If `x` is not two-dimensional, or a pixel is not a finite number from 0 to 255.

    Examples
    --------
    >>> scale([[0, 51, 255]])
    array([[0. , 0.2, 1. ]], dtype=float32)
    """
    pixels = as_numbers(x, "x")
    if pixels.ndim != 2:
        raise ValueError(f"x must hold one row of pixels for each image, shape (N, inputs); got shape {pixels.shape}.")
    if pixels.dtype != np.uint8 and pixels.size and (pixels.min() < 0 or pixels.max() > 255):
        raise ValueError(f"x must hold pixels from 0 to 255; got {pixels.min()} to {pixels.max()}.")
    with np.errstate(under="ignore"):
        return pixels.astype(np.float32) / np.float32(255)


def forward(x: ArrayLike, weights: Sequence[ArrayLike], chunk: int = 512) -> NDArray[np.float32]:
    """The network's softmax outputs.

    Parameters
    ----------
    x : array_like, shape (N, inputs)
        Pixels, 0 … 255, of any real dtype (uint8 is the lightest).
    weights : sequence of array_like, shapes as in `weight_shapes`
        W1, b1, W2, b2, … as `initial_weights` or a trained snapshot gives them.
    chunk : int
        Images taken at a time: 512 digits are 1.6 MB as float32, which a cache holds.

    Returns
    -------
    ndarray of float32, shape (N, classes)
        Rows that sum to 1.

    Raises
    ------
    ValueError
        If `x` is not as in `scale`, the weights do not follow on one another or on `x`, they or the logits are not
        finite, or `chunk` is no whole number of at least 1.

    Examples
    --------
    >>> forward([[0, 255]], initial_weights((2, 3, 4), seed=0)).shape
    (1, 4)
    >>> forward([[0, 255]], [np.zeros((2, 4)), np.zeros(4)])
    array([[0.25, 0.25, 0.25, 0.25]], dtype=float32)
    """
    chunk = as_count(chunk, "chunk", minimum=1)
    pixels = as_array(x, "x")
    layers = as_layers(weights)
    if pixels.ndim != 2:
        scale(pixels)  # says what is wrong
    if pixels.shape[1] != len(layers[0][0]):
        raise ValueError(f"x must have {len(layers[0][0])} pixels in each row, as W1 has rows; got {pixels.shape[1]}.")
    y = np.empty((len(pixels), len(layers[-1][1])), dtype=np.float32)
    for start in range(0, len(pixels), chunk):
        h = scale(pixels[start : start + chunk])
        with np.errstate(over="ignore", under="ignore", invalid="ignore"):  # softmax says what is not finite then
            for w, b in layers[:-1]:
                h = sigmoid(h @ w + b)
            w, b = layers[-1]
            y[start : start + chunk] = softmax(h @ w + b)
    return y


def sigmoid(z: NDArray[np.float32]) -> NDArray[np.float32]:
    """1 / (1 + exp(−z)) of each number, any shape."""
    h = np.float32(0.5) * z  # written with tanh, which can not overflow
    np.tanh(h, out=h)
    h += np.float32(1)
    h *= np.float32(0.5)
    return h


def as_layers(weights: Sequence[ArrayLike]) -> list[tuple[NDArray[np.float32], NDArray[np.float32]]]:
    """Return `weights` as float32 pairs (W, b), shapes (fan_in, fan_out) and (fan_out,), that follow on one another.

    Raises
    ------
    ValueError
        If they do not, or hold anything but finite numbers that float32 has room for.

    Examples
    --------
    >>> [w.shape for w, b in as_layers([np.zeros((2, 3)), np.zeros(3), np.zeros((3, 1)), np.zeros(1)])]
    [(2, 3), (3, 1)]
    """
    arrays = [as_float32(as_numbers(w, "weights"), "weights") for w in weights]
    got = tuple(a.shape for a in arrays)
    widths = [s[0] for s in got[::2] if s] + [s[0] for s in got[-1:] if s]
    if len(widths) < 2 or min(widths) < 1 or got != weight_shapes(widths):
        raise ValueError(f"weights must be W1, b1, W2, b2, … with shapes that follow on one another; got shapes {got}.")
    return list(zip(arrays[::2], arrays[1::2], strict=True))
