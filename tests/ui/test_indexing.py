"""The screen "Step through" through Streamlit's own test runner: each preset's numbers, and a sentence for whatever is wrong."""

import json
from dataclasses import replace

import numpy as np
import pytest

from mbviz.losses import sparse_cross_entropy_error
from mbviz.ui.edited import written
from mbviz.ui.edits import Edit
from tests.ui.bar import wish
from tests.ui.test_app import page_text


def component(app, key: str) -> dict:
    """The data that a component is given."""
    (found,) = [element for element in app.get("bidi_component") if element.proto.id.endswith(f"-{key}")]
    return json.loads(found.proto.json)[0]


@pytest.fixture
def indexing(app, open_page):
    return open_page(app, "indexing")


def edit(app, *edits: Edit):
    """Do to the table what a visitor does, then run."""
    for one in edits:
        kept = app.session_state.mbviz
        kept.draft = kept.draft.then(kept.start) if one.kind == "undo_all" else kept.draft.edit(one)
        kept.values["edited"] = written(kept.draft, kept.start) or None
        kept.origin = (*kept.origin[:2], kept.values["edited"] or "")
    return app.run()


def printed(app) -> str:
    """What Python prints, each line of code before its output."""
    return "".join(code + output for code, output in component(app, "stepper")["printed"])


def loss(app) -> float:
    """The mean loss in all its digits."""
    return float(component(app, "stepper")["trace"]["full"]["loss"])


def test_the_articles_five_rows_come_first_with_their_picks(indexing):
    assert "array([0.8, 0. , 0.1, 0. , 0. ])" in printed(indexing)
    assert component(indexing, "stepper")["trace"]["picks"] == ["0.8", "0", "0.1", "0", "0"]
    assert loss(indexing) == pytest.approx(-(np.log(0.8 + 1e-7) + np.log(0.1 + 1e-7) + 3 * np.log(1e-7)) / 5)


@pytest.mark.parametrize(
    ("preset", "said"),
    [
        ("selection", "y[sel, t]array([0.8, 0. , 0.1])"),
        (
            "one-example",
            "print(t.size)1print(y.size)3print(t.reshape(1, t.size))[[1]]print(y.reshape(1, y.size))[[0.1 0.7 0.2]]",
        ),
        ("one-example-one-hot", "print(t.size)5print(y.size)5print(t.reshape(1, t.size))[[0 0 1 0 0]]"),
        ("one-example", "y[np.arange(batch_size), t]array([0.7])"),
    ],
)
def test_each_preset_prints_what_python_prints(app, open_page, preset, said):
    app.query_params["arrays"] = preset
    assert said in printed(open_page(app, "indexing"))


def test_this_batch_holds_the_outputs_of_the_digits_drawn(app, open_page, folder):
    app.query_params.update(arrays="this-batch", batch_size="7", draw="3")
    open_page(app, "indexing")
    batch_mask = np.random.default_rng([0, 7, 3]).choice(300, 7)
    arrays = app.session_state.mbviz.draft.arrays
    labels = np.load(folder / "digits.npz")["y_train"]
    assert arrays.t.tolist() == labels[batch_mask].tolist()
    assert loss(app) == sparse_cross_entropy_error(arrays.y, arrays.t)


def test_a_large_batch_is_cut_to_what_the_table_holds(app, open_page):
    app.query_params.update(arrays="this-batch", batch_size="300")
    assert len(component(open_page(app, "indexing"), "stepper")["y"]) == 100


def test_values_that_are_no_probabilities_are_taken_with_a_remark(app, open_page):
    app.query_params["arrays"] = "selection"
    open_page(app, "indexing")
    text = page_text(app)
    assert "y[1, 7] = 3." in text and "sum to 1" in text
    assert not app.main.warning


@pytest.mark.parametrize(
    "wrong",
    [
        Edit(1, "cell", "y", 0, 2, "abc"),
        Edit(1, "cell", "t", 0, 0, "10"),
        Edit(1, "paste", "y", text="0.1 0.9\n0.5"),
        Edit(1, "paste", "y", text=""),
        Edit(1, "paste", "y", text="0.1 0.9\n" * 10_000),
    ],
)
def test_bad_input_gets_a_sentence_and_the_last_good_result_stays(indexing, wrong):
    before = loss(indexing)
    edit(indexing, wrong)
    (warning,) = indexing.main.warning
    assert "last good arrays" in warning.value
    assert loss(indexing) == before
    edit(indexing, Edit(2, "paste", "y", text="0.1 0.9\n0.5 0.5"), Edit(3, "paste", "t", text="1 0"))
    assert not indexing.main.warning
    assert loss(indexing) == pytest.approx(-(np.log(0.9) + np.log(0.5)) / 2, abs=1e-6)


