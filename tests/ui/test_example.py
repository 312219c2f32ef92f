"""The pages "Draw" and "One example": their numbers beside plain NumPy's."""

import re

import numpy as np
import pytest

from mbviz.data.datasets import load_file
from mbviz.model.snapshots import Recipe, load_snapshot
from tests.ui.conftest import N
from tests.ui.test_app import page_text


@pytest.fixture
def batch(folder):
    """Indices, labels, outputs and losses of draw 0 of 10."""
    dataset = load_file(folder / "digits.npz")
    mask = np.random.default_rng([0, 10, 0]).choice(N, 10)
    t, y = dataset.labels[mask], load_snapshot(dataset, Recipe(), "1-epoch").y[mask].astype(float)
    return mask, t, y, -np.log(y[np.arange(10), t] + 1e-7)


def test_the_draw_says_which_digits_came(app, open_page, batch):
    text = page_text(open_page(app, "draw"))
    assert f"Which 10 of {N} digits?" in text
    assert f"batch_mask = np.random.default_rng([0, 10, 0]).choice({N}, 10)" in text
    printed = re.search(r"array\(\[([^\]]*)\]\)", text)[1]
    assert [int(number) for number in printed.split(",")] == batch[0].tolist()


@pytest.mark.parametrize("n", [0, 4, 9])
def test_an_example_shows_its_row_its_pick_its_loss_and_its_share(app, open_page, batch, n):
    mask, t, y, losses = batch
    app.query_params["n"] = str(n)
    open_page(app, "example")
    text, pick = page_text(app), y[n, t[n]]
    assert f"A {t[n]}. How much does the network believe it?" in text
    assert f"x_train[{mask[n]}] is example {n} of 10" in text and f"says {y[n].argmax()}." in text
    assert "".join(f"{value:.3f}" for value in y[n]) in text
    assert f"y[np.arange(10), t][{n}] = y[{n}, {t[n]}] = {pick:.4g}" in text
    assert f"-log({pick:.4g} + 1e-7) = {losses[n]:.4g} nats" in text
    share = float(re.search(r"([\d.]+)% of the batch’s loss", text)[1])
    assert share == pytest.approx(100 * losses[n] / losses.sum(), rel=6e-3)
    assert f"{losses[n]:.4f} / {losses.sum():.4f}; an equal share is 10%" in text


def test_the_buttons_walk_the_examples_in_the_order_chosen(app, open_page, batch):
    order = np.argsort(-batch[3], kind="stable").tolist()
    app.query_params.update(order="largest-loss-first", n=str(order[0]))
    open_page(app, "example")
    assert app.button(key="earlier").disabled
    for n in order[1:]:
        app.button(key="later").click().run()
        assert app.number_input(key="n").value == n
    assert app.button(key="later").disabled
    app.button(key="earlier").click().run()
    assert app.number_input(key="n").value == order[-2]


def test_all_of_the_loss_may_be_one_examples(app, open_page):
    app.query_params["batch_size"] = "1"
    assert "100% of the batch’s loss" in page_text(open_page(app, "example"))
