"""What was changed in the arrays, as a text for the address: short, and read back to the same table."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mbviz.article.arrays import PRESETS
from mbviz.ui.draft import Draft
from mbviz.ui.edited import MOST, read, written
from mbviz.ui.edits import Edit
from tests.ui.bar import tell, wish
from tests.ui.page import drawn_by, page_text

START = Draft.of(PRESETS["five-rows"])


def again(text: str, start: Draft = START) -> Draft:
    """The table that a text makes of the start."""
    draft = start
    for edit in read(text):
        draft = draft.edit(edit)
    return draft


def test_nothing_is_said_where_nothing_was_changed():
    assert written(START, START) == ""
    assert written(START.edit(Edit(1, "cell", row=0, column=0, text="0.1")), START) == ""


def test_a_cell_is_its_array_row_column_and_text():
    draft = START.edit(Edit(1, "cell", row=0, column=3, text="-0.5")).edit(
        Edit(2, "cell", array="t", row=2, column=0, text="7")
    )
    assert written(draft, START) == "y-0-3--0.5_t-2-0-7"
    assert again("y-0-3--0.5_t-2-0-7") == draft


@given(
    st.lists(
        st.tuples(st.sampled_from(["y", "t"]), st.integers(0, 4), st.integers(0, 9), st.text(max_size=12)), max_size=6
    )
)
def test_whatever_is_typed_comes_back(cells):
    draft = START
    for array, row, column, text in cells:
        draft = draft.edit(Edit(1, "cell", array=array, row=row, column=column if array == "y" else 0, text=text))
    text = written(draft, START)
    assert len(text) <= MOST
    assert (again(text) if text else START) == draft
    assert (again(text) if text else START).broken == draft.broken


@pytest.mark.parametrize("preset", PRESETS)
def test_another_form_of_the_table_comes_back(preset):
    start = Draft.of(PRESETS[preset])
    draft = start.edit(Edit(1, "resize", classes=1)).edit(Edit(2, "cell", row=0, column=1, text="0.25"))
    assert again(written(draft, start), start) == draft


def test_what_has_no_room_in_an_address_is_not_written():
    wide = START.edit(Edit(1, "paste", text="\n".join(["\t".join(["0.123456789"] * 20)] * 50)))
    assert not wide.refused and len(wide.y) == 50
    assert written(wide, START) == ""


@pytest.mark.parametrize(
    "text", ["", "x-0-0-1", "y-0-0", "y-a-0-1", "y--1-0-1", "y-٣-0-1", "{", "y-0-0-1_", "y" * (MOST + 1)]
)
def test_what_was_never_written_is_refused(text):
    with pytest.raises(ValueError):
        read(text)


def test_cells_beyond_the_table_and_a_table_that_is_none_change_nothing():
    assert again("y-77-3-0.5_sel-0-0-1") == START
    assert again('{"y": 3}') == START and "cannot be read" in again('{"y": 3}').refused


def shown_y(app) -> list[list[str]]:
    return drawn_by(app, "stepper")["y"]


def test_the_address_brings_what_was_changed_to_every_screen_of_the_arrays(app, open_page):
    app.query_params["edited"] = "y-0-2-0.5_t-1-0-3"
    open_page(app, "indexing")
    assert shown_y(app)[0][2] == "0.5" and drawn_by(app, "stepper")["t"][1] == "3"
    assert app.query_params["edited"] == "y-0-2-0.5_t-1-0-3"
    assert "-0.6931" in page_text(open_page(app, "versions"))  # log 0.5
    assert "t = [2, 3, 0, 9, 8]" in page_text(open_page(app, "wrong"))


def test_an_edit_goes_into_the_address_and_undoing_it_out_of_it(app, open_page):
    open_page(app, "indexing")
    sent = {"id": 1, "session": app.session_state.mbviz.token}
    tell(app, "edit", [{**sent, "kind": "cell", "array": "y", "row": 0, "column": 2, "text": "0.5"}], key="stepper")
    assert app.query_params["edited"] == "y-0-2-0.5"
    assert drawn_by(app, "stepper")["history"] == {"undo": 1, "redo": 0}
    tell(app, "edit", [{**sent, "id": 2, "kind": "undo"}], key="stepper")
    assert "edited" not in app.query_params
    assert drawn_by(app, "stepper")["history"] == {"undo": 0, "redo": 1}


def test_other_arrays_have_no_changes_of_those_before(app, open_page):
    app.query_params["edited"] = "y-0-2-0.5"
    open_page(app, "indexing")
    wish(app, arrays="selection")
    assert shown_y(app) == [list(row) for row in Draft.of(PRESETS["selection"]).y]
    assert "edited" not in app.query_params and app.query_params["arrays"] == "selection"
    wish(app, arrays="five-rows")
    assert shown_y(app) == [list(row) for row in START.y]


def test_changes_that_the_address_has_no_room_for_are_said_to_be_lost_by_a_reload(app, open_page):
    open_page(app, "indexing")
    sent = {"id": 1, "session": app.session_state.mbviz.token, "kind": "paste", "array": "y", "row": 0, "column": 0}
    tell(app, "edit", [{**sent, "text": "\n".join(["\t".join(["0.123456789"] * 10)] * 50)}], key="stepper")
    assert "The address has no room for so many changes" in page_text(app)
    assert "edited" not in app.query_params


def test_what_is_no_change_gets_a_sentence(app, open_page):
    app.query_params["edited"] = "nonsense"
    open_page(app, "indexing")
    (warning,) = app.warning
    assert "edited must be changes of cells, such as y-0-3-0.5_t-2-0-7" in warning.value.replace("`", "")
    assert shown_y(app) == [list(row) for row in START.y]
