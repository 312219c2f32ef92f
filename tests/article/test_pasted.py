"""Whatever people copy their numbers from, they come back; a reading that could be another is told."""

import re
import time

import numpy as np
import pytest

from mbviz._messages import Message
from mbviz.article.pasted import parse_array, parse_labels, read_pasted

TWO_ROWS = [[0.1, 0.9], [0.8, 0.2]]
PRINTED = "array([[0.1, 0.9],\n       [0.8, 0.2]])"
ARRAYS = {
    "a byte-order mark": "\ufeff0.1\t0.9\n0.8\t0.2",
    "what cannot be seen": "0.1\u200b\t0.9\n\u200e0.8\t0.2\u2060",
    "Python's prompt": ">>> y\n" + PRINTED,
    "Python's prompt, and nothing after it": f">>> y\n{PRINTED}\n>>> ",
    "a statement after a prompt": ">>> y = np.array([[0.1, 0.9],\n...               [0.8, 0.2]])\n>>> ",
    "statements, of which one has numbers": ">>> import numpy as np\n>>> y = [[0.1, 0.9], [0.8, 0.2]]",
    "a statement whose other lines have no prompt": ">>> y = np.array([[0.1, 0.9],\n                  [0.8, 0.2]])",
    "IPython's prompts": f"In [3]: y\nOut[3]: \n{PRINTED}\n\nIn [4]: ",
    "IPython's longer statement": "In [3]: y = np.array([[0.1, 0.9],\n   ...:               [0.8, 0.2]])",
    "a notebook's cell": f"In [3]:\n\ny = softmax(x)[2:4]\ny\n\nOut[3]:\n\n{PRINTED}",
    "a notebook's result as documentation shows it": f"[3]:\n\n{PRINTED}",
    "something printed": "In [3]: print(y)\n[[0.1 0.9]\n [0.8 0.2]]",
    "a tensor of TensorFlow": f"<tf.Tensor: shape=(2, 2), dtype=float32, numpy=\n{PRINTED[:-1]}, dtype=float32)>",
    "its last part": f"numpy=\n{PRINTED[:-1]}, dtype=float32)>",
    "a variable of TensorFlow": f"<tf.Variable 'w:0' shape=(2, 2) dtype=float32, numpy=\n{PRINTED}>",
    "a variable of Keras": "<Variable path=w, shape=(2, 2), dtype=float32, value=[[0.1 0.9]\n [0.8 0.2]]>",
    "a list of tensors": "[<tf.Tensor: shape=(2,), dtype=float32, numpy=array([0.1, 0.9])>,\n"
    " <tf.Tensor: shape=(2,), dtype=float32, numpy=array([0.8, 0.2])>]",
    "a tensor of PyTorch": "tensor([[0.1000, 0.9000],\n        [0.8000, 0.2000]], device='cuda:0', grad_fn=<SoftmaxBackward0>)",
    "a tensor of PyTorch in C++": "tensor([[0.1, 0.9], [0.8, 0.2]], grad_fn=<CppFunction object at 0x7f>)",
    "a parameter of PyTorch": "Parameter containing:\ntensor([[0.1, 0.9],\n        [0.8, 0.2]], requires_grad=True)",
    "an array of JAX": "Array([[0.1, 0.9],\n       [0.8, 0.2]], dtype=float32, weak_type=True)",
    "a matrix": "matrix([[0.1, 0.9],\n        [0.8, 0.2]])",
    "an attribute with its type": "self.y: np.ndarray = np.array([[0.1, 0.9], [0.8, 0.2]])",
    "a comma after all": "[[0.1, 0.9], [0.8, 0.2]],\n",
    "a semicolon after all": "[[.1, .9], [.8, .2]];",
    "dashes and minus signs": "1e−1\t9e–1\n8e‑1\t2e﹣1",
    "wide digits": "０．１　０．９\n０．８　０．２",
    "spaces that do not break": "0.1\u00a00.9\n0.8\u2009\u202f0.2",
    "per cent": "10%\t90.0%\n80%\t20%",
    "powers of ten": "1.0·10−1 9·10⁻¹\n0.008×10^2 2·10-1",
    "a quoted mail": "> 0.1 0.9\n> 0.8 0.2",
    "texts": "[['0.1', '0.9'], [' 0.8 ', \"0.2\"]]",
    "quotation marks": '"0.1","0.9"\n"0.8","0.2"',
    "MATLAB's rows": "y = [0.1 0.9; 0.8 0.2];",
    "MATLAB's rows with commas": "[0.1, 0.9; 0.8, 0.2]",
    "rows without brackets": "0.1 0.9; 0.8 0.2",
    "what MATLAB prints": "y =\n\n    0.1000    0.9000\n    0.8000    0.2000\n\n",
    "what Julia prints": "2×2 Matrix{Float64}:\n 0.1  0.9\n 0.8  0.2",
    "what R prints": "     [,1] [,2]\n[1,]  0.1  0.9\n[2,]  0.8  0.2",
    "R's prompt": "> y\n     [,1] [,2]\n[1,]  0.1  0.9\n[2,]  0.8  0.2",
    "a table in Markdown": "| 0.1 | 0.9 |\n| 0.8 | 0.2 |",
    "a file of np.savetxt": "# softmax outputs\n1.0e-01 9.0e-01\n8.0e-01 2.0e-01\n",
}


