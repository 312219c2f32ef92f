"""All lessons of a folder, and what is wrong in its files: whatever lies there, the others can be used."""

from __future__ import annotations

import os
import re
import stat
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from mbviz._messages import Message, Verbatim, without_folders
from mbviz.lessons.lesson import Lesson
from mbviz.lessons.reader import LARGEST, LessonError, read_lesson
from mbviz.lessons.values import Rules, quoted

__all__ = ["Library", "Problem", "Seen", "listed", "read_folder", "why"]

MOST = 200  # files of a folder that are read
LONGEST_NAME = 60  # characters of a lesson's name, which stands in addresses
ENDING = ".md"
_NAME = re.compile(r"(?:(\d{1,6})[-_. ])?([^\W_](?:[\w-]*[^\W_])?)(?:\.([A-Za-z]{2}))?")

# A folder's name and what is in it, as far as a change would show: a file's name, when it was changed, its size.
Seen = tuple[str, tuple[tuple[str, int, int], ...]]


@dataclass(frozen=True)
class Problem:
    """What is wrong in a file: in which line, from 1 on, or 0 for all of it."""

    file: str
    line: int
    said: Message


@dataclass(frozen=True)
class Library:
    """The lessons of a folder.

    Attributes
    ----------
    lessons : mapping of str to mapping of str to Lesson
        By their names, in their order; of each its languages, "" for a file that names none.
    problems : tuple of Problem
    """

    lessons: Mapping[str, Mapping[str, Lesson]] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the lessons in their order."""
        return tuple(self.lessons)

    def get(self, name: str, language: str) -> Lesson | None:
        """A lesson in a language, or in one that there is; None where there is no such lesson."""
        there = self.lessons.get(name, {})
        return there.get(language) or there.get("") or next(iter(there.values()), None)


def listed(folder: Path) -> Seen:
    """What is in a folder now.

    Raises
    ------
    OSError
        If it cannot be looked at.
    """
    found = []
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.lower().endswith(ENDING) and not entry.name.startswith("."):
                about = entry.stat(follow_symlinks=False)
                found.append((entry.name, about.st_mtime_ns, about.st_size))
    return str(folder), tuple(sorted(found))


def read_folder(seen: Seen, rules: Rules) -> Library:
    """The lessons of the folder that `listed` has looked at."""
    folder, files = seen
    names = [name for name, _changed, _size in files if name.lower() != "readme.md"]
    lessons: dict[str, dict[str, Lesson]] = {}
    problems: list[Problem] = []
    if len(names) > MOST:
        said = Message("The folder has {count:,} files; the first {most} are read.", count=len(names), most=MOST)
        problems.append(Problem("", 0, said))
    for file in sorted(names[:MOST], key=_place):
        try:
            name, language = _named(file, rules.languages)
            lesson = read_lesson(_text(Path(folder, file)), name, file, rules)
            others = lessons.setdefault(name, {})
            if language in others:
                said = Message(
                    "The lesson {name} is there already, in {file}.",
                    name=Verbatim(name),
                    file=Verbatim(others[language].file),
                )
                raise LessonError(0, said)
            others[language] = lesson
        except LessonError as error:
            problems.append(Problem(file, error.line, error.said))
    return Library({name: there for name, there in lessons.items() if there}, tuple(problems))


def _place(file: str) -> tuple[int, str]:
    """Where a file comes in the row: by its number, and then by its name."""
    found = re.match(r"\d{1,6}", file)
    return int(found[0]) if found else 10**6, unicodedata.normalize("NFC", file)


def _named(file: str, languages: Iterable[str]) -> tuple[str, str]:
    """The name and the language that a file's name gives its lesson.

    Examples
    --------
    >>> _named("01-what-is-a-batch.ko.md", ["en", "ko"]), _named("02 배치란.md", ["en"])
    (('what-is-a-batch', 'ko'), ('배치란', ''))
    """
    stem = unicodedata.normalize("NFC", file)[: -len(ENDING)]
    found = _NAME.fullmatch(stem)
    if not found or len(found[2]) > LONGEST_NAME:
        raise LessonError(
            0,
            Message("A lesson’s file has a name of at most {most} letters, digits and hyphens, such as 07-my-lesson.en.md; got {got}.",
                    most=LONGEST_NAME, got=quoted(file)),
        )  # fmt: skip
    language = (found[3] or "").lower()
    if language and language not in languages:
        said = Message("There are lessons in {languages}; got {got}.", languages=", ".join(languages), got=language)
        raise LessonError(0, said)
    return found[2].lower(), language


def why(error: OSError) -> str:
    """Why a file or folder cannot be read.

    Examples
    --------
    >>> why(PermissionError(13, "Permission denied", "/srv/lessons"))
    'the server has no permission'
    """
    if isinstance(error, PermissionError):
        return Message("the server has no permission")
    if isinstance(error, FileNotFoundError):
        return Message("it is not there")
    if isinstance(error, NotADirectoryError):
        return Message("it is no folder")
    return without_folders(error.strerror or str(error))


def _text(path: Path) -> str:
    """The text of a file, which may be anything: a link, a pipe, far too large, no text."""
    try:
        data = _bytes(path)
    except OSError as error:
        raise LessonError(0, Message("It cannot be read: {reason}", reason=why(error))) from None
    if len(data) > 4 * LARGEST:
        raise LessonError(0, Message("A lesson has at most {most:,} characters.", most=LARGEST))
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise LessonError(
            data[: error.start].count(b"\n") + 1, Message("This is no text in UTF-8; save the file in that encoding.")
        ) from None
    if "\0" in text:
        raise LessonError(text[: text.index("\0")].count("\n") + 1, Message("This is no text."))
    return text


def _bytes(path: Path) -> bytes:
    """What a file holds, and a little more than is allowed at most; no link is followed, no pipe waited for."""
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    if path.is_symlink():
        raise LessonError(0, Message("It is a link to another file; put the file itself into the folder."))
    handle = os.open(path, flags)
    try:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            raise LessonError(0, Message("It is no file."))
        with os.fdopen(handle, "rb", closefd=False) as opened:
            return opened.read(4 * LARGEST + 1)
    finally:
        os.close(handle)
