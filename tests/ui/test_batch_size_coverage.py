"""The part "Can I trust ± 2 s/√B?" of the page "Batch size": it counts for the snapshot chosen, once."""

import numpy as np
import pytest

from mbviz.coverage import Coverage, coverage
from mbviz.datasets import load_file
from mbviz.intervals import trustworthy_from
from mbviz.snapshots import Recipe, load_snapshot
from mbviz.summary import summarize
from mbviz.ui import coverage_job
from mbviz.ui.cost import ALONE
from mbviz.ui.pages.batch_size.coverage import _misses
from tests.ui.test_app import page_text


@pytest.fixture
def counted(app, open_page, folder):
    """The page when the intervals of a snapshot are counted, the job, and the losses."""

    def run(network: str):
        app.query_params["network"] = network
        open_page(app, "batch-size")
        dataset = load_file(folder / "digits.npz")
        job = coverage_job.started(dataset.fingerprint, network, None)  # the one that the page has started
        assert job.done.wait(60)
        return app.run(), job, load_snapshot(dataset, Recipe(), network).losses

    return run


@pytest.mark.parametrize("network", ["untrained", "10-epochs"])
def test_the_numbers_are_those_of_the_snapshot_chosen(counted, network):
    app, job, losses = counted(network)
    assert not app.exception
    found = coverage(losses, [16, 64, 256], coverage_job.N_BATCHES)
    np.testing.assert_array_equal(job.result.below, found.below)
    text = page_text(app)
    for p, e in zip(found.held.ravel(), found.error.ravel(), strict=True):
        assert f"{100 * p:.1f} ± {200 * e:.1f}" in text
    for count in (*found.below.ravel(), *found.above.ravel()):
        assert f"{100 * count / found.n_batches:.1f}" in text
    assert f"trust t from B = 25 γ²{trustworthy_from(summarize(losses)):,}" in text


def test_a_second_visit_asks_the_same_job(counted):
    _, job, _ = counted("10-epochs")
    app, again, _ = counted("10-epochs")
    assert again is job


def test_while_the_batches_are_drawn_the_page_says_so(app, open_page):
    with ALONE:  # whoever draws must wait
        open_page(app, "batch-size")
        assert any("Drawing thousands of batches" in bar.proto.text for bar in app.get("progress"))
        assert "intervals that miss" not in page_text(app)


@pytest.mark.parametrize(
    ("below", "above", "said"),
    [(95, 5, "Nearly every miss lies below the truth"), (70, 30, "Most misses lie below the truth"),
     (50, 50, "on both sides"), (0, 0, "on both sides")],
)  # fmt: skip
def test_the_sentence_on_the_misses_fits_their_share(below, above, said):
    found = Coverage(np.array([16]), 1000, 0.95, np.array([[below], [999]]), np.array([[above], [0]]))
    assert said in _misses(found)
    assert f"Of the {below + above} t intervals that miss" in _misses(found)


@pytest.mark.parametrize(
    ("n", "sizes"),
    [(60_000, [16, 64, 256, 1024, 4096, 16_384]), (5000, [16, 64, 256, 1024, 4096]), (16, [16]), (15, [15]), (1, [2])],
)
def test_the_sizes_go_up_to_the_data_in_hand(n, sizes):
    assert coverage_job.sizes(n) == sizes
