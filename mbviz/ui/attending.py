"""Who a visitor is in a class: its teacher, a student with a seat, or nobody yet."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from mbviz._messages import Message
from mbviz.ui.classes import CLASSES_HERE, Experiment

OPENED = 5  # classes of one session at once: the sixth ends the first
SEATED = 20  # classes in which one session may take a seat

Role = Literal["nobody", "gone", "unknown", "teacher", "student"]


@dataclass
class Attending:
    """The classes of one session.

    Attributes
    ----------
    tokens : dict of str to str
        By the class's code: the token of its teacher, or of the seat. The browser keeps it as well, so that a page that is
        loaded anew is the same teacher or student.
    opened : list of str
        Codes of the classes that this session opened, the first one first.
    stream : str
        Which dots the browser was sent last: of which class and round.
    sent : int
        How many of them.
    problem : Message or None
        Why what was wished last could not be.
    """

    tokens: dict[str, str] = field(default_factory=dict)
    opened: list[str] = field(default_factory=list)
    stream: str = ""
    sent: int = 0
    problem: Message | None = None

    def token(self, code: str | None) -> str:
        """The token for a class; empty where there is none."""
        return self.tokens.get(code or "", "")

    def last(self) -> str:
        """The code of the class that this session came into last and that goes on; empty where there is none."""
        return next((code for code in reversed(self.tokens) if CLASSES_HERE.look(code)), "")

    def role(self, code: str | None) -> Role:
        """What this visitor is in the class of this code; "unknown" until the browser has shown its token, or has none."""
        if code is None:
            return "nobody"
        if CLASSES_HERE.look(code) is None:
            return "gone"
        token = self.token(code)
        if CLASSES_HERE.is_teacher(code, token):
            return "teacher"
        return "student" if CLASSES_HERE.seat(code, token) else "unknown"

    def open(self, experiment: Experiment) -> str:
        """Open a class, and return its code.

        Raises
        ------
        ValueError
            When the server holds as many as it may.
        """
        while len(self.opened) >= OPENED:
            first = self.opened.pop(0)
            CLASSES_HERE.end(first, self.tokens.pop(first, ""))
        code, self.tokens[code] = CLASSES_HERE.open(experiment)
        self.opened.append(code)
        return code

    def greet(self, code: str, token: str) -> None:
        """Enter a class: as who the token says, or with a new seat, one for each session.

        Raises
        ------
        ValueError
            When there is no seat left in it, or this session has sat in too many.
        """
        if self.role(code) != "unknown":
            return
        if CLASSES_HERE.is_teacher(code, token):
            self.tokens[code] = token
            return
        if len(self.tokens) >= SEATED:
            raise ValueError(
                Message("This page has been in {count} classes. Load it anew to enter another.", count=SEATED)
            )
        self.tokens[code] = CLASSES_HERE.join(code, token)

    def end(self, code: str | None) -> None:
        """End the class, where this visitor is its teacher."""
        if code and self.role(code) == "teacher":
            CLASSES_HERE.end(code, self.tokens.pop(code))
            self.opened = [other for other in self.opened if other != code]