@pytest.mark.parametrize("text", ARRAYS.values(), ids=ARRAYS)
def test_an_array_comes_back_from_wherever_it_is_copied(text):
    pasted = read_pasted(text, "y")
    assert pasted.values.tolist() == TWO_ROWS
    assert pasted.notes == ()


NAMED = {
    "a frame of pandas": "     0    1\n0  0.1  0.9\n1  0.8  0.2",
    "one with other rows": "      0    1\n17  0.1  0.9\n3   0.8  0.2",
    "one with names": "     cat  dog\na    0.1  0.9\nb    0.8  0.2",
    "one that says its size": "   cat  dog\n0  0.1  0.9\n1  0.8  0.2\n\n[2 rows x 2 columns]",
    "a CSV file of pandas": ",0,1\n0,0.1,0.9\n1,0.8,0.2\n",
    "a CSV file with a head": "cat,dog\n0.1,0.9\n0.8,0.2",
    "a sheet with a head and names": "\tcat\tdog\nfirst\t0.1\t0.9\nsecond\t0.8\t0.2",
    "a Markdown table of pandas": "|    |   0 |   1 |\n|---:|----:|----:|\n|  0 | 0.1 | 0.9 |\n|  1 | 0.8 | 0.2 |",
}


@pytest.mark.parametrize("text", NAMED.values(), ids=NAMED)
def test_names_of_rows_and_columns_are_left_out_with_a_note(text):
    pasted = read_pasted(text, "y")
    assert pasted.values.tolist() == TWO_ROWS
    (note,) = pasted.notes
    assert note.startswith("What stood beside the numbers was left out: ")


@pytest.mark.parametrize("text", ["0 1\n1 0 0\n0 1 0", "y\n1 0\n0 1", "0.1 0.9\n0 0.8 0.2", "0.2 0.8\n17 0.1 0.9"])
def test_numbers_are_never_taken_for_names(text):
    with pytest.raises(ValueError, match="different lengths|must hold numbers"):
        read_pasted(text, "y")


