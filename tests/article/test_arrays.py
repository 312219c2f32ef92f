"""What is pasted is read or refused with a sentence; arrays that do not fit each other never get further."""

import ast
import time

import numpy as np
import pytest

import mbviz
from mbviz._messages import Message
from mbviz.article.arrays import PRESETS, Arrays, remarks
from mbviz.article.pasted import parse_array, parse_labels

TWO_ROWS = [[0.1, 0.7, 0.2], [0.5, 0.25, 0.25]]
PASTES = {
    "a literal": "[[0.1, 0.7, 0.2], [0.5, 0.25, 0.25]]",
    "an assignment": "y = [\n  [0.1, 0.7, 0.2],\n  [0.5, 0.25, 0.25],\n]",
    "tuples": "((0.1, 0.7, 0.2), (0.5, 0.25, 0.25))",
    "tuples in an array": "np.array([(0.1, 0.7, 0.2), (0.5, 0.25, 0.25)])",
    "a call": "y = np.array([[0.1, 0.7, 0.2], [0.5, 0.25, 0.25]], dtype=np.float32)  # softmax [sic]",
    "a repr": "array([[0.1 , 0.7 , 0.2 ],\n       [0.5 , 0.25, 0.25]], shape=(2, 3), dtype=float32)",
    "a list of arrays": "[array([0.1, 0.7, 0.2]), array([0.5 , 0.25, 0.25])]",
    "NumPy 2's scalars": "[[np.float64(0.1), np.float64(0.7), np.float64(0.2)], [0.5, 0.25, 2.5e-1]]",
    "a tensor": "tf.Tensor(\n[[0.1  0.7  0.2 ]\n [0.5  0.25 0.25]], shape=(2, 3), dtype=float32)",
    "what NumPy prints": "[[0.1  0.7  0.2 ]\n [0.5  0.25 0.25]]",
    "a folded line": "[[0.1\n  0.7 0.2]\n [0.5 0.25\n 0.25]]",
    "tabs": "0.1\t0.7\t0.2\r\n0.5\t0.25\t0.25\r\n",
    "commas": "0.1, 0.7, 0.2\n\n0.5,0.25,0.25",
    "commas at the ends": "0.1, 0.7, 0.2,\n0.5, 0.25, 0.25,\n",
    "semicolons": "0.1;0.7;0.2\n0.5;0.25;0.25",
    "spaces": "  0.1 0.7   0.2\n 0.5 .25 0.25 ",
}


@pytest.mark.parametrize("text", PASTES.values(), ids=PASTES)
def test_every_form_people_paste_gives_the_same_array(text):
    array = parse_array(text, "y")
    assert array.dtype == np.float64
    assert array.tolist() == TWO_ROWS


@pytest.mark.parametrize("shape", [(1, 1), (3,), (1, 4), (7, 1), (30, 10)])
@pytest.mark.parametrize("write", [str, repr, lambda y: str(y.tolist()), lambda y: repr(y.astype(object))])
def test_what_numpy_and_python_print_comes_back(shape, write):
    y = np.random.default_rng(3).random(shape).round(6)
    with np.printoptions(precision=17):
        text = write(y)
    back = parse_array(text, "y")
    assert back.shape == shape
    np.testing.assert_array_equal(back, y)


def test_a_literal_is_read_as_python_reads_it():
    text = "[[1e-05, 0.30000000000000004], [1, 5e-324], [.5, 1.]]"
    np.testing.assert_array_equal(parse_array(text, "y"), ast.literal_eval(text))


@pytest.mark.parametrize(
    "text", ["0.1 0.7 0.2", "0.1\t0.7\t0.2\n", "[0.1, 0.7, 0.2]", "[0.1 0.7 0.2]", "(0.1, 0.7, 0.2)"]
)
def test_one_row_has_one_axis(text):
    assert parse_array(text, "y").tolist() == [0.1, 0.7, 0.2]


def test_a_single_row_in_two_brackets_keeps_both_axes():
    assert parse_array("[[0.1, 0.9]]", "y").shape == (1, 2)


