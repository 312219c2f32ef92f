"""The angle between a batch's gradient and the full one."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from mbviz._checks import as_numbers, as_real, as_sizes
from mbviz._messages import Message

__all__ = ["cosine", "expected_cosine"]

LARGEST_NORM = 1e150  # squares of what is larger have no room in float64


@np.errstate(under="ignore")
def cosine(g: ArrayLike | Sequence[ArrayLike], G: ArrayLike | Sequence[ArrayLike]) -> float:
    """The cosine of the angle between two gradients.

    Parameters
    ----------
    g, G : array_like of any shape, or sequence of them (shapes as in `weight_shapes`)
        Both of the same shapes, neither all 0.

    Returns
    -------
    float
        From −1 to 1.

    Raises
    ------
    ValueError
        If the shapes differ, a number is not finite or above 10¹⁵⁰ in size, or one of the two is 0 and has no direction.

    Examples
    --------
    >>> cosine([1.0, 0.0], [3.0, 4.0])
    0.6
    >>> cosine((np.zeros((2, 2)), [2.0]), (np.zeros((2, 2)), [3.0]))
    1.0
    """
    one, other = _parts(g, "g"), _parts(G, "G")
    shapes = [tuple(part.shape for part in parts) for parts in (one, other)]
    if shapes[0] != shapes[1]:
        raise ValueError(
            Message("g and G must have the same shapes; got {one} and {other}.", one=shapes[0], other=shapes[1])
        )
    a, b = (_unit(parts, name) for parts, name in ((one, "g"), (other, "G")))
    return min(max(float(a @ b), -1.0), 1.0)


def _parts(value: ArrayLike | Sequence[ArrayLike], name: str) -> list[NDArray[np.float64]]:
    """The arrays of a gradient, as float64: one, or those of a list or tuple that holds arrays."""
    given: Sequence[ArrayLike | Sequence[ArrayLike]] = [value]
    if isinstance(value, (list, tuple)) and any(isinstance(p, (list, tuple)) or getattr(p, "ndim", 0) for p in value):
        given = value
    return [as_numbers(part, name, most=LARGEST_NORM).astype(np.float64) for part in given]


def _unit(parts: list[NDArray[np.float64]], name: str) -> NDArray[np.float64]:
    """All numbers of a gradient in a row, scaled to length 1."""
    flat = np.concatenate([part.ravel() for part in parts]) if parts else np.zeros(0)
    largest = float(np.abs(flat).max(initial=0.0))
    if not largest:
        raise ValueError(Message("{name} must not be 0 everywhere, which has no direction.", name=name))
    flat = flat / largest  # so that no square vanishes or overflows
    return flat / np.sqrt(flat @ flat)


@np.errstate(under="ignore")
def expected_cosine(noise_scale: float, batch_size: ArrayLike) -> NDArray[np.float64]:
    """About the cosine that a batch's gradient has with the full one: 1/√(1 + B_simple/B).

    g_B has ‖G‖² of its squared length along G and tr Σ / B of noise on average, nearly all of it at right angles to G
    where there are many weights: so the cosine of a typical batch is ‖G‖ / √(‖G‖² + tr Σ / B).

    Parameters
    ----------
    noise_scale : float
        B_simple, at least 0; infinite where there is no signal.
    batch_size : array_like of int, any shape
        B.

    Returns
    -------
    ndarray of float64, the shape of `batch_size`

    Raises
    ------
    ValueError
        If the noise scale is no number of at least 0, or a size is no whole number of at least 1.

    Examples
    --------
    >>> expected_cosine(300.0, [100, 300]).round(4)
    array([0.5   , 0.7071])
    """
    scale = as_real(noise_scale)
    if not scale >= 0:
        raise ValueError(Message("noise_scale must be a number of at least 0; got {got!r}.", got=noise_scale))
    sizes = as_sizes(batch_size, "batch_size", whole_floats=True)
    times = np.vectorize(lambda size: scale / size if size < 1e300 else 0.0, otypes=[np.float64])(sizes)[()]
    return 1 / np.sqrt(1 + times)
