"""Pasting into the table as into a spreadsheet: a value into its cell, a block from its cell on, an array for all of them."""

import numpy as np
import pytest

from mbviz.article.arrays import PRESETS, Arrays
from mbviz.ui.blocks import MAX_CLASSES, MAX_ROWS
from mbviz.ui.draft import Draft
from mbviz.ui.edits import Edit
from tests.ui.test_draft import start


def paste(array, text, row=0, column=0):
    return Edit(1, "paste", array, row, column, text)


def five() -> Draft:
    return Draft.of(PRESETS["five-rows"])


def changed(draft: Draft, *, y=(), t=()) -> tuple:
    """The cells of a draft with some replaced: (row, column, text) each."""
    tables = [[list(row) for row in draft.y], [list(row) for row in draft.t]]
    for table, cells in zip(tables, (y, t), strict=True):
        for row, column, text in cells:
            table[row][column] = text
    return tuple(tuple(map(tuple, table)) for table in tables)


@pytest.mark.parametrize("text", ["0.25", "0,25", "[0.25]", "[[0.25]]", "np.float64(0.25)", "25%", "\ufeff0.25\r\n"])
@pytest.mark.parametrize(("row", "column"), [(0, 0), (3, 7)])
def test_one_value_pasted_goes_into_one_cell_of_y(text, row, column):
    draft = five().edit(paste("y", text, row, column))
    assert (draft.y, draft.t) == changed(five(), y=[(row, column, "0.25")])
    assert draft.problem == ""


@pytest.mark.parametrize(("name", "array"), [("five-rows", "t"), ("selection", "t"), ("selection", "sel")])
@pytest.mark.parametrize("text", ["1", "[1]", "1.0", "１"])
def test_one_label_pasted_leaves_the_others(name, array, text):
    before = Draft.of(PRESETS[name])
    draft = before.edit(paste(array, text, 2))
    cells = [one if isinstance(one, str) else one[0] for one in getattr(draft, array)]
    old = [one if isinstance(one, str) else one[0] for one in getattr(before, array)]
    assert cells == [*old[:2], "1", *old[3:]]
    assert draft.problem == ""


def test_one_value_pasted_into_a_one_hot_row_goes_into_its_cell():
    one_hot = start().edit(paste("t", "[[0, 0, 1], [1, 0, 0]]"))
    draft = one_hot.edit(paste("t", "0", 0, 2)).edit(paste("t", "1", 0, 1))
    assert (draft.arrays.labels.tolist(), draft.problem) == ([1, 0], "")


BLOCK = [(2, 3, "0.5"), (2, 4, "0.25"), (3, 3, "0.75"), (3, 4, "1.0")]


@pytest.mark.parametrize(
    "text", ["0.5\t0.25\n0.75\t1", "[[0.5, 0.25], [0.75, 1]]", "0,5 0,25\n0,75 1", ">>> y\n[[0.5 0.25]\n [0.75 1.  ]]"]
)
def test_a_block_goes_in_from_its_cell_on(text):
    draft = five().edit(paste("y", text, 2, 3))
    assert (draft.y, draft.t) == changed(five(), y=BLOCK)


@pytest.mark.parametrize(
    ("text", "cells"),
    [
        ("0.5\t0.25", [(0, 0, "0.5"), (0, 1, "0.25")]),
        ("0.5\n0.25", [(0, 0, "0.5"), (1, 0, "0.25")]),
        ("0,1\n0,7", [(0, 0, "0.1"), (1, 0, "0.7")]),
    ],
)
def test_a_line_or_a_column_on_the_first_cell_goes_in_from_there_on(text, cells):
    draft = five().edit(paste("y", text))
    assert (draft.y, draft.t) == changed(five(), y=cells)


@pytest.mark.parametrize("text", ["0.1\t0.9\n0.8\t0.2", "[[0.1, 0.9], [0.8, 0.2]]"])
def test_an_array_on_the_first_cell_replaces_y_and_the_labels_that_fit_stay(text):
    draft = Draft.of(Arrays(np.eye(5)[:3], [1, 0, 4])).edit(paste("y", text))
    assert draft.arrays.y.tolist() == [[0.1, 0.9], [0.8, 0.2]]
    assert (draft.arrays.t.tolist(), draft.problem) == ([1, 0], "")


def test_the_table_grows_for_a_block_that_sticks_out_as_a_spreadsheet_does():
    draft = start().edit(paste("y", "1\t2\n3\t4", 1, 2))
    assert draft.arrays.y.tolist() == [[0.1, 0.7, 0.2, 0], [0.5, 0.3, 1, 2], [0, 0, 3, 4]]
    assert (draft.arrays.t.tolist(), draft.problem) == ([1, 0, 0], "")
    one = Draft.of(PRESETS["one-example"]).edit(paste("y", "0.5\n0.6", 0, 1))
    assert one.arrays.y.tolist() == [[0.1, 0.5, 0.2], [0, 0.6, 0]]


@pytest.mark.parametrize(
    ("row", "column", "said"),
    [(MAX_ROWS - 1, 0, "101 rows and 3 columns"), (0, MAX_CLASSES - 1, "2 rows and 21 columns")],
)
def test_a_block_that_sticks_out_too_far_is_refused(row, column, said):
    before = start()
    draft = before.edit(paste("y", "1\t2\n3\t4", row, column))
    assert said in draft.problem
    assert (draft.y, draft.t, draft.broken) == (before.y, before.t, "")


def test_labels_go_in_from_their_cell_on_whether_they_stand_in_a_line_or_in_a_column():
    for text in ("3 4", "3\n4", "[3, 4]", "3,4"):
        draft = five().edit(paste("t", text, 1))
        assert (draft.arrays.t.tolist(), draft.problem) == ([2, 3, 4, 9, 8], "")
    fewer = five().edit(paste("t", "3\n4"))
    assert fewer.arrays.t.tolist() == [3, 4, 0, 9, 8]
    rows = Draft.of(PRESETS["selection"]).edit(paste("sel", "0\n2", 1))
    assert rows.arrays.index_rows.tolist() == [1, 0, 2]


def test_one_hot_rows_go_in_from_their_row_on_but_not_among_labels():
    one_hot = five().edit(paste("t", str(np.eye(10, dtype=int)[[2, 7, 0, 9, 8]].tolist())))
    assert one_hot.edit(paste("t", "0\t0\t0\t1\t0\t0\t0\t0\t0\t0", 1)).arrays.labels.tolist() == [2, 3, 0, 9, 8]
    assert one_hot.edit(paste("t", "[1, 2, 3, 4, 5]")).arrays.t.tolist() == [1, 2, 3, 4, 5]
    assert "needs 5 rows and 11 columns" in one_hot.edit(paste("t", "0\t1", 1, 9)).problem
    assert "paste them onto the first, t[0]" in five().edit(paste("t", "0\t1\n1\t0", 1)).problem


def test_rows_of_numbers_are_no_selection():
    assert "must be flat" in Draft.of(PRESETS["selection"]).edit(paste("sel", "0\t1\n1\t0")).problem
