"""Whatever a visitor does to the arrays, in whatever order: the table stays a table, and the results stay sound."""

import numpy as np
from hypothesis import example, given, settings
from hypothesis import strategies as st

from mbviz._messages import Message
from mbviz.article.arrays import PRESETS, Arrays
from mbviz.ui.blocks import MAX_CLASSES, MAX_ROWS, shown
from mbviz.ui.draft import Draft
from mbviz.ui.edits import Edit, read_edits

NUMBERS = st.sampled_from(
    ["0", "1", "2", "7", "0.5", "1.0", "-1", "-0.0", "1e-300", "1e400", "nan", "inf", "1.5", "", "x"]
)
CELLS = NUMBERS | st.text(max_size=8)
SMALL_ROWS = st.lists(
    st.lists(st.sampled_from(["0", "1", "0.25", "3"]), min_size=1, max_size=4), min_size=1, max_size=5
)
PASTES = SMALL_ROWS.map(lambda rows: "\n".join("\t".join(row) for row in rows)) | SMALL_ROWS.map(
    lambda rows: "[" + ", ".join(f"[{', '.join(row)}]" for row in rows) + "]"
)
ARRAYS = st.sampled_from(["y", "t", "sel"])
EDITS = st.one_of(
    st.builds(Edit, st.just(1), st.just("cell"), ARRAYS, st.integers(0, 7), st.integers(0, 12), CELLS),
    st.builds(Edit, st.just(1), st.just("paste"), ARRAYS, text=PASTES | CELLS),
    st.builds(Edit, st.just(1), st.just("paste"), ARRAYS, st.integers(0, 7), st.integers(0, 12), PASTES | CELLS),
    st.builds(Edit, st.just(1), st.just("resize"), rows=st.integers(-1, 1), classes=st.integers(-1, 1)),
)
UNDO, REDO = Edit(1, "undo"), Edit(1, "redo")
STARTS = st.sampled_from(list(PRESETS.values()))


def check(draft: Draft) -> None:
    """What holds of every draft."""
    rows, classes = len(draft.y), len(draft.y[0])
    assert 1 <= rows <= MAX_ROWS and 1 <= classes <= MAX_CLASSES
    assert {len(row) for row in draft.y} == {classes}
    assert 1 <= len(draft.t) <= MAX_ROWS and len({len(row) for row in draft.t}) == 1
    assert 1 <= len(draft.t[0]) <= MAX_CLASSES
    assert draft.sel is None or 1 <= len(draft.sel) <= MAX_ROWS
    assert draft.has_batch_axis or rows == 1
    assert [len(row) for row in shown(draft.y)] == [classes] * rows
    Arrays(draft.arrays.y, draft.arrays.t, draft.arrays.rows)  # refuses what is not sound
    wrong = draft.wrong_cells()
    for array, i, k in wrong:
        assert k == 0 if array == "sel" else k < len(getattr(draft, array)[i])
    if draft.problem:
        assert isinstance(draft.problem, Message) and draft.problem.endswith(".")
    else:
        assert wrong == []
        same_as_its_texts(draft)


def table(draft: Draft) -> tuple:
    """What stands in the cells."""
    return draft.y, draft.t, draft.sel, draft.has_batch_axis


def same_as_its_texts(draft: Draft) -> None:
    """The arrays hold what the cells say, all of it."""
    np.testing.assert_array_equal(draft.arrays.batch_y, np.array(draft.y, dtype=np.float64))
    np.testing.assert_array_equal(draft.arrays.t.reshape(np.shape(draft.t)), np.array(draft.t, dtype=np.float64))
    assert draft.arrays.has_batch_axis == draft.has_batch_axis
    if draft.sel is None:
        assert draft.arrays.rows is None
    else:
        np.testing.assert_array_equal(draft.arrays.rows, np.array(draft.sel, dtype=np.float64))


@settings(max_examples=300)
@given(STARTS, st.lists(EDITS, max_size=12))
@example(PRESETS["one-example"], [Edit(1, "paste", "t", text="[[0, 1, 0], [1, 0, 0]]")])
def test_after_any_edits_the_table_is_one_and_what_makes_sense_is_what_it_says(start, edits):
    draft = Draft.of(start)
    check(draft)
    for edit in edits:
        before, draft = draft, draft.edit(edit)
        check(draft)
        if draft.problem:
            assert draft.arrays is before.arrays