REFUSED = {
    "  \n ": "y is empty; paste its numbers.",
    "[]": "y is empty; paste its numbers.",
    "np.array()": "y is empty; paste its numbers.",
    "[[], []]": "y is empty; paste its numbers.",
    "0.1 0.9\n0.5 half": "y must hold numbers; row 1, column 1 (counted from 0) holds “half”.",
    "[[0.1, 0.9], [0.5 0.5, 1]]": "y must hold numbers; row 1, column 0 (counted from 0) holds “0.5 0.5”.",
    "[0.1, " + "long" * 10 + "]": "y must hold numbers; row 0, column 1 (counted from 0) holds “longlonglonglonglon…”.",
    "[0.1, print(0.9)]": "y must hold numbers; row 0, column 1 (counted from 0) holds “print(0.9)”.",
    "[np.exp(1)]": "y must hold numbers; row 0, column 0 (counted from 0) holds “np.exp(1)”.",
    "[1/3, 2/3]": "y must hold numbers; row 0, column 0 (counted from 0) holds “1/3”.",
    "0.1\t\t0.2": "y has an empty cell in row 0, column 1 (counted from 0).",
    "\t0.7\n0.3\t0.7": "y has an empty cell in row 0, column 0 (counted from 0).",
    "[[0.1, 0.9], [0.5, 0.5], [1]]": "y has rows of different lengths: row 2 has 1, row 0 has 2.",
    "1 0\n1 0 0\n0 1 0\n1 0": "y has rows of different lengths: row 1 has 3, row 0 has 2.",
    "1\n1 0 0\n0 1 0": "y has rows of different lengths: row 0 has 1, row 1 has 3.",
    "[0.1, nan]": "y must hold finite numbers; row 0, column 1 (counted from 0) holds nan.",
    "0.1 0.2\n-inf 0": "y must hold finite numbers; row 1, column 0 (counted from 0) holds -inf.",
    "[1e999]": "y must hold finite numbers; row 0, column 0 (counted from 0) holds inf.",
    " ".join(["0"] * 21): "y has 21 numbers in a row; at most 20 are allowed.",
    "\n".join(["0 1"] * 101): "y has 101 rows; at most 100 are allowed.",
    str([[0, 1]] * 101): "y has 101 rows; at most 100 are allowed.",
    str([(0, 1)] * 101): "y has 101 rows; at most 100 are allowed.",
    "[[0. 1. ... 0.]\n [0. 1. ... 0.]]": "NumPy shortened y; print it after np.set_printoptions(threshold=np.inf).",
    "[[0.1, 0.9], [0.5, 0.5]": "Each bracket of y that opens must close; one is missing.",
    "[[[0.1], [0.9]]]": "y must have one or two axes; three brackets in a row make a third.",
    "[0.1, 0.9] + [0.3]": "y must be one list of numbers or of rows; “0.1 0.9] + [0.3” is neither.",
    "[[0.1, 0.9], 0.3]": "y must be one list of numbers or of rows; “0.3” is neither.",
    "t = np.array([1])\ny = np.array([0.1, 0.9])": "y must be one list of numbers or of rows; “1] y = [0.1 0.9” is neither.",
}


@pytest.mark.parametrize(("text", "sentence"), REFUSED.items(), ids=range(len(REFUSED)))
def test_each_problem_has_a_sentence(text, sentence):
    with pytest.raises(ValueError) as error:
        parse_array(text, "y")
    assert isinstance(error.value.args[0], Message)
    assert str(error.value) == sentence


@pytest.mark.parametrize(
    "write", [str, repr, lambda y: "y = np." + repr(y), lambda y: repr(y.tolist()), lambda y: repr(list(y))]
)
def test_the_largest_array_allowed_is_read(write):
    y = np.random.default_rng(5).dirichlet(np.ones(20), 100).round(15)
    with np.printoptions(precision=17, threshold=2000):
        np.testing.assert_array_equal(parse_array(write(y), "y"), y)


