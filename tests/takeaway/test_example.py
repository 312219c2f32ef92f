"""The code of one example: its pick, its loss and its share."""

import numpy as np
import pytest

from mbviz.takeaway import as_code
from tests.takeaway.test_cells import Case


@pytest.mark.parametrize("size", [10, 1500])
@pytest.mark.parametrize("whole", [True, False])
def test_one_examples_code_gives_its_pick_its_loss_and_its_share(run, size, whole):
    case = Case(2000, size)
    n = size - 3
    printed, seen = run(as_code(case.example(n, whole=whole)), "row")
    t, loss = case.batch.t[n], case.batch.losses[n]
    np.testing.assert_array_equal(seen["row"], case.snapshot.y[case.batch.batch_mask[n]].astype(np.float64))
    assert f"example {n} is digit {case.batch.batch_mask[n]} of the data, a {t}" in printed
    assert f"y[{n}, {t}] = {case.batch.picks[n]:.4g} ({case.batch.picks[n]})" in printed
    assert f"nats ({loss})" in printed
    assert f"of the batch's loss: {loss / case.batch.losses.sum():.2%}" in printed


@pytest.mark.parametrize("n", [-1, 10, 2.5])
def test_an_example_that_the_batch_does_not_have_is_refused(n):
    with pytest.raises(ValueError, match="n must be"):
        Case(100, 10).example(n)
