"""The network's backward pass: for each example what its loss changes by with the inputs of every layer, δ.

The loss of an example is −log(y_t + delta). With the logits z of the last layer, its derivative is

    δ_k = lean · (y_k − [k = t]),   lean = y_t / (y_t + delta),

and each layer before has δ_{l} = (δ_{l+1} W_{l+1}ᵀ) ∘ h_l ∘ (1 − h_l), h being the sigmoid's value (Rumelhart, Hinton
and Williams, *Learning representations by back-propagating errors*, Nature 323, 1986). What the loss changes by with W_l
is then h_{l−1}ᵀ δ_l, and with b_l it is δ_l.

Training is float32, as the weights are. So are sums over more than 1,000 examples, in which the rounding errors of the
examples average out; those over fewer are float64, since a digit that the network is sure of has logits of 10 and more,
of which float32 keeps six decimals, and its gradient's fifth digit would go with them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from mbviz._checks import as_array, as_labels, as_numbers, as_one_hot
from mbviz.model.network import as_layers, scale, sigmoid

__all__ = ["CHUNK", "Checked", "Pass", "both_ways", "checked", "passes"]

CHUNK = 512  # images at a time, as in `forward`
LARGEST = 1e17  # of a δ: float32 has room for the squares of a layer's
FEW = 1_000  # so many examples are worked on in float64

Array = NDArray[Any]  # float32, or float64
Layers = Sequence[tuple[Array, Array]]


class Pass(NamedTuple):
    """What one pass through the network and back leaves.

    Attributes
    ----------
    inputs : list of ndarray of float, shape (B, fan_in)
        h_{l−1}, what each layer gets, the pixels from 0 to 1 first.
    deltas : list of ndarray of float, shape (B, fan_out)
        δ_l of each example's own loss.
    chosen : ndarray of float, shape (B,)
        y_t, the softmax output of the true class.
    """

    inputs: list[Array]
    deltas: list[Array]
    chosen: Array

    def shadows(self, stacked: Layers, count: int) -> Array:
        """Each example's g_i · u for `count` directions as `mbviz.model.gradients.stacked` gives them, (B, count)."""
        found = np.zeros((len(self.chosen), count), self.chosen.dtype)
        for (u, offset), h, back in zip(stacked, self.inputs, self.deltas, strict=True):
            along = (h @ u + offset).reshape(len(h), count, -1)
            found += np.einsum("ndo,no->nd", along, back)
        return found


class Checked(NamedTuple):
    """Arguments that are known to be good: pixels (N, inputs), labels (N,), pairs (W, b)."""

    x: NDArray[Any]
    labels: NDArray[np.int64]
    layers: Layers


def checked(x: ArrayLike, t: ArrayLike, weights: Sequence[ArrayLike]) -> Checked:
    """Return `x`, `t` and `weights` in the one form that is worked with.

    Parameters
    ----------
    x : array_like, shape (N, inputs)
        Pixels, as in `mbviz.model.network.forward`.
    t : array_like, shape (N,) of int, or one-hot of shape (N, classes)
    weights : sequence of array_like, shapes as in `weight_shapes`

    Returns
    -------
    Checked
        With arrays of these shapes, `t` as shape (N,).

    Raises
    ------
    ValueError
        If there is no example, or anything is not as above.
    """
    layers, pixels, classes = as_layers(weights), as_numbers(x, "x"), as_array(t, "t")
    if pixels.ndim != 2:
        scale(pixels)  # says what is wrong
    if pixels.shape[1] != len(layers[0][0]):
        raise ValueError(f"x must have {len(layers[0][0])} pixels in each row, as W1 has rows; got {pixels.shape[1]}.")
    if len(pixels) == 0:
        raise ValueError("x must hold at least one image; got none.")
    n_classes = len(layers[-1][1])
    if classes.ndim == 2:
        rows = as_one_hot(classes, (len(pixels), n_classes))
        return Checked(pixels, rows.argmax(axis=1), layers)
    return Checked(pixels, as_labels(classes, n_classes, rows=len(pixels)), layers)


def both_ways(h: Array, labels: NDArray[np.int64], layers: Layers, delta: float) -> Pass:
    """Go through the network and back.

    Parameters
    ----------
    h : ndarray of float32 or float64, shape (B, inputs)
        Pixels from 0 to 1; what is made of them has their dtype.
    labels : ndarray of int64, shape (B,)
    layers : sequence of (W, b)
    delta : float

    Returns
    -------
    Pass
        Not finite where the weights are too large; the caller looks at that.
    """
    inputs = [h]
    for w, b in layers[:-1]:
        inputs.append(sigmoid(inputs[-1] @ w + b))
    w, b = layers[-1]
    e = inputs[-1] @ w + b
    e -= e.max(axis=1, keepdims=True)
    np.exp(e, out=e)
    at = np.arange(len(e)), labels
    own = e[at]
    e[at] = 0
    others = e.sum(axis=1)  # so that y_t − 1 keeps its digits where y_t is nearly 1
    total = own + others
    chosen = own / total
    added = e.dtype.type(delta)
    share = chosen / ((chosen + added) * total) if added else 1 / total  # lean is 1 then, for a chosen y of 0 as well
    e[at] = -others
    e *= share[:, None]
    deltas = [e]
    for (w, _), value in zip(layers[:0:-1], inputs[:0:-1], strict=True):
        back = deltas[-1] @ w.T
        back *= value
        back *= 1 - value
        deltas.append(back)
    return Pass(inputs, deltas[::-1], chosen)


def passes(given: Checked, delta: float) -> Iterator[tuple[slice, Pass]]:
    """`both_ways` for all examples, some at a time, with the place of each part.

    Raises
    ------
    ValueError
        If a pixel is out of range, or the weights are so large that the outputs are not finite.
    """
    dtype = np.float64 if len(given.labels) <= FEW else np.float32
    layers = [(w.astype(dtype, copy=False), b.astype(dtype, copy=False)) for w, b in given.layers]
    for start in range(0, len(given.labels), CHUNK):
        part = slice(start, start + CHUNK)
        h: Array = scale(given.x[part])
        if dtype == np.float64:
            h = np.asarray(given.x[part], np.float64) / 255
        with np.errstate(over="ignore", under="ignore", invalid="ignore", divide="ignore"):
            found = both_ways(h, given.labels[part], layers, delta)
        if not all(one.min() >= -LARGEST and one.max() <= LARGEST for one in found.deltas):  # a NaN is not
            raise ValueError("weights must be small enough for finite logits and gradients; these are too large.")
        yield part, found
