"""Wrong lines give what NumPy and Python give; mended ones give the picks."""

import io
import sys
from contextlib import redirect_stdout

import numpy as np
import pytest

import mbviz
from mbviz._messages import Message
from mbviz.article.arrays import PRESETS, Arrays
from mbviz.article.indexing import trace
from mbviz.article.slips import SLIPS, Outcome, printed_shapes, run

BY_KEY = {slip.key: slip for slip in SLIPS}
PICKING = [slip for slip in SLIPS if slip.mended.endswith("[np.arange(batch_size), t]")]
SQUARE = Arrays([[0.1, 0.7, 0.2], [0.5, 0.3, 0.2], [0.2, 0.2, 0.6]], [1, 0, 2])  # as many examples as classes


def wrong(key, arrays):
    return run(BY_KEY[key].code, arrays)


def values(outcome):
    return eval(outcome.text, {"array": np.array})


@pytest.mark.parametrize("slip", SLIPS, ids=BY_KEY)
@pytest.mark.parametrize("name", PRESETS)
def test_every_line_gives_a_value_or_an_error_on_every_preset(slip, name):
    for code in (slip.code, slip.mended):
        outcome = run(code, PRESETS[name])
        if outcome.error:
            assert outcome == Outcome(None, "", "", outcome.error)
            assert outcome.error.split(": ")[0] in {"IndexError", "NameError", "AttributeError"}
        else:
            assert outcome.text and outcome.dtype and outcome.shape is not None


@pytest.mark.parametrize("slip", PICKING, ids=lambda slip: slip.key)
@pytest.mark.parametrize(
    "arrays", [PRESETS["five-rows"], PRESETS["selection"], SQUARE, Arrays(SQUARE.y, SQUARE.t_one_hot)]
)
def test_mended_lines_pick_what_the_trace_picks(slip, arrays):
    outcome = run(slip.mended, arrays)
    assert outcome.shape == (len(arrays.index_rows),)
    np.testing.assert_array_equal(values(outcome), trace(arrays).picks)


def test_a_colon_gives_every_row_for_every_label_with_the_picks_on_the_diagonal():
    outcome = wrong("all-rows", SQUARE)
    assert (outcome.shape, outcome.dtype, outcome.error) == ((3, 3), "float64", "")
    assert values(outcome) == pytest.approx(np.array([[0.7, 0.1, 0.2], [0.3, 0.5, 0.2], [0.2, 0.2, 0.6]]))
    assert np.diag(values(outcome)).tolist() == trace(SQUARE).picks.tolist()
    assert wrong("all-rows", PRESETS["selection"]).shape == (3, 3)


def test_labels_alone_take_whole_rows_or_none():
    np.testing.assert_array_equal(values(wrong("labels-as-rows", SQUARE)), SQUARE.y[[1, 0, 2]])
    assert (
        wrong("labels-as-rows", PRESETS["five-rows"]).error
        == "IndexError: index 7 is out of bounds for axis 0 with size 5"
    )
    assert values(wrong("labels-as-rows", PRESETS["one-example"])).tolist() == [0.7]


def test_one_hot_rows_as_an_index_fail_unless_the_shapes_fit_by_accident():
    assert wrong("one-hot-as-index", PRESETS["five-rows"]).error.startswith("IndexError: shape mismatch")
    outcome = wrong("one-hot-as-index", SQUARE)
    assert outcome.shape == (3, 3)
    expected = [[SQUARE.y[column, SQUARE.t_one_hot[row, column]] for column in range(3)] for row in range(3)]
    assert values(outcome).tolist() == expected
    assert wrong("one-hot-as-index", Arrays([[0.1, 0.7, 0.2]], [1])).shape == (1, 3)


def test_one_hot_floats_as_an_index_are_refused_as_the_page_says():
    with pytest.raises(IndexError, match="integer"):
        SQUARE.y[np.arange(3), mbviz.one_hot(SQUARE.t, 3)]


def test_the_articles_own_slips_say_what_python_says():
    arrays = PRESETS["one-example"]
    assert wrong("bare-reshape", arrays).error == "NameError: name 'reshape' is not defined"
    assert wrong("dim", arrays).error == "AttributeError: 'numpy.ndarray' object has no attribute 'dim'"
    assert wrong("arrange", arrays).error == "AttributeError: module 'numpy' has no attribute 'arrange'"


