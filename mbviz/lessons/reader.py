"""A lesson from the text of a file: a header of ``key: value`` lines between two lines of ``---``, and Markdown below it.

    ---
    title: Ten times the precision
    screen: batch-size
    state: batch_size=10
    question: How many digits are off by a tenth of what 10 are off by?
    answer: whole number
    right: 1000 | The standard error is σ/√B: a hundred times the digits.
    wrong: 100 | Ten times the digits give √10 ≈ 3.2 times the precision.
    ---
    What there is to read when the answer is known.

A line that begins with a blank goes on with the line above it. It is no YAML on purpose: questions hold colons, braces and
brackets, and who writes them should need no quotes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import TypeVar

from mbviz._messages import Message
from mbviz.lessons.lesson import CHOICE, KINDS, NAMED, Answer, Lesson, names_in
from mbviz.lessons.values import Rules, close, quoted, read_answer, read_state

__all__ = ["LARGEST", "LessonError", "read_lesson"]

LARGEST = 65_536  # characters of a file
KEYS = ("title", "screen", "state", "solution", "question", "do", "answer", "right", "wrong", "otherwise")
NEEDED = ("title", "screen", "question", "answer", "right")
REPEATED = ("right", "wrong")
MOST_ANSWERS = 8
# Characters of what has only so much room on a screen.
LONGEST = {"title": 60, "question": 300, "do": 100, "right": 600, "wrong": 600, "otherwise": 500}
OFFERED = 100  # of an answer that is offered
FENCE = "---"
Found = TypeVar("Found")
_ENTRY = re.compile(r"([A-Za-z_][\w-]*)[ \t]*:(.*)", re.DOTALL)


class LessonError(ValueError):
    """What is wrong in a lesson's file, and in which line, from 1 on; 0 for all of the file."""

    def __init__(self, line: int, said: Message) -> None:
        super().__init__(said)
        self.line, self.said = line, said


@dataclass
class _Entry:
    key: str
    value: str
    line: int


@dataclass
class _Header:
    """The entries of a header in their order, and the line in which it ends."""

    entries: list[_Entry] = field(default_factory=list)
    end: int = 0

    def all(self, *keys: str) -> Iterable[_Entry]:
        return (entry for entry in self.entries if entry.key in keys)

    def one(self, key: str) -> _Entry:
        """The entry of a key that stands there once at most; an empty one where it is missing."""
        return next(iter(self.all(key)), _Entry(key, "", self.end))


def read_lesson(text: str, name: str, file: str, rules: Rules) -> Lesson:
    """The lesson that a file's text holds.

    Parameters
    ----------
    text : str
    name, file : str
        What the lesson is called, and its file.
    rules : Rules

    Returns
    -------
    Lesson

    Raises
    ------
    LessonError
        With the line in which something is wrong, what, and what would be right.
    """
    if len(text) > LARGEST:
        raise LessonError(0, Message("A lesson has at most {most:,} characters.", most=LARGEST))
    lines = re.split("\r\n|\r|\n", text.removeprefix("\ufeff"))  # as editors count them
    header = _header(lines)
    _check_keys(header)
    body = lines[header.end :]
    _check_names(header, body)
    screen = _screen(header.one("screen"), rules)
    kind = _kind(header.one("answer"))
    return Lesson(
        name,
        file,
        header.one("title").value,
        screen,
        header.one("question").value,
        kind,
        _answers(header, kind),
        state=_at(state := header.one("state"), read_state, state.value, screen, rules),
        solution=_at(solution := header.one("solution"), read_state, solution.value, screen, rules),
        otherwise=header.one("otherwise").value,
        body="\n".join(body).strip(),
        do=header.one("do").value,
    )


def _header(lines: list[str]) -> _Header:
    """The header, its lines that go on joined."""
    if not lines or lines[0].rstrip() != FENCE:
        raise LessonError(1, Message("A lesson begins with a line {fence}, and its header follows.", fence=FENCE))
    header = _Header()
    for number, line in enumerate(lines[1:], start=2):
        if line.rstrip() == FENCE:
            header.end = number
            return header
        if line[:1].isspace() and line.strip() and header.entries:
            header.entries[-1].value += f" {line.strip()}"
        elif line.strip() and not line.startswith("#"):
            header.entries.append(_entry(line, number))
    raise LessonError(len(lines), Message("The header has no end: it takes a second line {fence}.", fence=FENCE))


