"""A process that computes for the server, ``python -m mbviz._worker``: a visitor's question must not hold up the others.

A question comes by standard input as a pickle, (function, arguments, named arguments, whether it tells how far it is).
Back come pairs: ("beat", (done, total) or None) four times a second, so that the server may think better of it, and in
the end ("done", value) or ("failed", error). Only the server that started the process speaks to it.
"""

from __future__ import annotations

import os
import pickle
import sys
import threading
from collections.abc import Callable
from typing import IO, Any, NoReturn

BEAT = 0.25  # seconds


class _Answers:
    """The way back; the beat and the work share it."""

    def __init__(self, pipe: IO[bytes]) -> None:
        self._pipe = pipe
        self._lock = threading.Lock()
        self._told: tuple[float, float | None] | None = None
        self._working = threading.Event()
        threading.Thread(target=self._beat, daemon=True).start()

    def send(self, kind: str, value: object) -> None:
        data = pickle.dumps((kind, value), pickle.HIGHEST_PROTOCOL)
        try:
            with self._lock:
                self._pipe.write(data)
                self._pipe.flush()
        except OSError:
            os._exit(0)  # the server is gone

    def tell(self, done: float, total: float | None = 1.0, /) -> None:
        """How far the work is; sent with the next beat."""
        self._told = done, total

    def answer(self, work: Callable[[], object]) -> None:
        self._told = None
        self._working.set()
        try:
            kind, value = "done", work()
        except Exception as error:
            kind, value = "failed", error.with_traceback(None)
        self._working.clear()
        self.send(kind, value)

    def _beat(self) -> NoReturn:
        pause = threading.Event()
        while True:
            self._working.wait()
            pause.wait(BEAT)
            if self._working.is_set():
                self.send("beat", self._told)


def main() -> None:
    """Answer until standard input ends."""
    if hasattr(os, "nice"):
        os.nice(5)  # pages that move come first
    questions = sys.stdin.buffer
    answers = _Answers(open(os.dup(1), "wb"))  # noqa: SIM115  open until the process ends
    os.dup2(2, 1)  # what a library prints must not get among the answers
    while True:
        try:
            function, arguments, named, tells = pickle.load(questions)
        except EOFError:
            return
        more: dict[str, Any] = {"progress": answers.tell} if tells else {}
        answers.answer(lambda f=function, a=arguments, n=named, m=more: f(*a, **n, **m))  # type: ignore[misc]


if __name__ == "__main__":
    main()
