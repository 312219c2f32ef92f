"""Any array that is printed or exported comes back as it was; any other text gives an array or a sentence, and is never run."""

import builtins
import contextlib
import os
import subprocess
from unittest import mock

import numpy as np
import pandas
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from mbviz._messages import Message
from mbviz.article.arrays import Arrays
from mbviz.article.pasted import parse_array, parse_labels, read_pasted

FLOATS = st.floats(allow_nan=False, allow_infinity=False) | st.floats(0, 1) | st.integers(-5, 300).map(float)
SHAPES = array_shapes(min_dims=1, max_dims=2, max_side=12)
TABLES = arrays(np.float64, SHAPES, elements=FLOATS)
ROWS = arrays(np.float64, array_shapes(min_dims=2, max_dims=2, min_side=2, max_side=12), elements=FLOATS)
LABELS = arrays(np.int64, SHAPES, elements=st.integers(-(2**53), 2**53))


def as_numpy_prints(array: np.ndarray, write) -> str:
    with np.printoptions(floatmode="unique", threshold=10_000):  # digits enough to tell any two numbers apart
        return write(array)


@settings(max_examples=150)
@given(TABLES, st.sampled_from([str, repr, lambda y: f"y = np.{y!r}  # softmax"]), st.integers(20, 200))
def test_what_numpy_prints_comes_back_to_the_last_digit(y, write, width):
    with np.printoptions(linewidth=width):
        back = parse_array(as_numpy_prints(y, write), "y")
    assert back.dtype == np.float64 and back.shape == y.shape
    np.testing.assert_array_equal(back, y)


@settings(max_examples=150)
@given(
    TABLES, st.sampled_from([repr, lambda rows: repr(rows).replace("[", "(").replace("]", ",)"), lambda r: f"y={r}\n"])
)
def test_what_python_prints_comes_back_to_the_last_digit(y, write):
    np.testing.assert_array_equal(parse_array(write(y.tolist()), "y"), y)


@settings(max_examples=150)
@given(ROWS, st.sampled_from(["\t", ";", ",", ", ", " ", "  "]), st.sampled_from(["\n", "\r\n", "\n\n"]), st.booleans())
def test_the_lines_of_a_spreadsheet_come_back_to_the_last_digit(y, separator, end, ends_with_separator):
    last = separator if ends_with_separator else ""
    text = end.join(separator.join(map(repr, row)) + last for row in y.tolist())
    np.testing.assert_array_equal(parse_array(text, "y"), y)


def in_tensorflow(y):
    return f"<tf.Tensor: shape={y.shape}, dtype=float64, numpy=\n{y!r}>"


def in_pytorch(y):
    return repr(y).replace("array", "tensor").removesuffix(")") + ", device='cuda:0', grad_fn=<SoftmaxBackward0>)"


def in_ipython(y):
    return f"In [12]: y\nOut[12]: \n{y!r}\n\nIn [13]: "


def in_python(y):
    first, *more = f"y = np.{y!r}".splitlines()
    return "\n".join([f">>> {first}", *(f"... {line}" for line in more)])


def in_matlab(y):
    return "y = [" + "; ".join(" ".join(map(repr, row)) for row in np.atleast_2d(y).tolist()) + "];"


WRAPPED = [in_tensorflow, in_pytorch, in_ipython, in_python, lambda y: f"\ufeff{y!r}".replace("-", "−")]


@settings(max_examples=200)
@given(TABLES, st.sampled_from(WRAPPED), st.integers(40, 200))
def test_what_a_console_shows_comes_back_to_the_last_digit(y, write, width):
    with np.printoptions(linewidth=width):
        np.testing.assert_array_equal(parse_array(as_numpy_prints(y, write), "y"), y)


@settings(max_examples=100)
@given(ROWS)
def test_matlabs_rows_come_back_to_the_last_digit(y):
    np.testing.assert_array_equal(parse_array(in_matlab(y), "y"), y)


@settings(max_examples=150)
@given(ROWS, st.sampled_from(["\t", ";", " ", "; ", "\u00a0"]), st.sampled_from(["-", "−", "–"]))
def test_the_lines_of_a_sheet_with_decimal_commas_come_back_to_the_last_digit(y, separator, minus):
    lines = [separator.join(f"{value:.17f}" for value in row.tolist()) for row in y]
    pasted = read_pasted("\n".join(lines).replace(".", ",").replace("-", minus), "y")
    np.testing.assert_array_equal(pasted.values, np.array([[float(f"{value:.17f}") for value in row] for row in y]))
    assert len(pasted.notes) == 1


