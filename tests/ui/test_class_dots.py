"""The class's dots, with one teacher and several students under Streamlit's own test runner."""

from __future__ import annotations

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from mbviz.data.datasets import load_file
from mbviz.model.snapshots import Recipe, load_snapshot
from mbviz.sampling import draw_batch
from mbviz.stats.law import sampling_law
from mbviz.ui.classes import CLASSES_HERE, DRAWS
from mbviz.ui.screens.classroom.pile import axis_of, middle, sentence, within
from mbviz.ui.stage.scene import CHANCES, levels, quantiles_of
from tests.app_server import ROOT
from tests.ui.bar import shown, tell
from tests.ui.page import gallery_bytes, page_text


@pytest.fixture
def visit(app, open_page):
    """Opens the screen as one more visitor."""

    def run(code: str = "", **address: str) -> AppTest:
        one = AppTest.from_file(str(ROOT / "app.py"), default_timeout=120)
        for key, value in ({"code": code} if code else {}).items() | address.items():
            one.query_params[key] = value
        return open_page(one, "class")

    return run


def act(one: AppTest, name: str, **more: object) -> dict:
    tell(one, "act", {"name": name, **more}, key="class")
    return seen(one)


def seen(one: AppTest) -> dict:
    """What the browser was sent last, with its arrays."""
    header, packed = gallery_bytes(one, "class")
    start = 0
    for name, kind, count in header["contents"]:
        header[name] = np.frombuffer(packed, {"float32": "<f4", "int32": "<i4"}[kind], count, start).tolist()
        start += 4 * count
    return header


@pytest.fixture
def opened(visit):
    """A teacher with a class of batches of 20, and its code."""
    teacher = visit(batch_size="20", seed="3", network="10-epochs")
    return teacher, act(teacher, "open")["code"]


def losses_of(folder) -> np.ndarray:
    return load_snapshot(load_file(folder / "digits.npz"), Recipe(), "10-epochs").losses


def test_before_a_class_is_opened_the_bar_chooses_the_experiment_and_then_no_more(visit):
    teacher = visit()
    assert set(shown(teacher)["parts"]) == {"batch_size", "seed", "replace", "network"}
    assert seen(teacher)["role"] == "nobody"
    found = act(teacher, "open")
    assert found["role"] == "teacher" and shown(teacher)["parts"] == []
    assert found["code"] in teacher.query_params["code"] and "token" not in teacher.query_params
    assert found["qr"].startswith("data:image/svg+xml")


def test_a_student_sees_the_digits_of_their_own_draw_of_the_teachers_experiment(opened, visit, folder):
    _teacher, code = opened
    for draw in (1, 2):
        student = visit(code, batch_size="7", network="untrained")
        assert seen(student)["role"] == "unknown" and seen(student)["token"] == ""
        found = act(student, "hello", text="")
        assert found["role"] == "student" and found["mine"] == [] and "law" not in found and "losses" not in found
        assert f"Your batch: draw {draw} of class {code}" in page_text(student)
        assert f"np.random.default_rng([3, 20, {draw}]).choice(300, 20)" in page_text(student)
        header, packed = gallery_bytes(student, "class_digits")
        mask = draw_batch(300, 20, seed=3, draw=draw)
        assert packed[-20 * 784 :] == load_file(folder / "digits.npz").images[mask].tobytes()
        assert header["t"] == load_file(folder / "digits.npz").labels[mask].tolist()
        assert student.session_state.mbviz.values["batch_size"] == 7  # what the student has set elsewhere stays


def test_dots_are_the_mean_losses_of_their_draws_and_come_to_the_teacher_once(opened, visit, folder):
    teacher, code = opened
    losses = losses_of(folder)
    wanted = [losses[draw_batch(300, 20, seed=3, draw=draw)].mean() for draw in (1, 2, 3)]
    for k in range(2):
        student = visit(code)
        act(student, "hello", text="")
        found = act(student, "drop")
        assert found["dropped"] and found["mine"][0] == [1 + k, pytest.approx(wanted[k], rel=1e-6)]
        assert act(student, "drop")["mine"] == found["mine"]
        assert "guess" not in found["told"]  # that is done
    teacher.run()
    assert (seen(teacher)["draws"], seen(teacher)["start"], seen(teacher)["seats"]) == ([1, 2], 0, 2)
    assert seen(teacher)["losses"] == pytest.approx(wanted[:2], rel=1e-6)
    again = act(student, "again")
    assert not again["dropped"] and again["left"] == DRAWS - 2 and "draw 3 of class" in page_text(student)
    act(student, "drop")
    teacher.run()
    assert (seen(teacher)["draws"], seen(teacher)["start"]) == ([3], 2)  # only what is new
    assert act(teacher, "more")["draws"] == [1, 2, 3]  # a browser that has lost some asks for all


def test_the_law_is_shown_to_students_only_when_the_teacher_reveals_it(opened, visit, folder):
    teacher, code = opened
    student = visit(code)
    act(student, "hello", text="")
    act(student, "drop")
    for name in ("reveal", "clear", "end"):
        found = act(student, name)
        assert found["role"] == "student" and not found["revealed"] and "law" not in found and "all" not in found
    act(teacher, "reveal")
    student.run()
    found = seen(student)
    losses = losses_of(folder)
    (law,) = sampling_law(losses, [20])
    np.testing.assert_allclose(found["law"], law.quantile(levels()), rtol=1e-4)
    assert found["all"] == pytest.approx(losses.mean()) and found["draws"] == [1]
    inside = law.quantile(0.25) <= found["losses"][0] <= law.quantile(0.75)
    assert found["told"].endswith(f": here {int(inside)} of 1.")
    act(teacher, "hide")
    student.run()
    assert "law" not in seen(student) and "losses" not in seen(student)