def test_limits_can_be_set():
    assert parse_array("1 0\n0 1", "y", max_rows=2, max_columns=2).shape == (2, 2)
    with pytest.raises(ValueError, match="^y has 2 rows; at most 1 are"):
        parse_array("1 0\n0 1", "y", max_rows=1)
    with pytest.raises(ValueError, match="^y has 2 numbers in a row; at most 1 are"):
        parse_array("1 0\n0 1", "y", max_columns=1)


@pytest.mark.parametrize(
    "text", ["\n".join(["0.1\tno"] * 10_000), "[" + "[0.1, no], " * 10_000], ids=["sheet", "open bracket"]
)
def test_ten_thousand_rows_are_refused_before_a_cell_is_read(text):
    with pytest.raises(ValueError, match="^y has 10000 rows; at most 100 are allowed.$"):
        parse_array(text, "y")


HOSTILE = ["(" * 200_000, "(" * 100_000 + ")" * 100_000, "a" * 300_000 + "(", "array(" * 100_000 + ")" * 100_000]
HOSTILE += [
    "a." * 150_000 + "(",
    "[1" + " " * 300_000 + "(",
    "[" + ",dtype" * 50_000 + "=",
    "[1,2], " + "\t" * 300_000 + "x",
]
HOSTILE += ["a =" + " " * 300_000 + "(", "[" + "x" * 300_000 + "]"]


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_no_paste_takes_long(text):
    start = time.perf_counter()
    with pytest.raises(ValueError):
        parse_array(text, "y")
    assert time.perf_counter() - start < 20  # here in 0.2 s; anything quadratic takes minutes


LABELS = [
    "[2, 7, 0]",
    "t = np.array([2, 7, 0])  # labels",
    "2 7 0",
    "2\n7\n0",
    "[[2], [7], [0]]",
    "[2. 7. 0.]",
    "2.0,7,0",
]


@pytest.mark.parametrize("text", LABELS)
def test_labels_come_as_flat_integers(text):
    labels = parse_labels(text)
    assert labels.dtype == np.int64
    assert labels.tolist() == [2, 7, 0]


def test_one_hot_rows_keep_their_shape():
    assert parse_labels("0\t1\n1\t0").tolist() == [[0, 1], [1, 0]]
    assert parse_labels("[0., 0., 1., 0., 0.]").shape == (5,)


@pytest.mark.parametrize(("text", "got"), [("[2, 2.5]", "2.5"), ("1e300", "1e+300"), ("[[0, 1], [0.5, 0.5]]", "0.5")])
def test_a_label_that_is_no_whole_number_is_refused(text, got):
    with pytest.raises(ValueError) as error:
        parse_labels(text)
    assert error.value.args[0] == f"t must hold whole numbers such as 0, 1 or 2; got {got}."


def test_a_flat_list_of_labels_may_be_as_long_as_there_are_rows():
    assert parse_labels(str([1] * 100)).shape == (100,)
    with pytest.raises(ValueError, match="^sel has 101 numbers in a row; at most 100 are allowed.$"):
        parse_labels(str([1] * 101), "sel")
    with pytest.raises(ValueError, match="^t has 21 numbers in a row; at most 20 are allowed.$"):
        parse_labels(str([[1] * 21]))


def test_arrays_of_labels():
    arrays = Arrays(TWO_ROWS, [1, 0])
    assert arrays.has_batch_axis and not arrays.is_one_hot
    assert (arrays.labels.tolist(), arrays.index_rows.tolist()) == ([1, 0], [0, 1])
    assert arrays.t_one_hot.tolist() == [[0, 1, 0], [1, 0, 0]]
    assert {a.dtype for a in (arrays.t, arrays.labels, arrays.index_rows, arrays.t_one_hot)} == {np.dtype(np.int64)}


