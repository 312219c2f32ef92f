"""An answer is right within what the lesson allows, foreseen mistakes are told as such, and what is no answer is none."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mbviz.lessons.judge import judge
from mbviz.lessons.lesson import Answer, Lesson, Number, fill, names_in
from mbviz.lessons.values import as_decimal


def asking(kind: str, *answers: Answer) -> Lesson:
    return Lesson("l", "l.md", "L", "planner", "?", kind, answers, otherwise="neither")


def number(kind: str, value: float | str, tolerance: float = 0.0, *, relative: bool = False) -> Lesson:
    return asking(kind, Answer("a", True, "yes", Number(value, tolerance, relative)))


@pytest.mark.parametrize(
    ("given", "right"), [("0", False), ("1", True), ("2", None), ("-1", None), ("", None), ("B", None), ("1.0", None)]
)
def test_a_choice_is_a_place_in_the_row(given, right):
    lesson = asking("choice", Answer("A", False, "no"), Answer("B", True, "yes"))
    assert judge(lesson, given, {}).is_right is right


@pytest.mark.parametrize(
    ("given", "right"),
    [("1000", True), ("1,000", True), ("1 000", True), ("1e3", True), ("+1000.0", True), ("1001", False), ("1000.5", None),
     ("thousand", None), ("1,00", None), ("nan", None), ("1e999", None), ("", None), ("9" * 10_000, None)],
)  # fmt: skip
def test_a_whole_number_is_exact_however_it_is_written(given, right):
    assert judge(number("whole number", 1000.0), given, {}).is_right is right


@pytest.mark.parametrize(
    ("given", "right"), [("0.36", True), ("0.38", True), ("0.359", False), ("0.381", False), ("−0.37", False)]
)
def test_a_number_may_be_off_by_an_amount(given, right):
    assert judge(number("number", 0.37, 0.01), given, {}).is_right is right


@pytest.mark.parametrize(("given", "right"), [("98", True), ("102", True), ("97.9", False), ("102.1", False)])
def test_a_number_may_be_off_by_a_share(given, right):
    assert judge(number("number", 100.0, 0.02, relative=True), given, {}).is_right is right


def test_an_answer_that_names_a_number_is_that_number():
    lesson = number("whole number", "needed", 0.02, relative=True)
    assert judge(lesson, "122,579", {"needed": 122_579.0}).is_right is True
    assert judge(lesson, "100000", {"needed": 122_579.0}).is_right is False
    assert judge(lesson, "0", {"needed": math.nan}).is_right is False


def test_a_foreseen_mistake_is_told_and_another_gets_the_common_hint():
    lesson = asking("number", Answer("1", True, "yes", Number(1.0, 0.1)), Answer("2", False, "twice", Number(2.0, 0.1)))
    assert [judge(lesson, text, {}).told for text in ("1", "2", "3")] == ["yes", "twice", "neither"]


def test_where_a_right_and_a_wrong_answer_overlap_the_right_one_counts():
    lesson = asking("number", Answer("w", False, "no", Number(1.0, 1.0)), Answer("r", True, "yes", Number(1.0, 0.1)))
    assert judge(lesson, "1.05", {}).is_right is True


@given(st.integers(-(10**9), 10**9), st.integers(0, 10_000))
def test_the_number_itself_is_always_right_what_is_just_within_too_and_what_is_beyond_never(thousandths, allowed):
    value, tolerance = thousandths / 1000, allowed / 1000
    lesson = number("number", value, tolerance)
    for off, right in ((0, True), (tolerance, True), (-tolerance, True), (1.01 * tolerance + 1, False)):
        assert judge(lesson, f"{value + off:.3f}", {}).is_right is right


@given(st.integers(-(10**15), 10**15))
def test_a_whole_number_is_read_as_it_is_written_with_thousands_and_without(value):
    assert as_decimal(str(value)) == as_decimal(f"{value:,}") == as_decimal(f"{value:_}") == value


@given(st.text(max_size=80))
def test_any_text_is_a_finite_number_or_none(text):
    found = as_decimal(text)
    assert found is None or math.isfinite(found)


def test_braces_name_a_number_and_two_of_them_are_one():
    assert fill("{n} of {{n}} and {other}, {}", {"n": "6"}) == "6 of {n} and {other}, {}"
    assert names_in("{n} of {{n}} and {other}, {} {1}") == ["n", "other"]
