"""Every page shows a data set of another picture size and other classes: real digits of 8 × 8 pixels, 0 to 3."""

import numpy as np
import pytest

from mbviz.ui import data
from mbviz.ui.deck import FIRST, SCREENS
from tests.test_another_dataset import SMALL, small_digits
from tests.ui.bar import shown
from tests.ui.page import drawn_by, gallery_bytes, page_text


@pytest.fixture
def small(app, folder, monkeypatch):
    dataset = small_digits(folder / "small.npz")
    monkeypatch.setattr(data, "load_mnist", lambda progress: dataset)
    return dataset


@pytest.mark.parametrize("path", ["" if path == FIRST else path for path in SCREENS])
def test_every_page_is_shown_without_an_error(app, small, open_page, path):
    open_page(app, path) if path else app.run()
    assert not app.exception and not app.error
    assert not path or f"small.npz: {small.n} digits" in shown(app)["source"]


def test_an_example_shows_its_picture_and_its_four_outputs(app, small, open_page):
    open_page(app, "example")
    header, arrays = gallery_bytes(app, "one_digit")
    assert header["classes"] == SMALL.n_classes
    assert len(arrays) == 4 * SMALL.n_classes + SMALL.pixels
    assert np.frombuffer(arrays[: 4 * SMALL.n_classes], "<f4").sum() == pytest.approx(1, abs=1e-6)


def test_the_draw_counts_its_four_classes(app, small, open_page):
    draw = drawn_by(open_page(app, "draw"), "drawn")
    assert len(draw["share"]) == len(draw["shareAll"]) == SMALL.n_classes
    assert draw["image"] == {"height": 8, "width": 8}


def test_the_shapes_are_those_of_its_arrays(app, small, open_page):
    text = page_text(open_page(app, "pictures"))
    assert f"x_train({small.n}, 8, 8)uint8" in text and f"x_train({small.n}, 64)uint8" in text
    assert "tf.one_hot(t_train, 4)" in text and f"t_train({small.n}, 4)float32" in text
    assert "its 8 × 8 pixels become a row of 64, its label" in text
    assert len(drawn_by(app, "flat")["pixels"]) == SMALL.pixels