def test_arrays_of_one_hot_rows_say_the_same():
    arrays = Arrays(TWO_ROWS, mbviz.one_hot([1, 0], 3))
    assert arrays.is_one_hot
    assert (arrays.t.dtype, arrays.t.shape) == (np.int64, (2, 3))
    assert arrays.labels.tolist() == [1, 0]
    assert arrays.t_one_hot.tolist() == arrays.t.tolist()


@pytest.mark.parametrize("t", [[1], [0, 1, 0]])
def test_one_example_without_a_batch_axis(t):
    arrays = Arrays([0.1, 0.7, 0.2], t)
    assert not arrays.has_batch_axis
    assert arrays.is_one_hot == (len(t) == 3)
    assert (arrays.batch_y.shape, arrays.labels.tolist(), arrays.index_rows.tolist()) == ((1, 3), [1], [0])
    assert arrays.t.tolist() == t


def test_what_might_be_labels_or_one_hot_is_read_as_per_example_loss_reads_it():
    y = [0.6, 0.4]
    for t in ([0, 1], [1, 0]):
        picked = Arrays(y, t).batch_y[0, Arrays(y, t).labels]
        np.testing.assert_array_equal(-np.log(picked + 1e-7), mbviz.per_example_loss(y, t))
    assert Arrays([1.0], [0]).labels.tolist() == [0]


def test_selected_rows():
    arrays = Arrays(TWO_ROWS, [1, 0, 2], rows=[1, 1, 0])
    assert (arrays.index_rows.tolist(), arrays.labels.tolist()) == ([1, 1, 0], [1, 0, 2])
    assert Arrays(TWO_ROWS, [[0, 0, 1]], rows=[1]).labels.tolist() == [2]


def test_arrays_are_read_only_copies():
    y, t = np.array(TWO_ROWS), np.array([1, 0])
    arrays = Arrays(y, t, rows=t)
    y[0, 0], t[0] = 9, 0
    assert (arrays.y[0, 0], arrays.t[0], arrays.rows[0]) == (0.1, 1, 1)
    for array in (arrays.y, arrays.t, arrays.rows, arrays.batch_y, arrays.labels):
        with pytest.raises(ValueError):
            array[0] = 0


MISFITS = [
    ([], [0], None, "y must have shape (B, C), or (C,) for one example, and not be empty; got (0,)."),
    ([[[1.0]]], [0], None, "y must have shape (B, C), or (C,) for one example, and not be empty; got (1, 1, 1)."),
    (
        [[0.5, 0.5], [0.2, -0.3]],
        [0, 0],
        None,
        "y must not hold negative numbers, which have no logarithm; y[1, 1] is -0.3.",
    ),
    ([-0.5, 0.5], [0], None, "y must not hold negative numbers, which have no logarithm; y[0] is -0.5."),
    (TWO_ROWS, [1, 3], None, "t must hold whole numbers from 0 to 2; got 3 at index 1."),
    (TWO_ROWS, [-1, 0], None, "t must hold whole numbers from 0 to 2; got -1 at index 0."),
    (TWO_ROWS, [1, 0.5], None, "t must hold whole numbers from 0 to 2; got 0.5 at index 1."),
    (TWO_ROWS, [1], None, "t must hold one label for each row: 2; it holds 1."),
    (TWO_ROWS, [], None, "t must be flat, with at least one number; got shape (0,)."),
    (TWO_ROWS, 1, None, "t must be flat, with at least one number; got shape ()."),
    (TWO_ROWS, [[0, 1, 0]], None, "A one-hot t must have shape (2, 3); got (1, 3)."),
    (TWO_ROWS, [[0, 1, 0], [0, 0, 0]], None, "A one-hot t must hold a single 1 and zeros in each row; row 1 does not."),
    (TWO_ROWS, [[0, 1, 1], [0, 0, 1]], None, "A one-hot t must hold a single 1 and zeros in each row; row 0 does not."),
    (
        TWO_ROWS,
        [[2, -1, 0], [0, 0, 1]],
        None,
        "A one-hot t must hold a single 1 and zeros in each row; row 0 does not.",
    ),
    (TWO_ROWS[0], [1, 0], None, "For one example t must be a single label, (1,), or one-hot, (3,); got (2,)."),
    (TWO_ROWS[0], [[0, 1, 0]], None, "For one example t must be a single label, (1,), or one-hot, (3,); got (1, 3)."),
    (TWO_ROWS[0], [2, 7, 0], None, "A one-hot t must hold a single 1 and zeros in each row; row 0 does not."),
    (TWO_ROWS[0], [3], None, "t must hold whole numbers from 0 to 2; got 3 at index 0."),
    (TWO_ROWS, [1, 0], [0, 2], "sel must hold whole numbers from 0 to 1; got 2 at index 1."),
    (TWO_ROWS, [1, 0], [0], "t must hold one label for each row: 1; it holds 2."),
    (TWO_ROWS, [1, 0], [[0, 1]], "sel must be flat, with at least one number; got shape (1, 2)."),
    (TWO_ROWS[0], [1], [0, 0], "t must hold one label for each row: 2; it holds 1."),
]