def test_the_message_says_what_holds_and_goes_when_nothing_is_wrong_any_more(indexing):
    edit(indexing, Edit(1, "cell", "y", 0, 2, "much"))
    assert "Until it is mended" in indexing.main.warning[0].value
    edit(indexing, Edit(2, "paste", "y", text="[[0.1, oops]]"))
    broken, refused = (warning.value for warning in indexing.main.warning)
    assert "Until it is mended" in broken and refused.endswith("Nothing was changed.")
    edit(indexing, Edit(3, "undo"))
    assert not indexing.main.warning
    edit(indexing, Edit(4, "paste", "y", text="[[0.1, oops]]"))
    (refused,) = (warning.value for warning in indexing.main.warning)
    assert "Nothing was changed" in refused and "Until it is mended" not in refused
    edit(indexing, Edit(5, "redo"), Edit(6, "undo"))
    assert not indexing.main.warning


def test_how_a_paste_was_read_is_told_until_the_next_change(indexing):
    edit(indexing, Edit(1, "paste", "y", 1, 3, "0,1\n0,7"))
    (told,) = indexing.main.info
    assert told.value == "Commas were read as decimal points: `0,1` is `0.1`."
    edit(indexing, Edit(2, "undo"))
    assert not indexing.main.info


def test_the_browser_is_told_what_a_server_started_anew_must_know(indexing):
    unchanged = component(indexing, "stepper")
    assert (unchanged["kept"], unchanged["history"]) == ("", {"undo": 0, "redo": 0})
    assert unchanged["session"] == indexing.session_state.mbviz.token
    edit(indexing, Edit(1, "cell", "y", 0, 2, "0.5"), Edit(2, "cell", "y", 0, 2, "0.25"), Edit(3, "undo"))
    changed = component(indexing, "stepper")
    assert changed["kept"] == indexing.session_state.mbviz.draft.as_text()
    assert changed["history"] == {"undo": 1, "redo": 1}
    edit(indexing, Edit(4, "cell", "y", 0, 2, "0.8"))
    assert component(indexing, "stepper")["kept"] == ""


def test_all_changes_are_undone_at_once_and_that_can_be_undone_too(indexing):
    edit(indexing, Edit(1, "cell", "y", 0, 2, "0.5"), Edit(2, "cell", "t", 1, 0, "3"))
    assert component(indexing, "stepper")["trace"]["picks"][:2] == ["0.5", "0.05"]
    edit(indexing, Edit(3, "undo_all"))
    changed = component(indexing, "stepper")
    assert changed["trace"]["picks"][:2] == ["0.8", "0"]
    assert changed["kept"] == "", "the button can do nothing more"
    edit(indexing, Edit(4, "undo"))
    assert component(indexing, "stepper")["trace"]["picks"][:2] == ["0.5", "0.05"]


def test_delta_holds_for_every_step(app, open_page):
    app.query_params["delta"] = "0.1"
    assert loss(open_page(app, "indexing")) == pytest.approx(-(np.log(0.9) + np.log(0.2) + 3 * np.log(0.1)) / 5)


def test_of_a_batch_larger_than_the_table_the_page_says_how_many_rows_it_takes_and_both_losses(
    app, open_page, settings
):
    app.query_params.update(batch_size="250", arrays="this-batch", delta="0.01")
    text = page_text(open_page(app, "indexing"))
    batch = replace(settings(), batch_size=250).batch()
    part, whole = (sparse_cross_entropy_error(batch.y[:n], batch.t[:n], 0.01) for n in (100, 250))
    assert "Only the first 100 of 250 rows of this batch are taken here" in text and f"{part:.4f}" != f"{whole:.4f}"
    assert f"{part:.4f} nats" in text and f"that of all 250 is {whole:.4f} nats." in text
    assert loss(app) == pytest.approx(part)


@pytest.mark.parametrize("change", [{"batch_size": "100"}, {"batch_size": "250", "arrays": "five-rows"}])
def test_where_all_rows_are_taken_nothing_is_said_of_it(app, open_page, change):
    app.query_params.update({"arrays": "this-batch", **change})
    assert "Only the first" not in page_text(open_page(app, "indexing"))


def test_which_number_of_one_row_counts_is_said_before_any_step(indexing):
    assert "Of row 3, whose t is 9, y[3, 9] counts." in page_text(indexing)
    assert "Of row 4, whose t is 0, y[4, 0] counts." in page_text(wish(indexing, arrays="selection"))
