"""The screen "Can I trust ± 2 s/√B?": it counts for the snapshot chosen, once."""

import pickle
import threading
import time

import numpy as np
import pytest

from mbviz._messages import Message
from mbviz.stats.coverage import Coverage, coverage
from mbviz.stats.intervals import trustworthy_from
from mbviz.stats.summary import summarize
from mbviz.ui import coverage_job
from mbviz.ui.data import HEAVY
from mbviz.ui.screens.batch_size.trust import _misses, _rule
from mbviz.ui.workers import WORKERS, Workers
from tests.ui.bar import wish
from tests.ui.test_app import page_text
from tests.ui.work import SECONDS, Work


@pytest.fixture
def counted(app, open_page, settings):
    """The page when the intervals of a snapshot are counted, the job, and the losses."""

    def run(network: str):
        app.query_params["network"] = network
        open_page(app, "trust")
        job = coverage_job.coverage_job(settings(network))  # the one that the page has started
        assert job.wait(60)
        return app.run(), job, settings(network).snapshot.losses

    return run


@pytest.mark.parametrize("network", ["untrained", "10-epochs"])
def test_the_numbers_are_those_of_the_snapshot_chosen(counted, network):
    app, job, losses = counted(network)
    assert not app.exception
    found = coverage(losses, [16, 64, 256], coverage_job.N_BATCHES)
    np.testing.assert_array_equal(job.result().below, found.below)
    text = page_text(app)
    for p, e in zip(found.held.ravel(), found.error.ravel(), strict=True):
        assert f"{100 * p:.1f} ± {200 * e:.1f}" in text
    for count in (*found.below.ravel(), *found.above.ravel()):
        assert f"{100 * count / found.n_batches:.1f}" in text
    assert f"It holds from about B = {trustworthy_from(summarize(losses)):,} on (25\u00a0γ²)." in text
    assert _rule(found, trustworthy_from(summarize(losses))) in text


def test_a_second_visit_asks_the_same_job(counted):
    _, job, _ = counted("10-epochs")
    _, again, _ = counted("10-epochs")
    assert again is job


def test_while_the_batches_are_drawn_the_page_says_so(app, open_page):
    HEAVY.start("first", Work())  # whoever draws must wait
    open_page(app, "trust")
    assert any("Drawing thousands of batches" in bar.proto.text for bar in app.get("progress"))
    text = page_text(app)
    assert "intervals that miss" not in text
    assert "It holds from about B = " in text and "it holds at B = 16" in text  # what comes has its place


@pytest.mark.parametrize(
    "error",
    [ValueError(Message("losses must have a sum above 0 to hold shares of it; got {got:g}.", got=0)), MemoryError()],
)
def test_what_goes_wrong_is_said_and_the_next_visit_tries_again(counted, app, open_page, settings, monkeypatch, error):
    go = threading.Event()

    def fail(question, report):
        if pickle.loads(question)[0] is not coverage:
            return Workers().run(question, report)
        go.wait(60)
        raise error

    monkeypatch.setattr(WORKERS, "run", fail)
    app.query_params["network"] = "10-epochs"
    open_page(app, "trust")
    failed = coverage_job.coverage_job(settings("10-epochs"))
    go.set()
    assert failed.wait(60)
    (warning,) = app.run().main.warning
    assert (
        warning.value
        == f"The intervals could not be counted; the next visit tries again. {str(error) or 'there is not enough memory'}"
    )
    assert not app.get("progress")
    monkeypatch.setattr(WORKERS, "run", Workers().run)
    monkeypatch.setattr(HEAVY, "clock", lambda: time.monotonic() + HEAVY.pause)
    _, job, losses = counted("10-epochs")
    assert job is not failed
    assert (
        f"it holds at B = 16, the nearest counted{100 * coverage(losses, [16, 64, 256], coverage_job.N_BATCHES).held[0, 0]:.1f}%"
        in page_text(app)
    )
    assert not app.main.warning


def found_with(below, above, sizes=(16,)) -> Coverage:
    misses = np.array([below, np.full(len(sizes), 999)]), np.array([above, np.zeros(len(sizes), int)])
    return Coverage(np.array(sizes), 1000, 0.95, *misses)


@pytest.mark.parametrize(
    ("below", "above", "said"),
    [
        (95, 5, "Nearly every miss lies below the truth"),
        (70, 30, "Most misses lie below the truth"),
        (50, 50, "on both sides of the truth.</b>"),
        (41, 59, "on both sides of the truth.</b>"),
        (40, 60, "Most misses lie above the truth"),
        (0, 9, "Most misses lie above the truth"),
    ],
)
def test_the_sentence_on_the_misses_fits_their_share(below, above, said):
    found = _misses(found_with([below], [above]))
    assert said in found
    assert found.endswith(
        f"Of the {below + above} t intervals that miss, {100 * below / (below + above):.0f}% lie below it."
    )


def test_where_none_misses_nothing_else_is_said():
    assert _misses(found_with([0], [0])) == "<b>None of the t intervals misses the truth.</b>"


@pytest.mark.parametrize(
    ("trusted", "said"),
    [
        (2, "At B = 16, the first size drawn from there on, 31.0% of the t intervals miss"),
        (16, "At B = 16,"),
        (17, "At B = 64, "),
        (64, "At B = 64, the first size drawn from there on, 7.0% of"),
        (65, "no size drawn here is as large"),
    ],
)
def test_of_cochrans_rule_the_page_says_what_was_counted_there(trusted, said):
    found = _rule(found_with([300, 50], [10, 20], (16, 64)), trusted)
    assert said in found
    assert f"25 γ² = {trusted} is" in found


@pytest.mark.parametrize(
    ("n", "sizes"),
    [(60_000, [16, 64, 256, 1024, 4096, 16_384]), (5000, [16, 64, 256, 1024, 4096]), (16, [16]), (15, [15]), (1, [2])],
)
def test_the_sizes_go_up_to_the_data_in_hand(n, sizes):
    assert coverage_job.sizes(n) == sizes


def test_what_a_drag_over_the_networks_passes_is_given_up_and_nobody_waits_for_it(app, open_page, monkeypatch):
    made: list[Work] = []

    def blocked(*_: object, **__: object) -> Work:
        made.append(Work())
        return made[-1]

    monkeypatch.setattr(coverage_job, "apart", blocked)
    open_page(app, "trust")
    assert made[0].begun.wait(SECONDS)
    for network in ("untrained", "100-steps", "10-epochs"):
        wish(app, network=network)
    fingerprint = app.session_state.mbviz.waits[0].key[1]
    assert HEAVY.look(("coverage", fingerprint, "10-epochs")).before == 0
    monkeypatch.setattr(HEAVY, "clock", lambda: time.monotonic() + 2)
    HEAVY.look(("coverage", fingerprint, "10-epochs")).renew()
    assert [HEAVY.look(("coverage", fingerprint, name)) for name in ("untrained", "100-steps")] == [None, None]
    for work in made:
        work.go.set()
