"""Lessons' files for the tests: a small world of screens and settings, and texts that are right but for one thing."""

from __future__ import annotations

from mbviz._messages import Message
from mbviz.lessons.values import Rules


def read(key: str, text: str) -> object:
    """A value of one of the three settings that this world has."""
    if not text.isdigit():
        raise ValueError(Message("a whole number from {least:,} to {most:,}", least=0, most=9))
    return int(text)


RULES = Rules({"planner": ("precision", "population"), "draw": ("seed",), "lessons": ()}, read, ("en", "ko"), ("lang",))
HEADER = {
    "title": "A title: with a colon",
    "screen": "planner",
    "state": "precision=1&population=2",
    "question": "How many of {n}?",
    "answer": "whole number",
    "right": "1,000 | A hundred times as many.",
    "wrong": "100 | Only ten times as many.",
}


def lesson(body: str = "Text.", **changes: str | None) -> str:
    """The text of a lesson's file, whose header has these changes: other values, or None for a line that is missing."""
    entries = {key: value for key, value in {**HEADER, **changes}.items() if value is not None}
    return "\n".join(["---", *(f"{key}: {value}" for key, value in entries.items()), "---", body])
