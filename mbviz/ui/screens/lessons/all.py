"""All lessons, with what is done, and what is wrong in a lesson's file."""

from __future__ import annotations

import streamlit as st

from mbviz._messages import Message, Verbatim
from mbviz.lessons.folder import Problem
from mbviz.lessons.lesson import Lesson, fill
from mbviz.ui import data, session
from mbviz.ui.components import component
from mbviz.ui.deck import SCREENS
from mbviz.ui.language import _, current, markdown
from mbviz.ui.lessons import library, strip
from mbviz.ui.lessons.facts import facts, told
from mbviz.ui.settings import Settings
from mbviz.ui.text import head

SHOWN = 20  # problems that are told


def show(settings: Settings) -> None:
    """Show the screen."""
    found = library.current()
    row, done = strip.names(), session.word("done").split(".")
    count = sum(name in done for name in row)
    lead = _(
        "Each lesson is a question, and a screen on which you can find the answer. Done: {done} of {all}.",
        done=count,
        all=len(row),
    )
    st.html(head(_("What would you like to find out?"), lead))
    lessons = [lesson for name in row if (lesson := found.get(name, current()))]
    if lessons:
        component("lessons")(data=_data(lessons, done, settings), key="lessons", on_pick_change=_pick)
    else:
        st.info(_("There is no lesson yet."))
    _problems(found.problems)


def _data(lessons: list[Lesson], done: list[str], settings: Settings) -> dict[str, object]:
    """See ``components/lesson/all.js``."""
    return {
        "label": _("All lessons"),
        "done": _("done"),
        "lessons": [_card(lesson, done, settings) for lesson in lessons],
    }


def _card(lesson: Lesson, done: list[str], settings: Settings) -> dict[str, object]:
    training, screen = data.training(settings.dataset), SCREENS[lesson.screen]
    numbers = facts(lesson.asked, library.settings(lesson.state), settings, training, session.memory().limits)
    return {
        "name": lesson.name,
        "path": session.place(lesson.screen)[0],
        "title": fill(lesson.title, told(numbers)),
        "question": fill(lesson.question, told(numbers)),
        "about": f"{_(screen.group)} · {_(screen.title)}",
        "done": lesson.name in done,
        "open": lesson.name == session.word("lesson"),
    }


def _pick() -> None:
    name = session.sent("lessons", "pick")
    if isinstance(name, str) and name in strip.names():
        strip.begin(name)


def _problems(problems: tuple[Problem, ...]) -> None:
    """What is wrong in which file, and in which line."""
    if not problems:
        return
    lines = [f"- {markdown(_placed(problem))}" for problem in problems[:SHOWN]]
    if len(problems) > SHOWN:
        lines.append("- " + _("and {count:,} more", count=len(problems) - SHOWN))
    st.warning("\n".join([_("Something is wrong here; all other lessons are shown."), "", *lines]))


def _placed(problem: Problem) -> Message:
    file = Verbatim(problem.file)
    if problem.line:
        return Message("{file}, line {line}: {said}", file=file, line=problem.line, said=problem.said)
    return Message("{file}: {said}", file=file, said=problem.said) if problem.file else problem.said
