"""What was done to the arrays can be undone; what was said of it goes; another server takes over."""

import pytest

from mbviz.article.arrays import PRESETS
from mbviz.ui.draft import MAX_PAST, Draft
from mbviz.ui.edits import Edit, read_edits
from tests.ui.test_draft import cell, paste, start

UNDO, REDO = Edit(1, "undo"), Edit(1, "redo")


@pytest.mark.parametrize(
    ("text", "stands"),
    [("−1e−3", "-0.001"), ("0,5", "0.5"), ("０．８", "0.8"), ("80%", "0.8"), ("True", "1.0"), (".5", ".5")],
)
def test_a_typed_number_is_read_as_a_pasted_one(text, stands):
    draft = start().edit(cell("y", 0, 0, text))
    assert draft.y[0][0] == stands
    assert [str(note) for note in draft.notes] == (
        ["Commas were read as decimal points: 0,5 is 0.5."] if "," in text else []
    )


def test_a_note_goes_with_the_next_change():
    draft = start().edit(paste("y", "0,5"))
    assert draft.notes
    assert not draft.edit(cell("t", 0, 0, "2")).notes
    assert not draft.edit(UNDO).notes


def test_undoing_goes_back_one_change_at_a_time_and_forth_again():
    drafts = [start()]
    for event in (
        cell("y", 0, 0, "0.9"),
        paste("y", "0.1\t0.9\n0.2\t0.8"),
        cell("t", 0, 0, "much"),
        Edit(1, "resize", rows=1),
    ):
        drafts.append(drafts[-1].edit(event))
    draft = drafts[-1]
    for before in drafts[-2::-1]:
        draft = draft.edit(UNDO)
        assert (draft, draft.problem) == (before, before.problem)
        assert draft.arrays is before.arrays
    assert draft.edit(UNDO) == draft
    for after in drafts[1:]:
        draft = draft.edit(REDO)
        assert draft == after
    assert draft.edit(REDO) == draft
    other = draft.edit(UNDO).edit(cell("y", 0, 0, "0.7"))
    assert not other.future


def test_what_changes_nothing_is_no_change_to_undo():
    draft = start().edit(cell("y", 0, 0, "0.1")).edit(paste("y", "oops")).edit(paste("t", "[1, 0]"))
    assert not draft.past


def test_undoing_everything_can_be_undone():
    edited = start().edit(cell("y", 0, 0, "0.9"))
    again = edited.then(start())
    assert again == start()
    assert again.edit(UNDO) == edited


def test_so_many_changes_are_kept_and_no_more():
    draft = start()
    for i in range(MAX_PAST + 10):
        draft = draft.edit(cell("y", 0, 0, str(i)))
    assert len(draft.past) == MAX_PAST
    assert not any(before.past or before.future for before in draft.past)
    for _ in range(MAX_PAST + 10):
        draft = draft.edit(UNDO)
    assert draft.y[0][0] == "9"


def test_a_refused_change_is_told_until_the_next_and_the_table_is_not_called_broken():
    refused = start().edit(paste("y", "[[0.1, oops]]"))
    assert refused.refused and not refused.broken
    assert refused == start()
    assert not refused.edit(cell("t", 0, 0, "2")).problem
    assert not refused.edit(UNDO).problem
    broken = start().edit(cell("y", 0, 0, "much")).edit(paste("y", "[[0.1, oops]]"))
    assert broken.refused and broken.broken
    assert not broken.edit(cell("y", 0, 0, "1")).problem


@pytest.mark.parametrize("name", PRESETS)
def test_another_server_takes_the_table_over_as_it_stood(name):
    edited = Draft.of(PRESETS[name]).edit(cell("y", 0, 0, "0.123456789012")).edit(cell("t", 0, 0, "1"))
    start_there = Draft.of(PRESETS[name])
    again = start_there.edit(Edit(1, "restore", text=edited.as_text()))
    assert (again.y, again.t, again.sel, again.has_batch_axis) == (
        edited.y,
        edited.t,
        edited.sel,
        edited.has_batch_axis,
    )
    assert again.broken == edited.broken
    assert again.edit(UNDO) == start_there


@pytest.mark.parametrize(
    "text",
    ["", "{", "[]", "1", '{"y": 1}', "[" * 100_000, '{"y": [["1"]], "t": [["0"]], "sel": null}',
     '{"y": [["1"], ["1", "2"]], "t": [["0"]], "sel": null, "batch": true}', '{"y": [[]], "t": [["0"]], "sel": null, "batch": true}',
     '{"y": [[1]], "t": [["0"]], "sel": null, "batch": true}', '{"y": [["1"]], "t": [["0"]], "sel": "0", "batch": true}',
     '{"y": [["1"], ["1"]], "t": [["0"]], "sel": null, "batch": false}', '{"y": [["%s"]], "t": [["0"]], "sel": null, "batch": true}' % ("1" * 101)],
)  # fmt: skip
def test_a_table_that_no_server_sent_is_refused(text):
    draft = start().edit(Edit(1, "restore", text=text))
    assert draft.refused.endswith("cannot be read.")
    assert draft == start()


def test_edits_made_on_the_table_of_another_session_are_left_out():
    sent = [
        {"id": 4, "kind": "undo", "session": "one"},
        {"id": 5, "kind": "redo", "session": "two"},
        {"id": 6, "kind": "undo"},
    ]
    assert [edit.id for edit in read_edits(sent, 0, "two")] == [5]
    assert read_edits(sent, 5, "two") == []
