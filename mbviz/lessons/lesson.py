"""What a lesson is, and its texts with the numbers of the moment put in."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

__all__ = ["CHOICE", "KINDS", "NAMED", "NUMBER", "WHOLE", "Answer", "Lesson", "Number", "fill", "names_in"]

CHOICE, NUMBER, WHOLE = KINDS = ("choice", "number", "whole number")
# What a text or an answer can name in braces: a number of the data, of the network, or of the batch that is shown.
NAMED = ("n", "classes", "mean", "std", "batch_loss", "standard_error", "needed")

_FIELD = re.compile(r"\{\{|\}\}|\{([A-Za-z_]\w*)\}")


@dataclass(frozen=True)
class Number:
    """A number that is asked for.

    Attributes
    ----------
    value : float or str
        It, or one of `NAMED`.
    tolerance : float
        How far off an answer may be: a share of the value, or if not `is_relative` an amount.
    is_relative : bool
    """

    value: float | str
    tolerance: float = 0.0
    is_relative: bool = False


@dataclass(frozen=True)
class Answer:
    """One answer that the lesson foresees, a right or a wrong one.

    Attributes
    ----------
    text : str
        As it stands in the file; of a choice it is what is offered.
    is_right : bool
    told : str
        What is said of it; for a wrong one why it is wrong.
    number : Number, optional
        Where a number is asked for.
    """

    text: str
    is_right: bool
    told: str
    number: Number | None = None


@dataclass(frozen=True)
class Lesson:
    """One lesson, in one language.

    Attributes
    ----------
    name : str
        Names it in the address: its file's name without number, language and ending.
    file : str
    title : str
    screen : str
        The path of the screen that it is about.
    question : str
    kind : str
        One of `KINDS`.
    answers : tuple of Answer
        In the order of the file.
    state : mapping
        The settings that the screen opens with, where they are others than the defaults.
    solution : mapping
        Those that show the answer, where they are others than in `state`.
    otherwise : str
        What is said of an answer that is none of `answers`.
    body : str
        Markdown to be read when the answer is known.
    do : str
        What the question asks one to do before, which shows an answer; not said where answers are hidden.
    """

    name: str
    file: str
    title: str
    screen: str
    question: str
    kind: str
    answers: tuple[Answer, ...]
    state: Mapping[str, object] = field(default_factory=dict)
    solution: Mapping[str, object] = field(default_factory=dict)
    otherwise: str = ""
    body: str = ""
    do: str = ""

    @property
    def asked(self) -> set[str]:
        """The numbers that the question's texts name."""
        offered = [answer.text for answer in self.answers] if self.kind == CHOICE else []
        return {name for text in (self.title, self.question, self.do, *offered) for name in names_in(text)}

    @property
    def solved(self) -> set[str]:
        """The numbers that the answers and what is said of them name."""
        texts = [self.otherwise, self.body, *(answer.told for answer in self.answers)]
        wanted = {answer.number.value for answer in self.answers if answer.number}
        return {name for text in texts for name in names_in(text)} | {name for name in wanted if isinstance(name, str)}


def names_in(text: str) -> list[str]:
    """What a text names in braces, in its order.

    Examples
    --------
    >>> names_in("{n} digits, {mean} nats, {{n}}")
    ['n', 'mean']
    """
    return [found[1] for found in _FIELD.finditer(text) if found[1]]


def fill(text: str, values: Mapping[str, str]) -> str:
    """A text with the values put in for what it names; two braces are one.

    Examples
    --------
    >>> fill("of {n} digits; f'{{n}}'", {"n": "60,000"})
    "of 60,000 digits; f'{n}'"
    """
    return _FIELD.sub(lambda found: values.get(found[1], found[0]) if found[1] else found[0][0], text)
