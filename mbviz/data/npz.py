"""Labelled pictures read from an .npz file in the layout of Keras's mnist.npz, of any size and any classes."""

from __future__ import annotations

import os
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mbviz._messages import Message, reason
from mbviz.data.dataset import MNIST, Dataset, Schema

__all__ = ["load_file", "load_test_file"]

MOST_BYTES = 10**9  # of both arrays, unpacked: 1.2 million pictures as large as MNIST's


def load_file(path: str | os.PathLike[str], schema: Schema = MNIST) -> Dataset:
    """Read the training examples of an .npz in the layout of Keras's mnist.npz.

    Only ``x_train`` and ``y_train`` are read, and pickled objects never.

    Parameters
    ----------
    path : str or path-like
    schema : Schema
        How large the pictures must be, and which classes there are.

    Returns
    -------
    Dataset

    Raises
    ------
    ValueError
        If the file is missing, no .npz, damaged, or does not hold digits and labels.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = Path(folder) / "three.npz"
    ...     np.savez(path, x_train=np.zeros((3, 28, 28), np.uint8), y_train=[7, 1, 4])
    ...     load_file(path).labels.tolist()
    [7, 1, 4]
    """
    if not isinstance(path, (str, os.PathLike)):
        raise ValueError(Message("path must be a str or a path; got {path!r}.", path=path))
    full = Path(os.path.abspath(os.path.expanduser(path)))
    if not os.path.isfile(full):  # os.path says False where pathlib may raise
        found = Message("no file") if os.path.exists(full) else Message("not there")
        raise ValueError(_wanted(full, schema, Message("which is {found}.", found=found)))
    try:
        images, labels = _read_arrays(full)
    except Exception as error:  # zipfile, zlib and NumPy have a dozen ways to fail on a damaged file
        raise ValueError(
            _wanted(full, schema, Message("which can not be read ({reason}).", reason=reason(error)))
        ) from error
    try:
        return Dataset(images, labels, "file", full, schema=schema)
    except ValueError as error:
        raise ValueError(_wanted(full, schema, Message("where {reason}", reason=reason(error)))) from error


def load_test_file(path: str | os.PathLike[str], schema: Schema = MNIST) -> Dataset | None:
    """The test examples of such an .npz, ``x_test`` and ``y_test``; None where it has none that can be used.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = Path(folder) / "one.npz"
    ...     np.savez(path, x_train=np.zeros((3, 28, 28), np.uint8), y_train=[7, 1, 4])
    ...     print(load_test_file(path))
    None
    """
    try:
        images, labels = _read_arrays(Path(path), "test")
        return Dataset(images, labels, "file", Path(path), schema=schema)
    except Exception:  # as above; a loss of test examples is a gift, and no run waits for it
        return None


def _wanted(path: Path, schema: Schema, wrong: Message) -> Message:
    height, width = schema.image_shape
    return Message(
        "path must name an .npz in the layout of Keras's mnist.npz: x_train of shape (N, {height}, {width}) and dtype uint8, "
        "y_train of shape (N,) with integers from 0 to {top}; got {path!r}, {wrong}",
        height=height,
        width=width,
        top=schema.n_classes - 1,
        path=str(path),
        wrong=wrong,
    )


def _read_arrays(path: Path, part: str = "train") -> tuple[NDArray[Any], NDArray[Any]]:
    """x_train and y_train, or those of another part, of an .npz, locked so that Dataset need not copy them."""
    with open(path, "rb") as file:
        if not zipfile.is_zipfile(file):  # NumPy would take it for a pickle and say so
            raise ValueError(Message("it is no whole .npz archive"))
        file.seek(0)
        with np.load(file, allow_pickle=False) as archive:
            missing = {f"x_{part}", f"y_{part}"}.difference(archive.files)
            if missing:
                raise ValueError(Message("it has no {missing}", missing=", ".join(sorted(missing))))
            names = f"x_{part}", f"y_{part}"
            size, most = sum(archive.zip.getinfo(f"{name}.npy").file_size for name in names), MOST_BYTES // 10**6
            if size > MOST_BYTES:
                raise ValueError(
                    Message(
                        "unpacked it has {size:,} MB; at most {most:,} MB are allowed", size=size // 10**6, most=most
                    )
                )
            arrays = archive[names[0]], archive[names[1]]
    for array in arrays:
        array.setflags(write=False)
    return arrays
