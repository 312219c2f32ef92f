"""What a page draws is drawn once for all who ask, and not at all for those who have left."""

import threading

import numpy as np
import pytest

from mbviz.stats.estimates import loss_estimates
from mbviz.ui import draws
from mbviz.ui.jobs import Jobs
from tests.ui.work import SECONDS, Work

LOSSES = np.random.default_rng(0).exponential(size=2000)


class Left(BaseException):
    """What Streamlit raises in a run whose visitor has left."""


@pytest.fixture
def jobs(monkeypatch):
    made = Jobs("test", at_once=1, lease=0.5)
    monkeypatch.setattr(draws, "DRAWS", made)
    yield made
    made.reset()


def draw(key="k"):
    return draws.drawn(key, loss_estimates, LOSSES, [1, 10], 20, seed=3)


def test_a_hundred_who_ask_at_once_are_answered_by_one_computation(jobs, monkeypatch):
    asked, real = [], draws.apart

    def counted(*arguments, **named):
        work = real(*arguments, **named)

        def run(report):
            asked.append(arguments)
            return work(report)

        return run

    monkeypatch.setattr(draws, "apart", counted)
    found = []
    threads = [threading.Thread(target=lambda: found.append(draw())) for _ in range(100)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(SECONDS)
    assert len(found) == 100 and len(asked) == 1
    assert all(one is found[0] for one in found)
    np.testing.assert_array_equal(found[0], loss_estimates(LOSSES, [1, 10], 20, seed=3))


def test_who_has_left_waits_no_longer_and_what_he_asked_for_is_not_drawn(jobs, monkeypatch):
    before = Work()
    jobs.start("another's", before)

    def leave():
        raise Left

    monkeypatch.setattr(draws.session, "memory", leave)
    with pytest.raises(Left):
        draw("wanted")
    job = jobs._jobs["wanted"]
    assert not job.wait(0.6) and job.state == "queued"  # his lease has run out
    before.go.set()
    assert job.wait(SECONDS)
    assert job.state == "cancelled"


def test_the_place_in_the_queue_is_said():
    assert draws._told("Drawing …", 0) == "Drawing …"
    assert draws._told("Drawing …", 3) == "Drawing … (3 before you)"
