"""Whether an answer is right, and what is said of it."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from mbviz.lessons.lesson import CHOICE, WHOLE, Answer, Lesson, Number
from mbviz.lessons.values import as_decimal

__all__ = ["Verdict", "judge"]

ROUNDING = 1e-9  # share of a number that is its writing in decimals, and no error


@dataclass(frozen=True)
class Verdict:
    """What became of an answer.

    Attributes
    ----------
    is_right : bool or None
        None where it is no answer: no number, or none of those offered.
    told : str
        What is said of it; may name numbers.
    """

    is_right: bool | None
    told: str = ""


def judge(lesson: Lesson, given: str, values: Mapping[str, float]) -> Verdict:
    """Judge an answer.

    Parameters
    ----------
    lesson : Lesson
    given : str
        Of a choice the place among `Lesson.answers`, else the number as it was typed.
    values : mapping of str to float
        The numbers that answers name.

    Returns
    -------
    Verdict

    Examples
    --------
    >>> foreseen = (Answer("1000", True, "Yes.", Number(1000.0)), Answer("100", False, "√10.", Number(100.0)))
    >>> lesson = Lesson("more", "more.md", "More", "spread", "How many?", WHOLE, foreseen, otherwise="No.")
    >>> [judge(lesson, given, {}) for given in ("1,000", "100", "7", "many")]
    [Verdict(is_right=True, told='Yes.'), Verdict(is_right=False, told='√10.'), Verdict(is_right=False, told='No.'), Verdict(is_right=None, told='')]
    """
    found: Answer | None
    if lesson.kind == CHOICE:
        places = {str(place): answer for place, answer in enumerate(lesson.answers)}
        found = places.get(given)
        return Verdict(found.is_right, found.told) if found else Verdict(None)
    number = as_decimal(given)
    if number is None or (lesson.kind == WHOLE and not number.is_integer()):
        return Verdict(None)
    fitting = [answer for answer in lesson.answers if answer.number and _is_near(number, answer.number, values)]
    found = next((answer for answer in fitting if answer.is_right), fitting[0] if fitting else None)
    return Verdict(found.is_right, found.told) if found else Verdict(False, lesson.otherwise)


def _is_near(number: float, wanted: Number, values: Mapping[str, float]) -> bool:
    value = values[wanted.value] if isinstance(wanted.value, str) else wanted.value
    allowed = wanted.tolerance * abs(value) if wanted.is_relative else wanted.tolerance
    return math.isfinite(value) and abs(number - value) <= allowed + ROUNDING * abs(value)
