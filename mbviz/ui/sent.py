"""What a component's browser side sends, read: it may hold anything, and what is not as it should be is nothing.

Here is what is short: a number, a press. Beside it stand `mbviz.ui.stage.question.read_question` (the stage and the
bar), `mbviz.ui.edits.read_edits` (the stepper), `mbviz.ui.components.quiz.read_cells`, and `mbviz.ui.session.take` for what
sets a setting. Whatever a callback gets from `mbviz.ui.session.sent` goes through one of these.
"""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass

LARGEST_ID = 2**53  # whole numbers above it are not told apart in a browser


@dataclass(frozen=True)
class Press:
    """A press on one of several buttons.

    Attributes
    ----------
    id : int
        Its number; the answer carries it.
    name : str
        Of the button.
    """

    id: int
    name: str


@dataclass(frozen=True)
class Act(Press):
    """A press in a lesson.

    Attributes
    ----------
    lesson : str
        The lesson's name, as it was shown.
    value : str
        An answer, or the name of another lesson.
    """

    lesson: str
    value: str


LONGEST_ANSWER = 100  # characters


@dataclass(frozen=True)
class Share:
    """What a link is to hide, as the dialog asks for it.

    Attributes
    ----------
    id : int
        The number of the question; the answer carries it.
    hide : tuple of str
        Names of what is hidden.
    guess : str
        What is to be guessed.
    """

    id: int
    hide: tuple[str, ...]
    guess: str


def read_share(sent: object, names: Container[str], guesses: Container[str]) -> Share | None:
    """What a link is to hide, where all of it can be hidden.

    Examples
    --------
    >>> read_share({"id": 1, "hide": ["b", "draw"], "guess": "loss"}, ["b", "draw"], ["loss"])
    Share(id=1, hide=('b', 'draw'), guess='loss')
    >>> read_share({"id": 1, "hide": ["x"], "guess": "loss"}, ["b"], ["loss"])
    """
    if not isinstance(sent, dict):
        return None
    number, hide, guess = read_number(sent.get("id"), range(LARGEST_ID)), sent.get("hide"), sent.get("guess")
    if number is None or not isinstance(hide, list) or not isinstance(guess, str) or guess not in guesses:
        return None
    known = [name for name in hide if isinstance(name, str) and name in names]
    return Share(number, tuple(known), guess) if len(known) == len(hide) else None


def read_number(sent: object, numbers: Container[int]) -> int | None:
    """The number that was sent, where it is one of `numbers`.

    Examples
    --------
    >>> read_number(3, range(10)), read_number(10, range(10)), read_number(True, range(10)), read_number("3", range(10))
    (3, None, None, None)
    """
    return sent if type(sent) is int and sent in numbers else None


def read_press(sent: object, names: Container[str]) -> Press | None:
    """The press that was sent, where there is such a button.

    Examples
    --------
    >>> read_press({"id": 1, "name": "code"}, ["code"])
    Press(id=1, name='code')
    >>> read_press({"name": "code"}, ["code"]), read_press("code", ["code"]), read_press({"id": 1, "name": []}, ["code"])
    (None, None, None)
    """
    if not isinstance(sent, dict):
        return None
    number, name = read_number(sent.get("id"), range(LARGEST_ID)), sent.get("name")
    return Press(number, name) if number is not None and isinstance(name, str) and name in names else None


def read_act(sent: object, names: Container[str]) -> Act | None:
    """The press in a lesson that was sent, where there is such a button.

    Examples
    --------
    >>> read_act({"id": 1, "name": "answer", "lesson": "my-lesson", "value": "1,000"}, ["answer"])
    Act(id=1, name='answer', lesson='my-lesson', value='1,000')
    >>> read_act({"id": 1, "name": "answer", "value": 1000}, ["answer"])
    Act(id=1, name='answer', lesson='', value='')
    """
    press = read_press(sent, names)
    if press is None or not isinstance(sent, dict):
        return None
    lesson, value = (text if isinstance(text := sent.get(key), str) else "" for key in ("lesson", "value"))
    return Act(press.id, press.name, lesson[:LONGEST_ANSWER], value[:LONGEST_ANSWER])


@dataclass(frozen=True)
class Deed:
    """What a visitor did in a class.

    Attributes
    ----------
    name : str
    text : str
        What was typed, or a token.
    number : int
        The draw that was meant.
    """

    name: str
    text: str = ""
    number: int = 0


def read_deed(sent: object, names: Container[str]) -> Deed | None:
    """The deed that was sent, where there is one of this name.

    Examples
    --------
    >>> read_deed({"name": "join", "text": "bcdfgh", "number": -1}, ["join"])
    Deed(name='join', text='bcdfgh', number=0)
    >>> read_deed({"name": ["join"]}, ["join"]), read_deed("join", ["join"]), read_deed({"name": "x"}, ["join"])
    (None, None, None)
    """
    if not isinstance(sent, dict) or not isinstance(sent.get("name"), str) or sent["name"] not in names:
        return None
    text, number = sent.get("text"), read_number(sent.get("number"), range(LARGEST_ID))
    return Deed(sent["name"], text if isinstance(text, str) and len(text) <= LONGEST_ANSWER else "", number or 0)
