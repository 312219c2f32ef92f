"""Jobs, by threads and events and a clock of their own: no page, no sleeping."""

from __future__ import annotations

import doctest
import gc
import logging
import subprocess
import sys
import threading
import weakref
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from itertools import count

import numpy as np
import pytest

from mbviz._messages import Message
from mbviz.ui import jobs as module
from mbviz.ui.jobs import Job, Jobs, Report, Stopped
from tests.app_server import ROOT

SECONDS = 60  # for what comes at once, on a busy machine


class Clock:
    """A clock that stands until it is moved."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


class Work:
    """Work that says when it has begun, and goes on when it is told to; it reports once on the way."""

    def __init__(self, value: object = None) -> None:
        self.value = value
        self.calls = 0
        self.begun, self.go, self.left = threading.Event(), threading.Event(), threading.Event()

    def __call__(self, report: Report) -> object:
        self.calls += 1
        self.begun.set()
        try:
            assert self.go.wait(SECONDS)
            report(0.5)
            return self.value
        finally:
            self.left.set()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def make(clock):
    """Makes Jobs by this clock, and lets nothing run on after the test."""
    made = []

    def run(**options) -> Jobs:
        made.append(Jobs("test", clock=clock, **options))
        return made[-1]

    yield run
    for jobs in made:
        jobs.reset()


def fail_with(error: BaseException) -> Callable[[Report], None]:
    def work(report: Report) -> None:
        raise error

    return work


def freed(jobs: Jobs) -> None:
    """Wait until no thread of an ended job holds a place: a new job runs."""
    jobs.start(object(), lambda report: None).result(SECONDS)


def test_the_examples_are_true():
    assert doctest.testmod(module).failed == 0


def test_jobs_know_nothing_of_the_page():
    package = (
        "import sys, types; bare = types.ModuleType('mbviz'); bare.__path__ = ['mbviz']; sys.modules['mbviz'] = bare"
    )
    code = f"{package}; import mbviz.ui.jobs; print({{'streamlit', 'numpy'}} & {{*sys.modules}})"
    printed = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT).stdout
    assert printed.strip() == "set()"


def test_many_who_ask_at_once_share_one_job(make):
    jobs, work, barrier = make(at_once=4), Work("found"), threading.Barrier(16)

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
def test_work_tells_its_share_or_how_much_has_come_of_how_much(make, said, share, progress):
    told, go = threading.Event(), threading.Event()

    def work(report: Report) -> None:
        report(*said)
        told.set()
        assert go.wait(SECONDS)

    job = make().start("key", work)
    assert told.wait(SECONDS)
    assert (job.share, job.progress, job.state) == (share, progress, "running")
    go.set()
    assert job.wait(SECONDS)


@pytest.mark.parametrize(
    ("error", "problem"),
    [
        (ValueError(Message("{n} is too many", n=3)), "3 is too many"),
        (OSError("disk full"), "disk full"),
        (MemoryError(), "MemoryError"),
        (SystemExit(), "SystemExit"),
    ],
)
def test_what_fails_says_why(make, error, problem, caplog):
    jobs = make()
    with caplog.at_level(logging.ERROR):
        job = jobs.start("key", fail_with(error))
        assert job.wait(SECONDS)
        freed(jobs)
    assert (job.state, job.problem) == ("failed", problem)
    assert bool(caplog.records) is not isinstance(error.args and error.args[0], Message)  # a bug leaves its traceback
    with pytest.raises(type(error)):
        job.result()


def test_all_who_waited_see_the_failure_and_who_asks_later_begins_anew(make, clock):
    jobs = make(pause=5)
    failed = jobs.start("key", fail_with(OSError("no")))
    assert failed.wait(SECONDS)
    clock.now = 4.9
    assert jobs.start("key", lambda report: 1) is failed
    clock.now = 5.0
    again = jobs.start("key", lambda report: 1)
    assert again is not failed and again.result(SECONDS) == 1


def test_a_failed_job_that_is_forgotten_gives_way_at_once(make):
    jobs = make(pause=float("inf"))
    failed = jobs.start("key", fail_with(OSError("no")))
    assert failed.wait(SECONDS)
    failed.forget()
    assert (failed.state, failed.problem) == ("failed", "no")  # whoever holds it can still say why
    assert jobs.start("key", lambda report: 1).result(SECONDS) == 1


def test_forgetting_an_old_job_leaves_the_newer_one_of_its_key(make):
    jobs, work = make(), Work("new")
    failed = jobs.start("key", fail_with(OSError("no")))
    assert failed.wait(SECONDS)
    failed.forget()
    newer = jobs.start("key", work)  # one visitor's second try
    failed.forget()  # another visitor presses the same button a moment later
    assert jobs.start("key", Work()) is newer and work.begun.wait(SECONDS)
    work.go.set()
    assert newer.result(SECONDS) == "new"


def test_a_running_job_that_nobody_waits_for_is_stopped_at_its_next_report(make, clock):
    jobs, work = make(lease=30), Work()
    job = jobs.start("key", work)
    assert work.begun.wait(SECONDS)
    clock.now = 30.1
    work.go.set()
    assert job.wait(SECONDS) and job.state == "cancelled"
    assert work.left.wait(SECONDS)
    with pytest.raises(RuntimeError, match="cancelled"):
        job.result()
    again = jobs.start("key", lambda report: 2)
    assert again is not job and again.result(SECONDS) == 2


def test_a_job_goes_on_as_long_as_somebody_renews_it(make, clock):
    jobs, work = make(lease=30), Work("there")
    job = jobs.start("key", work)
    assert work.begun.wait(SECONDS)
    for clock.now in (20.0, 40.0, 60.0):
        job.renew()
    clock.now = 90.0
    work.go.set()
    assert job.result(SECONDS) == "there"


def test_a_visitor_who_comes_before_the_work_has_noticed_keeps_it(make, clock):
    jobs, work = make(lease=30), Work("there")
    job = jobs.start("key", work)
    assert work.begun.wait(SECONDS)
    clock.now = 100.0
    assert jobs.start("key", Work()) is job
    work.go.set()
    assert job.result(SECONDS) == "there"


def test_work_that_catches_every_exception_is_stopped_all_the_same(make, clock):
    jobs, begun, go, caught = make(lease=30), threading.Event(), threading.Event(), []

    def stubborn(report: Report) -> None:
        begun.set()
        assert go.wait(SECONDS)
        try:
            report(0.5)
        except Exception as error:
            caught.append(error)

    job = jobs.start("key", stubborn)
    assert begun.wait(SECONDS)
    clock.now = 31.0
    go.set()
    assert job.wait(SECONDS) and job.state == "cancelled"
    freed(jobs)
    assert not caught and not issubclass(Stopped, Exception)


def test_a_job_in_the_queue_that_nobody_waits_for_never_begins(make, clock):
    jobs, first, second = make(lease=30), Work(), Work()
    running = jobs.start("first", first)
    waiting = jobs.start("second", second)
    clock.now = 20.0
    running.renew()
    clock.now = 40.0
    third = jobs.start("third", lambda report: 3)
    assert waiting.ended and waiting.state == "cancelled" and not running.ended
    first.go.set()
    assert third.result(SECONDS) == 3 and not second.calls


def test_so_many_run_at_a_time_and_the_others_know_their_place(make):
    jobs, works = make(at_once=2), [Work(n) for n in range(5)]
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


def test_a_place_in_the_queue_is_free_when_the_one_before_has_failed(make):
    jobs = make()
    failed = jobs.start("first", fail_with(MemoryError()))
    assert jobs.start("second", lambda report: 2).result(SECONDS) == 2 and failed.state == "failed"


def test_the_results_asked_for_longest_ago_are_dropped_and_never_what_runs(make):
    jobs, slow = make(at_once=2, kept=3), Work("slow")
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


def test_what_may_not_run_waits_with_a_sentence_and_lets_others_pass(make):
    jobs, reasons, calls = make(), ["the training goes on"], []
    held = jobs.start("held", calls.append, unless=lambda: reasons[0])
    assert jobs.start("other", lambda report: 2).result(SECONDS) == 2
    held.renew()
    assert (held.state, held.held, calls) == ("queued", "the training goes on", [])
    assert jobs.start("another", lambda report: 3).result(SECONDS) == 3
    reasons[0] = ""
    held.renew()
    assert held.wait(SECONDS) and held.state == "done" and len(calls) == 1


def test_those_held_back_do_not_count_among_those_before(make):
    jobs, work = make(), Work()
    jobs.start("held", Work(), unless=lambda: "not now")
    jobs.start("first", work)
    assert jobs.start("second", Work()).before == 1
    work.go.set()


def test_work_that_may_not_go_on_is_stopped_and_begins_again_when_it_may(make):
    jobs, reasons, begun, go = make(), [""], threading.Event(), threading.Event()
    rounds = count(1)

    def work(report: Report) -> int:
        turn = next(rounds)
        begun.set()
        assert go.wait(SECONDS)
        report(0.5)
        return turn

    job = jobs.start("key", work, unless=lambda: reasons[0])
    assert begun.wait(SECONDS)
    reasons[0] = "the training has begun"
    go.set()
    assert jobs.start("other", lambda report: 2).result(SECONDS) == 2  # the place is free
    assert (job.state, job.share, job.held) == ("queued", 0, "the training has begun")
    assert jobs.start("key", Work()) is job
    reasons[0] = ""
    job.renew()
    assert job.result(SECONDS) == 2


def test_work_begins_only_if_it_may_when_its_turn_comes(make):
    jobs, reasons, first, second = make(), [""], Work(), Work("second")
    jobs.start("first", first)
    waiting = jobs.start("second", second, unless=lambda: reasons[0])
    reasons[0] = "the training has begun"  # after it was last asked for
    first.go.set()
    freed(jobs)
    assert waiting.state == "queued" and not second.calls
    reasons[0] = ""
    second.go.set()
    waiting.renew()
    assert waiting.result(SECONDS) == "second"


def test_a_running_job_that_is_forgotten_ends_for_all_and_keeps_its_place_until_it_notices(make):
    jobs, work = make(), Work()
    job = jobs.start("key", work)
    assert work.begun.wait(SECONDS)
    job.forget()
    assert job.ended and job.state == "cancelled"
    again = jobs.start("key", lambda report: "again")
    assert again.state == "queued" and again.before == 1
    work.go.set()
    assert again.result(SECONDS) == "again"
    assert job.state == "cancelled"


def test_after_a_reset_nothing_is_known_and_an_old_thread_disturbs_nobody(make):
    jobs, work, waiting = make(), Work(), Work()
    old = [jobs.start("key", work), jobs.start("waiting", waiting)]
    assert work.begun.wait(SECONDS)
    jobs.reset()
    assert [job.state for job in old] == ["cancelled", "cancelled"] and jobs.results() == []
    new = Work("new")
    job = jobs.start("key", new)
    assert new.begun.wait(SECONDS)  # at once, though the old thread is there
    work.go.set()
    assert work.left.wait(SECONDS)
    second = jobs.start("second", lambda report: 2)
    assert (job.state, second.state, second.before) == ("running", "queued", 1)
    new.go.set()
    assert (job.result(SECONDS), second.result(SECONDS)) == ("new", 2) and not waiting.calls


def test_results_are_those_of_the_jobs_that_are_done(make):
    jobs = make(at_once=3)
    for value in (1, 2):
        jobs.start(value, lambda report, value=value: value).result(SECONDS)
    jobs.start("failed", fail_with(MemoryError())).wait(SECONDS)
    jobs.start("running", Work())
    jobs.start(1, Work())
    assert jobs.results() == [2, 1]


@pytest.mark.parametrize("error", [None, OSError(Message("disk full"))])  # said, not logged: the log keeps its frames
def test_a_job_that_has_ended_does_not_hold_what_was_worked_on(make, error):
    jobs, array = make(), np.zeros(1000)
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


def test_under_a_crowd_no_more_run_than_may_and_each_key_is_worked_on_once(make):
    jobs, lock = make(at_once=3, kept=100), threading.Lock()
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
