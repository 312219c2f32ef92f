"""The child that computes Keras's losses, ``python -m mbviz.model.train --losses``: both ends of its pipes.

A request is one line of JSON, the function's name and dtype and shape of t and of y, and then the bytes of
both arrays. One line of JSON comes back. Nothing here imports Keras: `mbviz.model.train` hands it in.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import tempfile
import textwrap
import threading
from collections.abc import Callable
from contextlib import suppress
from queue import SimpleQueue
from typing import IO, Any, NoReturn

import numpy as np
from numpy.typing import ArrayLike, NDArray

from mbviz._checks import as_float32, as_numbers, as_outputs
from mbviz._messages import Message, without_folders
from mbviz.model.child import last_line, start_child, take_stdin

__all__ = ["NAMES", "Compute", "KerasChild", "answer_requests", "check_name", "encode"]

Requests = SimpleQueue[tuple[str, NDArray[Any], NDArray[Any]]]
Compute = Callable[[str, NDArray[Any], NDArray[np.float32]], float]  # the loss of a name, t and y, in nats
NAMES = ("sparse_categorical_crossentropy", "categorical_crossentropy", "binary_crossentropy")


def check_name(name: str) -> None:
    """Raise ``ValueError`` unless `name` is one of `NAMES`."""
    if name not in NAMES:
        raise ValueError(Message("name must be one of {names}; got {got}.", names=", ".join(NAMES), got=repr(name)))


def encode(name: str, t: ArrayLike, y: ArrayLike) -> bytes:
    r"""A request as it goes down the pipe: y as float32, t as int64, or as float32 when it holds fractions.

    Parameters
    ----------
    name : str
        One of `NAMES`.
    t : array_like, shape (B,) of int for the sparse function, else (B, C)
        True classes.
    y : array_like of float, shape (B, C)
        Softmax outputs.

    Returns
    -------
    bytes

    Raises
    ------
    ValueError
        If there is no function `name`, t or y holds something else than finite numbers, or nothing, or y holds a
        negative number.

    Examples
    --------
    >>> encode("sparse_categorical_crossentropy", [1], [[0.5, 0.25]])[:78]
    b'["sparse_categorical_crossentropy", [["<i8", [1]], ["<f4", [1, 2]]]]\n\x01\x00\x00\x00\x00\x00\x00\x00\x00'
    """
    check_name(name)
    classes, outputs = as_numbers(t, "t", truth=True), as_float32(as_outputs(y), "y")
    if classes.size == 0 or outputs.size == 0:
        shapes = {"t": classes.shape, "y": outputs.shape}
        raise ValueError(Message("t and y must hold at least one example; got shapes {t} and {y}.", **shapes))
    named = as_float32(classes, "t").astype("<f4") if classes.dtype.kind == "f" else classes.astype("<i8")
    arrays = [named, outputs.astype("<f4")]
    header = json.dumps([name, [[array.dtype.str, array.shape] for array in arrays]])
    return b"".join([header.encode(), b"\n", *(array.tobytes() for array in arrays)])


class KerasChild:
    """The server's end. Only one thread may `read` and `ask`; any may `kill`.

    Attributes
    ----------
    is_up : bool
        Whether Keras is imported; kept by the one who reads.

    Raises
    ------
    OSError
        When no process can be started.
    """

    def __init__(self) -> None:
        self.is_up = False
        # not a pipe, which would fill up unread; no block, since it is open as long as the child is
        self._log = tempfile.TemporaryFile(buffering=0)  # noqa: SIM115
        self._process = start_child(["--losses"], stdout=subprocess.PIPE, stderr=self._log)
        stdin, stdout = self._process.stdin, self._process.stdout
        assert stdin and stdout, "pipes were asked for"
        self._stdin, self._stdout = stdin, stdout

    def read(self) -> dict[str, Any]:
        """The next line: {} when Keras is imported, then {"value": …} or {"error": …} for each request."""
        line = self._stdout.readline()
        if not line:
            raise EOFError("The child has ended.")
        return json.loads(line)

    def ask(self, request: bytes) -> dict[str, Any]:
        """Send a request and wait for its answer."""
        self._log.seek(0)  # for the child as well, they share the position: a warning about an earlier
        self._log.truncate()  # request explains no crash, and the file stays small
        self._stdin.write(request)
        self._stdin.flush()
        return self.read()

    def kill(self) -> int:
        """End it at once (it keeps nothing) and return its exit code."""
        self._process.kill()
        return self._process.wait()

    def why(self) -> Message:
        """Why it ended by itself, as a sentence."""
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(timeout=5)  # its pipes close a moment before it is gone
        code = self.kill()
        self._log.seek(0)
        words = without_folders(last_line(self._log.read()))
        if not words:
            return Message("The process that runs Keras ended early (exit code {code}) and left no word.", code=code)
        return Message(
            "The process that runs Keras ended early (exit code {code}). Its last words: {words}",
            code=code,
            words=words,
        )

    def close(self) -> None:
        """End it and free what belongs to it."""
        self.kill()
        for pipe in (self._stdin, self._stdout, self._log):
            with suppress(OSError):  # half a request may be left that nobody reads any more
                pipe.close()


def answer_requests(load: Callable[[], Compute]) -> NoReturn:
    """The child's end: answer requests until standard input ends, and this process with it.

    Parameters
    ----------
    load : callable
        Called once; imports Keras and returns the function of name, t and y that computes a loss.
        Whatever it or Keras prints goes to standard error, so that it can not get among the answers.
    """
    stdin = open(take_stdin(), "rb")  # noqa: SIM115  both stay open until the process ends
    stdout = open(os.dup(1), "wb")  # noqa: SIM115
    os.dup2(2, 1)
    requests: Requests = SimpleQueue()
    threading.Thread(target=_receive, args=(stdin, requests), daemon=True).start()
    compute = load()
    _send(stdout, {})
    while True:
        name, t, y = requests.get()
        try:
            _send(stdout, {"value": compute(name, t, y)})
        except Exception as error:  # whatever Keras finds wrong with one request; the next one may be sound
            _send(stdout, {"error": _sentence(error)})


def _receive(stdin: IO[bytes], requests: Requests) -> None:
    """Read requests, from a thread so that the end of standard input is seen whatever goes on."""
    try:
        while line := stdin.readline():
            name, arrays = json.loads(line)
            t, y = (_read_array(stdin, dtype, shape) for dtype, shape in arrays)
            requests.put((name, t, y))
    finally:
        os._exit(0)  # at once, from the midst of an import or a computation


def _read_array(stdin: IO[bytes], dtype: str, shape: list[int]) -> NDArray[Any]:
    size = np.dtype(dtype).itemsize * int(np.prod(shape))
    return np.frombuffer(stdin.read(size), dtype).reshape(shape)


def _send(stdout: IO[bytes], reply: dict[str, Any]) -> None:
    stdout.write(json.dumps(reply).encode() + b"\n")
    stdout.flush()


def _sentence(error: Exception) -> str:
    """What an error says, without TensorFlow's own marks, and not the list of 60,000 labels either."""
    text = re.sub(r"\{\{.*?\}\}|\[Op:.*", "", str(error), flags=re.DOTALL)
    return textwrap.shorten(text, 300, placeholder=" …") or type(error).__name__
