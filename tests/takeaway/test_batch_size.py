"""The code that the page "Batch size" gives away, run in an empty folder: the engine's numbers by plain NumPy."""

import numpy as np
import pytest

from mbviz.stats.estimates import loss_estimates, standard_error
from mbviz.stats.planner import required_batch_size
from mbviz.stats.summary import summarize
from mbviz.takeaway import as_code, batch_size_cells
from tests.takeaway.test_cells import Case


@pytest.mark.parametrize(("size", "replace"), [(10, True), (300, False), (1, True)])
def test_the_code_gives_the_moments_the_draws_and_the_sizes_that_are_enough(run, size, replace):
    case = Case(300, 5)
    cells = batch_size_cells(case.dataset, case.snapshot, batch_size=size, seed=4, replace=replace)
    printed, seen = run(as_code(cells), "all_losses", "mean", "std", "skewness", "estimates", "standard_error")
    summary = summarize(case.snapshot.losses)
    np.testing.assert_array_equal(seen["all_losses"], case.snapshot.losses)
    assert seen["mean"] == pytest.approx(summary.mean, rel=1e-12)
    assert seen["std"] == pytest.approx(summary.std, rel=1e-12)
    assert seen["skewness"] == pytest.approx(summary.skewness, rel=1e-10)
    expected = loss_estimates(case.snapshot.losses, [size], 200, seed=4, replace=replace)[0]
    np.testing.assert_allclose(seen["estimates"], expected, rtol=1e-12)
    assert seen["standard_error"] == pytest.approx(float(standard_error(summary.std, size, None if replace else 300)))
    measured = np.sqrt(np.mean((expected - summary.mean) ** 2))  # about the mean of all the data, as on the page
    assert f"spread of 200 draws: {measured:.4f} nats" in printed


@pytest.mark.parametrize(
    ("population", "precision", "confidence"), [(10**9, 0.01, 0.95), (5000, 0.1, 0.8), (10**12, 0.0001, 0.99)]
)
def test_the_code_plans_what_the_page_plans(run, population, precision, confidence):
    case = Case(300, 5)
    wanted = {"population": population, "precision": precision, "confidence": confidence}
    printed, _ = run(
        as_code(batch_size_cells(case.dataset, case.snapshot, batch_size=1, seed=0, replace=True, **wanted))
    )
    summary = summarize(case.snapshot.losses)
    for share in (precision, precision / 10):
        mean, risk = (
            required_batch_size(summary, share, confidence=confidence, population=n) for n in (population, None)
        )
        assert f"within {100 * share:.3g}%: {mean:,} of {population:,}, {risk:,} for the true risk" in printed
