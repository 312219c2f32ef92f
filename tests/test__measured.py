"""Times are taken until two looks agree; by a clock and a machine of their own."""

from __future__ import annotations

import doctest
import threading
from collections.abc import Iterable

import numpy as np
import pytest

from mbviz import _measured as module
from mbviz._measured import PATIENCE, TOLERANCE, Measured, until_stable
from mbviz.ui.jobs import Jobs, Report, Stopped


class Machine:
    """Runs that take the given seconds, one after the other, on a clock that knows of nothing else."""

    def __init__(self, rounds: Iterable) -> None:
        self.rounds = iter(rounds)
        self.now = 0.0
        self.shares: list[float] = []

    def measure(self) -> np.ndarray:
        seconds = np.atleast_1d(np.asarray(next(self.rounds), dtype=float))
        self.now += seconds.sum()
        return seconds

    def until_stable(self, **options) -> Measured:
        return until_stable(self.measure, self.shares.append, clock=lambda: self.now, **options)


def test_the_examples_are_true():
    assert doctest.testmod(module).failed == 0


def test_a_quiet_machine_is_looked_at_twice():
    machine = Machine([[0.1, 2.0], [0.11, 2.1], [0.1, 1.9]] * 2 + [[99, 99]])
    found = machine.until_stable(look=3)
    np.testing.assert_allclose(found.seconds, [0.1, 2.0])
    assert found.stable and found.apart == 0
    assert machine.shares == pytest.approx([1 / 6, 2 / 6, 3 / 6, 4 / 6, 5 / 6, 0.9])


def test_what_was_slow_for_a_while_falls_behind():
    rng = np.random.default_rng(0)
    busy, quiet = rng.uniform(0.2, 0.9, (10, 4)), 0.1 * rng.uniform(0.97, 1.03, (40, 4))
    found = Machine([*busy, *quiet]).until_stable(look=3, patience=100)
    assert found.stable
    np.testing.assert_allclose(found.seconds, 0.1, rtol=0.05)


def test_one_slow_round_does_no_harm():
    assert Machine([5.0, *[0.1] * 5, None]).until_stable(look=3).seconds.tolist() == [0.1]


def test_a_single_thing_that_wobbles_is_not_yet_stable():
    ups = [[1.0, wobble] for wobble in (1, 1, 1, 2, 2, 2, 3, 3, 3, 3, 3, 3)]
    machine = Machine([*ups, None])
    assert machine.until_stable(look=3, patience=1000).seconds.tolist() == [1, 3]


def test_of_a_machine_that_stays_busy_it_is_said_how_far_the_looks_are_apart():
    machine = Machine(2.0**k / 100 for k in range(60))
    found = machine.until_stable(look=1)
    assert not found.stable and found.apart == pytest.approx(0.5)
    assert PATIENCE < machine.now < 3 * PATIENCE
    assert max(machine.shares) == 0.9 and machine.shares == sorted(machine.shares)


@pytest.mark.parametrize(("second", "stable"), [(100.0, True), (1.0, False)])
def test_there_are_two_rounds_however_long_they_take(second, stable):
    found = Machine([100.0, second, None]).until_stable(look=3)
    assert found.seconds.tolist() == [(100 + second) / 2] and found.stable is stable


@pytest.mark.parametrize("late", [TOLERANCE - 0.01, TOLERANCE + 0.01])
def test_the_tolerance_is_a_share_of_the_larger(late):
    found = Machine([1.0, 1 - late]).until_stable(look=1, patience=0)
    assert found.apart == pytest.approx(late) and found.stable is (late < TOLERANCE)


def test_the_shape_is_that_of_a_round():
    assert until_stable(lambda: np.ones((3, 2)), lambda *_: None).seconds.shape == (3, 2)


def test_a_measurement_that_is_given_up_ends_at_once():
    def give_up(*_: float) -> None:
        raise Stopped

    with pytest.raises(Stopped):
        until_stable(lambda: np.ones(1), give_up)


def test_what_was_measured_when_a_network_began_to_train_counts_for_nothing():
    training, rounds, stopped = [""], [], threading.Event()

    def measure() -> np.ndarray:
        rounds.append(1)
        if len(rounds) == 2:
            training[0] = "A network is being trained."
        return np.array([9.0 if len(rounds) <= 2 else 1.0])

    def work(report: Report) -> Measured:
        try:
            return until_stable(measure, report)
        finally:
            stopped.set()

    jobs = Jobs("test")
    job = jobs.start("cost", work, unless=lambda: training[0])
    assert stopped.wait(60)
    jobs.start("other", lambda report: None).result(60)
    assert (job.state, job.held, len(rounds)) == ("queued", "A network is being trained.", 2)
    training[0] = ""
    job.renew()
    assert job.result(60).seconds.tolist() == [1.0]
