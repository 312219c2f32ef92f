"""What a set of labelled pictures is; `mbviz.data.datasets` says where to get one."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, DTypeLike, NDArray

from mbviz._checks import as_array, as_count, as_numbers
from mbviz._messages import Message

__all__ = ["MNIST", "Dataset", "Schema", "flatten"]


@dataclass(frozen=True)
class Schema:
    """What all examples of a data set have in common. Nothing else says how large a picture is, or what classes there are.

    Parameters
    ----------
    name : str
        What people call the data.
    image_shape : tuple of (int, int)
        Height and width of a picture in pixels.
    classes : tuple of str
        What the labels 0, 1, 2 … stand for; at most 256, so that a label fits in a byte.

    Raises
    ------
    ValueError
        If a picture has no pixels, or there is no class or more than 256.

    Examples
    --------
    >>> MNIST.pixels, MNIST.n_classes, MNIST.classes[3]
    (784, 10, '3')
    >>> Schema.from_json(MNIST.to_json()) == MNIST
    True
    """

    name: str
    image_shape: tuple[int, int]
    classes: tuple[str, ...]

    def __post_init__(self) -> None:
        height, width = (as_count(side, "image_shape", minimum=1) for side in self.image_shape)
        object.__setattr__(self, "image_shape", (height, width))
        if not 1 <= len(self.classes) <= 256:
            raise ValueError(f"classes must name 1 to 256 classes; got {len(self.classes)}.")

    @property
    def pixels(self) -> int:
        """The number of pixels in a picture, and of the network's inputs."""
        return self.image_shape[0] * self.image_shape[1]

    @property
    def n_classes(self) -> int:
        """The number of classes, and of the network's outputs."""
        return len(self.classes)

    def to_json(self) -> str:
        """The schema as one line of JSON."""
        return json.dumps(asdict(self))

    @classmethod
    def from_json(cls, text: str) -> Schema:
        """The schema that `to_json` wrote; ValueError for any other text."""
        try:
            fields = json.loads(text)
            height, width = fields["image_shape"]
            return cls(fields["name"], (height, width), tuple(fields["classes"]))
        except (KeyError, TypeError, ValueError) as error:
            raise ValueError(f"schema must be the JSON that Schema.to_json writes; got {text!r} ({error}).") from None


MNIST = Schema("MNIST", (28, 28), tuple("0123456789"))


@dataclass(frozen=True, eq=False)
class Dataset:
    """Labelled pictures and where they came from.

    Parameters
    ----------
    images : ndarray of uint8, shape (N, H, W)
        Pixels, 0 (paper) to 255 (ink). Kept as a read-only array; a writable one is copied.
    labels : ndarray of int, shape (N,)
        The true classes, from 0 on. Kept as read-only int64.
    source : str
        A key of `mbviz.data.datasets.SOURCES`.
    path : pathlib.Path
        An .npz from which `load_file` gives the same arrays.
    note : str
        Why a better source was given up; empty when all went well.
    schema : Schema
        H, W and the classes.

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

    images: NDArray[np.uint8] = field(repr=False)
    labels: NDArray[np.int64] = field(repr=False)
    source: str
    path: Path
    note: str = ""
    schema: Schema = MNIST

    def __post_init__(self) -> None:
        images, labels = as_array(self.images, "images (x_train)"), as_array(self.labels, "labels (y_train)")
        _check(images, labels, self.schema)
        object.__setattr__(self, "images", _read_only(images, np.uint8))
        object.__setattr__(self, "labels", _read_only(labels, np.int64))

    @property
    def n(self) -> int:
        """The number of examples, N."""
        return len(self.labels)

    @cached_property
    def fingerprint(self) -> str:
        """SHA-256 over shapes, images and labels as 64 hexadecimal digits: equal data, equal fingerprint."""
        digest = hashlib.sha256(repr((self.images.shape, self.labels.shape)).encode())
        digest.update(self.images.reshape(-1).data)
        digest.update(self.labels.astype(np.uint8).data)  # one byte each, so byte order does not matter
        return digest.hexdigest()


def _check(images: NDArray[Any], labels: NDArray[Any], schema: Schema) -> None:
    """Raise ValueError unless `images` and `labels` are what `Dataset` states."""
    height, width = schema.image_shape
    if images.dtype != np.uint8 or images.shape[1:] != schema.image_shape:
        raise ValueError(
            Message(
                "images (x_train) must be uint8 of shape (N, {height}, {width}); got {dtype} of shape {shape}.",
                height=height,
                width=width,
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
    found = {"top": schema.n_classes - 1, "low": labels.min(), "high": labels.max()}
    if found["low"] < 0 or found["high"] > found["top"]:
        raise ValueError(Message("labels (y_train) must lie from 0 to {top}; got {low} to {high}.", **found))


def _read_only(array: NDArray[Any], dtype: DTypeLike) -> NDArray[Any]:
    """`array` in C order and locked; copied if its owner could still write to it."""
    own = np.array(array, dtype=dtype, order="C", copy=True if array.flags.writeable else None)
    own.setflags(write=False)
    return own


def flatten(images: ArrayLike) -> NDArray[Any]:
    """Lay the pixels of every image out in one row, as the article's ``reshape(N, -1)`` does.

    Parameters
    ----------
    images : array_like, shape (N, H, W)

    Returns
    -------
    ndarray of the dtype of `images`, shape (N, H * W)
        A view of `images` where its memory layout allows one.

    Raises
    ------
    ValueError
        If `images` has not three axes, or holds anything but finite real numbers.

    Examples
    --------
    >>> flatten(np.zeros((5, 28, 28), np.uint8)).shape
    (5, 784)
    """
    pictures = as_numbers(images, "images")
    if pictures.ndim != 3:
        raise ValueError(f"images must have the shape (N, H, W); got {pictures.shape}.")
    n, height, width = pictures.shape
    return pictures.reshape(n, height * width)  # not -1, which fails for N = 0
