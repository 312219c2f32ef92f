"""The control bar: on every page what acts there and nothing else, and the page's title in the browser's tab."""

import pytest

from mbviz.ui.deck import SCREENS
from mbviz.ui.state import SETTINGS
from tests.ui.bar import shown, wish

BATCH = {"batch_size", "draw", "seed", "replace", "network"}


def acting(app) -> set[str]:
    """The settings of the batch and the network that the bar has controls for."""
    return set(shown(app)["parts"]) & BATCH


@pytest.mark.parametrize("path", ["example", "which-loss", "batch-size"])
def test_a_page_of_a_batch_has_all_that_chooses_the_batch(app, open_page, path):
    assert acting(open_page(app, path)) == BATCH


@pytest.mark.parametrize("preset", ["five-rows", "selection", "one-example", "one-example-one-hot"])
def test_arrays_that_are_no_batch_have_no_controls_of_one(app, open_page, preset):
    app.query_params["arrays"] = preset
    assert acting(open_page(app, "indexing")) == set()


def test_with_this_batch_come_its_controls(app, open_page):
    open_page(app, "indexing")
    wish(app, arrays="this-batch")
    assert acting(app) == BATCH


def test_a_size_that_does_nothing_here_is_kept_for_the_pages_where_it_does(app, open_page):
    app.query_params["batch_size"] = "37"
    open_page(app, "indexing")
    assert "37" in app.query_params["batch_size"]
    assert shown(open_page(app, "draw"))["wish"]["size"] == 37


def test_settings_act_where_the_table_says(app):
    app.run()
    values = app.session_state.mbviz.values
    found = {path: {key for key in SETTINGS if screen.takes(key, values)} for path, screen in SCREENS.items()}
    assert "batch_size" not in found["indexing"] and "batch_size" in found["draw"]
    assert "n" not in found["draw"] and "n" in found["example"]
    assert "class" not in found["which-loss"] and "form" in found["which-loss"]
    assert all("pin" not in found[path] for path in SCREENS if path != "batch-size")
