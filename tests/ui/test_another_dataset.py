"""Every page shows a data set of another picture size and other classes: real digits of 8 × 8 pixels, 0 to 3."""

import json

import pytest

from mbviz.ui import data
from mbviz.ui.deck import FIRST, SCREENS
from tests.test_another_dataset import SMALL, small_digits
from tests.ui.bar import shown
from tests.ui.test_app import drawn_by, floats, gallery_bytes, page_text


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


def test_the_page_of_all_parts_shows_its_pictures_and_its_four_outputs(app, small, open_page):
    open_page(app, "parts")
    header, arrays = gallery_bytes(app)
    assert header["classes"] == SMALL.n_classes
    assert len(arrays) == 10 * (4 * SMALL.n_classes + SMALL.pixels)
    assert floats(drawn_by(app, "picks")["y"]).reshape(10, SMALL.n_classes).sum() == pytest.approx(10, abs=1e-5)
    assert "the 4 softmax outputs" in page_text(app)


def test_the_shapes_are_those_of_its_arrays(app, small, open_page):
    text = page_text(open_page(app, "shapes"))
    assert f"x_train({small.n}, 8, 8) uint8" in text and f"x_train({small.n}, 64) uint8" in text
    assert "tf.one_hot(t_train, 4)" in text and f"t_train({small.n}, 4) float32" in text
    assert "its picture of 8 × 8, the same as a row of 64, and its label" in text
    (flat,) = [element for element in app.get("bidi_component") if element.proto.id.endswith("-flat")]
    assert len(json.loads(flat.proto.json)[0]["pixels"]) == SMALL.pixels
