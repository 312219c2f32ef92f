"""The arrays being edited: what is sound becomes the arrays, what is not gets a sentence and loses nothing."""

import numpy as np
import pytest

from mbviz.article.arrays import PRESETS, Arrays
from mbviz.ui.blocks import MAX_CLASSES, MAX_ROWS
from mbviz.ui.draft import MAX_PASTE, Draft
from mbviz.ui.edits import Edit


def cell(array, row, column, text):
    return Edit(1, "cell", array, row, column, text)


def paste(array, text):
    return Edit(1, "paste", array, text=text)


def start() -> Draft:
    return Draft.of(Arrays(np.array([[0.1, 0.7, 0.2], [0.5, 0.3, 0.2]]), np.array([1, 0])))


@pytest.mark.parametrize("name", PRESETS)
def test_texts_of_sound_arrays_give_the_same_arrays_again(name):
    arrays = PRESETS[name]
    again = Draft.of(arrays).edit(cell("y", 0, 0, str(arrays.batch_y[0, 0])))
    assert not again.problem
    for part in ("y", "t", "rows"):
        np.testing.assert_array_equal(getattr(again.arrays, part), getattr(arrays, part))
    assert again.arrays.is_one_hot == arrays.is_one_hot
    assert again.arrays.has_batch_axis == arrays.has_batch_axis


def test_a_typed_comma_that_may_be_that_of_a_thousand_stays_as_it_was_typed_with_a_sentence():
    draft = start().edit(cell("y", 0, 1, "1,000"))
    assert draft.y[0][1] == "1,000" and draft.arrays.batch_y[0, 1] == 0.7
    assert draft.broken == "“1,000” may be 1.000 or 1000: write one of these."
    assert draft.wrong_cells() == [("y", 0, 1)]


def test_of_several_cells_that_can_not_stay_all_are_named():
    draft = start().edit(cell("y", 0, 1, "abc")).edit(cell("y", 1, 2, "")).edit(cell("t", 1, 0, "9"))
    assert draft.broken == (
        "y[0, 1] must be a number such as 0.8; got 'abc'. Cells that cannot stay as they are: 3 (y[0, 1], y[1, 2], t[1])."
    )
    wide = Draft.of(PRESETS["five-rows"])
    for k in range(8):
        wide = wide.edit(cell("y", 2, k, "x"))
    assert wide.broken.endswith("are: 8 (y[2, 0], y[2, 1], y[2, 2], y[2, 3], y[2, 4], y[2, 5], …).")


def test_a_cell_that_was_emptied_is_said_to_be_empty():
    assert start().edit(cell("t", 1, 0, " ")).broken == "t[1] must be a whole number such as 2; it is empty."


def test_a_typed_number_changes_its_cell_alone():
    draft = start().edit(cell("y", 1, 2, " 0.25 ")).edit(cell("t", 1, 0, "2"))
    assert draft.problem == ""
    assert draft.arrays.y.tolist() == [[0.1, 0.7, 0.2], [0.5, 0.3, 0.25]]
    assert draft.arrays.t.tolist() == [1, 2]


@pytest.mark.parametrize(
    ("event", "wrong"),
    [
        (cell("y", 0, 1, "abc"), ("y", 0, 1)),
        (cell("y", 1, 0, ""), ("y", 1, 0)),
        (cell("y", 0, 0, "nan"), ("y", 0, 0)),
        (cell("y", 0, 0, "-1"), ("y", 0, 0)),
        (cell("t", 0, 0, "3"), ("t", 0, 0)),
        (cell("t", 0, 0, "-1"), ("t", 0, 0)),
        (cell("t", 0, 0, "1.5"), ("t", 0, 0)),
        (cell("t", 0, 0, "x"), ("t", 0, 0)),
        (cell("t", 0, 0, "1e300"), ("t", 0, 0)),
    ],
)
def test_a_cell_that_can_not_stay_is_named_and_keeps_its_text_while_the_last_good_arrays_stay(event, wrong):
    before = start()
    draft = before.edit(event)
    assert draft.problem
    assert draft.arrays is before.arrays
    assert draft.wrong_cells() == [wrong]
    assert getattr(draft, wrong[0])[wrong[1]][wrong[2]] == event.text


def test_a_mended_cell_brings_the_other_changes_along():
    draft = start().edit(cell("y", 0, 0, "abc")).edit(cell("t", 1, 0, "2"))
    assert draft.problem
    draft = draft.edit(cell("y", 0, 0, "0.9"))
    assert draft.problem == ""
    assert (draft.arrays.y[0, 0], draft.arrays.t.tolist()) == (0.9, [1, 2])