def _entry(line: str, number: int) -> _Entry:
    found = _ENTRY.fullmatch(line)
    if not found:
        raise LessonError(
            number,
            Message("A line of the header is a name, a colon and a value, such as title: What is a batch? Got {got}.", got=quoted(line)),
        )  # fmt: skip
    return _Entry(found[1].lower(), found[2].strip(), number)


def _check_keys(header: _Header) -> None:
    """Each key is known, stands there once (answers may be several), has a value, and none is missing."""
    seen: dict[str, int] = {}
    for key, value, line in ((entry.key, entry.value, entry.line) for entry in header.entries):
        if key not in KEYS:
            said = Message(
                "There is no {key} in a lesson; what there is: {keys}.", key=quoted(key), keys=close(key, KEYS)
            )
            raise LessonError(line, said)
        if key in seen and key not in REPEATED:
            raise LessonError(line, Message("{key} stands in line {line} already.", key=key, line=seen[key]))
        if not value and key not in ("state", "solution"):
            raise LessonError(line, Message("{key} is empty.", key=key))
        if len(value) > LONGEST.get(key, LARGEST):
            said = Message(
                "{key} has {count:,} characters; there is room for {most}.",
                key=key,
                count=len(value),
                most=LONGEST[key],
            )
            raise LessonError(line, said)
        seen[key] = line
    for key in NEEDED:
        if key not in seen:
            raise LessonError(header.end, Message("The header ends here, and has no {key}.", key=key))


def _check_names(header: _Header, body: list[str]) -> None:
    """What texts name in braces is there."""
    places = [(entry.line, entry.value) for entry in header.entries if entry.key not in ("state", "solution")]
    places += [(header.end + k, line) for k, line in enumerate(body, start=1)]
    for line, text in places:
        for name in names_in(text):
            if name not in NAMED:
                raise LessonError(
                    line,
                    Message("There is no number {{{name}}}; there are {names}. A brace that is meant is written twice.",
                            name=quoted(name), names=close(name, NAMED)),
                )  # fmt: skip


def _screen(entry: _Entry, rules: Rules) -> str:
    path = entry.value.strip("/").lower()
    if path not in rules.screens:
        names = close(path, tuple(rules.screens))
        said = Message("There is no screen {screen}; there are {names}.", screen=quoted(entry.value), names=names)
        raise LessonError(entry.line, said)
    return path


def _kind(entry: _Entry) -> str:
    kind = " ".join(entry.value.lower().replace("-", " ").split())
    if kind not in KINDS:
        said = Message("An answer is one of {kinds}; got {got}.", kinds=", ".join(KINDS), got=quoted(entry.value))
        raise LessonError(entry.line, said)
    return kind


def _answers(header: _Header, kind: str) -> tuple[Answer, ...]:
    """The answers, in their order; a choice offers several, and none of them twice."""
    found: dict[str, Answer] = {}
    for entry in header.all(*REPEATED):
        answer = _at(entry, read_answer, entry.value, entry.key == "right", kind)
        if answer.text in found:
            raise LessonError(entry.line, Message("The answer {answer} is there already.", answer=quoted(answer.text)))
        if kind == CHOICE and len(answer.text) > OFFERED:
            raise LessonError(
                entry.line, Message("An answer that is offered has at most {most} characters.", most=OFFERED)
            )
        found[answer.text] = answer
    if len(found) > MOST_ANSWERS:
        line = list(header.all(*REPEATED))[MOST_ANSWERS].line
        raise LessonError(line, Message("A lesson has at most {most} answers.", most=MOST_ANSWERS))
    if kind == CHOICE and all(answer.is_right for answer in found.values()):
        raise LessonError(header.end, Message("A choice offers a wrong answer as well: wrong: answer | why not."))
    return tuple(found.values())


def _at(entry: _Entry, read: Callable[..., Found], *args: object) -> Found:
    """What is read from an entry; what is wrong there is wrong in its line."""
    try:
        return read(*args)
    except ValueError as error:
        raise LessonError(entry.line, error.args[0]) from None