@settings(max_examples=100)
@given(STARTS, st.lists(EDITS, min_size=1, max_size=12))
def test_undo_gives_the_start_as_it_was(arrays, edits):
    """The page keeps the first draft and takes it again: no edit may have changed it."""
    start = Draft.of(arrays)
    draft = start
    for edit in edits:
        draft = draft.edit(edit)
    again = Draft.of(arrays)
    assert (start.y, start.t, start.sel, start.problem) == (again.y, again.t, again.sel, "")
    assert start.arrays is arrays
    same_as_its_texts(start)


@settings(max_examples=150)
@given(STARTS, st.lists(EDITS | st.sampled_from([UNDO, REDO]), max_size=20))
def test_undo_and_redo_go_through_all_tables_there_were(arrays, edits):
    """As a list of tables and a place in it would."""
    draft = Draft.of(arrays)
    tables, at = [table(draft)], 0
    for edit in edits:
        draft = draft.edit(edit)
        check(draft)
        if edit in (UNDO, REDO):
            at = min(max(at + (1 if edit == REDO else -1), 0), len(tables) - 1)
        elif table(draft) != tables[at]:
            tables, at = [*tables[: at + 1], table(draft)], at + 1
        assert table(draft) == tables[at]
        assert (len(draft.past), len(draft.future)) == (at, len(tables) - at - 1)


@settings(max_examples=150)
@given(STARTS, st.lists(EDITS, max_size=8))
def test_a_server_that_is_started_anew_has_the_table_again(arrays, edits):
    draft = Draft.of(arrays)
    for edit in edits:
        draft = draft.edit(edit)
    again = Draft.of(arrays).edit(Edit(1, "restore", text=draft.as_text()))
    assert (table(again), again.broken, again.refused) == (table(draft), draft.broken, "")
    check(again)


@settings(max_examples=200)
@given(STARTS, st.integers(0, 4), st.integers(0, 9), SMALL_ROWS.filter(lambda rows: len({*map(len, rows)}) == 1))
def test_a_block_changes_its_own_cells_alone(arrays, row, column, rows):
    draft = Draft.of(arrays)
    after = draft.edit(Edit(1, "paste", "y", row, column, "\n".join("\t".join(cells) for cells in rows)))
    if row == column == 0 and (min(len(rows), len(rows[0])) > 1 or len(rows) == len(draft.y) == 1 < len(rows[0])):
        return  # an array, which replaces all
    assert not after.refused
    y = np.zeros((max(len(draft.y), row + len(rows)), max(len(draft.y[0]), column + len(rows[0]))))
    y[: len(draft.y), : len(draft.y[0])] = draft.arrays.batch_y
    y[row : row + len(rows), column : column + len(rows[0])] = np.array(rows, dtype=float)
    np.testing.assert_array_equal(np.array(after.y, dtype=float), y)
    assert after.t[: len(draft.t)] == draft.t or len(draft.t[0]) > 1


@settings(max_examples=100)
@given(STARTS, st.lists(st.integers(0, 1), max_size=6))
def test_what_was_added_can_be_taken_away_again(arrays, kinds):
    start = Draft.of(arrays)
    if start.sel is None and start.has_batch_axis:
        draft = start
        for more in (1, -1):
            for kind in kinds if more > 0 else reversed(kinds):
                draft = draft.edit(Edit(1, "resize", rows=more * kind, classes=more * (1 - kind)))
        assert (draft.y, draft.t, draft.problem) == (start.y, start.t, "")


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-3, 3)
    | st.floats()
    | st.sampled_from(["cell", "paste", "resize", "undo", "redo", "restore", "y", "t", "sel"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["id", "kind", "array", "row", "column", "text", "rows", "classes", "too_long"]),
            inner,
            max_size=9,
        )
    ),
    max_leaves=12,
)


@settings(max_examples=200)
@given(JSON | st.lists(JSON, max_size=4), STARTS)
@example([{"id": 1, "kind": "resize", "rows": None}], PRESETS["five-rows"])
def test_whatever_a_browser_sends_only_edits_are_read_and_each_of_them_can_be_made(sent, start):
    draft = Draft.of(start)
    for edit in read_edits(sent, after=0):
        draft = draft.edit(edit)
        check(draft)
