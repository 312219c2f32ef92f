"""The open lesson, a strip above its screen: the question, an answer, and what is said of it.

What is right, and why, is not sent before an answer was judged.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import streamlit as st

from mbviz.lessons.judge import Verdict, judge
from mbviz.lessons.lesson import CHOICE, Lesson, fill
from mbviz.model.trainer import Training
from mbviz.ui import allowed, data, session
from mbviz.ui.components import component
from mbviz.ui.deck import SCREENS
from mbviz.ui.language import N_, _, current
from mbviz.ui.lessons import library
from mbviz.ui.lessons.facts import facts, told
from mbviz.ui.sent import read_act
from mbviz.ui.settings import Settings

LIST = "lessons"  # the path of the screen with all of them
WORDS = {
    "lesson": N_("Lesson {place}"),
    "check": N_("Check"),
    "number": N_("a number"),
    "right": N_("Right."),
    "wrong": N_("Not yet."),
    "unread": N_("Type a number, such as 1000 or 0.37."),
    "unreadWhole": N_("Type a whole number, such as 1000."),
    "done": N_("done"),
    "again": N_("Try again"),
    "solve": N_("Show it"),
    "read": N_("Read on"),
    "unroll": N_("Close the text"),
    "here": N_("To its screen"),
    "back": N_("Previous lesson"),
    "next": N_("Next lesson"),
    "list": N_("All lessons"),
    "close": N_("Leave the lessons"),
    "fold": N_("Fold the lesson"),
    "unfold": N_("Unfold the lesson"),
}
ACTS = ("answer", "again", "solve", "read", "here", "back", "next", "list", "close")


@dataclass(frozen=True)
class _Shown:
    """The open lesson as it stands.

    Attributes
    ----------
    lesson : Lesson
    verdict : Verdict or None
        None while there is no answer.
    asked, solved : mapping of str to str
        The numbers in the question, and in what is said of answers.
    """

    lesson: Lesson
    verdict: Verdict | None
    asked: Mapping[str, str]
    solved: Mapping[str, str]

    @property
    def is_solved(self) -> bool:
        """Whether the right answer was given."""
        return self.verdict is not None and self.verdict.is_right is True


def show(path: str, settings: Settings) -> None:
    """Show the open lesson, if there is one, where the screen `path` is open."""
    lesson = opened(path)
    if lesson is None:
        return
    shown = _shown(lesson, settings, data.training(settings.dataset))
    if shown.is_solved:
        _mark(lesson.name)
    component("lesson")(data=_data(shown, path), key="lesson", on_act_change=_act)
    if shown.is_solved and session.memory().lessons.reads and path == lesson.screen:
        with st.container(key="lesson_text"):
            st.markdown(fill(lesson.body, shown.solved))


def opened(path: str) -> Lesson | None:
    """The lesson that is open above the screen `path`, if there is one."""
    lesson = library.current().get(session.word("lesson"), current())
    return None if lesson is None or path == LIST or lesson.name not in names() else lesson


def names() -> list[str]:
    """The names of the lessons whose screens may be seen, in their order."""
    found, open_to = library.current(), allowed.screens()
    return [name for name in found.names if (lesson := found.get(name, current())) and lesson.screen in open_to]


def is_solved(lesson: Lesson, settings: Settings) -> bool:
    """Whether the answer that was given last is right."""
    return _shown(lesson, settings, data.training(settings.dataset)).is_solved


def _shown(lesson: Lesson, settings: Settings, training: Training) -> _Shown:
    """The lesson, its answer judged, and its numbers; those that only an answer needs are not computed before."""
    kept = session.memory()
    of = settings, training, kept.limits
    begins = library.settings(lesson.state)
    asked = facts(lesson.asked, begins, *of)
    given = kept.lessons.given.get(lesson.name)
    if given is None or not allowed.has_answers():
        return _Shown(lesson, None, told(asked), {})
    solved = facts(lesson.solved, {**begins, **library.settings(lesson.solution)}, *of)
    return _Shown(lesson, judge(lesson, given, solved), told(asked), told(solved))


def _mark(name: str) -> None:
    """Note that a lesson is done."""
    done = session.word("done")
    if name not in done.split("."):
        session.follow(done=f"{done}.{name}")


def _data(shown: _Shown, path: str) -> dict[str, object]:
    """See ``components/lesson/lesson.js``."""
    lesson, verdict, kept = shown.lesson, shown.verdict, session.memory().lessons
    row = names()
    at = row.index(lesson.name)
    offered = [fill(answer.text, shown.asked) for answer in lesson.answers] if lesson.kind == CHOICE else []
    return {
        "number": kept.act,
        "session": session.memory().token,
        "name": lesson.name,
        "place": f"{at + 1} / {len(row)}",
        "title": fill(lesson.title, shown.asked),
        "question": fill(_question(lesson), shown.asked),
        "kind": lesson.kind,
        "asks": allowed.has_answers(),
        "offered": offered,
        "given": kept.given.get(lesson.name, ""),
        "verdict": verdict and {"right": verdict.is_right, "told": fill(verdict.told, shown.solved)},
        "done": lesson.name in session.word("done").split("."),
        "all": session.word("done"),
        "back": at > 0,
        "next": at + 1 < len(row),
        "list": LIST in allowed.screens(),
        "paths": _paths(lesson, row, at),
        "reads": shown.is_solved and bool(lesson.body),
        "reading": kept.reads,
        "solves": shown.is_solved and bool(lesson.solution),
        "away": path != lesson.screen,
        "words": {name: _(text) for name, text in WORDS.items()},
    }


def _question(lesson: Lesson) -> str:
    """What is asked; where answers are hidden, nothing that would show one is there to be pressed."""
    return f"{lesson.question} {lesson.do}".strip() if allowed.has_answers() else lesson.question


def _paths(lesson: Lesson, row: list[str], at: int) -> dict[str, str]:
    """Of the buttons that lead to a page its name to the browser."""
    found = {"list": LIST, "here": lesson.screen, "solve": lesson.screen}
    for button, place in (("back", at - 1), ("next", at + 1)):
        other = library.current().get(row[place], current()) if 0 <= place < len(row) else None
        if other:
            found[button] = other.screen
    return {button: session.place(path)[0] for button, path in found.items()}


def _act() -> None:
    """Take over what was pressed; what does not belong to the lesson that is open changes nothing."""
    act = read_act(session.sent("lesson", "act"), ACTS)
    lesson = library.current().get(session.word("lesson"), current())
    if act is None or lesson is None or lesson.name not in names():
        return
    kept = session.memory().lessons
    kept.act = act.id
    if act.lesson != lesson.name:
        return
    if act.name == "answer" and act.value.strip():
        kept.given[lesson.name] = act.value
    elif act.name == "again":
        kept.given.pop(lesson.name, None)
    elif act.name == "read":
        kept.reads = not kept.reads
    elif act.name in ("here", "list"):
        session.memory().next_page = lesson.screen if act.name == "here" else LIST
    elif act.name == "solve":
        _solve(lesson)
    elif act.name == "close":
        session.put(lesson="")
    elif act.name in ("back", "next"):
        _step(lesson.name, 1 if act.name == "next" else -1)


def _step(name: str, step: int) -> None:
    """Open the lesson so many places further."""
    row = names()
    at = row.index(name) + step
    if 0 <= at < len(row):
        begin(row[at])


def _solve(lesson: Lesson) -> None:
    """Let the screen show the answer, once it was given."""
    if lesson.name in session.word("done").split(".") and lesson.name in session.memory().lessons.given:
        session.begin(*_begun(lesson), *lesson.solution, instead=library.settings(lesson.solution))
        session.memory().next_page = lesson.screen


def _begun(lesson: Lesson) -> list[str]:
    """The settings that are as a lesson begins when it is opened: those that act on its screen, and that are not hidden."""
    acting = SCREENS[lesson.screen].settings
    return [key for key in acting if key in lesson.state or allowed.may_change(key)]


def begin(name: str) -> None:
    """Open a lesson: its screen, and the settings that it begins with; what was answered in it before stays."""
    lesson = library.current().get(name, current())
    if lesson is not None:
        session.put(lesson=name)
        session.begin(*_begun(lesson))
        session.memory().lessons.reads = False
        session.memory().next_page = lesson.screen
