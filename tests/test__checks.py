"""One rule for labels, one for sizes, one for indices, and sentences that say what to do."""

from fractions import Fraction

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

import mbviz
from mbviz import _checks, figures
from mbviz.article.arrays import Arrays
from mbviz.article.label_forms import suggest_loss
from mbviz.article.versions import compare
from mbviz.model.keras_losses import as_keras_does
from mbviz.takeaway import indexing_cells

C = 3
KINDS = ["int8", "uint8", "int64", "uint64", "float16", "float32", "float64", "bool"]
VALUES = st.sampled_from([0, 1, 2, 3, -1, 0.5, 0.9, 1.5])


@st.composite
def labels(draw):
    """What may be labels or one-hot rows of three classes, of any dtype and shape."""
    shape = draw(st.sampled_from([(1,), (4,), (2, C), (1, C), (2, 1), (2, 2)]))
    values = np.array(draw(st.lists(VALUES, min_size=int(np.prod(shape)), max_size=int(np.prod(shape)))))
    with np.errstate(invalid="ignore"):
        return values.reshape(shape).astype(draw(st.sampled_from(KINDS)))


def accepts(call):
    try:
        call()
    except ValueError as error:
        assert str(error).endswith("."), error
        return False
    return True


@given(labels())
def test_what_is_a_label_is_the_same_in_every_function(t):
    flat = t.ndim == 1
    rows = t.shape == (len(t), C)
    y = np.full((len(t), C), 1 / C)
    is_whole = t.dtype.kind != "b" and all(float(value) in (0, 1, 2) for value in t.ravel())
    is_one_hot = rows and all(sorted(map(float, row)) == [0, 0, 1] for row in t)
    suggested = accepts(lambda: suggest_loss(t, C))
    assert suggested == (is_one_hot if rows else is_whole and t.shape[1:] in ((), (1,)))
    if flat:
        for call in (
            lambda: mbviz.pick(y, t),
            lambda: mbviz.one_hot(t, C),
            lambda: mbviz.per_example_loss(y, t),
            lambda: mbviz.sparse_cross_entropy_error(y, t),
            lambda: compare(y, t),
            lambda: Arrays(y, t),
            lambda: indexing_cells(y, t),
        ):
            assert accepts(call) == suggested
    if rows:
        for call in (
            lambda: mbviz.per_example_loss(y, t),
            lambda: mbviz.cross_entropy_error(y, t),
            lambda: Arrays(y, t),
            lambda: indexing_cells(y, t),
        ):
            assert accepts(call) == suggested


@given(st.lists(st.integers(0, C - 1), min_size=1, max_size=5), st.sampled_from(KINDS[:-1]))
def test_labels_of_any_dtype_give_the_same_losses(t, kind):
    y = np.random.default_rng(0).random((len(t), C))
    expected = mbviz.per_example_loss(y, t)
    rows = mbviz.one_hot(t, C)
    for form in (np.array(t).astype(kind), pd.Series(t).astype(float), rows.astype(kind), rows.astype(bool), rows):
        np.testing.assert_array_equal(mbviz.per_example_loss(y, form), expected)
    dummies = pd.get_dummies(pd.Categorical(t, categories=range(C)))
    assert dummies.dtypes.eq(bool).all()
    np.testing.assert_array_equal(mbviz.per_example_loss(y, dummies), expected)
    assert mbviz.cross_entropy_error(y, dummies) == mbviz.sparse_cross_entropy_error(y, t)
    assert Arrays(y, dummies).labels.tolist() == t


def test_true_and_false_are_labels_of_two_classes_and_rows_of_any():
    y = [[0.9, 0.1], [0.2, 0.8]]
    assert mbviz.pick(y, [False, True]).tolist() == [0.9, 0.8]
    assert (
        mbviz.per_example_loss(y, [[True, False], [False, True]]).tolist() == mbviz.per_example_loss(y, [0, 1]).tolist()
    )
    assert (
        mbviz.per_example_loss([0.9, 0.1], [True, False]).tolist() == mbviz.per_example_loss([0.9, 0.1], [0]).tolist()
    )
    assert suggest_loss([True, False], 2).name == "binary_crossentropy"
    with pytest.raises(ValueError, match="True and False are labels of two classes only"):
        mbviz.pick([[0.5, 0.3, 0.2]], [True])


SMOOTH = [[0.9, 0.05, 0.05], [0.1, 0.8, 0.1]]


@pytest.mark.parametrize(
    "call",
    [
        mbviz.per_example_loss,
        mbviz.cross_entropy_error,
        mbviz.sparse_cross_entropy_error,
        mbviz.pick,
        Arrays,
        compare,
        lambda y, t: suggest_loss(t, 3),
        lambda y, t: mbviz.one_hot(t, 3),
        lambda y, t: mbviz.per_example_loss(y, np.float16(t)),
        lambda y, t: mbviz.cross_entropy_error(y[0], t[0]),
        lambda y, t: mbviz.binary_cross_entropy_error([0.5], [0.95]),
    ],
)
def test_soft_targets_are_refused_by_name(call):
    with pytest.raises(ValueError, match="soft target.* label smoothing"):
        call(np.full((2, 3), 1 / 3), SMOOTH)


def test_rows_that_are_neither_one_hot_nor_shares_are_not_called_soft():
    with pytest.raises(ValueError, match=r"row 1 does not\.$"):
        mbviz.cross_entropy_error(np.full((2, 2), 0.5), [[0, 1], [0.5, 0.9]])


NEGATIVE = [[[2, -1, 0.5]], [[-1e-17, 1.0, 0.0]], [[0.5, -5e-324, 0.5]], np.array([[1, -1, 0]], np.int8)]


