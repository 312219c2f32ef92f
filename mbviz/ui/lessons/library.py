"""The lessons of this server: those that come along, or those of the folder that ``MBVIZ_LESSONS`` names."""

from __future__ import annotations

import logging
import os
from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import cast

from mbviz import lessons
from mbviz._messages import Message
from mbviz.lessons.folder import Library, Problem, Seen, listed, read_folder, why
from mbviz.lessons.values import Rules
from mbviz.model.snapshots import Recipe, milestones
from mbviz.ui.deck import SCREENS
from mbviz.ui.kinds import LARGEST, Limits, Value
from mbviz.ui.state import EVERYWHERE, LANGUAGES, SETTINGS

__all__ = ["SHIPPED", "current", "look", "rules", "settings", "state"]

SHIPPED = Path(lessons.__file__).parent / "shipped"
log = logging.getLogger(__name__)


class _Shelf:
    """What was found when somebody looked last."""

    library = Library()


def look() -> Library:
    """The lessons as their files are now; those that have not changed are not read again.

    A folder that cannot be read is told as a problem, and the lessons that come along are there instead.
    """
    named = os.environ.get("MBVIZ_LESSONS", "").strip()
    try:
        found = _read(listed(Path(named).expanduser() if named else SHIPPED))
    except OSError as error:
        found = _instead(why(error))
    _Shelf.library = found
    return found


def current() -> Library:
    """The lessons as they were at the last look."""
    return _Shelf.library


def state(name: str, language: str) -> Mapping[str, Value]:
    """How a lesson lets settings begin; nothing where there is no such lesson."""
    lesson = _Shelf.library.get(name, language) if name else None
    return settings(lesson.state) if lesson else {}


def settings(read: Mapping[str, object]) -> Mapping[str, Value]:
    """The settings of a lesson, which knows of them only that `rules` has read them."""
    return cast(Mapping[str, Value], read)


def _instead(reason: str) -> Library:
    said = Message(
        "The folder that MBVIZ_LESSONS names cannot be read ({reason}); the lessons that come along are shown.",
        reason=reason,
    )
    shipped = _read(listed(SHIPPED))
    return replace(shipped, problems=(Problem("", 0, said), *shipped.problems))


@lru_cache(maxsize=4)
def _read(seen: Seen) -> Library:
    found = read_folder(seen, rules())
    for problem in found.problems:
        log.warning("%s, line %d: %s", problem.file, problem.line, problem.said)
    return found


def rules() -> Rules:
    """What a lesson can be about: the screens, and the settings that act on each, whatever the data at hand allow."""
    networks = tuple(milestone.name for milestone in milestones(Recipe(), 60_000))
    limits = Limits(LARGEST, networks, values={"batch_size": LARGEST})
    return Rules(
        {path: screen.settings for path, screen in SCREENS.items()},
        lambda key, text: SETTINGS[key].kind.read(text, limits),
        tuple(LANGUAGES),
        EVERYWHERE,
    )
