"""What is computed apart is what would be computed here, errors included; who waits no longer ends it."""

import os
import time

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from mbviz._messages import Message
from mbviz.stats.coverage import coverage
from mbviz.stats.estimates import loss_estimates
from mbviz.ui.jobs import Stopped
from mbviz.ui.workers import Lost, Workers, apart, cores
from tests.ui.work import SECONDS

LOSSES = np.random.default_rng(0).exponential(size=2000)
LONG = 2_000_000  # batches: minutes


@pytest.fixture
def workers(monkeypatch):
    made = Workers()
    monkeypatch.setattr("mbviz.ui.workers.WORKERS", made)
    yield made
    made.end()


@pytest.fixture
def jobs(make_jobs):
    return make_jobs()


def test_the_numbers_are_those_of_a_call_here_and_one_process_gives_them_all(workers, jobs):
    for seed in range(3):
        found = jobs.start(seed, apart(loss_estimates, LOSSES, [1, 10], 20, seed=seed)).result(SECONDS)
        np.testing.assert_array_equal(found, loss_estimates(LOSSES, [1, 10], 20, seed=seed))
    assert workers.started == 1


def test_an_error_comes_back_with_its_sentence_and_the_process_goes_on(workers, jobs):
    job = jobs.start("wrong", apart(loss_estimates, LOSSES, [0], 20))
    with pytest.raises(ValueError, match="batch_sizes must be") as raised:
        job.result(SECONDS)
    with pytest.raises(ValueError) as here:
        loss_estimates(LOSSES, [0], 20)
    assert str(raised.value) == str(here.value)
    assert isinstance(raised.value.args[0], Message) == isinstance(here.value.args[0], Message)
    jobs.start("right", apart(loss_estimates, LOSSES, [1], 20)).result(SECONDS)
    assert workers.started == 1


def test_it_tells_how_far_it_is_and_ends_when_nobody_waits(workers):
    told = []

    def report(done, total=1.0):
        told.append(done)
        if done:
            raise Stopped

    with pytest.raises(Stopped):
        apart(coverage, LOSSES, [16], LONG, progress=True)(report)
    assert 0 < told[-1] <= 1
    assert not workers._free  # it was ended, not kept


def test_what_tells_nothing_is_ended_too(workers):
    def report(done, total=1.0):
        raise Stopped

    start = time.monotonic()
    with pytest.raises(Stopped):
        apart(coverage, LOSSES, [16], LONG)(report)
    assert time.monotonic() - start < SECONDS


def kill_next(workers, monkeypatch, times):
    """Let the next processes be killed as soon as they are taken, so many of them."""
    take, left = workers._take, iter(range(times))

    def taken():
        process = take()
        if next(left, None) is not None:
            process.kill()
            process.wait()
        return process

    monkeypatch.setattr(workers, "_take", taken)


def test_when_its_process_is_killed_another_one_computes_it(workers, jobs, monkeypatch):
    kill_next(workers, monkeypatch, 1)
    found = jobs.start("killed", apart(loss_estimates, LOSSES, [10], 20)).result(SECONDS)
    np.testing.assert_array_equal(found, loss_estimates(LOSSES, [10], 20))
    assert workers.started == 2


def test_when_that_is_killed_too_a_sentence_says_so_and_the_next_try_works(workers, make_jobs, monkeypatch):
    jobs = make_jobs(pause=0)
    kill_next(workers, monkeypatch, 2)
    job = jobs.start("killed", apart(loss_estimates, LOSSES, [10], 20))
    with pytest.raises(Lost):
        job.result(SECONDS)
    assert "was ended from outside" in job.problem and isinstance(job.problem, Message)
    jobs.start("killed", apart(loss_estimates, LOSSES, [10], 20)).result(SECONDS)


def test_the_page_says_that_a_process_was_lost_and_has_a_button_for_another_try():
    def script():
        from mbviz.ui.status import says_when_lost
        from mbviz.ui.workers import LOST, Lost

        def show():
            raise Lost(LOST)

        says_when_lost(show)()

    app = AppTest.from_function(script, default_timeout=SECONDS).run()
    assert not app.exception and "was ended from outside" in app.error[0].value
    assert [button.label for button in app.button] == ["Try again"]


def test_when_no_process_can_be_started_the_server_computes_it_itself(workers, jobs, monkeypatch):
    def refuse(*_, **__):
        raise OSError(24, "Too many open files")

    monkeypatch.setattr("mbviz.ui.workers.start_child", refuse)
    workers.warm()
    found = jobs.start("here", apart(loss_estimates, LOSSES, [10], 20)).result(SECONDS)
    np.testing.assert_array_equal(found, loss_estimates(LOSSES, [10], 20))


def test_a_process_that_nobody_needs_ends():
    workers = Workers(idle=0.01)
    workers.warm()
    deadline = time.monotonic() + SECONDS
    while workers._free and time.monotonic() < deadline:
        time.sleep(0.01)
    assert not workers._free


def test_there_is_a_processor():
    assert 1 <= cores() <= (os.cpu_count() or 1)
