"""Jobs that are given up, forgotten, or may not run now; by threads and events and a clock of their own."""

from __future__ import annotations

import threading
from itertools import count

import pytest

from mbviz.ui.jobs import Report, Stopped
from tests.ui.work import SECONDS, Work, fail_with, freed


def test_a_failed_job_that_is_forgotten_gives_way_at_once(make_jobs):
    jobs = make_jobs(pause=float("inf"))
    failed = jobs.start("key", fail_with(OSError("no")))
    assert failed.wait(SECONDS)
    failed.forget()
    assert (failed.state, failed.problem) == ("failed", "no")  # whoever holds it can still say why
    assert jobs.start("key", lambda report: 1).result(SECONDS) == 1


def test_forgetting_an_old_job_leaves_the_newer_one_of_its_key(make_jobs):
    jobs, work = make_jobs(), Work("new")
    failed = jobs.start("key", fail_with(OSError("no")))
    assert failed.wait(SECONDS)
    failed.forget()
    newer = jobs.start("key", work)  # one visitor's second try
    failed.forget()  # another visitor presses the same button a moment later
    assert jobs.start("key", Work()) is newer and work.begun.wait(SECONDS)
    work.go.set()
    assert newer.result(SECONDS) == "new"


def test_a_running_job_that_nobody_waits_for_is_stopped_at_its_next_report(make_jobs, clock):
    jobs, work = make_jobs(lease=30), Work()
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


def test_a_job_that_is_left_is_given_up_soon_and_counts_for_nobody_meanwhile(make_jobs, clock):
    jobs, passed, wanted = make_jobs(lease=30), Work(), Work("there")
    first = jobs.start("passed", passed)
    assert passed.begun.wait(SECONDS)
    second, third = jobs.start("passed, too", Work()), jobs.start("wanted", wanted)
    first.leave()
    second.leave()
    assert third.before == 0
    clock.now = 2.0
    third.renew()
    assert second.state == "cancelled"
    passed.go.set()
    assert first.wait(SECONDS) and first.state == "cancelled"
    assert wanted.begun.wait(SECONDS)
    wanted.go.set()
    assert third.result(SECONDS) == "there"


def test_a_job_that_one_leaves_and_another_renews_goes_on(make_jobs, clock):
    jobs, work = make_jobs(lease=30), Work("there")
    job = jobs.start("key", work)
    assert work.begun.wait(SECONDS)
    job.leave()
    clock.now = 1.0
    job.renew()  # by another visitor, twice a second
    clock.now = 20.0
    work.go.set()
    assert job.result(SECONDS) == "there"


def test_a_job_goes_on_as_long_as_somebody_renews_it(make_jobs, clock):
    jobs, work = make_jobs(lease=30), Work("there")
    job = jobs.start("key", work)
    assert work.begun.wait(SECONDS)
    for clock.now in (20.0, 40.0, 60.0):
        job.renew()
    clock.now = 90.0
    work.go.set()
    assert job.result(SECONDS) == "there"


def test_a_visitor_who_comes_before_the_work_has_noticed_keeps_it(make_jobs, clock):
    jobs, work = make_jobs(lease=30), Work("there")
    job = jobs.start("key", work)
    assert work.begun.wait(SECONDS)
    clock.now = 100.0
    assert jobs.start("key", Work()) is job
    work.go.set()
    assert job.result(SECONDS) == "there"


def test_work_that_catches_every_exception_is_stopped_all_the_same(make_jobs, clock):
    jobs, begun, go, caught = make_jobs(lease=30), threading.Event(), threading.Event(), []

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


def test_a_job_in_the_queue_that_nobody_waits_for_never_begins(make_jobs, clock):
    jobs, first, second = make_jobs(lease=30), Work(), Work()
    running = jobs.start("first", first)
    waiting = jobs.start("second", second)
    clock.now = 20.0
    running.renew()
    clock.now = 40.0
    third = jobs.start("third", lambda report: 3)
    assert waiting.ended and waiting.state == "cancelled" and not running.ended
    first.go.set()
    assert third.result(SECONDS) == 3 and not second.calls


def test_what_may_not_run_waits_with_a_sentence_and_lets_others_pass(make_jobs):
    jobs, reasons, calls = make_jobs(), ["the training goes on"], []
    held = jobs.start("held", calls.append, unless=lambda: reasons[0])
    assert jobs.start("other", lambda report: 2).result(SECONDS) == 2
    held.renew()
    assert (held.state, held.held, calls) == ("queued", "the training goes on", [])
    assert jobs.start("another", lambda report: 3).result(SECONDS) == 3
    reasons[0] = ""
    held.renew()
    assert held.wait(SECONDS) and held.state == "done" and len(calls) == 1


def test_those_held_back_do_not_count_among_those_before(make_jobs):
    jobs, work = make_jobs(), Work()
    jobs.start("held", Work(), unless=lambda: "not now")
    jobs.start("first", work)
    assert jobs.start("second", Work()).before == 1
    work.go.set()


def test_work_that_may_not_go_on_is_stopped_and_begins_again_when_it_may(make_jobs):
    jobs, reasons, begun, go = make_jobs(), [""], threading.Event(), threading.Event()
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


def test_work_begins_only_if_it_may_when_its_turn_comes(make_jobs):
    jobs, reasons, first, second = make_jobs(), [""], Work(), Work("second")
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


def test_a_running_job_that_is_forgotten_ends_for_all_and_keeps_its_place_until_it_notices(make_jobs):
    jobs, work = make_jobs(), Work()
    job = jobs.start("key", work)
    assert work.begun.wait(SECONDS)
    job.forget()
    assert job.ended and job.state == "cancelled"
    again = jobs.start("key", lambda report: "again")
    assert again.state == "queued" and again.before == 1
    work.go.set()
    assert again.result(SECONDS) == "again"
    assert job.state == "cancelled"


def test_after_a_reset_nothing_is_known_and_an_old_thread_disturbs_nobody(make_jobs):
    jobs, work, waiting = make_jobs(), Work(), Work()
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