@settings(max_examples=100)
@given(ROWS.filter(lambda y: y.size > 1), st.booleans())
def test_a_frame_of_pandas_comes_back_as_it_prints(y, as_csv):
    frame = pandas.DataFrame(y)
    with pandas.option_context(
        "display.width", 10_000, "display.max_columns", 99, "display.float_format", "{!r}".format
    ):
        text = frame.to_csv() if as_csv else str(frame)
    np.testing.assert_array_equal(read_pasted(text, "y").values, y)


@settings(max_examples=100)
@given(LABELS, st.sampled_from([str, repr, lambda t: repr(t.tolist()), lambda t: repr(t.astype(float).tolist())]))
def test_labels_come_back_as_integers(t, write):
    back = parse_labels(as_numpy_prints(t, write), max_columns=100)
    assert back.dtype == np.int64
    np.testing.assert_array_equal(back, t[:, 0] if t.shape[1:] == (1,) else t)


SYMBOLS = st.text(alphabet="[](),.;:=#_'\"+-*/@eEnaifxyzj0123456789 \t\n", max_size=60)
PIECES = st.lists(
    st.sampled_from(
        [
            "[",
            "]",
            "(",
            ")",
            ",",
            "\n",
            "\t",
            ">>> ",
            "Out[3]: ",
            "<",
            ">",
            "numpy=",
            "0,1",
            "c",
            "−",
            "%",
            "a b",
            " ",
            "np.array",
            "dtype=",
            "0.1",
            "1",
            "-2",
            "nan",
            "1e400",
            "...",
            "#",
            "y =",
        ]
    ),
    max_size=25,
).map("".join)
CODE = st.sampled_from(
    [
        "__import__('os').system('touch here')",
        "open('here', 'w')",
        "[exec('1/0')]",
        "[[0.1, print(1)], [0.2, 0.8]]",
        "np.array([eval('1')])",
        "[].__class__.__base__.__subclasses__()",
        "(lambda: 1)()",
        "{quit()}",
        "array([0.1, 0.9]); import os",
        "[0.1 if True else 0.9]",
        "[x for x in range(3)]",
        "f'{1/0}'",
    ]
)
TEXTS = SYMBOLS | PIECES | st.text(max_size=40) | CODE | st.tuples(PIECES, CODE, PIECES).map("".join)


@contextlib.contextmanager
def nothing_is_run():
    """Whatever could run a text, or reach outside, fails the test."""
    with contextlib.ExitStack() as stack:
        for place, name in [
            (builtins, "eval"),
            (builtins, "exec"),
            (builtins, "compile"),
            (builtins, "open"),
            (os, "system"),
            (subprocess, "Popen"),
        ]:
            stack.enter_context(mock.patch.object(place, name, side_effect=AssertionError(f"{name} was called")))
        yield


@settings(max_examples=400)
@given(TEXTS, st.sampled_from([parse_array, parse_labels]))
def test_any_text_gives_an_array_or_a_sentence_and_is_never_run(text, read):
    try:
        with nothing_is_run():
            array = read(text, "y")
    except ValueError as error:
        (said,) = error.args
        assert isinstance(said, Message) and said.endswith(".") and len(said) < 300
        return
    assert array.ndim in (1, 2) and array.size > 0
    assert array.dtype == (np.int64 if read is parse_labels else np.float64)
    assert np.isfinite(array).all()


def test_a_text_that_were_run_would_be_noticed():
    with nothing_is_run(), pytest.raises(AssertionError, match="eval was called"):
        eval("1")


@settings(max_examples=200)
@given(TEXTS | TABLES.map(repr), TEXTS | LABELS.map(repr), st.none() | SYMBOLS)
def test_pasted_texts_become_arrays_that_fit_or_a_sentence(y, t, sel):
    try:
        Arrays(parse_array(y, "y"), parse_labels(t), None if sel is None else parse_labels(sel, "sel"))
    except ValueError as error:
        assert isinstance(error.args[0], Message) and str(error).endswith(".")
