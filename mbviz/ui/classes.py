"""Classes: who shares an experiment, which draw each student has, and the dots that have come so far.

A class is known by its code, and lives in this module and nowhere else: in no visitor's session, and in no cache that a
visitor could empty. It knows no names. It ends when its teacher ends it, after a day, or with the server; and everything
in it is bounded, so that no visitor of ill will can fill the server.

Who opened a class and who has a seat in it show it by a token, which nobody can guess. A dot is never sent by a visitor:
the server computes the loss of the draw that it gave to the seat.
"""

from __future__ import annotations

import os
import secrets
import threading
import time
from array import array
from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from mbviz._messages import Message

LETTERS = "BCDFGHJKLMNPQRSTVWXZ"  # no vowels, so that no code is a word; none looks like another
LENGTH = 6  # 64 million codes
DAY = 24 * 3600.0  # seconds after which a class ends
IDLE = 600.0  # seconds in which nobody looked at a class, after which it may end for a new one
CLASSES = 200  # at once
SEATS = 500  # of one class
FIRST_DRAW = 1  # draw 0 is the batch that the stage opens with: its loss has been seen by all
DRAWS = 6  # of one seat, until the teacher clears the pile


@dataclass(frozen=True)
class Experiment:
    """What all students of a class draw from.

    Attributes
    ----------
    data : str
        The fingerprint of the digits.
    network : str
        What it was trained for: a name of a snapshot.
    batch_size : int
    seed : int
    replace : bool
    """

    data: str
    network: str
    batch_size: int
    seed: int
    replace: bool


@dataclass(frozen=True)
class ClassView:
    """A class as it is now.

    Attributes
    ----------
    code : str
    experiment : Experiment
    seats : int
        How many students have come.
    dots : int
        How many dots have.
    round : int
        How often the pile was cleared.
    revealed : bool
        Whether students may see the law and all the dots.
    """

    code: str
    experiment: Experiment
    seats: int
    dots: int
    round: int
    revealed: bool


@dataclass(frozen=True)
class SeatView:
    """A seat as it is now.

    Attributes
    ----------
    draw : int
        The draw that it has.
    has_dropped : bool
        Whether that draw's dot is in the pile.
    left : int
        How many further draws it may have.
    mine : tuple of (int, float)
        Its dots in the pile: their draws, and their losses in nats.
    """

    draw: int
    has_dropped: bool
    left: int
    mine: tuple[tuple[int, float], ...]


@dataclass
class _Seat:
    round: int = -1
    draw: int = 0
    used: int = 0
    has_dropped: bool = False
    mine: list[int] = field(default_factory=list)  # places in the pile


@dataclass
class _Room:
    code: str
    experiment: Experiment
    teacher: str
    opened: float
    looked: float
    seats: dict[str, _Seat] = field(default_factory=dict)
    draws: array[int] = field(default_factory=lambda: array("i"))
    losses: array[float] = field(default_factory=lambda: array("f"))
    next_draw: int = FIRST_DRAW
    round: int = 0
    revealed: bool = False

    def give(self, seat: _Seat) -> None:
        """Another draw, that nobody has had."""
        if seat.round != self.round:
            seat.round, seat.used, seat.mine = self.round, 0, []
        seat.draw, seat.has_dropped = self.next_draw, False
        seat.used += 1
        self.next_draw += 1

    def view(self) -> ClassView:
        return ClassView(self.code, self.experiment, len(self.seats), len(self.draws), self.round, self.revealed)


