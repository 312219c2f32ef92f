"""The screens "Versions", "The wrong way", "Delta" and "Predict, then reveal" through Streamlit's own test runner."""

import re
from html import unescape

import numpy as np
import pytest

from mbviz.article.slips import SLIPS
from mbviz.losses import per_example_loss
from mbviz.ui.screens.indexing.beside import RIGHT, SLIP
from mbviz.ui.screens.indexing.predict import judge, score
from mbviz.ui.text import code
from mbviz.ui.timing import timing
from tests.ui.bar import shown
from tests.ui.test_app import page_text
from tests.ui.test_indexing import component


def test_code_of_several_lines_is_the_same_text_and_each_line_says_how_far_in_it_begins():
    text = "def f(x):\n    if x < 1:\n        return x\n\n    return 1"
    shown = code(text)
    assert unescape(re.sub("<[^>]*>", "", shown)) == text
    assert re.findall(r"--in: (\d+)", shown) == ["0", "4", "8", "0", "4"]
    assert "<span" not in code("y[0, 2] = 0.8")


@pytest.fixture
def open_screen(app, open_page):
    """Opens a screen with settings in its address."""

    def run(path: str, **settings: str):
        app.query_params.update(settings)
        return open_page(app, path)

    return run


def choose(app, **values: str):
    """Let settings be others, as buttons and bar do, and run."""
    app.session_state.mbviz.values.update(values)
    return app.run()


def html(app) -> str:
    return " ".join(element.proto.body for element in app.main.get("html"))


def results(app) -> list[float]:
    """The losses by the three versions, as printed."""
    return [float(number) for number in re.findall(r"E = ([-+.\de]+|inf|nan)", page_text(app))]


def test_the_three_versions_give_one_number(open_screen):
    found = results(open_screen("versions"))
    expected = -(np.log(0.8 + 1e-7) + np.log(0.1 + 1e-7) + 3 * np.log(1e-7)) / 5
    assert found == pytest.approx([expected] * 3) and len(set(found)) == 1


def test_delta_holds_for_all_versions(open_screen):
    app = open_screen("versions", delta="0.1")
    assert results(app) == pytest.approx([-(np.log(0.9) + np.log(0.2) + 3 * np.log(0.1)) / 5] * 3)


def test_without_delta_the_one_hot_version_gives_nan_and_the_page_says_why(open_screen):
    assert "0 · (−∞) is no number" in page_text(open_screen("versions", delta="0"))


def test_what_the_zeros_wipe_out_is_a_faint_0_and_only_the_picks_are_outlined(open_screen):
    page = html(open_screen("versions"))
    assert "-0<" not in page and page.count('<span class="mbviz-faint">0</span>') == 5 * 9
    assert re.findall(r'<span class="mbviz-pick">([^<]*)</span>', page)[:2] == ["-0.2231", "-0.2231"]


def test_each_part_beside_the_versions_has_an_address_and_only_it_is_shown(open_screen):
    app = open_screen("versions")
    assert "def loop_version" in page_text(app) and "김선재" not in page_text(app)
    assert "김선재" in page_text(choose(app, beside="article")) and "def loop_version" not in page_text(app)


def test_the_article_is_named_and_where_its_code_fails_python_says_so(open_screen):
    text = page_text(open_screen("versions", beside="article")).split("The article: ")[1]
    assert text.startswith("“Mini-batch learning” (미니배치 학습) by 김선재, 31 October 2021")
    assert "TabError: inconsistent use of tabs and spaces in indentation" in text
    assert "NameError: name &#x27;reshape&#x27; is not defined" in text
    assert text.count("has no attribute &#x27;dim&#x27;") == 2
    losses = per_example_loss(np.tile([0.1, 0.05, 0.8, 0.05, 0, 0, 0, 0, 0, 0], (5, 1)), [2, 7, 0, 9, 8])
    assert text.count(f"{losses.mean():.4f}") == 3  # the article's once, and ours for both functions
    assert text.count(f"{losses[0]:.4f}") == 2


def test_the_mean_of_means_is_computed_with_this_networks_losses(open_screen, settings):
    losses = settings("10-epochs").snapshot.losses
    text = page_text(open_screen("versions", beside="means", network="10-epochs"))
    assert "300 =2 · 128 + 441 · 299 + 11 · 300" in text
    wrong = np.mean([losses[:128].mean(), losses[128:256].mean(), losses[256:].mean()])
    assert f"{wrong:.6f}" in text and f"{losses.mean():.6f}" in text
    for size in (128, 7):  # the lines of code that are shown give both numbers
        names = {"np": np, "losses": losses, "N": 300, "B": size}
        exec(RIGHT, names)
        assert names["E"] == pytest.approx(losses.mean(), rel=1e-12)
        exec(SLIP, names)
        assert names["E"] != pytest.approx(losses.mean(), rel=1e-6)


def test_the_network_is_at_hand_only_where_it_changes_something(open_screen):
    app = open_screen("versions")
    assert "network" not in shown(app)["parts"]
    assert "network" in shown(choose(app, beside="means"))["parts"]


