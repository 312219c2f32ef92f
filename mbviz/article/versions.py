"""The article's functions, mended: three ways to the same loss. The page shows their source and times them.

They are as short as in the article and check nothing; `compare` and `time_versions` check what they hand on.
"""

from __future__ import annotations

import ast
import inspect
import struct
from collections.abc import Callable
from functools import partial
from statistics import median
from time import perf_counter
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from mbviz._checks import as_array, as_count, as_labels, as_outputs
from mbviz.losses import DELTA, one_hot, per_example_loss

__all__ = [
    "VERSIONS",
    "compare",
    "loop_version",
    "one_hot_version",
    "picked_version",
    "source",
    "time_versions",
    "ulps_apart",
]

SLOW = 0.2  # seconds; what takes longer is timed once


def one_hot_version(y: NDArray[np.float64], t: NDArray[np.number], delta: float) -> float:
    """The article's version 1: multiply every logarithm by the one-hot row, and add up.

    Parameters
    ----------
    y : ndarray of float64, shape (B, C)
        Softmax outputs.
    t : ndarray, one-hot, shape (B, C)
        True classes.
    delta : float
        With 0, a row with a 0 in it gives nan, even beside the true class: 0 · log(0) = 0 · −inf.

    Returns
    -------
    float
        The mean loss in nats.

    Examples
    --------
    >>> round(one_hot_version(np.array([[0.1, 0.7, 0.2]]), np.array([[0, 1, 0]]), 1e-7), 4)
    np.float64(0.3567)
    """
    batch_size = y.shape[0]
    losses = -np.sum(t * np.log(y + delta), axis=1)
    return np.sum(losses) / batch_size


def picked_version(y: NDArray[np.float64], t: NDArray[np.int64], delta: float) -> float:
    """The article's version 2: pick the true class's output from each row, and take only its logarithm.

    Parameters
    ----------
    y : ndarray of float64, shape (B, C)
        Softmax outputs.
    t : ndarray of int, shape (B,)
        True classes.
    delta : float
        With 0, a pick of 0 makes the loss infinite.

    Returns
    -------
    float
        The mean loss in nats.

    Examples
    --------
    >>> round(picked_version(np.array([[0.1, 0.7, 0.2]]), np.array([1]), 1e-7), 4)
    np.float64(0.3567)
    """
    batch_size = y.shape[0]
    losses = -np.log(y[np.arange(batch_size), t] + delta)
    return np.sum(losses) / batch_size


def loop_version(y: NDArray[np.float64], t: NDArray[np.number], delta: float) -> float:
    """The article's formula as it stands, −(1/N) Σ_n Σ_k t_nk log(y_nk + δ), in two plain loops.

    Parameters
    ----------
    y, t, delta
        As in `one_hot_version`.

    Returns
    -------
    float
        The mean loss in nats.

    Examples
    --------
    >>> round(loop_version(np.array([[0.1, 0.7, 0.2]]), np.array([[0, 1, 0]]), 1e-7), 4)
    np.float64(0.3567)
    """
    batch_size, n_classes = y.shape
    losses = np.zeros(batch_size)
    for n in range(batch_size):
        for k in range(n_classes):
            losses[n] -= t[n, k] * np.log(y[n, k] + delta)
    return np.sum(losses) / batch_size


Version = Callable[[NDArray[np.float64], NDArray[Any], float], float]
VERSIONS: tuple[Version, ...] = (one_hot_version, picked_version, loop_version)


def source(version: Callable[..., object]) -> str:
    """A function's source as the page shows it: without its docstring and its types.

    Parameters
    ----------
    version : function
        One of `VERSIONS`, or any function at the left margin of its file whose arguments have names and nothing else.

    Returns
    -------
    str

    Examples
    --------
    >>> print(source(picked_version))
    def picked_version(y, t, delta):
        batch_size = y.shape[0]
        losses = -np.log(y[np.arange(batch_size), t] + delta)
        return np.sum(losses) / batch_size
    """
    code = inspect.getsource(version)
    lines, function = code.rstrip().splitlines(), ast.parse(code).body[0]
    assert isinstance(function, ast.FunctionDef)
    first = function.body[1 if ast.get_docstring(function) is not None else 0]
    arguments = ", ".join(argument.arg for argument in function.args.args)
    return "\n".join([f"def {function.name}({arguments}):", *lines[first.lineno - 1 :]])


