"""The lines of a lesson's header that hold more than words: answers and settings."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from urllib.parse import parse_qsl

from mbviz._messages import Message, Verbatim
from mbviz.lessons.lesson import CHOICE, NAMED, NUMBER, WHOLE, Answer, Number

__all__ = ["Rules", "as_decimal", "close", "quoted", "read_answer", "read_state"]

SHOWN = 60  # characters of what stands in a file that a sentence quotes
_PLAIN = re.compile(r"[+-]?(\d{1,30}(\.\d{0,30})?|\.\d{1,30})([eE][+-]?\d{1,3})?", re.ASCII)
_GROUPED = re.compile(r"[+-]?\d{1,3}([,_ \u00a0\u202f]\d{3})+(\.\d{0,30})?", re.ASCII)
_WITHIN = re.compile(r"\s*(?:±|\+/?-)\s*")


@dataclass(frozen=True)
class Rules:
    """What a lesson can be about; the lessons themselves know neither screens nor settings.

    Attributes
    ----------
    screens : mapping of str to tuple of str
        Of each screen's path the settings that act on it.
    read : callable
        Called with a setting's name and a text; returns the value, or raises ValueError with what values there are.
    languages : tuple of str
        As they stand in a file's name.
    aside : tuple of str
        What else an address may name, which is no lesson's to set.
    """

    screens: Mapping[str, tuple[str, ...]]
    read: Callable[[str, str], object]
    languages: tuple[str, ...] = ()
    aside: tuple[str, ...] = ()


def quoted(text: str) -> Verbatim:
    """What stands in a file, as a sentence quotes it: not more than a line of it.

    Examples
    --------
    >>> quoted("tilte"), len(quoted("x" * 10_000))
    ('tilte', 61)
    """
    return Verbatim(text if len(text) <= SHOWN else f"{text[:SHOWN]}…")


def close(text: str, names: tuple[str, ...]) -> str:
    """The names that are meant, perhaps: those like `text`, or else all of them, to stand in a sentence.

    Examples
    --------
    >>> close("plannr", ("planner", "race")), close("x", ("planner", "race"))
    ('planner', 'planner, race')
    """
    return ", ".join(get_close_matches(text[:SHOWN], names) or names)


def as_decimal(text: str) -> float | None:
    """The number that a person wrote, such as 1000, 1,000, 1 000, 1e3 or −0.5; None for anything else.

    Examples
    --------
    >>> as_decimal(" 1,000 "), as_decimal("1 000 000"), as_decimal("−.5"), as_decimal("1e3")
    (1000.0, 1000000.0, -0.5, 1000.0)
    >>> as_decimal("1,00"), as_decimal("ten"), as_decimal("inf"), as_decimal("")
    (None, None, None, None)
    """
    written = text.strip().replace("−", "-")
    if len(written) <= SHOWN and _GROUPED.fullmatch(written):
        return float(re.sub(r"[,_\s]", "", written))
    value = float(written) if len(written) <= SHOWN and _PLAIN.fullmatch(written) else math.inf
    return value if math.isfinite(value) else None


def read_answer(text: str, is_right: bool, kind: str) -> Answer:
    """A line ``right`` or ``wrong``: an answer, and after a bar what is said of it.

    Raises
    ------
    ValueError
        With a `Message`, if one of the two is missing, or if there is no number where one is asked for.

    Examples
    --------
    >>> read_answer("1000 ± 2% | A hundred times as many.", True, "number").number
    Number(value=1000.0, tolerance=0.02, is_relative=True)
    """
    answer, bar, told = (part.strip() for part in text.partition("|"))
    if not answer or not told:
        raise ValueError(
            Message("It takes an answer, a bar and what is said of it: 1000 | The error goes with 1/√B.")
            if not bar or not answer
            else Message("Nothing is said of the answer {answer}: it takes a sentence after the bar.", answer=quoted(answer))
        )  # fmt: skip
    return Answer(answer, is_right, told, None if kind == CHOICE else _number(answer, kind))


def _number(text: str, kind: str) -> Number:
    """The number of a right or wrong answer, and how far off it may be."""
    written, *within = _WITHIN.split(text, maxsplit=1)
    value = _named(written) or as_decimal(written)
    if value is None:
        raise ValueError(
            Message("The answer must be a number such as 1000, 0.37 ± 2% or {{needed}} ± 2%; got {got}.", got=quoted(text))
        )  # fmt: skip
    if kind == WHOLE and isinstance(value, float) and not value.is_integer():
        raise ValueError(Message("The answer must be a whole number; got {got}.", got=quoted(text)))
    if kind == NUMBER and not within:
        raise ValueError(
            Message("A number takes how far off an answer may be, such as {answer} ± 2%; got {got}.",
                    answer=quoted(written), got=quoted(text))
        )  # fmt: skip
    return Number(value, *_tolerance(within[0], text)) if within else Number(value)


def _named(text: str) -> str | None:
    """One of the named numbers, written in braces."""
    name = text.strip()[1:-1]
    return name if text.strip() == f"{{{name}}}" and name in NAMED else None


def _tolerance(text: str, answer: str) -> tuple[float, bool]:
    is_relative = text.endswith("%")
    amount = as_decimal(text.removesuffix("%"))
    if amount is None or not 0 <= amount < math.inf or (is_relative and amount >= 100):
        raise ValueError(
            Message("After ± comes how far off an answer may be: an amount such as 0.01, or a share such as 2%; got {got}.",
                    got=quoted(answer))
        )  # fmt: skip
    return (amount / 100 if is_relative else amount), is_relative


def read_state(text: str, screen: str, rules: Rules) -> dict[str, object]:
    """A line ``state`` or ``solution``: settings as the address has them, with & or blanks between them.

    Raises
    ------
    ValueError
        With a `Message`, if a part is no setting, does nothing on the screen, or has a value that there is not.
    """
    acting = rules.screens[screen]
    state: dict[str, object] = {}
    for part in text.strip().lstrip("?").replace("&", " ").split():
        pairs = parse_qsl(part, keep_blank_values=True, max_num_fields=1)
        if len(pairs) != 1 or "=" not in part:
            raise ValueError(
                Message("{part} is no setting: write key=value, as the address has it, such as batch_size=100&draw=3.", part=quoted(part))
            )  # fmt: skip
        [(key, value)] = pairs
        if key in rules.aside:
            continue
        if key not in acting:
            raise ValueError(
                Message("{key} does nothing on the screen {screen}; what acts there: {acting}.",
                        key=quoted(key), screen=screen, acting=close(key, acting) or Message("nothing"))
            )  # fmt: skip
        try:
            state[key] = rules.read(key, value)
        except ValueError as error:
            raise ValueError(
                Message("{key} must be {wanted}; got {got}.", key=key, wanted=error.args[0], got=quoted(value))
            ) from None
    return state
