"""The page "Indexing" through Streamlit's own test runner: each preset's numbers, and a sentence for whatever is wrong."""

import json
import re
from dataclasses import replace

import numpy as np
import pytest

from mbviz.losses import sparse_cross_entropy_error
from mbviz.ui.edits import Edit
from mbviz.ui.screens.indexing.predict import judge, score
from mbviz.ui.timing import timing
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
        kept.draft = kept.draft.edit(one)
    return app.run()


def results(app) -> list[float]:
    """The losses by the three versions, as printed."""
    return [float(number) for number in re.findall(r"E = ([-+.\de]+|inf|nan)", page_text(app))]


def test_the_articles_five_rows_come_first_with_their_picks(indexing):
    assert "array([0.8, 0. , 0.1, 0. , 0. ])" in page_text(indexing)
    assert component(indexing, "stepper")["trace"]["picks"] == ["0.8", "0", "0.1", "0", "0"]
    expected = -(np.log(0.8 + 1e-7) + np.log(0.1 + 1e-7) + 3 * np.log(1e-7)) / 5
    assert results(indexing) == pytest.approx([expected] * 3)
    assert len(set(results(indexing))) == 1


@pytest.mark.parametrize(
    ("preset", "printed"),
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
def test_each_preset_prints_what_python_prints(app, open_page, preset, printed):
    app.query_params["arrays"] = preset
    assert printed in page_text(open_page(app, "indexing"))


def test_this_batch_holds_the_outputs_of_the_digits_drawn(app, open_page, folder):
    app.query_params.update(arrays="this-batch", batch_size="7", draw="3")
    open_page(app, "indexing")
    batch_mask = np.random.default_rng([0, 7, 3]).choice(300, 7)
    arrays = app.session_state.mbviz.draft.arrays
    labels = np.load(folder / "digits.npz")["y_train"]
    assert arrays.t.tolist() == labels[batch_mask].tolist()
    assert results(app)[1] == sparse_cross_entropy_error(arrays.y, arrays.t)


def test_a_large_batch_is_cut_to_what_the_table_holds(app, open_page):
    app.query_params.update(arrays="this-batch", batch_size="300")
    assert len(component(open_page(app, "indexing"), "stepper")["y"]) == 100


def test_values_that_are_no_probabilities_are_taken_with_a_remark(app, open_page):
    app.query_params["arrays"] = "selection"
    open_page(app, "indexing")
    remarks = [caption.value for caption in app.main.caption]
    assert any("`y[1, 7]` = 3" in remark for remark in remarks)
    assert any("sum to 1" in remark for remark in remarks)


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
    before = results(indexing)
    edit(indexing, wrong)
    (warning,) = indexing.main.warning
    assert "last good arrays" in warning.value
    assert results(indexing) == before
    edit(indexing, Edit(2, "paste", "y", text="0.1 0.9\n0.5 0.5"), Edit(3, "paste", "t", text="1 0"))
    assert not indexing.main.warning
    assert results(indexing)[1] == pytest.approx(-(np.log(0.9) + np.log(0.5)) / 2, abs=1e-6)


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


def test_every_column_of_every_table_has_a_head(indexing):
    heads = re.findall(r"<th[^>]*>(.*?)</th>", "".join(element.proto.body for element in indexing.get("html")))
    assert heads and all(heads)


def test_undo_brings_the_preset_back(indexing):
    edit(indexing, Edit(1, "cell", "y", 0, 2, "0.5"))
    assert component(indexing, "stepper")["trace"]["picks"][0] == "0.5"
    indexing.button(key="undo").click().run()
    assert component(indexing, "stepper")["trace"]["picks"][0] == "0.8"
    assert indexing.button(key="undo").disabled


def test_every_wrong_line_shows_what_python_said(indexing):
    text = page_text(indexing)
    for said in (
        "(5, 5)",
        "IndexError: index 7 is out of bounds for axis 0 with size 5",
        "NameError: name &#x27;reshape&#x27; is not defined",
        "AttributeError: &#x27;numpy.ndarray&#x27; object has no attribute &#x27;dim&#x27;",
        "AttributeError: module &#x27;numpy&#x27; has no attribute &#x27;arrange&#x27;",
        "IndexError: shape mismatch",
    ):
        assert said in text


@pytest.mark.parametrize(
    ("delta", "p", "shown"),
    [("1e-7", "0", "16.118 nats"), ("0", "0", "∞ nats"), ("1e-3", "0", "6.908 nats"), ("1e-7", "0.5", "0.693 nats")],
)
def test_delta_caps_the_loss_of_a_probability_of_zero(app, open_page, delta, p, shown):
    app.query_params.update(delta=delta, p=p)
    assert shown in page_text(open_page(app, "indexing"))


def test_without_delta_the_one_hot_version_gives_nan_and_the_page_says_why(app, open_page):
    app.query_params["delta"] = "0"
    assert "0 · (−∞) is no number" in page_text(open_page(app, "indexing"))


def test_delta_holds_for_the_whole_page(app, open_page):
    app.query_params["delta"] = "0.1"
    assert results(open_page(app, "indexing"))[1] == pytest.approx(-(np.log(0.9) + np.log(0.2) + 3 * np.log(0.1)) / 5)


def test_the_times_of_the_versions_are_measured_once_and_shown_as_ratios(indexing, settings):
    seconds = timing(settings()).result(60).seconds  # those that the page has asked for
    text = page_text(indexing.run())
    assert "1.0×1.0×1.0×" in text
    assert list(seconds) == [10, 1000, 60_000]
    assert seconds[60_000]["loop_version"] > 10 * seconds[60_000]["picked_version"]


def test_the_quiz_shows_its_answer_after_the_comparison_only_and_counts(indexing):
    assert component(indexing, "quiz")["result"] is None
    name = component(indexing, "quiz")["painted"]
    labels = json.loads(component(indexing, "quiz")["code"].split(", ", 1)[1].rstrip("]") + "]")
    cells = list(enumerate(labels))
    indexing.session_state.mbviz.quiz_results[name] = judge(np.array(labels), cells[1:])
    indexing.run()
    assert component(indexing, "quiz")["result"]["score"] == "4 of 5 cells right"
    assert "So far 4 of 5 cells in one batch." in page_text(indexing)
    indexing.session_state.mbviz.quiz_results["another"] = judge(np.array(labels), cells)
    assert "So far 9 of 10 cells in 2 batches." in page_text(indexing.run())


def test_a_cell_is_right_wrong_or_missed():
    assert judge(np.array([2, 0]), [(0, 2), (1, 0)]) == {"right": [[0, 2], [1, 0]], "wrong": [], "missed": []}
    assert judge(np.array([2, 0]), [(0, 1), (1, 0)]) == {"right": [[1, 0]], "wrong": [[0, 1]], "missed": [[0, 2]]}
    assert judge(np.array([2, 0]), []) == {"right": [], "wrong": [], "missed": [[0, 2], [1, 0]]}


@pytest.mark.parametrize(
    ("cells", "rows"),
    [
        ([(0, 2), (1, 0)], 2),
        ([(0, k) for k in range(10)], 0),  # a row chosen whole holds its right cell, but was not known
        ([(0, 2), (0, 3), (1, 0)], 1),
        ([(0, 3), (1, 0)], 1),
        ([(n, k) for n in range(2) for k in range(10)], 0),
        ([], 0),
    ],
)
def test_a_row_counts_when_its_right_cell_alone_is_chosen(cells, rows):
    assert score(judge(np.array([2, 0]), cells)) == rows


def test_of_a_batch_larger_than_the_table_the_page_says_how_many_rows_it_takes_and_both_losses(
    app, open_page, settings
):
    app.query_params.update(batch_size="250", arrays="this-batch", delta="0.01")
    text = page_text(open_page(app, "indexing"))
    batch = replace(settings(), batch_size=250).batch()
    part, whole = (sparse_cross_entropy_error(batch.y[:n], batch.t[:n], 0.01) for n in (100, 250))
    said = f"Only the first 100 of 250 rows of this batch are taken here: their loss is {part:.4f} nats, that of all 250 is {whole:.4f} nats."
    assert said in text and f"{part:.4f}" != f"{whole:.4f}"
    assert results(app) == pytest.approx([part] * 3)


@pytest.mark.parametrize("change", [{"batch_size": "100"}, {"batch_size": "250", "arrays": "five-rows"}])
def test_where_all_rows_are_taken_nothing_is_said_of_it(app, open_page, change):
    app.query_params.update({"arrays": "this-batch", **change})
    assert "Only the first" not in page_text(open_page(app, "indexing"))