@pytest.mark.parametrize("y", NEGATIVE, ids=range(4))
@pytest.mark.parametrize(
    "call",
    [
        lambda y: mbviz.per_example_loss(y, [0]),
        lambda y: mbviz.per_example_loss(y, [[1, 0, 0]]),
        lambda y: mbviz.per_example_loss(y[0], [1, 0, 0]),
        lambda y: mbviz.cross_entropy_error(y, [[1, 0, 0]]),
        lambda y: mbviz.sparse_cross_entropy_error(y, [0]),
        lambda y: compare(y, [0]),
        lambda y: Arrays(y, [0]),
        lambda y: mbviz.open_batch([0], [0], y),
        lambda y: indexing_cells(y, [0]),
        lambda y: as_keras_does("sparse_categorical_crossentropy", [0], y),
        lambda y: figures.picks(y, [0]),
        lambda y: figures.digits(np.zeros((1, 2, 2), np.uint8), y, [0]),
    ],
)
def test_a_negative_output_is_refused_wherever_it_stands(call, y):
    with pytest.raises(ValueError, match="y must not hold negative numbers, which have no logarithm"):
        call(y)


def test_minus_zero_is_zero_and_what_is_above_one_stays_allowed():
    assert mbviz.per_example_loss([[-0.0, 1.0]], [0]) == mbviz.per_example_loss([[0.0, 1.0]], [0])
    assert mbviz.per_example_loss([[3.0, 10.0]], [1]) == [-np.log(10 + 1e-7)]


@given(
    hnp.arrays(
        st.sampled_from([np.int64, np.uint8, np.int16]), st.integers(1, 4), elements={"min_value": 1, "max_value": 99}
    )
)
def test_sizes_keep_their_values_whatever_they_come_in(sizes):
    for given_sizes in (sizes, sizes.tolist(), tuple(sizes), pd.Series(sizes), sizes.astype(object)):
        found = _checks.as_sizes(given_sizes, "sizes")
        assert found.dtype == np.int64 and found.tolist() == sizes.tolist()


def test_sizes_that_no_int64_holds_stay_whole_numbers():
    found = _checks.as_sizes([[10, 2**64], [1, 10**400]], "sizes")
    assert found.shape == (2, 2) and found[1, 1] == 10**400 and found[0, 1] == 2**64
    assert _checks.as_sizes([1e6, 2**53 * 4.0], "sizes", whole_floats=True).tolist() == [10**6, 2**55]


@pytest.mark.parametrize(
    "sizes", [[0], [-1], [2.5], [np.inf], [np.nan], [True], ["3"], [None], [1, [2]], [[1], [2, 3]], {3}, [1 + 0j]]
)
def test_what_is_no_size_gets_a_sentence(sizes):
    for floats in (True, False):
        with pytest.raises(ValueError, match="^sizes must be a (whole number of at least 1|regular array)"):
            _checks.as_sizes(sizes, "sizes", whole_floats=floats)
    with pytest.raises(ValueError, match="^sizes must be a whole number"):
        _checks.as_sizes([3.0], "sizes")


def test_numbers_too_long_for_python_to_write_are_told_by_their_length():
    assert _checks.shown(10**39) == str(10**39)
    for power in (40, 400, 5000):
        said = _checks.shown(-(10**power))
        assert said.startswith("-10**") and power - 1 <= int(said[5:].split(" ")[0]) <= power
    with pytest.raises(ValueError, match=r"n must be at most 9223372036854775807; got 10\*\*\d+ or more in size\."):
        mbviz.draw_batch(10**5000, 1)


def test_frames_that_mix_truth_and_numbers_say_what_helps():
    with pytest.raises(ValueError, match=r"t must hold real numbers; got dtype object, the first of type int"):
        suggest_loss(pd.DataFrame({"a": [1, 0], "b": [True, False]}), 2)
    with pytest.raises(ValueError, match=r"t must not lack values; got <NA> at index \(1, 1\)\. Fill it in"):
        suggest_loss(pd.DataFrame({"a": pd.array([1, 0]), "b": pd.array([0, pd.NA])}, dtype=object), 2)


def test_a_table_with_a_column_called_unit_has_no_unit():
    assert suggest_loss(pd.DataFrame({"unit": [1, 0], "units": [0, 1]}), 2).name == "categorical_crossentropy"


def test_longdoubles_become_floats_or_are_refused():
    assert _checks.as_numbers(np.longdouble([0.5, 2]), "y").dtype == np.float64
    if np.finfo(np.longdouble).max > np.finfo(float).max:
        with pytest.raises(ValueError, match="y must hold finite numbers; got inf"):
            _checks.as_numbers([np.longdouble("1e4000")], "y")


def test_another_librarys_objection_becomes_a_sentence():
    class OnAnotherDevice:
        def __array__(self, *_, **__):
            raise TypeError("can't convert a tensor on the GPU")

    with pytest.raises(ValueError, match="y must be an array of numbers; NumPy cannot read it: can't convert a tensor"):
        _checks.as_numbers(OnAnotherDevice(), "y")


@pytest.mark.parametrize(
    ("value", "found"), [(0.5, 0.5), (np.float32(2), 2.0), (Fraction(1, 4), 0.25), (np.array(3), 3.0)]
)
def test_a_real_number_is_one_float(value, found):
    assert _checks.as_real(value) == found


@pytest.mark.parametrize("value", ["0.5", [0.5], np.array([0.5]), np.ma.array(0.5), 1j, None, 10**400])
@pytest.mark.filterwarnings("error")
def test_what_is_no_single_real_number_is_nan(value):
    assert np.isnan(_checks.as_real(value))