class Classes:
    """All classes of a server; every method may be called by several threads at once.

    Parameters
    ----------
    clock : callable
        Seconds that only grow.

    Examples
    --------
    >>> classes = Classes()
    >>> code, teacher = classes.open(Experiment("digits", "1-epoch", 10, 0, True))
    >>> student = classes.join(code)
    >>> classes.drop(code, student, lambda experiment, draw: 0.5)
    >>> classes.look(code).dots, classes.seat(code, student).mine
    (1, ((1, 0.5),))
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._rooms: dict[str, _Room] = {}

    def open(self, experiment: Experiment) -> tuple[str, str]:
        """Open a class: its code, and the token of who opened it.

        Raises
        ------
        ValueError
            When there are as many as there may be, and none has been left.
        """
        with self._lock:
            now = self._clock()
            self._rooms = {code: room for code, room in self._rooms.items() if now - room.opened < DAY}
            if len(self._rooms) >= CLASSES:
                longest = min(self._rooms.values(), key=lambda room: room.looked)
                if now - longest.looked < IDLE:
                    raise ValueError(
                        Message("This server holds {count} classes already. Try again in ten minutes.", count=CLASSES)
                    )
                del self._rooms[longest.code]
            code = _code()
            while code in self._rooms:
                code = _code()
            teacher = secrets.token_urlsafe(16)
            self._rooms[code] = _Room(code, experiment, teacher, now, now)
            return code, teacher

    def look(self, code: str) -> ClassView | None:
        """A class as it is now; None where there is none of this code."""
        with self._lock:
            room = self._room(code)
            return room.view() if room else None

    def is_teacher(self, code: str, token: str) -> bool:
        """Whether the token is of who opened the class."""
        with self._lock:
            return self._taught(code, token) is not None

    def join(self, code: str, token: str = "") -> str:
        """Take a seat, or the one that the token is of; returns the seat's token, empty where there is no such class.

        Raises
        ------
        ValueError
            When all seats are taken.
        """
        with self._lock:
            room = self._room(code)
            if room is None:
                return ""
            if token in room.seats:
                return token
            if len(room.seats) >= SEATS:
                raise ValueError(
                    Message("All {count} seats of class {code} are taken.", count=SEATS, code=code)
                )  # fmt: skip
            token = secrets.token_urlsafe(16)
            room.seats[token] = seat = _Seat()
            room.give(seat)
            return token

    def seat(self, code: str, token: str) -> SeatView | None:
        """A seat as it is now; after the pile was cleared it has another draw. None where there is no such seat."""
        with self._lock:
            room, seat = self._seated(code, token)
            if room is None or seat is None:
                return None
            mine = tuple((room.draws[place], room.losses[place]) for place in seat.mine)
            return SeatView(seat.draw, seat.has_dropped, DRAWS - seat.used, mine)

    def drop(self, code: str, token: str, measure: Callable[[Experiment, int], float]) -> None:
        """Let the dot of a seat's draw fall onto the pile, once.

        Parameters
        ----------
        code, token : str
            Of the class and of the seat; others change nothing.
        measure : callable
            The mean loss, in nats, of a draw of an experiment. It may take its time: nobody waits for it.
        """
        view, before = self.look(code), self.seat(code, token)
        if view is None or before is None or before.has_dropped:
            return
        loss = measure(view.experiment, before.draw)
        with self._lock:
            room, seat = self._seated(code, token)
            if room is None or seat is None or seat.has_dropped or seat.draw != before.draw:
                return
            seat.has_dropped = True
            seat.mine.append(len(room.draws))
            room.draws.append(before.draw)
            room.losses.append(loss)

    def again(self, code: str, token: str) -> None:
        """Give a seat another draw, when the dot of the one before has fallen and it may have more."""
        with self._lock:
            room, seat = self._seated(code, token)
            if room and seat and seat.has_dropped and seat.used < DRAWS:
                room.give(seat)

    def reveal(self, code: str, teacher: str, *, shown: bool = True) -> None:
        """Let students see the law, or no more; only the teacher can."""
        with self._lock:
            if room := self._taught(code, teacher):
                room.revealed = shown

    def clear(self, code: str, teacher: str) -> None:
        """Empty the pile, hide the law, and give every seat another draw; only the teacher can."""
        with self._lock:
            if room := self._taught(code, teacher):
                room.draws, room.losses = array("i"), array("f")
                room.round += 1
                room.revealed = False

    def end(self, code: str, teacher: str) -> None:
        """End a class; only the teacher can."""
        with self._lock:
            if self._taught(code, teacher):
                del self._rooms[code]

    def dots(self, code: str, start: int = 0) -> tuple[NDArray[np.int32], NDArray[np.float32]]:
        """The dots from the one of number `start` on, in the order in which they came.

        Returns
        -------
        tuple of ndarray of int32 and float32, shape (k,)
            Their draws, and their losses in nats.
        """
        with self._lock:
            room = self._room(code)
            draws, losses = (room.draws[start:], room.losses[start:]) if room else (array("i"), array("f"))
            return np.array(draws, dtype=np.int32), np.array(losses, dtype=np.float32)

    def reset(self) -> None:
        """End them all, as if the server had just been started."""
        with self._lock:
            self._rooms.clear()

    def _room(self, code: str) -> _Room | None:
        room, now = self._rooms.get(code), self._clock()
        if room and now - room.opened >= DAY:
            del self._rooms[code]
            return None
        if room:
            room.looked = now
        return room

    def _seated(self, code: str, token: str) -> tuple[_Room | None, _Seat | None]:
        room = self._room(code)
        seat = room.seats.get(token) if room else None
        if room and seat and seat.round != room.round:
            room.give(seat)
        return room, seat

    def _taught(self, code: str, token: str) -> _Room | None:
        room = self._room(code)
        return room if room and secrets.compare_digest(room.teacher.encode(), token.encode()) else None


def is_ours(code: str) -> bool:
    """Whether a code begins as those of this server do: where there are several, others begin otherwise.

    Examples
    --------
    >>> is_ours("BCDFGH")
    True
    """
    return code[:1] in _letters()


def _letters() -> str:
    """The letters with which the codes of this server begin."""
    return "".join(letter for letter in os.environ.get("MBVIZ_CODES", "").upper() if letter in LETTERS) or LETTERS


def _code() -> str:
    """A code, which begins with a letter of this server: where there are several, a proxy sees by it where a class lives."""
    return secrets.choice(_letters()) + "".join(secrets.choice(LETTERS) for _ in range(LENGTH - 1))


CLASSES_HERE = Classes()
