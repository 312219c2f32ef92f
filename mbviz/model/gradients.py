"""What a batch's loss changes by with each weight, and what each example has to do with it.

g_i is the gradient of example i's loss −log(y_t + delta) for all weights. A dense layer's part of it is the outer
product of what the layer gets, h_{l−1,i}, and of δ_{l,i} (`mbviz.model.backward`), so its length and its shadow on a
direction come without forming it.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from mbviz._checks import as_delta, as_float32, as_numbers
from mbviz.losses import DELTA
from mbviz.model.backward import Layers, Pass, checked, passes
from mbviz.model.network import Weights

__all__ = ["add_gradient", "gradient_shadows", "gradients", "layer_squares", "squared_gradient_norms", "stacked"]

Array = NDArray[np.float32]


def gradients(x: ArrayLike, t: ArrayLike, weights: Sequence[ArrayLike], delta: float = DELTA) -> Weights:
    """The gradient of the batch's mean loss −log(y_t + delta) for each weight.

    Parameters
    ----------
    x : array_like, shape (B, inputs)
        Pixels, 0 … 255, as in `mbviz.model.network.forward`.
    t : array_like, shape (B,) of int, or one-hot of shape (B, classes)
        True classes.
    weights : sequence of array_like, shapes as in `weight_shapes`
        W1, b1, W2, b2, …; taken as float32.
    delta : float
        Added to the probability before the logarithm, at least 0.

    Returns
    -------
    tuple of ndarray of float32
        Shaped as `weights`, in nats per unit of weight. Sums over many examples are taken in float64.

    Raises
    ------
    ValueError
        If there is no example, the shapes do not fit, a pixel, label or weight is not as above, or the weights are so
        large that the gradient is not finite.

    Examples
    --------
    >>> w, b = gradients([[255, 0]], [1], [np.zeros((2, 2)), np.zeros(2)], delta=0)
    >>> w, b
    (array([[ 0.5, -0.5],
           [ 0. ,  0. ]], dtype=float32), array([ 0.5, -0.5], dtype=float32))
    """
    given, delta = checked(x, t, weights), as_delta(delta)
    totals = [np.zeros(array.shape) for pair in given.layers for array in pair]
    for _, found in passes(given, delta):
        add_gradient(totals, found)
    return tuple((total / len(given.labels)).astype(np.float32) for total in totals)


def add_gradient(totals: list[NDArray[np.float64]], found: Pass, weights: Array | None = None) -> None:
    """Add the gradients of a part's examples to `totals`, shapes as in `weight_shapes`.

    Parameters
    ----------
    totals : list of ndarray of float64, shapes as in `weight_shapes`
    found : Pass
    weights : ndarray of float32, shape (B,), optional
        How often each example counts; once by default.
    """
    for layer, (h, delta) in enumerate(zip(found.inputs, found.deltas, strict=True)):
        counted = delta if weights is None else delta * weights[:, None]
        totals[2 * layer] += h.T @ counted
        totals[2 * layer + 1] += counted.sum(axis=0)


def squared_gradient_norms(
    x: ArrayLike, t: ArrayLike, weights: Sequence[ArrayLike], delta: float = DELTA
) -> NDArray[np.float64]:
    """‖g_i‖² of each example, without forming a single g_i.

    A layer's part of it is (‖h_{l−1,i}‖² + 1) · ‖δ_{l,i}‖² (I. Goodfellow, *Efficient Per-Example Gradient
    Computations*, 2015, arXiv:1510.01799, section 2).

    Parameters
    ----------
    x : array_like, shape (N, inputs)
        Pixels, 0 … 255.
    t : array_like, shape (N,) of int, or one-hot of shape (N, classes)
    weights : sequence of array_like, shapes as in `weight_shapes`
    delta : float

    Returns
    -------
    ndarray of float64, shape (N,)

    Raises
    ------
    ValueError
        As `gradients`.

    Examples
    --------
    >>> squared_gradient_norms([[255, 0], [0, 0]], [1, 0], [np.zeros((2, 2)), np.zeros(2)], delta=0)
    array([1. , 0.5])
    """
    given, delta = checked(x, t, weights), as_delta(delta)
    norms = np.empty(len(given.labels))
    for part, found in passes(given, delta):
        norms[part] = sum(layer_squares(found))
    return norms


def layer_squares(found: Pass) -> list[NDArray[np.float64]]:
    """Each layer's part of ‖g_i‖², float64 of shape (B,)."""
    return [
        (np.einsum("ij,ij->i", h, h).astype(np.float64) + 1) * np.einsum("ij,ij->i", delta, delta)
        for h, delta in zip(found.inputs, found.deltas, strict=True)
    ]


def gradient_shadows(
    x: ArrayLike,
    t: ArrayLike,
    weights: Sequence[ArrayLike],
    directions: Sequence[Sequence[ArrayLike]],
    delta: float = DELTA,
) -> NDArray[np.float64]:
    """Each example's g_i · u, for several directions u.

    A batch's gradient has as its shadow the mean of its examples' shadows, so `loss_estimates` and `sampling_law` serve
    them as they serve losses.

    Parameters
    ----------
    x : array_like, shape (N, inputs)
        Pixels, 0 … 255.
    t : array_like, shape (N,) of int, or one-hot of shape (N, classes)
    weights : sequence of array_like, shapes as in `weight_shapes`
    directions : sequence of sequences of array_like, each with the shapes of `weights`
        D of them, of any length; those of length 1 make the shadow a length.
    delta : float

    Returns
    -------
    ndarray of float64, shape (N, D)

    Raises
    ------
    ValueError
        If a direction is not shaped as the weights, or as `gradients`.

    Examples
    --------
    >>> net = [np.zeros((2, 2)), np.zeros(2)]
    >>> gradient_shadows([[255, 0]], [1], net, [gradients([[255, 0]], [1], net)], delta=0).round(6)
    array([[1.]])
    """
    given, delta = checked(x, t, weights), as_delta(delta)
    side_by_side = stacked(directions, given.layers)
    shadows = np.empty((len(given.labels), len(directions)))
    for part, found in passes(given, delta):
        shadows[part] = found.shadows(side_by_side, len(directions))
    return shadows


def stacked(directions: Sequence[Sequence[ArrayLike]], layers: Layers) -> list[tuple[Array, Array]]:
    """For each layer the directions' W side by side, (fan_in, D · fan_out), and their b, (D · fan_out,).

    Raises
    ------
    ValueError
        If there is none, or one is not shaped as the layers.
    """
    wanted = tuple(array.shape for pair in layers for array in pair)
    checked_ones = []
    for direction in directions:
        parts = [as_float32(as_numbers(part, "directions"), "directions") for part in direction]
        if tuple(part.shape for part in parts) != wanted:
            got = tuple(part.shape for part in parts)
            raise ValueError(f"directions must each have the shapes of weights, {wanted}; got {got}.")
        checked_ones.append(parts)
    if not checked_ones:
        raise ValueError("directions must hold at least one direction; got none.")
    by_array = [np.concatenate(parts, axis=-1) for parts in zip(*checked_ones, strict=True)]
    return list(zip(by_array[::2], by_array[1::2], strict=True))
