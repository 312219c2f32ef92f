"""Small pictures of many digits, for a screen that shows a thousand at once."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

__all__ = ["halved"]


def halved(images: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Pictures of half the height and width: each pixel is the mean of four, rounded down.

    Parameters
    ----------
    images : ndarray of uint8, shape (N, H, W)
        Where H or W is odd, a row or column of 0 is thought below or to the right.

    Returns
    -------
    ndarray of uint8, shape (N, ⌈H/2⌉, ⌈W/2⌉)

    Examples
    --------
    >>> halved(np.array([[[10, 20, 7], [30, 40, 9]]], np.uint8))
    array([[[25,  4]]], dtype=uint8)
    """
    n, height, width = images.shape
    sums = np.zeros((n, (height + 1) // 2, (width + 1) // 2), np.uint16)
    for row in (0, 1):
        for column in (0, 1):
            part = images[:, row::2, column::2]
            sums[:, : part.shape[1], : part.shape[2]] += part
    sums >>= 2
    return sums.astype(np.uint8)