@pytest.mark.parametrize(("y", "t", "rows", "sentence"), MISFITS)
def test_arrays_that_do_not_fit_get_a_sentence(y, t, rows, sentence):
    with pytest.raises(ValueError) as error:
        Arrays(y, t, rows)
    assert isinstance(error.value.args[0], Message)
    assert str(error.value) == sentence


@pytest.mark.parametrize("y", [[0.5, np.nan], [[0.5, np.inf]], ["a"], [[0.5], [0.5, 0.5]]])
def test_what_is_no_array_of_finite_numbers_is_refused(y):
    with pytest.raises(ValueError, match="^y must"):
        Arrays(y, [0])


def test_softmax_outputs_need_no_remark():
    y = mbviz.softmax(np.random.default_rng(4).normal(scale=5, size=(40, 10)))
    assert remarks(Arrays(y, np.zeros(40, int))) == []
    assert remarks(Arrays(y.round(4), np.zeros(40, int))) == []


def test_a_row_may_be_a_thousandth_off_but_no_more():
    assert remarks(Arrays([0.5, 0.5009], [0])) == []
    assert remarks(Arrays([0.5, 0.4991], [0])) == []
    assert remarks(Arrays([0.5, 0.4989], [0])) == ["Rows of y that do not sum to 1: 1 of 1; row 0 sums to 0.9989."]


def test_the_articles_second_y_gets_one_remark_of_each_kind():
    found = remarks(PRESETS["selection"])
    assert found == [
        "Entries of y above 1: 3, the first of them y[1, 7] = 3.",
        "Rows of y that do not sum to 1: 4 of 5; row 1 sums to 4.",
    ]
    assert all(isinstance(remark, Message) for remark in found)


def test_the_presets_are_the_articles():
    five = PRESETS["five-rows"]
    assert (five.y.shape, five.t.tolist()) == ((5, 10), [2, 7, 0, 9, 8])
    assert five.batch_y[five.index_rows, five.labels].tolist() == [0.8, 0, 0.1, 0, 0]
    chosen = PRESETS["selection"]
    assert chosen.y[chosen.rows, chosen.t].tolist() == [0.8, 0, 0.1]
    assert [chosen.y[1, 7], chosen.y[2, 0], chosen.y[3, 9], chosen.y[4, 8]] == [3, 0.9, 10, 8]
    assert (PRESETS["one-example"].y.tolist(), PRESETS["one-example"].t.tolist()) == ([0.1, 0.7, 0.2], [1])
    one_hot = PRESETS["one-example-one-hot"]
    assert (one_hot.t.tolist(), one_hot.labels.tolist(), one_hot.y.shape) == ([0, 0, 1, 0, 0], [2], (5,))


def test_the_presets_can_be_pasted_back():
    for arrays in PRESETS.values():
        np.testing.assert_array_equal(parse_array(repr(arrays.y), "y"), arrays.y)
        np.testing.assert_array_equal(parse_labels(repr(arrays.t)), arrays.t)
