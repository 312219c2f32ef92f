"""The code that the page "Batch size" gives away, run in an empty folder: the engine's numbers by plain NumPy."""

import numpy as np
import pytest

from mbviz.estimates import loss_estimates, standard_error
from mbviz.planner import required_batch_size
from mbviz.summary import summarize
from mbviz.takeaway import as_code, batch_size_cells
from tests.test_takeaway import Case, run  # noqa: F401  (run is a fixture)


@pytest.mark.parametrize(("size", "replace"), [(10, True), (300, False), (1, True)])
def test_the_code_gives_the_moments_the_draws_and_the_sizes_that_are_enough(run, size, replace):  # noqa: F811
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
    for precision in (0.1, 0.01, 0.001):
        assert f"{required_batch_size(summary, precision, population=10**9):,} of a billion" in printed
        assert f"{required_batch_size(summary, precision):,} for the true risk" in printed
