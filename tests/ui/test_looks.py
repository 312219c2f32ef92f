"""Looking for MNIST again: what is shown stays until something else is there, and nobody waits."""

import threading

import pytest

from mbviz.ui import data
from mbviz.ui.jobs import Jobs
from tests.ui.work import SECONDS


class Loads:
    """Loadings that return when they are told to, one after the other."""

    def __init__(self, *results: object) -> None:
        self.results, self.go = list(results), [threading.Event() for _ in results]
        self.begun = 0

    def __call__(self, report) -> object:
        number, self.begun = self.begun, self.begun + 1
        assert self.go[number].wait(SECONDS)
        if isinstance(self.results[number], Exception):
            raise self.results[number]
        return self.results[number]


@pytest.fixture
def looks(monkeypatch):
    jobs = Jobs("test", kept=2, pause=float("inf"))
    monkeypatch.setattr(data, "LOADINGS", jobs)
    yield data.Looks()
    jobs.reset()


def load(monkeypatch, *results) -> Loads:
    made = Loads(*results)
    monkeypatch.setattr(data, "_load", made)
    return made


def test_what_is_shown_stays_until_the_new_ones_are_there(looks, monkeypatch):
    loads = load(monkeypatch, "old", "new")
    loads.go[0].set()
    assert looks.shown().result(SECONDS) == "old"
    looks.again()
    assert looks.shown().result(0) == "old" and looks.under_way() is not None
    loads.go[1].set()
    looks.under_way().wait(SECONDS)
    assert looks.shown().result(0) == "new" and looks.under_way() is None
    assert loads.begun == 2 and len(data.LOADINGS.results()) == 1  # the old digits are not kept


def test_a_hundred_presses_look_once(looks, monkeypatch):
    loads = load(monkeypatch, "old", "new")
    loads.go[0].set()
    looks.shown().result(SECONDS)
    for _ in range(100):
        looks.again()
    loads.go[1].set()
    looks.under_way().wait(SECONDS)
    assert looks.shown().result(0) == "new" and loads.begun == 2


def test_where_nothing_is_found_the_old_ones_stay_and_one_can_look_again(looks, monkeypatch):
    loads = load(monkeypatch, "old", OSError("gone"), "new")
    for go in loads.go:
        go.set()
    looks.shown().result(SECONDS)
    looks.again()
    looks.under_way().wait(SECONDS)
    assert looks.shown().result(0) == "old" and looks.under_way() is None
    looks.again()
    looks.under_way().wait(SECONDS)
    assert looks.shown().result(0) == "new"


def test_while_the_first_digits_come_in_there_is_nothing_to_look_for_again(looks, monkeypatch):
    loads = load(monkeypatch, "old")
    first = looks.shown()
    looks.again()
    assert looks.shown() is first and looks.under_way() is None
    loads.go[0].set()
    assert first.result(SECONDS) == "old" and loads.begun == 1
