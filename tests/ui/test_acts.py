"""Buttons among a screen's words: shown as HTML, pressed through the bar."""

import pytest

from tests.ui.bar import act, acts, tell
from tests.ui.page import page_text


def test_a_button_is_pressed_and_only_what_the_screen_shows_can_be(app, open_page):
    open_page(app, "batch-size")
    assert acts(app) == {"pin": "Pin this curve"}
    tell(app, "act", {"name": "unpin", "settings": {}})
    assert app.session_state.mbviz.values["pin"] is None
    assert set(acts(act(app, "pin"))) == {"pin", "unpin"}
    open_page(app, "planner")
    tell(app, "act", {"name": "unpin", "settings": {}})
    assert app.session_state.mbviz.values["pin"] is not None


@pytest.mark.parametrize("sent", [None, "pin", 3, [], {}, {"name": ["pin"]}, {"name": {}}, {"name": "__init__"}])
def test_what_names_no_button_changes_nothing(app, open_page, sent):
    open_page(app, "batch-size")
    before = dict(app.session_state.mbviz.values)
    tell(app, "act", sent)
    assert not app.exception and app.session_state.mbviz.values == before


def test_what_was_wished_and_not_heard_yet_counts_before_the_press(app, open_page):
    open_page(app, "batch-size")
    tell(app, "act", {"name": "pin", "settings": {"draw": 7}})
    assert app.session_state.mbviz.values["draw"] == 7 and app.session_state.mbviz.values["pin"] is not None


@pytest.mark.parametrize(
    ("path", "name", "settings", "kept", "wanted"),
    [
        ("batch-size", "pin", {"seed": 4}, lambda memory: memory.values["pin"].seed, 4),
        ("batch-size", "pin", {"network": "untrained"}, lambda memory: memory.values["pin"].network, "untrained"),
        ("one-step", "to_stage", {"batch_size": 20}, lambda memory: memory.values["batch_size"], 20),
    ],
)
def test_a_press_is_of_what_was_wished_with_it_and_not_of_what_the_page_still_showed(
    app, open_page, path, name, settings, kept, wanted
):
    open_page(app, path)
    tell(app, "act", {"name": name, "settings": settings})
    assert kept(app.session_state.mbviz) == wanted


def test_a_step_and_a_check_are_of_what_was_wished_with_the_press(app, open_page):
    open_page(app, "one-step")
    tell(app, "act", {"name": "take_step", "settings": {"rate": "0.1"}})
    assert "After a step of η = 0.1" in page_text(app)
    open_page(app, "planner")
    tell(app, "act", {"name": "check_plan", "settings": {"precision": "0.1"}})
    assert "were within ±10%" in page_text(app)
