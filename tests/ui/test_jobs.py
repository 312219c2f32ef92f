"""Jobs, by threads and events and a clock of their own: no page, no sleeping."""

from __future__ import annotations

import doctest
import gc
import logging
import subprocess
import sys
import threading
import weakref
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from mbviz._messages import Message, reason
from mbviz.ui import jobs as module
from mbviz.ui.jobs import Job, Report
from tests.app_server import ROOT
from tests.ui.work import SECONDS, Work, fail_with, freed


def test_the_examples_are_true():
    assert doctest.testmod(module).failed == 0


def test_jobs_know_nothing_of_the_page():
    package = (
        "import sys, types; bare = types.ModuleType('mbviz'); bare.__path__ = ['mbviz']; sys.modules['mbviz'] = bare"
    )
    code = f"{package}; import mbviz.ui.jobs; print({{'streamlit', 'numpy'}} & {{*sys.modules}})"
    printed = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT).stdout
    assert printed.strip() == "set()"


def test_many_who_ask_at_once_share_one_job(make_jobs):
    jobs, work, barrier = make_jobs(at_once=4), Work("found"), threading.Barrier(16)

    def ask(_: int) -> Job:
        barrier.wait(SECONDS)
        return jobs.start("key", work)

    with ThreadPoolExecutor(16) as visitors:
        found = set(visitors.map(ask, range(16)))
    work.go.set()
    (job,) = found
    assert job.result(SECONDS) == "found" and work.calls == 1
    assert jobs.start("key", Work()) is job and job.state == "done"


@pytest.mark.parametrize(
    ("said", "share", "progress"),
    [
        ((0.25,), 0.25, (0.25, 1.0)),
        ((30, 120), 0.25, (30, 120)),
        ((30, None), 0.0, (30, None)),
        ((130, 120), 1.0, (130, 120)),
        ((0, 0), 0.0, (0, 0)),
    ],
)
def test_work_tells_its_share_or_how_much_has_come_of_how_much(make_jobs, said, share, progress):
    told, go = threading.Event(), threading.Event()

    def work(report: Report) -> None:
        report(*said)
        told.set()
        assert go.wait(SECONDS)

    job = make_jobs().start("key", work)
    assert told.wait(SECONDS)
    assert (job.share, job.progress, job.state) == (share, progress, "running")
    go.set()
    assert job.wait(SECONDS)


@pytest.mark.parametrize(
    ("error", "problem"),
    [
        (ValueError(Message("{n} is too many", n=3)), "3 is too many"),
        (OSError("disk full"), "disk full"),
        (MemoryError(), "there is not enough memory"),
        (SystemExit(), "SystemExit"),
    ],
)
def test_what_fails_says_why(make_jobs, error, problem, caplog):
    jobs = make_jobs()
    with caplog.at_level(logging.ERROR):
        job = jobs.start("key", fail_with(error))
        assert job.wait(SECONDS)
        freed(jobs)
    assert (job.state, job.problem) == ("failed", problem)
    assert bool(caplog.records) is not isinstance(reason(error), Message)  # a bug leaves its traceback
    with pytest.raises(type(error)):
        job.result()


def test_all_who_waited_see_the_failure_and_who_asks_later_begins_anew(make_jobs, clock):
    jobs = make_jobs(pause=5)
    failed = jobs.start("key", fail_with(OSError("no")))
    assert failed.wait(SECONDS)
    clock.now = 4.9
    assert jobs.start("key", lambda report: 1) is failed
    clock.now = 5.0
    again = jobs.start("key", lambda report: 1)
    assert again is not failed and again.result(SECONDS) == 1


def test_so_many_run_at_a_time_and_the_others_know_their_place(make_jobs):
    jobs, works = make_jobs(at_once=2), [Work(n) for n in range(5)]
    asked = [jobs.start(n, work) for n, work in enumerate(works)]
    for work in works[:2]:
        assert work.begun.wait(SECONDS)
    assert [job.state for job in asked] == ["running"] * 2 + ["queued"] * 3
    assert [job.before for job in asked] == [0, 0, 2, 3, 4]
    works[1].go.set()
    assert works[2].begun.wait(SECONDS)  # first come, first served
    assert [job.before for job in asked] == [0, 0, 0, 2, 3]
    asked[3].forget()
    assert asked[4].before == 2
    for work in works:
        work.go.set()
    assert asked[4].result(SECONDS) == 4 and not works[3].calls


def test_a_place_in_the_queue_is_free_when_the_one_before_has_failed(make_jobs):
    jobs = make_jobs()
    failed = jobs.start("first", fail_with(MemoryError()))
    assert jobs.start("second", lambda report: 2).result(SECONDS) == 2 and failed.state == "failed"


def test_the_results_asked_for_longest_ago_are_dropped_and_never_what_runs(make_jobs):
    jobs, slow = make_jobs(at_once=2, kept=3), Work("slow")
    running = jobs.start("slow", slow)
    assert slow.begun.wait(SECONDS)
    made = {key: jobs.start(key, lambda report, key=key: key) for key in "abc"}
    assert all(job.wait(SECONDS) for job in made.values())
    assert jobs.start("a", Work()) is made["a"]  # asked for again
    assert jobs.start("d", lambda report: "d").result(SECONDS) == "d"
    freed(jobs)
    assert jobs.start("slow", Work()) is running
    assert jobs.start("a", Work()) is made["a"]
    again = jobs.start("b", lambda report: "b")
    assert again is not made["b"] and again.result(SECONDS) == "b"
    slow.go.set()
    assert running.result(SECONDS) == "slow"


def test_results_are_those_of_the_jobs_that_are_done(make_jobs):
    jobs = make_jobs(at_once=3)
    for value in (1, 2):
        jobs.start(value, lambda report, value=value: value).result(SECONDS)
    jobs.start("failed", fail_with(MemoryError())).wait(SECONDS)
    jobs.start("running", Work())
    jobs.start(1, Work())
    assert jobs.results() == [2, 1]


@pytest.mark.parametrize("error", [None, OSError(Message("disk full"))])  # said, not logged: the log keeps its frames
def test_a_job_that_has_ended_does_not_hold_what_was_worked_on(make_jobs, error):
    jobs, array = make_jobs(), np.zeros(1000)
    kept = weakref.ref(array)

    def work(report: Report, losses: np.ndarray = array) -> float:
        if error:
            raise error
        return float(losses.sum())

    job = jobs.start("key", work)
    assert job.wait(SECONDS)
    freed(jobs)
    del work, array
    gc.collect()
    assert job.ended and kept() is None


def test_under_a_crowd_no_more_run_than_may_and_each_key_is_worked_on_once(make_jobs):
    jobs, lock = make_jobs(at_once=3, kept=100), threading.Lock()
    now, most, calls = [0], [0], []

    def work(key: int, report: Report) -> int:
        with lock:
            now[0] += 1
            most[0] = max(most[0], now[0])
            calls.append(key)
        for done in range(5):
            report(done, 5)
        with lock:
            now[0] -= 1
        return key

    def visit(seed: int) -> None:
        for key in np.random.default_rng(seed).permutation(40).tolist():
            job = jobs.start(key, lambda report, key=key: work(key, report))
            job.renew()
            assert job.before >= 0 and job.result(SECONDS) == key

    with ThreadPoolExecutor(12) as visitors:
        list(visitors.map(visit, range(12)))
    assert sorted(calls) == list(range(40)) and most[0] <= 3