def test_the_articles_own_slips_mended():
    arrays = PRESETS["one-example"]
    assert run("y = y.reshape(1, -1)", arrays) == Outcome((1, 3), "float64", "array([[0.1, 0.7, 0.2]])", "")
    assert run("y.ndim == 1", arrays) == Outcome((), "bool", "True", "")
    assert run("y.ndim == 1", SQUARE).text == "False"
    assert run("np.arange(batch_size)", PRESETS["five-rows"]) == Outcome((5,), "int64", "array([0, 1, 2, 3, 4])", "")


def test_labels_with_a_second_axis_give_picks_with_a_second_axis():
    assert wrong("extra-axis", PRESETS["one-example"]) == Outcome((1, 1), "float64", "array([[0.7]])", "")
    outcome = wrong("extra-axis", SQUARE)
    assert outcome.shape == (1, 3)
    assert values(outcome)[0].tolist() == trace(SQUARE).picks.tolist()


def test_a_column_of_labels_would_give_a_square_as_the_page_says():
    assert SQUARE.y[np.arange(3), SQUARE.t.reshape(-1, 1)].shape == (3, 3)


def test_one_example_is_taken_as_it_is():
    too_many = "IndexError: too many indices for array: array is 1-dimensional, but 2 were indexed"
    assert run("y[np.arange(batch_size), t]", PRESETS["one-example"]).error == too_many
    assert run("np.arange(batch_size)", PRESETS["one-example-one-hot"]).text == "array([0])"


def test_long_arrays_are_folded_and_short_ones_are_not():
    large = Arrays(np.full((100, 10), 0.1), np.arange(100) % 10)
    outcome = wrong("all-rows", large)
    assert outcome.shape == (100, 100)
    assert "..." in outcome.text and len(outcome.text) < 1000
    assert "..." in wrong("all-rows", Arrays(np.full((8, 8), 0.125), np.arange(8))).text
    assert "..." not in run("y = y.reshape(1, -1)", PRESETS["five-rows"]).text


def test_running_leaves_the_arrays_and_numpys_printing_alone():
    before, options = SQUARE.y.copy(), np.get_printoptions()
    for slip in SLIPS:
        run(slip.code, SQUARE)
        run(slip.mended, SQUARE)
    np.testing.assert_array_equal(SQUARE.y, before)
    assert np.get_printoptions() == options


@pytest.mark.parametrize("code", ["y[t] ", "1 + 1", "", "__import__('os')", "y[np.arange(batch_size), t]; print()"])
def test_no_other_line_is_run(code):
    with pytest.raises(ValueError, match="^code must be a line of SLIPS"):
        run(code, SQUARE)


def test_every_slip_has_a_key_of_its_own_and_a_reason():
    assert len(BY_KEY) == len(SLIPS) == 7
    assert all(isinstance(slip.why, Message) and slip.code != slip.mended for slip in SLIPS)


def test_the_articles_block_prints_what_numpy_prints():
    assert printed_shapes(PRESETS["one-example"]) == [
        ("print(t.size)", "1"),
        ("print(y.size)", "3"),
        ("print(t.reshape(1, t.size))", "[[1]]"),
        ("print(y.reshape(1, y.size))", "[[0.1 0.7 0.2]]"),
    ]


@pytest.mark.parametrize("name", PRESETS)
def test_the_block_prints_the_same_to_the_screen(name):
    y, t, screen = PRESETS[name].y, PRESETS[name].t, io.StringIO()
    with redirect_stdout(screen):
        print(t.size)
        print(y.size)
        print(t.reshape(1, t.size))
        print(y.reshape(1, y.size))
    assert "\n".join(text for _, text in printed_shapes(PRESETS[name])) + "\n" == screen.getvalue()


def test_the_block_prints_nothing_to_the_screen(capsys):
    stdout = sys.stdout
    printed_shapes(SQUARE)
    assert capsys.readouterr().out == "" and sys.stdout is stdout
