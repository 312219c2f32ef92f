"""Classes: codes, seats, draws and dots; their bounds; by hand, by many threads at once, and with a clock that is moved."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from mbviz.ui import classes
from mbviz.ui.classes import DAY, DRAWS, IDLE, LENGTH, LETTERS, Classes, Experiment
from tests.ui.work import Clock

EXPERIMENT = Experiment("digits", "1-epoch", 10, 0, True)


def measure(experiment: Experiment, draw: int) -> float:
    return draw / 8  # exact in float32


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def here(clock):
    return Classes(clock)


def test_a_code_is_six_letters_and_its_tokens_tell_the_teacher_from_the_students(here):
    code, teacher = here.open(EXPERIMENT)
    assert re.fullmatch(f"[{LETTERS}]{{{LENGTH}}}", code)
    student = here.join(code)
    assert here.is_teacher(code, teacher)
    assert not any(here.is_teacher(code, token) for token in (student, "", code, "é"))
    assert here.seat(code, teacher) is None
    assert len({teacher, student}) == 2 and min(len(teacher), len(student)) >= 20


@pytest.mark.parametrize(("codes", "first"), [("BC", "BC"), ("k, x", "KX"), ("", LETTERS), ("12", LETTERS)])
def test_a_code_begins_with_a_letter_of_its_server(here, monkeypatch, codes, first):
    monkeypatch.setenv("MBVIZ_CODES", codes)
    found = {here.open(EXPERIMENT)[0] for _ in range(60)}
    assert {code[0] for code in found} <= set(first) and len({code[0] for code in found}) > 1
    assert all(re.fullmatch(f"[{LETTERS}]{{{LENGTH}}}", code) for code in found)


def test_every_seat_has_another_draw_and_its_dot_falls_once(here):
    code, _ = here.open(EXPERIMENT)
    seats = [here.join(code) for _ in range(3)]
    assert [here.seat(code, seat).draw for seat in seats] == [1, 2, 3]  # draw 0 is on the projector already
    for seat in (seats[2], seats[0], seats[2]):
        here.drop(code, seat, measure)
    draws, losses = here.dots(code)
    assert draws.tolist() == [3, 1] and losses.tolist() == [0.375, 0.125]
    assert (draws.dtype, losses.dtype) == (np.int32, np.float32)
    assert here.dots(code, 1)[0].tolist() == [1] and here.dots(code, 2)[0].size == 0
    assert here.seat(code, seats[2]).mine == ((3, 0.375),) and here.seat(code, seats[1]).mine == ()
    assert here.look(code) == classes.ClassView(code, EXPERIMENT, seats=3, dots=2, round=0, revealed=False)


def test_a_seat_that_comes_again_is_the_same_seat(here):
    code, _ = here.open(EXPERIMENT)
    seat = here.join(code)
    assert here.join(code, seat) == seat
    assert here.join(code, "guessed") not in (seat, "guessed")
    assert here.look(code).seats == 2


def test_another_draw_comes_only_after_the_dot_and_only_so_often(here):
    code, _ = here.open(EXPERIMENT)
    seat = here.join(code)
    here.again(code, seat)
    assert here.seat(code, seat).draw == 1
    for k in range(2 * DRAWS):
        here.drop(code, seat, measure)
        here.again(code, seat)
        assert here.seat(code, seat).left == max(DRAWS - 2 - k, 0)
    assert here.dots(code)[0].tolist() == list(range(1, 1 + DRAWS))


def test_only_the_teacher_reveals_clears_and_ends(here):
    code, teacher = here.open(EXPERIMENT)
    student = here.join(code)
    here.drop(code, student, measure)
    other, other_teacher = here.open(EXPERIMENT)
    for token in (student, "", other_teacher):
        here.reveal(code, token)
        here.clear(code, token)
        here.end(code, token)
        assert here.look(code) == classes.ClassView(code, EXPERIMENT, seats=1, dots=1, round=0, revealed=False)
    here.reveal(code, teacher)
    assert here.look(code).revealed
    here.reveal(code, teacher, shown=False)
    assert not here.look(code).revealed
    here.end(code, teacher)
    assert here.look(code) is None and here.look(other) is not None


def test_a_cleared_pile_is_empty_hidden_and_filled_by_draws_that_nobody_has_had(here):
    code, teacher = here.open(EXPERIMENT)
    seats = [here.join(code) for _ in range(2)]
    for seat in seats:
        here.drop(code, seat, measure)
    here.reveal(code, teacher)
    here.clear(code, teacher)
    assert here.look(code) == classes.ClassView(code, EXPERIMENT, seats=2, dots=0, round=1, revealed=False)
    assert [here.seat(code, seat).draw for seat in seats] == [3, 4]
    assert here.seat(code, seats[0]).left == DRAWS - 1 and here.seat(code, seats[0]).mine == ()
    here.drop(code, seats[0], measure)
    assert here.dots(code)[0].tolist() == [3]


def test_a_dot_that_was_measured_while_the_pile_was_cleared_does_not_fall(here):
    code, teacher = here.open(EXPERIMENT)
    seat = here.join(code)

    def slow(experiment, draw):
        here.clear(code, teacher)
        return 1.0

    here.drop(code, seat, slow)
    assert here.look(code).dots == 0 and not here.seat(code, seat).has_dropped


def test_a_class_ends_after_a_day_though_somebody_looks(here, clock):
    code, teacher = here.open(EXPERIMENT)
    seat = here.join(code)
    clock.now = DAY - 1
    assert here.look(code)
    clock.now = DAY
    assert here.look(code) is None and here.seat(code, seat) is None and not here.is_teacher(code, teacher)
    assert here.join(code) == "" and here.dots(code)[0].size == 0


def test_of_too_many_classes_the_one_left_longest_ends_but_none_that_is_looked_at(here, clock, monkeypatch):
    monkeypatch.setattr(classes, "CLASSES", 3)
    codes = [here.open(EXPERIMENT)[0] for _ in range(3)]
    clock.now = IDLE - 1
    with pytest.raises(ValueError, match="3 classes already"):
        here.open(EXPERIMENT)
    here.look(codes[0])
    clock.now = IDLE
    fourth, _ = here.open(EXPERIMENT)
    left = [code for code in codes if here.look(code)]
    assert left[0] == codes[0] and len(left) == 2 and here.look(fourth)


def test_a_class_has_so_many_seats_and_no_more(here, monkeypatch):
    monkeypatch.setattr(classes, "SEATS", 2)
    code, _ = here.open(EXPERIMENT)
    first = here.join(code)
    here.join(code)
    with pytest.raises(ValueError, match="2 seats"):
        here.join(code)
    assert here.join(code, first) == first


def test_no_class_of_this_code_is_said_by_every_method(here):
    assert here.look("BCDFGH") is None and here.join("BCDFGH") == "" and here.seat("BCDFGH", "x") is None
    here.drop("BCDFGH", "x", measure)
    here.again("BCDFGH", "x")
    here.clear("BCDFGH", "x")


def test_many_at_once_have_different_draws_and_lose_no_dot(here):
    code, _ = here.open(EXPERIMENT)

    def student(_):
        seat = here.join(code)
        for _again in range(DRAWS):
            here.drop(code, seat, measure)
            here.drop(code, seat, measure)
            here.again(code, seat)
        return here.seat(code, seat)

    with ThreadPoolExecutor(16) as pool:
        seats = list(pool.map(student, range(100)))
    draws, losses = here.dots(code)
    assert sorted(draws) == list(range(1, 1 + 100 * DRAWS))
    np.testing.assert_array_equal(losses, draws / np.float32(8))
    assert sorted(draw for seat in seats for draw, _loss in seat.mine) == sorted(draws)