def test_clearing_empties_the_pile_and_gives_new_draws(opened, visit):
    teacher, code = opened
    student = visit(code)
    act(student, "hello", text="")
    act(student, "drop")
    found = act(teacher, "clear")
    assert found["losses"] == [] and found["start"] == 0
    student.run()
    assert "draw 2 of class" in page_text(student) and not seen(student)["dropped"]


def test_a_page_that_is_loaded_anew_keeps_its_seat_or_its_class(opened, visit):
    teacher, code = opened
    student = visit(code)
    token = act(student, "hello", text="")["token"]
    act(student, "drop")
    again = visit(code)
    found = act(again, "hello", text=token)
    assert found["mine"][0][0] == 1 and found["token"] == token
    anew = visit(code)
    assert act(anew, "hello", text=seen(teacher)["token"])["role"] == "teacher"
    assert act(anew, "end")["role"] == "nobody"
    student.run()
    assert seen(student)["role"] == "gone" and f"There is no class {code} here" in seen(student)["told"]
    assert act(student, "leave")["role"] == "nobody"


def test_a_code_may_be_typed_and_a_wrong_one_is_answered_with_a_sentence(opened, visit):
    _teacher, code = opened
    student = visit()
    assert "the 6 letters of a class" in act(student, "join", text="12345")["refused"]
    found = act(student, "join", text=code.lower())
    assert found["code"] == code and found["role"] == "unknown" and not found["refused"]
    other = visit("BCDFGH" if code != "BCDFGH" else "BCDFGJ")
    assert seen(other)["role"] == "gone"


@pytest.mark.parametrize(("ours", "elsewhere"), [("B", False), ("", False), ("KLM", True)])
def test_a_code_of_another_server_is_told_from_one_of_a_class_that_has_ended(visit, monkeypatch, ours, elsewhere):
    monkeypatch.setenv("MBVIZ_CODES", ours)
    found = act(visit(), "join", text="b c d-fgh")
    assert (found["role"], found["code"], found["elsewhere"]) == ("gone", "BCDFGH", elsewhere)
    assert ("BCDFGH is on another server" in found["told"]) == elsewhere
    assert ("There is no class BCDFGH here" in found["told"]) != elsewhere


def test_a_wrong_code_in_the_address_is_told(visit):
    one = visit("12345")
    assert seen(one)["role"] == "nobody"
    assert any("code must be the 6 letters" in warning.value for warning in one.warning)


def test_where_answers_are_hidden_a_dot_tells_its_loss_once_the_teacher_has_revealed_the_law(opened, visit):
    teacher, code = opened
    student = visit(code, hide="answers")
    act(student, "hello", text="")
    found = act(student, "drop")
    assert found["dropped"] and found["mine"] == [] and found["draw"] == 1 and "losses" not in found
    assert act(teacher, "more")["draws"] == [1]
    act(teacher, "reveal")
    student.run()
    assert len(seen(student)["losses"]) == len(seen(student)["mine"]) == 1


def test_where_answers_are_hidden_nobody_opens_a_class_to_see_its_law(visit):
    one = visit(hide="answers")
    assert seen(one)["founds"] is False
    assert act(one, "open")["role"] == "nobody" and "code" not in one.query_params


def test_a_dot_opens_on_the_stage_with_the_classs_experiment(opened, visit):
    teacher, code = opened
    student = visit(code)
    act(student, "hello", text="")
    act(student, "drop")
    tell(teacher, "act", {"name": "dot", "number": 1}, key="class")
    values = teacher.session_state.mbviz.values
    assert [values[key] for key in ("batch_size", "seed", "draw", "network")] == [20, 3, 1, "10-epochs"]


@pytest.mark.parametrize(
    "sent",
    [None, 7, [], {"name": "fly"}, {"name": ["open"]}, {"name": "hello", "text": "x" * 10**6},
     {"name": "join", "text": {}}, {"name": "drop", "number": 2.5, "loss": 9.0}],
)  # fmt: skip
def test_what_no_page_sends_changes_nothing(opened, sent):
    teacher, code = opened
    before = CLASSES_HERE.look(code)
    tell(teacher, "act", sent, key="class")
    assert CLASSES_HERE.look(code) == before and seen(teacher)["role"] == "teacher"


def test_the_axis_is_the_networks_or_between_round_numbers_around_the_law():
    law = np.linspace(0.0, 1.0, 2 * len(CHANCES), dtype=np.float32)
    assert axis_of(law, 2.0).times == 1 and (axis_of(law, 2.0).low, axis_of(law, 2.0).high) == (0.0, 2.0)
    narrow = axis_of(np.float32(0.3) + np.float32(0.02) * law, 2.0)
    least, most = middle(np.float32(0.3) + np.float32(0.02) * law, 0.999)
    assert narrow.low <= least and most <= narrow.high and narrow.high - narrow.low <= 2 * (most - least)
    assert narrow.times == pytest.approx(2.0 / (narrow.high - narrow.low))
    assert axis_of(np.full(2 * len(CHANCES), 0.5, dtype=np.float32), 2.0).times == 1  # of a batch of all


def test_half_of_many_draws_lie_in_the_middle_half(settings):
    losses = np.random.default_rng(0).exponential(size=300)
    quantiles = quantiles_of(losses, (20,), True)[0]
    draws = np.array([losses[draw_batch(300, 20, draw=k)].mean() for k in range(2000)], dtype=np.float32)
    inside = within(draws, *middle(quantiles, 0.5))
    assert abs(inside - 1000) < 4 * np.sqrt(2000 / 4)  # four standard errors of a share of one half
    assert "here" not in sentence(settings(), quantiles, draws[:0])
