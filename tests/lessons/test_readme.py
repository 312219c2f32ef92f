"""The README says how a lesson is written: its example is one, and it names all that there is."""

import re
from textwrap import dedent

import pytest

from mbviz.lessons.judge import judge
from mbviz.lessons.lesson import KINDS, NAMED, Lesson
from mbviz.lessons.reader import KEYS, read_lesson
from mbviz.ui.lessons import library
from tests.house import ROOT


@pytest.fixture(scope="module")
def section() -> str:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    return text[text.index("\n## Lessons") : text.index("\n## How many examples")]


@pytest.fixture(scope="module")
def example(section) -> Lesson:
    found = re.search(r"(?:^(?: {4}.*)?\n)+", section[section.index("    ---") :], re.MULTILINE)
    return read_lesson(dedent(found[0]).strip(), "half-the-error", "07-half-the-error.en.md", library.rules())


def test_the_example_is_a_lesson_and_its_answers_are_judged_as_it_says(example):
    assert (example.screen, example.state, example.solution) == ("batch-size", {"batch_size": 10}, {"batch_size": 40})
    assert [judge(example, given, {}).is_right for given in ("40", "20", "30")] == [True, False, False]
    assert judge(example, "30", {}).told == example.otherwise and example.body.startswith("**Markdown**")


def test_every_line_kind_and_number_is_named_there(section):
    for name in KEYS:
        assert f"`{name}`" in section, name
    for kind in KINDS:
        assert f"`{kind}`" in section, kind
    for name in NAMED:
        assert f"`{{{name}}}`" in section, name