def test_the_times_of_the_versions_are_measured_once_and_shown_as_ratios(open_screen, settings):
    app = open_screen("versions", beside="time")
    seconds = timing(settings()).result(60).seconds  # those that the page has asked for
    text = page_text(app.run())
    assert "1.0×1.0×1.0×" in text
    assert list(seconds) == [10, 1000, 60_000]
    assert seconds[60_000]["loop_version"] > 10 * seconds[60_000]["picked_version"]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("all-rows", "(5, 5)"),
        ("labels-as-rows", "IndexError: index 7 is out of bounds for axis 0 with size 5"),
        ("one-hot-as-index", "IndexError: shape mismatch"),
        ("bare-reshape", "NameError: name &#x27;reshape&#x27; is not defined"),
        ("dim", "AttributeError: &#x27;numpy.ndarray&#x27; object has no attribute &#x27;dim&#x27;"),
        ("arrange", "AttributeError: module &#x27;numpy&#x27; has no attribute &#x27;arrange&#x27;"),
        ("extra-axis", "shape (1, 5)"),
    ],
)
def test_every_wrong_line_shows_what_python_said_and_the_line_that_works(open_screen, line, said):
    text = page_text(open_screen("wrong", line=line))
    (slip,) = [slip for slip in SLIPS if slip.key == line]
    assert said in text and f"✓ {slip.mended}" in text and slip.why in text


def test_every_line_can_be_chosen(open_screen):
    chooser = component(open_screen("wrong"), "choosing_line")
    assert chooser["options"] == [[slip.key, slip.code] for slip in SLIPS] and chooser["value"] == "all-rows"


def test_of_all_columns_for_all_rows_the_diagonal_is_outlined_on_rows_that_differ(open_screen):
    page = html(open_screen("wrong"))
    of_line, of_y = page.split("<caption>")[1:3]
    rows = [re.findall(r"<td>(.*?)</td>", row) for row in of_line.split("<tr>")[2:]]
    for n, row in enumerate(rows):
        assert [k for k, cell in enumerate(row) if "mbviz-pick" in cell] == [n]
    assert len({tuple(row) for row in rows}) == 5
    assert "only the diagonal was meant" in of_line and "t = [2, 7, 0, 9, 8]" in of_y
    picked = [re.findall(r"<td>(.*?)</td>", row) for row in of_y.split("<tr>")[2:]]
    assert [[k for k, cell in enumerate(row) if "mbviz-pick" in cell] for row in picked] == [[2], [7], [0], [9], [8]]


def test_numbers_of_this_batch_have_four_digits_and_no_exponent(open_screen):
    app = open_screen("wrong", arrays="this-batch", batch_size="7")
    page = html(app)
    cells = re.findall(r"<td>(?:<span[^>]*>)?([^<]*)", page)
    assert len(cells) == 5 * 5 + 5 * 10
    assert all(re.fullmatch(r"\d\.\d{4}", cell) for cell in cells)
    assert not re.search(r"\de-\d|\d\.\d{5}", page)


@pytest.mark.parametrize("arrays", ["selection", "one-example", "one-example-one-hot", "this-batch"])
def test_the_lines_run_on_every_arrays(open_screen, arrays):
    app = open_screen("wrong", arrays=arrays)
    for slip in SLIPS:
        assert f"✗ {slip.code}" in page_text(choose(app, line=slip.key)) and not app.exception


@pytest.mark.parametrize("path", ["versions", "wrong"])
def test_every_column_of_every_table_has_a_head(open_screen, path):
    heads = re.findall(r"<th[^>]*>(.*?)</th>", html(open_screen(path)))
    assert heads and all(heads)


@pytest.mark.parametrize(("delta", "p"), [("1e-7", "0"), ("0", "0"), ("1e-3", "0.5")])
def test_the_curves_begin_with_the_delta_and_the_p_that_were_asked_for(open_screen, delta, p):
    drawn = component(open_screen("delta", delta=delta, p=p), "delta")
    assert (drawn["delta"], drawn["p"]) == (
        delta,
        p,
    )  # the numbers are the browser's: tests/ui/components/test_delta.py


def drawn_labels(folder, number: int) -> list[int]:
    """The labels of one of the quiz's batches."""
    labels = np.load(folder / "digits.npz")["y_train"]
    return labels[np.random.default_rng([0, 5, number]).choice(300, 5)].tolist()


def test_the_quiz_shows_its_answer_after_the_comparison_only_and_counts(open_screen, folder):
    app = open_screen("predict")
    before = component(app, "quiz")
    labels, name = drawn_labels(folder, 0), before["painted"]
    assert before["result"] is None and before["code"] == "y[np.arange(5), t]", "the labels are not said yet"
    assert len(before["pictures"]) == 5 and before["pictures"][0].startswith("data:image/png;base64,")
    cells = list(enumerate(labels))
    app.session_state.mbviz.quiz_results[name] = judge(np.array(labels), cells[1:])
    app.run()
    after = component(app, "quiz")
    assert after["result"]["score"] == "4 of 5 cells right"
    picks = [before["y"][n][k] for n, k in cells]
    assert after["code"] == f"y[np.arange(5), t]\nt = {labels}  →  [{', '.join(picks)}]"
    assert "So far 4 of 5 cells in one batch." in page_text(app)
    app.session_state.mbviz.quiz_results["another"] = judge(np.array(labels), cells)
    assert "So far 9 of 10 cells in 2 batches." in page_text(app.run())


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