def _calls(y: ArrayLike, t: ArrayLike, delta: float) -> dict[str, Callable[[], float]]:
    """Each version's call, with `t` in the form that it takes."""
    outputs = np.atleast_2d(as_outputs(y).astype(np.float64))
    labels = as_labels(np.atleast_1d(as_array(t, "t")), outputs.shape[-1])
    rows = one_hot(labels, outputs.shape[1])
    per_example_loss(outputs, rows, delta)  # refuses with a sentence what the versions would stumble over
    return {
        version.__name__: partial(version, outputs, labels if version is picked_version else rows, delta)
        for version in VERSIONS
    }


def compare(y: ArrayLike, t: ArrayLike, delta: float = DELTA) -> dict[str, float]:
    """The loss by all three versions; with delta > 0 they agree to the last bit.

    They do because each fills the same `losses`, where only zeros are added to the true class's logarithm,
    and because one ``np.sum`` adds them up. With delta = 0 the versions that multiply by zeros give nan.

    Parameters
    ----------
    y : array_like of float, shape (B, C), or (C,) for one example
    t : array_like of int, shape (B,)
        True classes; the one-hot rows are made from them.
    delta : float

    Returns
    -------
    dict of str to float
        By the functions' names, in the order of `VERSIONS`; in nats.

    Raises
    ------
    ValueError
        If `y`, `t` or `delta` are not as in `mbviz.per_example_loss`, or `t` is one-hot.

    Examples
    --------
    >>> compare([[0.5, 0.5]], [1], delta=0)
    {'one_hot_version': 0.6931471805599453, 'picked_version': 0.6931471805599453, 'loop_version': 0.6931471805599453}
    """
    with np.errstate(divide="ignore", invalid="ignore"):  # log(0), and 0 times it
        return {name: float(call()) for name, call in _calls(y, t, delta).items()}


def time_versions(y: ArrayLike, t: ArrayLike, delta: float = DELTA, repeats: int = 5) -> dict[str, float]:
    """How long each version takes; making the one-hot rows is not counted.

    Parameters
    ----------
    y, t, delta
        As in `compare`.
    repeats : int
        Runs of each version, at least 1. One that takes over 0.2 s runs only once: the loop for 60,000 examples.

    Returns
    -------
    dict of str to float
        Median seconds by the functions' names.

    Raises
    ------
    ValueError
        As in `compare`, or if `repeats` is no count.

    Examples
    --------
    >>> list(time_versions([[0.5, 0.5]], [1]))
    ['one_hot_version', 'picked_version', 'loop_version']
    """
    repeats = as_count(repeats, "repeats", minimum=1)
    with np.errstate(divide="ignore", invalid="ignore"):
        return {name: _median_time(call, repeats) for name, call in _calls(y, t, delta).items()}


def _median_time(call: Callable[[], float], repeats: int) -> float:
    seconds: list[float] = []
    while len(seconds) < repeats and (not seconds or seconds[0] <= SLOW):
        start = perf_counter()
        call()
        seconds.append(perf_counter() - start)
    return median(seconds)


def ulps_apart(a: float, b: float) -> int:
    """How many steps between neighbouring float64 lie between two numbers (ulp: unit in the last place).

    Floats of one sign are ordered as their bits are when read as integers (IEEE 754), so the steps are a difference
    of integers; 0.0 and −0.0 are no step apart.

    Parameters
    ----------
    a, b : float
        Not nan.

    Returns
    -------
    int

    Raises
    ------
    ValueError
        If one is nan, which lies nowhere.

    Examples
    --------
    >>> ulps_apart(0.3, 0.1 + 0.2), ulps_apart(1.0, 1.0)
    (1, 0)
    """
    if a != a or b != b:
        raise ValueError(f"a and b must be numbers, not nan; got {a} and {b}.")
    return abs(_steps_from_zero(a) - _steps_from_zero(b))


def _steps_from_zero(number: float) -> int:
    steps = struct.unpack("<q", struct.pack("<d", abs(number)))[0]
    return -steps if number < 0 else steps
