"""The draw and one example: their numbers beside plain NumPy's."""

import re

import numpy as np
import pytest
from PIL import ImageColor

from mbviz.data.datasets import load_file
from mbviz.figures.palette import PREDICTION
from mbviz.model.snapshots import Recipe, load_snapshot
from mbviz.ui.text import heat_row
from tests.ui.bar import shown, tell, wish
from tests.ui.conftest import N
from tests.ui.page import drawn_by, page_text


@pytest.fixture
def batch(folder):
    """Indices, labels, outputs and losses of draw 0 of 10."""
    dataset = load_file(folder / "digits.npz")
    mask = np.random.default_rng([0, 10, 0]).choice(N, 10)
    t, y = dataset.labels[mask], load_snapshot(dataset, Recipe(), "1-epoch").y[mask].astype(float)
    return mask, t, y, -np.log(y[np.arange(10), t] + 1e-7)


def told(app) -> dict:
    """What the screen of the draw says and draws, all in one piece."""
    assert not re.search(r"<(h1|pre|p)\b", " ".join(element.proto.body for element in app.main.get("html")))
    return drawn_by(app, "drawn")


def printed(text: str) -> list[int]:
    return [int(number) for number in re.findall(r"\d+", re.search(r"\[([^\]]*)\]", text)[1])]


