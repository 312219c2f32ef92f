"""The kinds of settings: what values each takes, how it is read from text, and how it is written into the address."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple, Protocol

from mbviz._messages import Message
from mbviz.ui import edited
from mbviz.ui.classes import LENGTH, LETTERS

LARGEST = 2**53 - 1  # the largest whole number that a browser tells from its neighbours
NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,4})?", re.ASCII)


class Pin(NamedTuple):
    """A curve that was kept to be compared with another: of which network, and by which draws."""

    network: str
    seed: int
    replace: bool


Value = int | bool | str | Pin | tuple[str, ...] | None


class Partly(ValueError):
    """A text of which only a part stands for a value: that value, and a whole sentence on the rest."""

    def __init__(self, value: Value, said: Message) -> None:
        super().__init__(said)
        self.value = value


@dataclass(frozen=True)
class Limits:
    """What there is to choose from, known once the data are there.

    Attributes
    ----------
    examples : int
        N, how many digits are loaded; 0 before.
    networks : tuple of str
        Names of the stages of training.
    classes : int
        C, how many classes the digits have.
    lessons : tuple of str
        Names of the lessons.
    values : mapping of str to Value
        The settings that come earlier in the table, for limits that depend on them.
    """

    examples: int = 0
    networks: tuple[str, ...] = ()
    classes: int = 10
    lessons: tuple[str, ...] = ()
    values: Mapping[str, Value] = field(default_factory=dict)

    def whole(self, key: str) -> int:
        """An earlier setting that is a whole number."""
        value = self.values[key]
        assert isinstance(value, int)
        return value


class Kind(Protocol):
    """What every kind of setting can do; `read` and `check` raise ValueError for what is no value of it."""

    def read(self, text: str, limits: Limits) -> Value:
        """The value that a text, as in an address, stands for."""

    def check(self, value: object, limits: Limits) -> Value:
        """`value`, as a control or a browser gave it, in the one form that the app works with."""

    def fit(self, value: Value, default: Value, limits: Limits) -> Value:
        """`value` where the limits allow it, else the nearest that they do, else `default`."""

    def write(self, value: Value) -> str:
        """`value` as the address has it; `read` gives it again."""

    def wanted(self, limits: Limits) -> Message:
        """What values there are, to stand in a sentence."""


def as_number(text: str) -> Decimal | None:
    """The number that a text writes in ASCII digits (10, +3, 1e2, .5), and None for any other text.

    Examples
    --------
    >>> as_number(" 1e2 "), as_number("1,000"), as_number("inf")
    (Decimal('1E+2'), None, None)
    """
    stripped = text.strip()
    return Decimal(stripped) if len(stripped) <= 400 and NUMBER.fullmatch(stripped) else None


@dataclass(frozen=True)
class Whole:
    """Whole numbers from `least` to `most(limits)`."""

    least: int = 0
    most: Callable[[Limits], int] = lambda _: LARGEST

    def read(self, text: str, limits: Limits) -> int:
        return self.check(as_number(text), limits)

    def check(self, value: object, limits: Limits) -> int:
        is_number = isinstance(value, (int, float, Decimal)) and not isinstance(value, bool)
        # the limits first: neither a NaN nor 1e400 gets as far as the remainder
        if not is_number or not self.least <= value <= self.most(limits) or value % 1:  # type: ignore[operator]
            raise ValueError(self.wanted(limits))
        return int(value)  # type: ignore[call-overload]

    def fit(self, value: Value, default: Value, limits: Limits) -> int:
        number = value if isinstance(value, int) else default
        assert isinstance(number, int)
        return max(self.least, min(number, self.most(limits)))

    def write(self, value: Value) -> str:
        return str(value)

    def wanted(self, limits: Limits) -> Message:
        least, most = self.least, self.most(limits)
        if least == most:
            return Message("{least:,}", least=least)
        return Message("a whole number from {least:,} to {most:,}", least=least, most=most)


@dataclass(frozen=True)
class Flag:
    """True or false."""

    def read(self, text: str, limits: Limits) -> bool:
        return self.check({"true": True, "false": False}.get(text.strip().lower()), limits)

    def check(self, value: object, limits: Limits) -> bool:
        if not isinstance(value, bool):
            raise ValueError(self.wanted(limits))
        return value

    def fit(self, value: Value, default: Value, limits: Limits) -> Value:
        return value

    def write(self, value: Value) -> str:
        return str(value).lower()

    def wanted(self, limits: Limits) -> Message:
        return Message("true or false")


@dataclass(frozen=True)
class Choice:
    """One of several names, the same in every language; `options` gives them in the order of the control.

    Names that are numbers are read as numbers: 1e-07 is 1e-7. Other names may have spaces for hyphens.
    """

    options: Callable[[Limits], Iterable[str]]
    labels: Mapping[str, str] = field(default_factory=dict)  # what a visitor reads, where that is not the name

    def read(self, text: str, limits: Limits) -> str:
        names, asked = list(self.options(limits)), text.strip().lower().replace(" ", "-")
        number = as_number(text)
        same = [name for name in names if name == asked or (number is not None and as_number(name) == number)]
        return self.check(same[0] if same else None, limits)

    def check(self, value: object, limits: Limits) -> str:
        if not isinstance(value, str) or value not in self.options(limits):
            raise ValueError(self.wanted(limits))
        return value

    def fit(self, value: Value, default: Value, limits: Limits) -> Value:
        return value if value in list(self.options(limits)) else default

    def write(self, value: Value) -> str:
        return str(value)

    def wanted(self, limits: Limits) -> Message:
        return Message("one of {names}", names=", ".join(self.options(limits)))


@dataclass(frozen=True)
class Pinned:
    """A `Pin`, or None where nothing is pinned."""

    def read(self, text: str, limits: Limits) -> Pin:
        parts = text.split(",")
        if len(parts) != len(Pin._fields):
            raise ValueError(self.wanted(limits))
        try:
            network = _network.read(parts[0], limits)
            return Pin(network, Whole().read(parts[1], limits), Flag().read(parts[2], limits))
        except ValueError:
            raise ValueError(self.wanted(limits)) from None

    def check(self, value: object, limits: Limits) -> Pin | None:
        if value is not None and not (isinstance(value, Pin) and value.network in limits.networks):
            raise ValueError(self.wanted(limits))
        return value

    def fit(self, value: Value, default: Value, limits: Limits) -> Value:
        return value if isinstance(value, Pin) and value.network in limits.networks else default

    def write(self, value: Value) -> str:
        assert isinstance(value, Pin)
        return f"{value.network},{value.seed},{Flag().write(value.replace)}"

    def wanted(self, limits: Limits) -> Message:
        return Message(
            "a network, a seed, and true or false for the replacement, such as {example}", example="10-epochs,0,true"
        )


@dataclass(frozen=True)
class Changes:
    """What was changed in the arrays (see `mbviz.ui.edited`), or None where nothing was."""

    def read(self, text: str, limits: Limits) -> Value:
        return self.check(text, limits)

    def check(self, value: object, limits: Limits) -> Value:
        if value is None or (isinstance(value, str) and _is_edited(value)):
            return value
        raise ValueError(self.wanted(limits))

    def fit(self, value: Value, default: Value, limits: Limits) -> Value:
        return value

    def write(self, value: Value) -> str:
        return str(value)

    def wanted(self, limits: Limits) -> Message:
        return edited.wanted()


def _is_edited(text: str) -> bool:
    try:
        edited.read(text)
    except (ValueError, RecursionError):
        return False
    return True


@dataclass(frozen=True)
class Code:
    """The code of a class, or None; it may be typed in small letters and with gaps."""

    def read(self, text: str, limits: Limits) -> str:
        letters = "".join(text.upper().replace("-", " ").split())
        if len(letters) != LENGTH or not set(letters) <= set(LETTERS):
            raise ValueError(self.wanted(limits))
        return letters

    def check(self, value: object, limits: Limits) -> str | None:
        if value is not None and not (isinstance(value, str) and self.read(value, limits) == value):
            raise ValueError(self.wanted(limits))
        return value

    def fit(self, value: Value, default: Value, limits: Limits) -> Value:
        return value

    def write(self, value: Value) -> str:
        return str(value)

    def wanted(self, limits: Limits) -> Message:
        return Message("the {length} letters of a class, such as {example}", length=LENGTH, example=LETTERS[:LENGTH])


_network = Choice(lambda limits: limits.networks)


@dataclass(frozen=True)
class Lessons:
    """Names of lessons with points between them, in the lessons' order; at most `most` of them, and perhaps none.

    Of a name that is no lesson's (any more) nothing is kept: files come and go, and the others still count.
    """

    most: int | None = None

    def read(self, text: str, limits: Limits) -> str:
        return self.check(text.strip().lower().replace(" ", "-"), limits)

    def check(self, value: object, limits: Limits) -> str:
        kept = self._kept(value, limits) if isinstance(value, str) else ""
        if value != "" and not kept:
            raise ValueError(self.wanted(limits))
        return kept

    def fit(self, value: Value, default: Value, limits: Limits) -> str:
        return self._kept(value, limits) if isinstance(value, str) else ""

    def write(self, value: Value) -> str:
        return str(value)

    def wanted(self, limits: Limits) -> Message:
        return Message("one of {names}", names=", ".join(limits.lessons)) if limits.lessons else Message("nothing")

    def _kept(self, value: str, limits: Limits) -> str:
        named = set(value[:_LONGEST].split("."))
        return ".".join([name for name in limits.lessons if name in named][: self.most])


_LONGEST = 20_000  # characters: of all lessons that a folder may hold
