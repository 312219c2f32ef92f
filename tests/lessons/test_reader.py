"""A lesson is read as it stands, or a sentence names the line, what is wrong there, and what would be right."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mbviz._messages import Message
from mbviz.lessons.lesson import Lesson, Number
from mbviz.lessons.reader import KEYS, LARGEST, LessonError, read_lesson
from tests.lessons.files import HEADER, RULES, lesson


def read(text: str) -> Lesson:
    return read_lesson(text, "my-lesson", "07-my-lesson.en.md", RULES)


def broken(text: str) -> LessonError:
    with pytest.raises(LessonError) as caught:
        read(text)
    assert isinstance(caught.value.said, Message)
    return caught.value


def line_of(key: str) -> int:
    return list(HEADER).index(key) + 2


def test_a_lesson_is_read():
    found = read(lesson("## More\n\nA **text**, and {mean}."))
    assert (found.title, found.screen, found.kind) == ("A title: with a colon", "planner", "whole number")
    assert found.state == {"precision": 1, "population": 2} and found.solution == {}
    assert [(answer.text, answer.is_right, answer.told, answer.number) for answer in found.answers] == [
        ("1,000", True, "A hundred times as many.", Number(1000.0)),
        ("100", False, "Only ten times as many.", Number(100.0)),
    ]
    assert found.body == "## More\n\nA **text**, and {mean}."
    assert (found.asked, found.solved) == ({"n"}, {"mean"})


def test_a_line_goes_on_after_a_blank_and_remarks_do_not_count():
    text = (
        lesson()
        .replace("How many of {n}?", "How many\n  of {n},\n\tand why?")
        .replace("screen:", "# a remark\n\nscreen:")
    )
    assert read(text).question == "How many of {n}, and why?"


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_end_as_any_system_ends_them_and_a_mark_of_their_order_is_no_part_of_them(end):
    assert read("\ufeff" + lesson().replace("\n", end)) == read(lesson())


def test_a_setting_is_written_as_the_address_has_it():
    for written in ("?precision=3&population=4", "precision=3 population=4", "lang=ko&population=4&precision=%33"):
        assert read(lesson(state=written)).state == {"precision": 3, "population": 4}


def test_a_choice_offers_its_answers_in_their_order():
    found = read(
        lesson(answer="Choice", right="B | Yes.", wrong="A | No.").replace("right: B", "wrong: C | No.\nright: B")
    )
    assert [(answer.text, answer.is_right) for answer in found.answers] == [("C", False), ("B", True), ("A", False)]


@pytest.mark.parametrize(
    ("changes", "key", "said"),
    [
        ({"screen": "plannr"}, "screen", "There is no screen plannr; there are planner."),
        ({"screen": "stage"}, "screen", "There is no screen stage; there are planner, draw, lessons."),
        ({"state": "precison=1"}, "state", "precison does nothing on the screen planner; what acts there: precision."),
        ({"state": "seed=1"}, "state", "seed does nothing on the screen planner; what acts there: precision, population."),
        ({"state": "precision=many"}, "state", "precision must be a whole number from 0 to 9; got many."),
        ({"state": "precision"}, "state", "precision is no setting: write key=value"),
        ({"state": "="}, "state", "does nothing on the screen planner"),
        ({"question": ""}, "question", "question is empty."),
        ({"question": "x" * 301}, "question", "question has 301 characters; there is room for 300."),
        ({"question": "Of {m}?"}, "question", "There is no number {m}; there are n, classes, mean"),
        ({"answer": "several"}, "answer", "An answer is one of choice, number, whole number; got several."),
        ({"answer": "number"}, "right", "A number takes how far off an answer may be, such as 1,000 ± 2%; got 1,000."),
        ({"right": "many | Yes."}, "right", "The answer must be a number such as 1000, 0.37 ± 2% or {needed} ± 2%; got many."),
        ({"right": "{all} | Yes."}, "right", "There is no number {all}"),
        ({"right": "1.5 | Yes."}, "right", "The answer must be a whole number; got 1.5."),
        ({"right": "5 ± much | Yes."}, "right", "After ± comes how far off an answer may be"),
        ({"right": "5 ± 200% | Yes."}, "right", "After ± comes how far off an answer may be"),
        ({"right": "5"}, "right", "It takes an answer, a bar and what is said of it"),
        ({"right": "5 |"}, "right", "Nothing is said of the answer 5"),
        ({"wrong": "1,000 | No."}, "wrong", "The answer 1,000 is there already."),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named_with_its_line_and_what_would_be_right(changes, key, said):
    error = broken(lesson(**changes))
    assert error.line == line_of(key)
    assert said in error.said


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("", 1, "A lesson begins with a line ---"),
        ("title: no fence", 1, "A lesson begins with a line ---"),
        ("---\ntitle: A\n", 3, "The header has no end: it takes a second line ---."),
        ("---\ntitle: A\nno colon\n---", 3, "A line of the header is a name, a colon and a value"),
        ("---\ntitel: A\n---", 2, "There is no titel in a lesson; what there is: title, state."),
        ("---\ntitle: A\ntitle: B\n---", 3, "title stands in line 2 already."),
        ("---\n---", 2, "The header ends here, and has no title."),
        (lesson(right=None, wrong=None), 7, "The header ends here, and has no right."),
        (lesson(answer="choice", wrong=None), 8, "A choice offers a wrong answer as well"),
        (lesson("One line.\n\nAnd {x}."), 12, "There is no number {x}"),
        (lesson().replace("wrong:", "\n".join(f"wrong: {k} | No." for k in range(8)) + "\nwrong:"), 15, "at most 8 answers"),
        ("---\n" + "x" * LARGEST, 0, "A lesson has at most 65,536 characters."),
    ],
)  # fmt: skip
def test_what_is_wrong_with_the_header_as_a_whole_is_named_too(text, line, said):
    error = broken(text)
    assert (error.line, said in error.said) == (line, True), error.said


def test_a_sentence_quotes_no_more_than_a_line_of_what_stands_there():
    for text in (f"---\n{'x' * 50_000}\n---", lesson(screen="x" * 50_000), lesson(state=f"{'x' * 50_000}=1")):
        assert len(broken(text).said) < 400


# Lines as a hand in a hurry leaves them: keys with anything behind them, fences, blanks, and anything at all.
LINES = st.one_of(
    st.builds("{}: {}".format, st.sampled_from([*KEYS, "titel", "Right"]), st.text(max_size=30)),
    st.builds("{}: {}".format, st.sampled_from(KEYS), st.sampled_from(["planner", "choice", "1 | a", "precision=1", "{n}", "{"])),
    st.sampled_from(["---", "", "  more", "# remark", "|", "{n}"]),
    st.text(max_size=20),
)  # fmt: skip


@given(st.lists(LINES, max_size=20))
def test_whatever_a_file_holds_is_a_lesson_or_a_sentence_about_one_of_its_lines(lines):
    text = "\n".join(lines)
    try:
        found = read(text)
    except LessonError as error:
        assert 0 <= error.line <= len(re.split("\r\n|\r|\n", text))
        assert isinstance(error.said, Message) and error.said.strip()
    else:
        assert found.title and found.question and any(answer.is_right for answer in found.answers)


@given(st.sampled_from(sorted(HEADER)), st.text(max_size=60))
def test_one_line_that_is_anything_breaks_nothing_else(key, value):
    try:
        found = read(lesson(**{key: value}))
    except LessonError as error:
        assert isinstance(error.said, Message)
    else:
        assert found.kind in ("choice", "number", "whole number")
