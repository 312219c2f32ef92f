"""Who a visitor is in a class, by the tokens that their browser shows."""

import pytest

from mbviz.ui import attending, classes
from mbviz.ui.attending import OPENED, Attending
from mbviz.ui.classes import CLASSES_HERE, Experiment

EXPERIMENT = Experiment("digits", "1-epoch", 10, 0, True)


@pytest.fixture(autouse=True)
def _fresh():
    CLASSES_HERE.reset()
    yield
    CLASSES_HERE.reset()


def test_roles_from_before_the_class_to_after_its_end():
    teacher, student = Attending(), Attending()
    assert teacher.role(None) == "nobody" and teacher.role("BCDFGH") == "gone"
    code = teacher.open(EXPERIMENT)
    assert teacher.role(code) == "teacher" and student.role(code) == "unknown"
    student.greet(code, "")
    assert student.role(code) == "student"
    student.end(code)
    assert CLASSES_HERE.look(code) is not None and student.role(code) == "student"
    teacher.end(code)
    assert teacher.role(code) == student.role(code) == "gone"


def test_a_page_that_is_loaded_anew_is_who_its_token_says():
    teacher, student = Attending(), Attending()
    code = teacher.open(EXPERIMENT)
    student.greet(code, "")
    for before, role in ((teacher, "teacher"), (student, "student")):
        again = Attending()
        again.greet(code, before.token(code))
        assert again.role(code) == role and again.token(code) == before.token(code)
    assert CLASSES_HERE.look(code).seats == 1


def test_the_class_to_go_back_to_is_the_last_that_goes_on():
    teacher, student = Attending(), Attending()
    first, second = teacher.open(EXPERIMENT), teacher.open(EXPERIMENT)
    student.greet(first, "")
    assert (teacher.last(), student.last(), Attending().last()) == (second, first, "")
    teacher.end(second)
    assert teacher.last() == first


def test_one_session_has_one_seat_however_often_it_greets():
    code = Attending().open(EXPERIMENT)
    flood = Attending()
    for k in range(50):
        flood.greet(code, f"guess {k}")
    assert CLASSES_HERE.look(code).seats == 1


def test_a_session_sits_in_so_many_classes_and_no_more(monkeypatch):
    monkeypatch.setattr(attending, "SEATED", 2)
    student = Attending()
    codes = [Attending().open(EXPERIMENT) for _ in range(3)]
    for code in codes[:2]:
        student.greet(code, "")
    with pytest.raises(ValueError, match="2 classes"):
        student.greet(codes[2], "")
    assert student.role(codes[0]) == "student" and CLASSES_HERE.look(codes[2]).seats == 0


def test_a_session_that_opens_classes_without_end_ends_its_own():
    teacher, other = Attending(), Attending()
    kept = other.open(EXPERIMENT)
    codes = [teacher.open(EXPERIMENT) for _ in range(3 * OPENED)]
    assert [code for code in codes if CLASSES_HERE.look(code)] == codes[-OPENED:]
    assert teacher.role(codes[-1]) == "teacher" and set(teacher.tokens) == set(codes[-OPENED:])
    assert CLASSES_HERE.look(kept)


def test_a_full_class_says_so(monkeypatch):
    monkeypatch.setattr(classes, "SEATS", 1)
    code = Attending().open(EXPERIMENT)
    Attending().greet(code, "")
    late = Attending()
    with pytest.raises(ValueError, match="All 1 seats"):
        late.greet(code, "")
    assert late.role(code) == "unknown"