COMMAS = {
    "0,1\n0,7": ([[0.1], [0.7]], "Commas were read as decimal points: 0,1 is 0.1."),
    "0,5": ([0.5], "Commas were read as decimal points: 0,5 is 0.5."),
    "-0,5": ([-0.5], "Commas were read as decimal points: -0,5 is -0.5."),
    "0,1\t0,9\n1\t0": ([[0.1, 0.9], [1, 0]], "Commas were read as decimal points: 0,1 is 0.1."),
    "0,1;0,9": ([0.1, 0.9], "Commas were read as decimal points: 0,1 is 0.1."),
    "0,1 0,9": ([0.1, 0.9], "Commas were read as decimal points: 0,1 is 0.1."),
    "0,1, 0,9": ([0.1, 0.9], "Commas were read as decimal points: 0,1 is 0.1."),
    "1,0e-1; 90,5%": ([0.1, 0.905], "Commas were read as decimal points: 1,0e-1 is 1.0e-1."),
    '"0,1","0,9"': ([0.1, 0.9], "Commas were read as decimal points: 0,1 is 0.1."),
    "0,125": ([0.125], "Commas were read as decimal points: 0,125 is 0.125."),
    "1,25": ([1.25], "Commas were read as decimal points: 1,25 is 1.25."),
    "1,234 0,5": ([1.234, 0.5], "Commas were read as decimal points: 1,234 is 1.234."),
    "1,234.5": ([1, 234.5], "Commas were read as parting numbers: 1,234.5 is 1 234.5."),
    "1.234,5": ([1.234, 5], "Commas were read as parting numbers: 1.234,5 is 1.234 5."),
    "0,1\n1,0": ([[0, 1], [1, 0]], "Commas were read as parting numbers: 0,1 is 0 1."),
    "0, 1\n0, 7": ([[0, 1], [0, 7]], None),
    "[0,1]": ([0, 1], None),
    "0.1,0.9": ([0.1, 0.9], None),
    "0,0.5,1": ([0, 0.5, 1], None),
    "0,1,0": ([0, 1, 0], None),
}


@pytest.mark.parametrize(("text", "expected"), COMMAS.items(), ids=COMMAS)
def test_what_a_comma_was_read_as_is_told_where_it_could_be_two_things(text, expected):
    pasted = read_pasted(text, "y")
    values, note = expected
    assert pasted.values.tolist() == values
    assert pasted.notes == ((note,) if note else ())
    assert all(isinstance(note, Message) for note in pasted.notes)


@pytest.mark.parametrize("text", ["1,000", "-12,345", "1,000\t2,500", "1,000\n2,500\n"])
def test_a_comma_that_may_be_that_of_a_thousand_or_of_a_fraction_is_refused(text):
    first = text.split()[0]
    said = f"“{first}” may be {first.replace(',', '.')} or {first.replace(',', '')}: write one of these."
    with pytest.raises(ValueError, match=re.escape(said)):
        read_pasted(text, "y")


def test_commas_part_labels_which_are_whole():
    assert parse_labels("2,7").tolist() == [2, 7]
    assert parse_labels("0,1\n1,0").tolist() == [[0, 1], [1, 0]]


def test_who_asks_for_an_array_alone_is_warned():
    with pytest.warns(UserWarning, match="decimal points: 0,1 is 0.1"):
        assert parse_array("0,1\n0,7", "y").tolist() == [[0.1], [0.7]]


@pytest.mark.parametrize(
    "text",
    ["True False", "[True, False]", "TRUE\tFALSE", "[np.True_, np.False_]", "array([ True, False])", "c(TRUE, FALSE)"],
)
def test_true_and_false_are_1_and_0(text):
    assert read_pasted(text, "y").values.tolist() == [1, 0]
    assert parse_labels(text).tolist() == [1, 0]


@pytest.mark.parametrize(
    "text", ["0.8", "np.float64(0.8)", "tensor(0.8)", "<tf.Tensor: shape=(), dtype=float32, numpy=0.8>", "y = 0.8", "[0.8]", "array(0.8)"]
)  # fmt: skip
def test_one_value_may_be_copied_with_all_about_it(text):
    assert read_pasted(text, "y").values.tolist() == [0.8]


