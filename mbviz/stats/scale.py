"""Powers of two by which numbers are brought near 1 and back, exactly, so that their squares neither overflow nor vanish."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

__all__ = ["SMALL", "gradual", "scale_of", "small_scale"]

SMALL = 1e-60  # the fourth powers of what is larger have room in float64

# Numbers near the smallest that float64 has lose their digits one by one, which is right and no accident. As a decorator
# it lets a function work also where its caller has told NumPy to raise on that.
gradual = np.errstate(under="ignore")


def scale_of(values: NDArray[Any]) -> float:
    """The power of two just above the largest size of some finite numbers, any shape; 1 where all are 0 or none is there.

    Examples
    --------
    >>> scale_of(np.array([-3.0, 1.0])), scale_of(np.zeros(2))
    (4.0, 1.0)
    """
    largest = max(-float(np.min(values)), float(np.max(values))) if values.size else 0.0
    return math.ldexp(1.0, math.frexp(largest)[1]) if largest else 1.0


def small_scale(values: NDArray[Any]) -> float:
    """`scale_of` values of any shape where it is below 1e-60, 1 elsewhere: what needs no scaling keeps its last digit.

    Examples
    --------
    >>> small_scale(np.array([3.0])), small_scale(np.array([1.5e-100])) < 1e-99
    (1.0, True)
    """
    scale = scale_of(values)
    return scale if scale < SMALL else 1.0
