"""Keras's own losses beside ours: asked of a child process, and restated in NumPy.

TensorFlow costs seconds and hundreds of megabytes, so a child holds it (`mbviz.model.keras_child`).
`as_keras_does` says why its values are not quite −log(y + delta).
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from mbviz._checks import LARGEST_LOSS, as_float32, as_labels, as_numbers, as_outputs
from mbviz._messages import Message, without_folders
from mbviz.model.keras_child import NAMES, KerasChild, check_name, encode

__all__ = ["NAMES", "Answer", "KerasLosses", "as_keras_does"]

IDLE_SECONDS = 300.0
PATIENCE = 0.1  # seconds that `ask` waits for a child that is up; most answers take 5 ms
N_ANSWERS, N_PENDING = 256, 32  # the oldest are dropped; whoever still wants one asks again


@dataclass(frozen=True)
class Answer:
    """What is known of a loss that was asked for.

    Parameters
    ----------
    state : str
        "starting" (no value yet: ask again), "ready" or "failed".
    value : float or None
        The mean loss in nats when ready.
    message : str
        Why it failed, as a `Message`; empty otherwise.
    """

    state: str
    value: float | None = None
    message: str = ""


class KerasLosses:
    """Keras's loss functions, with a child process that is started when needed and ended when idle.

    Every method may be called from any thread. The child ends with this process, however that ends.

    Parameters
    ----------
    idle_seconds : float
        A child that has computed nothing for so long is ended; the next question starts another.

    Examples
    --------
    >>> losses = KerasLosses()                                                        # doctest: +SKIP
    >>> losses.ask("sparse_categorical_crossentropy", [1], [[0.1, 0.7, 0.2]]).state   # doctest: +SKIP
    'starting'
    >>> losses.value("sparse_categorical_crossentropy", [1], [[0.1, 0.7, 0.2]])       # doctest: +SKIP
    0.3566748797893524
    """

    def __init__(self, idle_seconds: float = IDLE_SECONDS) -> None:
        self._idle_seconds = idle_seconds
        self._answers: OrderedDict[bytes, Answer] = OrderedDict()
        self._pending: OrderedDict[bytes, bytes] = OrderedDict()
        self._child: KerasChild | None = None
        self._failure = ""
        self._lock = threading.RLock()
        self._work = threading.Condition(self._lock)  # told of requests
        self._news = threading.Condition(self._lock)  # told of answers

    def ask(self, name: str, t: ArrayLike, y: ArrayLike, patience: float = PATIENCE) -> Answer:
        """The loss if it is known, else a start on it; for a page that asks again.

        Parameters
        ----------
        name : str
            One of `NAMES`, a function of ``keras.losses``; from_logits=False and its other defaults.
        t : array_like, shape (B,) of int for the sparse function, else (B, C)
            True classes.
        y : array_like of float, shape (B, C)
            Softmax outputs; sent as float32.
        patience : float
            Seconds to wait at most, and only for a child that is up.

        Returns
        -------
        Answer
            What Keras refuses (shapes that do not fit) and a crash have the state "failed". After a
            crash no child is started until `retry`.

        Raises
        ------
        ValueError
            If there is no function `name`, t or y holds something else than finite numbers, or nothing, or y holds a
            negative number.
        """
        request = encode(name, t, y)
        key = blake2b(request, digest_size=16).digest()
        with self._lock:
            answer = self._look(key, request)
            if answer.state == "starting" and self._child and self._child.is_up:
                self._news.wait_for(lambda: key in self._answers or not self._child, timeout=patience)
                answer = self._look(key, request)
            return answer

    def value(self, name: str, t: ArrayLike, y: ArrayLike, timeout: float = 60.0) -> float:
        """The mean loss in nats, waited for; the arguments are those of `ask`.

        Raises
        ------
        ValueError
            As `ask` does, and with Keras's words when Keras refuses t and y.
        RuntimeError
            If the child has crashed.
        TimeoutError
            After `timeout` seconds.
        """
        request = encode(name, t, y)
        key = blake2b(request, digest_size=16).digest()
        deadline = time.monotonic() + timeout
        with self._lock:
            while (answer := self._look(key, request)).state == "starting":
                if not self._news.wait(deadline - time.monotonic()):
                    raise TimeoutError(Message("Keras has not answered within {seconds} seconds.", seconds=timeout))
            if answer.state == "failed":
                raise (ValueError if key in self._answers else RuntimeError)(answer.message)
            assert answer.value is not None, "what is ready has a value"
            return answer.value

    def retry(self) -> None:
        """Forget what failed; the next question starts a child."""
        with self._lock:
            self._failure = ""
            self._answers = OrderedDict((key, a) for key, a in self._answers.items() if a.state == "ready")

    def end(self) -> None:
        """End the child, if there is one, as idling does; the next question starts another."""
        with self._lock:
            child, self._child = self._child, None
            self._pending.clear()
            self._work.notify_all()
            self._news.notify_all()
        if child:
            child.kill()

    def _look(self, key: bytes, request: bytes) -> Answer:
        """The answer, or "starting" with the request in the queue and a child at it."""
        if key in self._answers:
            self._answers.move_to_end(key)
            return self._answers[key]
        if not self._failure and not self._child:
            self._start()
        if self._failure:
            return Answer("failed", None, self._failure)
        if key not in self._pending:
            self._pending[key] = request
            while len(self._pending) > N_PENDING:
                self._pending.popitem(last=False)
            self._work.notify_all()
        return Answer("starting")

    def _start(self) -> None:
        try:
            self._child = KerasChild()
        except OSError as error:
            self._failure = Message(
                "The process that runs Keras could not be started: {error}.", error=without_folders(str(error))
            )
        else:
            threading.Thread(target=self._serve, args=(self._child,), daemon=True, name="mbviz-keras-losses").start()

    def _serve(self, child: KerasChild) -> None:
        """Hand the child its work until it idles, crashes or is ended."""
        try:
            child.read()  # its greeting
            with self._lock:
                child.is_up = True
            while task := self._next(child):
                key, request = task
                self._settle(key, child.ask(request))
        except (OSError, EOFError, ValueError):
            failure = child.why()
            with self._lock:
                if self._child is child:
                    self._failure = failure
                    self.end()
        finally:
            child.close()

    def _next(self, child: KerasChild) -> tuple[bytes, bytes] | None:
        """The oldest request, waited for; None when this child is to end."""
        with self._lock:
            self._work.wait_for(lambda: self._pending or self._child is not child, timeout=self._idle_seconds)
            if self._child is child and self._pending:
                return next(iter(self._pending.items()))  # stays there until it is answered, or it would be asked twice
            if self._child is child:
                self._child = None
            return None

    def _settle(self, key: bytes, reply: dict[str, Any]) -> None:
        if "error" in reply:
            answer = Answer("failed", None, Message("Keras refuses t and y: {error}", error=reply["error"]))
        else:
            answer = Answer("ready", reply["value"])
        with self._lock:
            self._pending.pop(key, None)
            self._answers[key] = answer
            while len(self._answers) > N_ANSWERS:
                self._answers.popitem(last=False)
            self._news.notify_all()


def as_keras_does(name: str, t: ArrayLike, y: ArrayLike) -> float:
    """What a loss function of Keras returns for arrays, in NumPy: the mean over the batch.

    Read in Keras 3.15.1: ``keras/src/losses/losses.py`` and, for what is done to y,
    ``keras/src/backend/tensorflow/nn.py``. With from_logits=False, e = 1e-7 (``backend.epsilon()``) and
    clip(p) = min(max(p, e), 1 − e):

    - categorical_crossentropy divides each row by its sum, p_k = y_k / Σ_j y_j, then −Σ_k t_k log clip(p_k).
    - sparse_categorical_crossentropy clips first, q_k = clip(y_k), and hands log q as logits to softmax
      cross-entropy, which normalises: −log(q_t / Σ_j q_j).
    - binary_crossentropy takes each entry for a probability of its own and never normalises: the mean over
      the C entries of −[t_k log clip(y_k) + (1 − t_k) log(1 − clip(y_k))].

    All is done in float32. There 1 − e becomes 1 − 2⁻²³ = 1 − 1.19e-7, so that −log(1 − clip(1)) is 15.942
    and not 16.118. Here y, the row sums, clip and 1 − clip are rounded likewise; logarithms and means are float64.

    Against the article's −log(y_t + delta), delta = e, for 10 classes and a row that sums to 1:

    ==========  ================  =========  ===========
    y_t         article           sparse     categorical
    ==========  ================  =========  ===========
    0           16.118096         16.118096  16.118096
    in between  −log y_t − e/y_t  −log y_t   −log y_t
    1           −1.0e-7           +9.0e-7    +1.2e-7
    ==========  ================  =========  ===========

    A row that sums to s ≠ 1 makes the one great difference: the two categorical losses see y_t/s and are larger
    by log s. The sparse one first takes what exceeds 1 for 1.

    None of this holds for a tensor that comes straight from a softmax layer, as in ``model.fit`` and
    ``model.evaluate``: it carries its logits (``_keras_logits``), and the loss is computed from those, unclipped.

    Parameters
    ----------
    name : str
        One of `NAMES`.
    t : array_like, shape (B,) of int for the sparse function, else (B, C)
        True classes. For the other two also soft targets, of which Keras makes nothing special.
    y : array_like of float, shape (B, C)
        Softmax outputs, not negative.

    Returns
    -------
    float
        Nats. NaN when a row sums to 0 and is to be divided by that, as in Keras.

    Raises
    ------
    ValueError
        If there is no function `name`, t and y do not fit it, or y holds a negative number or one above 3.4e38. (Keras
        clips those without a word.)

    Examples
    --------
    >>> round(as_keras_does("sparse_categorical_crossentropy", [1], [[0.05, 0.35, 0.1]]), 4)   # −log 0.7
    0.3567
    """
    check_name(name)
    y = as_float32(as_outputs(y), "y")
    if y.ndim != 2 or y.size == 0:
        raise ValueError(Message("y must have shape (B, C) and not be empty; got shape {shape}.", shape=y.shape))
    if name == "sparse_categorical_crossentropy":
        labels = as_labels(t, y.shape[1], rows=len(y))
        q = _clip(y).astype(np.float64)
        return float(np.mean(np.log(q.sum(axis=1)) - np.log(q[np.arange(len(q)), labels])))
    t = as_numbers(t, "t", most=LARGEST_LOSS, truth=True).astype(np.float64)
    if t.shape != y.shape:
        raise ValueError(Message("t must have the shape of y, {shape}; got shape {got}.", shape=y.shape, got=t.shape))
    if name == "categorical_crossentropy":
        with np.errstate(divide="ignore", invalid="ignore", over="ignore", under="ignore"):
            p = _clip(y / y.sum(axis=1, keepdims=True))
        return float(-np.mean((t * np.log(p.astype(np.float64))).sum(axis=1)))
    p = _clip(y)
    return float(-np.mean(t * np.log(p.astype(np.float64)) + (1 - t) * np.log((1 - p).astype(np.float64))))


def _clip(y: NDArray[np.float32]) -> NDArray[np.float32]:
    return np.clip(y, np.float32(1e-7), np.float32(1 - 1e-7))
