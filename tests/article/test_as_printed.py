"""The article's functions as printed: where they give the loss it is ours, and where they fail Python says so."""

import numpy as np
import pytest

from mbviz.article.arrays import PRESETS, TURNED
from mbviz.article.as_printed import PRINTED, calls, when_pasted
from mbviz.losses import per_example_loss


@pytest.mark.parametrize("name", PRINTED)
def test_pasted_as_printed_python_refuses_the_mixed_tabs_and_takes_them_as_four_spaces(name):
    assert when_pasted(name) == "TabError: inconsistent use of tabs and spaces in indentation"
    assert f"def {name}(y, t):" in PRINTED[name]
    compile(PRINTED[name].expandtabs(4), name, "exec")


@pytest.mark.parametrize("arrays", [*PRESETS.values(), TURNED], ids=[*PRESETS, "turned"])
def test_only_the_batch_of_one_hot_rows_gets_through_and_there_the_loss_is_ours(arrays):
    batch, alone, *sparse = calls(arrays)
    y = arrays.batch_y[arrays.index_rows]
    losses = per_example_loss(y, arrays.labels)
    assert batch.error == "" and batch.article == pytest.approx(losses.mean(), rel=1e-12)
    assert alone.article is None and alone.error == "NameError: name 'reshape' is not defined"
    for call in sparse:
        assert call.article is None and "has no attribute 'dim'" in call.error
    ours = [batch.ours, alone.ours, *(call.ours for call in sparse)]
    assert ours == pytest.approx([losses.mean(), losses[0]] * 2, rel=1e-12)


def test_no_two_turned_rows_are_equal_and_each_is_the_articles():
    assert len({tuple(row) for row in TURNED.y.tolist()}) == 5
    for row in TURNED.y:
        assert sorted(row) == sorted(PRESETS["five-rows"].y[0])
    assert TURNED.y[np.arange(5), TURNED.t].tolist() == [0.8, 0.8, 0.05, 0.1, 0.8]
