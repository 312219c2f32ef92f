"""What visitors take with them as text: numbers in code and in tables read back as the same numbers."""

import base64
import csv
import io

import numpy as np
import pytest

import mbviz
from mbviz.takeaway import Cell, as_code, batch_csv
from mbviz.takeaway.literals import labels, packed, typed
from tests.test_imports import loaded_by


def read(code):
    return eval(code, {"np": np, "base64": base64})


def test_typed_float32_reads_back_exactly_even_where_rounding_twice_would_not():
    bits = np.random.default_rng(0).integers(0, 0x3F800001, 20_000, dtype=np.uint32)  # from 0 to 1
    bits[:4] = 0, 1, 0x3F800000, 363742205
    values = bits.view(np.float32).reshape(-1, 10)
    assert np.float32(float(str(values[0, 3]))) != values[0, 3]  # 7.038531e-26, found by a search
    np.testing.assert_array_equal(read(typed(values)), values.astype(np.float64))


def test_typed_numbers_are_as_short_as_they_can_be():
    code = typed(np.array([[0.1, 1 / 3]], np.float32))
    assert code == "np.array([\n    [0.1, 0.33333334],\n], dtype=np.float32).astype(np.float64)"
    assert typed(np.array([0.1, 1 / 3])) == "np.array([0.1, 0.3333333333333333])"
    assert typed(np.int64(7)) == "np.array(7)"


def test_packed_arrays_are_little_endian_on_every_machine():
    code = packed(np.array([1.0, 0.1], dtype=">f4"))
    assert read(code).tolist() == [1.0, float(np.float32(0.1))]
    assert "AACAP83MzD0=" in code  # 00 00 80 3f, cd cc cc 3d


def test_packed_lines_stay_readable():
    code = packed(np.arange(256, dtype=np.uint8))
    assert max(map(len, code.splitlines())) == 120
    assert read(code).tolist() == list(range(256))


@pytest.mark.parametrize("size, is_packed", [(1, False), (20, False), (21, True)])
def test_more_than_20_labels_are_packed(size, is_packed):
    t = np.arange(size) % 10
    assert ("base64" in labels(t)) == is_packed
    assert read(labels(t)).tolist() == t.tolist()


@pytest.mark.parametrize("n, size, replace", [(12, 10, True), (5000, 1, False), (5000, 5000, True)])
def test_a_table_reads_back_as_the_batchs_arrays(n, size, replace):
    rng = np.random.default_rng(n)
    y = mbviz.softmax((40 * rng.normal(size=(n, 10))).astype(np.float32))
    batch = mbviz.open_batch(mbviz.draw_batch(n, size, replace=replace), rng.integers(0, 10, n), y)
    header, *rows = csv.reader(io.StringIO(batch_csv(batch).decode("utf-8"), newline=""))
    assert header == ["n", "index", "label", "prediction", "pick", "loss"]
    wanted = (np.arange(size), batch.batch_mask, batch.t, batch.predicted, batch.picks, batch.losses)
    for kind, column, array in zip((int, int, int, int, float, float), zip(*rows), wanted, strict=True):
        assert list(map(kind, column)) == array.tolist()


def test_every_line_of_a_text_becomes_a_comment():
    assert as_code([Cell("markdown", "# A\n\nb  \nc"), Cell("code", "x = 1")]) == "# # A\n#\n# b\n# c\n\nx = 1\n"


def test_nbformat_is_loaded_when_a_notebook_is_made_and_not_before():
    make = "import mbviz.takeaway as m; m.as_code([])"
    assert "nbformat" not in loaded_by(make)
    assert "nbformat" in loaded_by(f"{make}; m.as_notebook([])")