def test_pasted_rows_replace_y_and_labels_are_added_or_dropped():
    draft = start().edit(paste("y", "0.1\t0.9\n0.2\t0.8\n0.3\t0.7"))
    assert draft.problem == ""
    assert draft.arrays.y.tolist() == [[0.1, 0.9], [0.2, 0.8], [0.3, 0.7]]
    assert draft.arrays.t.tolist() == [1, 0, 0]


def test_one_pasted_line_is_one_example_without_a_batch_axis():
    draft = start().edit(paste("y", "[0.1, 0.7, 0.2]"))
    assert draft.problem == ""
    assert draft.arrays.y.shape == (3,)
    assert draft.arrays.t.tolist() == [1]


def test_pasted_labels_and_one_hot_rows_replace_t():
    assert start().edit(paste("t", "2\n2")).arrays.t.tolist() == [2, 2]
    one_hot = start().edit(paste("t", "[[0, 0, 1], [1, 0, 0]]"))
    assert one_hot.arrays.is_one_hot
    assert one_hot.arrays.labels.tolist() == [2, 0]


@pytest.mark.parametrize(
    "event",
    [
        paste("y", "0.1 0.2\n0.3"),
        paste("y", ""),
        paste("y", "1 2\n3 x"),
        paste("y", "0.1 0.9\n" * 10_000),
        paste("y", " ".join("0" * (MAX_CLASSES + 1))),
        paste("t", ""),
        paste("t", "0\n" * (MAX_ROWS + 1)),
        Edit(1, "paste", too_long=10**9),
        paste("y", "1 " * MAX_PASTE),
        Edit(1, "resize", rows=MAX_ROWS),
        Edit(1, "resize", classes=-3),
    ],
)
def test_a_paste_or_a_size_that_can_not_be_is_refused_with_a_sentence_and_changes_nothing(event):
    before = start()
    draft = before.edit(event)
    assert draft.problem.endswith(".")
    assert (draft.y, draft.t, draft.arrays) == (before.y, before.t, before.arrays)


def test_labels_for_another_number_of_rows_get_a_sentence():
    draft = start().edit(paste("t", "0\n1\n2"))
    assert draft.problem
    assert draft.arrays.t.tolist() == [1, 0]


def test_rows_and_classes_come_and_go():
    draft = start().edit(Edit(1, "resize", rows=1)).edit(Edit(1, "resize", classes=1))
    assert draft.arrays.y.shape == (3, 4)
    assert draft.arrays.t.tolist() == [1, 0, 0]
    draft = draft.edit(Edit(1, "resize", rows=-2)).edit(Edit(1, "resize", classes=-2))
    assert draft.arrays.y.tolist() == [[0.1, 0.7]]
    assert draft.problem == ""


def test_a_label_whose_class_is_gone_is_named():
    draft = start().edit(cell("t", 0, 0, "2")).edit(Edit(1, "resize", classes=-1))
    assert draft.problem
    assert draft.wrong_cells() == [("t", 0, 0)]


def test_one_hot_rows_of_a_class_that_is_the_last_become_labels_and_none_changes_its_class():
    one_hot = start().edit(paste("t", "[[1, 0, 0], [0, 1, 0]]"))
    two = one_hot.edit(Edit(1, "resize", classes=-1))
    assert (two.t, two.problem) == ((("1", "0"), ("0", "1")), "")
    one = two.edit(Edit(1, "resize", classes=-1))
    assert one.t == (("0",), ("1",)) and one.wrong_cells() == [("t", 1, 0)]
    assert one.edit(Edit(1, "resize", classes=1)).arrays.labels.tolist() == [0, 1]


def test_two_one_hot_rows_are_too_many_for_one_example():
    draft = start().edit(paste("y", "[0.1, 0.7, 0.2]")).edit(paste("t", "[[0, 1, 0], [1, 0, 0]]"))
    assert draft.problem == "For one example t must be a single label, (1,), or one-hot, (3,); got (2, 3)."


def test_the_selection_can_be_changed_within_the_rows():
    draft = Draft.of(PRESETS["selection"])
    assert draft.edit(cell("sel", 0, 0, "4")).arrays.index_rows.tolist() == [4, 3, 4]
    outside = draft.edit(cell("sel", 0, 0, "5"))
    assert outside.problem
    assert outside.wrong_cells() == [("sel", 0, 0)]