@pytest.mark.parametrize("replace", [True, False])
@pytest.mark.parametrize("size", [1, 10, 37, N])
def test_the_draw_says_which_digits_came(app, open_page, folder, size, replace):
    app.query_params.update(batch_size=str(size), replace=str(replace), draw="2")
    draw = told(open_page(app, "draw"))
    mask = np.random.default_rng([0, size, 2]).choice(N, size, replace=replace)
    way = "" if replace else ", replace=False"
    assert draw["title"] == f"Which {size} of {N} digits?"
    assert draw["line"] == f"batch_mask = np.random.default_rng([0, {size}, 2]).choice({N}, {size}{way})"
    shown = mask if size <= 12 else [*mask[:3], *mask[-3:]]
    assert printed(draw["indices"].replace("...", "")) == list(shown)
    counts = np.bincount(mask * len(draw["counts"]) // N, minlength=len(draw["counts"]))
    assert draw["counts"] == counts.tolist()
    labels = load_file(folder / "digits.npz").labels
    np.testing.assert_allclose(draw["share"], 100 * np.bincount(labels[mask], minlength=10) / size)
    np.testing.assert_allclose(draw["shareAll"], 100 * np.bincount(labels, minlength=10) / N)
    said = re.search(r"lie from (\d+) to (\d+), among 0 to (\d+)\. Class (\d)", draw["summary"])
    assert [int(number) for number in said.groups()[:3]] == [mask.min(), mask.max(), N - 1]
    away = np.abs(np.subtract(draw["share"], draw["shareAll"]))
    assert away[int(said[4])] == away.max()


def test_all_indices_are_shown_where_they_are_asked_for_until_fewer_are(app, open_page):
    app.query_params["batch_size"] = "100"
    open_page(app, "draw")
    mask = np.random.default_rng([0, 100, 0]).choice(N, 100).tolist()
    assert told(app)["all"] == "All 100 indices" and not told(app)["isOpen"]
    tell(app, "open", 1, key="drawn")
    assert printed(told(app)["indices"]) == mask and told(app)["isOpen"]
    wish(app, draw=1)
    assert printed(told(app)["indices"]) == np.random.default_rng([0, 100, 1]).choice(N, 100).tolist()
    wish(app, batch_size=12)
    assert told(app)["all"] == "" and not told(app)["isOpen"]  # twelve are printed whole
    wish(app, batch_size=100)
    tell(app, "open", 0, key="drawn")
    assert "..." in told(app)["indices"]


@pytest.mark.parametrize("sent", [2, "yes", None, {"open": 1}, True])
def test_what_is_no_press_shows_the_folded_indices(app, open_page, sent):
    app.query_params["batch_size"] = "100"
    tell(open_page(app, "draw"), "open", sent, key="drawn")
    assert "..." in told(app)["indices"]


def test_digits_that_came_twice_are_shown_with_how_often(app, open_page, folder):
    app.query_params.update(batch_size="60", draw="1")
    draw = told(open_page(app, "draw"))
    mask = np.random.default_rng([0, 60, 1]).choice(N, 60)
    values, counts = np.unique(mask, return_counts=True)
    again = [(i, k) for i, k in zip(values.tolist(), counts.tolist()) if k > 1]
    assert len(again) > 1
    assert f"this happened to {len(again)}; the batch holds {len(values)} different digits" in draw["told"]
    assert [one["said"] for one in draw["again"]] == [f"{i}: {k}×" for i, k in again[:6]]
    images = load_file(folder / "digits.npz").images
    assert [one["pixels"] for one in draw["again"]] == [images[i].ravel().tolist() for i, _ in again[:6]]


def test_it_says_how_often_a_batch_of_this_size_holds_a_digit_twice(app, open_page):
    draw = told(open_page(app, "draw"))
    assert "batch_mask holds its index twice. Here none came twice" in draw["told"] and draw["again"] == []
    chance = 1 - np.prod(1 - np.arange(10) / N)
    assert float(re.search(r"([\d.]+)% hold some digit twice", draw["told"])[1]) == pytest.approx(
        100 * chance, rel=6e-3
    )
    half = int(re.search(r"from (\d+) digits on", draw["told"])[1])
    assert 1 - np.prod(1 - np.arange(half) / N) > 0.5 >= 1 - np.prod(1 - np.arange(half - 1) / N)
    wish(app, batch_size=200)
    assert "nearly all hold some digit twice" in told(app)["told"]
    wish(app, replace=False)
    assert told(app)["told"] == "Drawn without replacement: no digit comes twice."


@pytest.mark.parametrize("n", [0, 4, 9])
def test_an_example_shows_its_row_its_pick_its_loss_and_its_share(app, open_page, batch, n):
    mask, t, y, losses = batch
    app.query_params["n"] = str(n)
    open_page(app, "example")
    text, pick = page_text(app), y[n, t[n]]
    assert f"A {t[n]}. How much does the network believe it?" in text
    assert f"x_train[{mask[n]}] is example {n} of 10" in text and f"says {y[n].argmax()}." in text
    cells = ["&lt;0.001" if 0 < value < 0.0005 else f"{value:.3f}" for value in y[n]]
    assert "".join(cells) in text
    assert f"y[np.arange(10), t][{n}] = y[{n}, {t[n]}] = {pick:.4g}" in text
    assert f"-log({pick:.4g} + 1e-7) = {losses[n]:.4g} nats" in text
    share = float(re.search(r"([\d.]+)% of the batch’s loss", text)[1])
    assert share == pytest.approx(100 * losses[n] / losses.sum(), rel=6e-3)
    assert f"{losses[n]:.4f} / {losses.sum():.4f}; an equal share is 10%" in text


def test_the_bar_gets_the_examples_around_in_the_order_chosen(app, open_page, batch):
    order = np.argsort(-batch[3], kind="stable").tolist()
    app.query_params.update(order="largest-loss-first", n=str(order[0]))
    open_page(app, "example")
    assert shown(app)["around"] == order  # ten are all in reach
    for place, n in enumerate(order):
        wish(app, n=n)
        assert f"By its loss it is number {place + 1}." in page_text(app)
    wish(app, order="as-drawn")
    assert shown(app)["around"] is None and "By its loss" not in page_text(app)


def test_a_probability_that_is_not_1_is_not_shown_as_1_and_none_that_is_not_0_as_0():
    row = heat_row(np.array([0.9996, 0.00039, 0.00001, 0.0, 0.0005]), 0)
    assert re.findall(r">([^<>]+)</td>", row) == ["&gt;0.999", "&lt;0.001", "&lt;0.001", "0.000", "0.001"]
    assert "1.000" in heat_row(np.array([1.0, 0.0]), 0)


def luminance(color: tuple[float, ...]) -> float:
    """WCAG 2.2's relative luminance."""
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in color]
    return float(np.dot([0.2126, 0.7152, 0.0722], linear))


@pytest.mark.parametrize("ground", ["#ffffff", "#0e1117"])
def test_every_probability_can_be_read_on_its_blue(ground):
    blue, behind = (np.array(ImageColor.getrgb(color)) / 255 for color in (PREDICTION, ground))
    for value in np.linspace(0, 1, 201):
        on = luminance(value * blue + (1 - value) * behind)
        is_white = "mbviz-strong" in heat_row(np.array([value]), 0) or ground != "#ffffff"
        light, dark = sorted((on, 1.0 if is_white else 0.0), reverse=True)
        assert (light + 0.05) / (dark + 0.05) >= 4.5, value


def test_all_of_the_loss_may_be_one_examples(app, open_page):
    app.query_params["batch_size"] = "1"
    assert "100% of the batch’s loss" in page_text(open_page(app, "example"))