@pytest.mark.parametrize(
    "text",
    ["0    2\n1    7\nName: label, dtype: int64", "a    2\nb    7\ndtype: int64", "label\n2\n7", "[1] 2 7", "c(2, 7)", "pd.Series([2, 7])"],
)  # fmt: skip
@pytest.mark.filterwarnings("ignore:What stood beside")
def test_labels_come_from_a_series_a_column_or_r(text):
    assert parse_labels(text).tolist() == [2, 7]


def test_brackets_tell_an_array_from_the_cells_of_a_sheet():
    assert read_pasted("[0.1, 0.9]", "y").bracketed and read_pasted("c(0.1, 0.9)", "y").bracketed
    assert not read_pasted("0.1\t0.9", "y").bracketed


REFUSED = {
    "[[0. 1.]\n ...\n [1. 0.]]": "NumPy shortened y",
    "[0.1, …, 0.9]": "NumPy shortened y",
    "   0    1\n0  0.1  0.9\n..  ...  ...\n9  0.8  0.2": "NumPy shortened y",
    ">>> y = [0.1, 0.9]\n>>> t = [1]": "must be one list of numbers or of rows",
    "matrix(c(0.1, 0.9), nrow=1)": "must be one list of numbers or of rows; “nrow=1”",
    "np.array([0.1, 0.9]).reshape(2, 1)": "must be one list of numbers or of rows",
    "0.1\t#N/A": "holds “#N/A”",
    "0.1\t#DIV/0!\t0.9": "holds “#DIV/0!”",
    "1.0e-03 *\n\n 0.1 0.9": "must hold numbers",
    "['0,1', '0,9']": "holds “'0”",
    "0.5²": "holds “0.5²”",
    "2*10-6": "holds “2\\*10-6”",
    "2·1012": "holds “2·1012”",
    "1–2": "holds “1-2”",
    "∞ 0": "must hold finite numbers",
    "0.1 0.9\n0.5 half": "row 1, column 1",
}  # fmt: skip


@pytest.mark.parametrize(("text", "sentence"), REFUSED.items(), ids=range(len(REFUSED)))
def test_what_may_mean_something_else_is_refused(text, sentence):
    with pytest.raises(ValueError, match=sentence) as error:
        read_pasted(text, "y")
    assert isinstance(error.value.args[0], Message)


LONG = [
    "<numpy=" * 50_000,
    "<" + "numpy=" * 50_000,
    "a.a:" * 50_000,
    ">>> a\n" * 50_000,
    "Name: , " * 50_000,
    "0,1 " * 100_000,
]
LONG += [
    "x\nName: , dtype: " * 20_000,
    "|-" * 100_000,
    "·10-6" * 50_000,
    ",dtype=(" * 50_000,
    "9," * 100_000 + "x",
    "1;" * 100_000,
]
LONG += [
    "0×0 x{" + " ," * 50_000,
    "[,1] " * 50_000 + "\n[1,] 1",
    "In [" + " " * 100_000,
    "“0,1” " * 50_000,
    "[0 rows x " * 50_000,
]


@pytest.mark.parametrize("text", LONG, ids=range(len(LONG)))
def test_no_text_takes_long(text):
    start = time.perf_counter()
    with pytest.raises(ValueError):
        read_pasted(text, "y")
    assert time.perf_counter() - start < 20  # here in 0.5 s; anything quadratic takes minutes


def test_the_largest_array_allowed_is_read_with_its_names():
    y = np.random.default_rng(5).dirichlet(np.ones(20), 100).round(6)
    lines = ["\t".join(["", *map(str, range(20))])] + [
        f"{n}\t" + "\t".join(map(repr, row)) for n, row in enumerate(y.tolist())
    ]
    np.testing.assert_array_equal(read_pasted("\n".join(lines), "y").values, y)
    with pytest.raises(ValueError, match="^y has 101 rows; at most 100 are allowed.$"):
        read_pasted("\n".join([*lines, "100" + "\t0" * 20]), "y")
