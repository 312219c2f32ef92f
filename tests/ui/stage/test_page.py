"""The stage's page through Streamlit's own test runner: it shows, takes questions over, and speaks both languages."""

import gc
import json
import re
from functools import partial

import numpy as np
import pytest
from streamlit.proto.WidgetStates_pb2 import WidgetState, WidgetStates
from streamlit.runtime.scriptrunner_utils.script_requests import RerunData
from streamlit.testing.v1 import local_script_runner

from mbviz.data.datasets import load_file
from mbviz.model.snapshots import Recipe, load_snapshot
from mbviz.ui.controls import labels
from mbviz.ui.stage.words import WORDS
from tests.ui import bar
from tests.ui.conftest import N
from tests.ui.stage.work import unpacked


def stage(app):
    """What the stage was sent last: its component, header and arrays."""
    assert not app.exception
    (found,) = [element for element in app.get("bidi_component") if element.proto.id.endswith("-stage")]
    return found.proto.id, *unpacked(found.proto.bytes)


@pytest.fixture
def tell(monkeypatch):
    """Tells the server something as the stage's script does; only the stage's part of the page runs, as with a browser."""

    def run(app, event: str, value: object, *, whole: bool = False):
        component = stage(app)[0]
        sent = [{"event": event, "value": value}]
        state = WidgetState(id=f"$$STREAMLIT_INTERNAL_KEY_{component}__events", json_trigger_value=json.dumps(sent))
        (fragment,) = app._fragment_storage._fragments

        with monkeypatch.context() as patch:
            if not whole:
                patch.setattr(local_script_runner, "RerunData", partial(RerunData, fragment_id=fragment))
            app._run(WidgetStates(widgets=[state]))
        return app

    return run


def question(number=1, **changes):
    """A question as the stage's script asks it."""
    about = {name: changes.pop(name) for name in ("rests", "have", "block", "scene", "said") if name in changes}
    return {
        "number": number,
        "settings": changes,
        "have": [],
        "block": 0,
        "scene": "",
        "rests": True,
        "said": "en",
        **about,
    }


def test_the_first_page_is_the_stage_with_draw_0_of_10(app, folder):
    _, header, arrays = stage(app.run())
    dataset = load_file(folder / "digits.npz")
    mask = np.random.default_rng([0, 10, 0]).choice(N, 10)
    losses = load_snapshot(dataset, Recipe(), "1-epoch").losses[mask]
    np.testing.assert_array_equal(arrays["mask"], mask)
    assert header["loss"] == losses.mean()
    assert header["words"] == {**WORDS, **labels("order")}
    assert header["about"]["n"] == header["n"] == N


def test_a_question_changes_what_is_set_and_what_is_shown(app, folder, tell):
    tell(app.run(), "question", question(4, batch_size=37, draw=3, replace=False, network="40-epochs", have=["x"]))
    _, header, arrays = stage(app)
    mask = np.random.default_rng([0, 37, 3]).choice(N, 37, replace=False)
    np.testing.assert_array_equal(arrays["mask"], mask)
    assert (header["number"], header["size"], header["draw"], header["network"]) == (4, 37, 3, "40-epochs")
    values = app.session_state.mbviz.values
    assert (values["batch_size"], values["draw"], values["replace"], values["network"]) == (37, 3, False, "40-epochs")
    assert "words" not in header  # the browser has them


def test_the_address_changes_only_when_the_hand_rests(app, tell):
    tell(app.run(), "question", question(1, batch_size=37, rests=False))
    assert stage(app)[1]["size"] == 37
    assert "address" not in stage(app)[1]
    tell(app, "question", question(2, batch_size=50, draw=2))
    assert stage(app)[1]["address"] == {"batch_size": "50", "draw": "2"}
    assert app.query_params == {}  # the browser's part does that for less


@pytest.mark.parametrize(
    "wrong",
    [
        {"batch_size": 0}, {"batch_size": N + 1}, {"batch_size": 2.5}, {"batch_size": "12"}, {"batch_size": True},
        {"draw": -1}, {"draw": 2**53}, {"draw": None}, {"seed": []}, {"replace": 1}, {"replace": "true"},
        {"network": "nonsense"}, {"order": {}}, {"n": 10}, {"n": -1}, {"cloud": 1},
    ],
)  # fmt: skip
def test_a_question_with_a_wrong_value_changes_nothing_and_breaks_nothing(app, tell, wrong):
    app.run()
    before = dict(app.session_state.mbviz.values)
    tell(app, "question", question(1, **{"draw": 7, **wrong}))
    assert app.session_state.mbviz.values == before
    assert stage(app)[1]["draw"] == 0
    tell(app, "question", question(2, draw=7))
    assert stage(app)[1]["draw"] == 7


@pytest.mark.parametrize(
    "sent", [None, 3, "?", [], {}, {"settings": 3, "have": {}}, {"settings": {"lang": "ko", "x": 1}}]
)
def test_whatever_is_sent_the_stage_stays(app, tell, sent):
    app.run()
    before = dict(app.session_state.mbviz.values)
    tell(app, "question", sent)
    assert stage(app)[1]["size"] == 10
    assert app.session_state.mbviz.values == before


@pytest.mark.parametrize("order", [("batch_size", "n"), ("n", "batch_size")])
def test_an_example_of_a_larger_batch_may_come_with_its_size(app, tell, order):
    values = {"batch_size": 50, "n": 40}
    tell(app.run(), "question", question(1, **{key: values[key] for key in order}))
    assert (app.session_state.mbviz.values["batch_size"], app.session_state.mbviz.values["n"]) == (50, 40)
    tell(app, "question", question(2, batch_size=5, n=40))  # none of 5
    assert (app.session_state.mbviz.values["batch_size"], app.session_state.mbviz.values["n"]) == (50, 40)


def test_the_words_come_in_the_other_language_after_it_was_changed(app):
    english = stage(app.run())[1]["words"]
    bar.tell(app, "language", 1.0, key="place")
    _, header, _ = stage(app)
    assert header["lang"] == "ko"
    assert set(header["words"]) == set(english)
    assert "배치" in header["words"]["size"] and header["words"]["this"] != english["this"]


def test_words_come_again_when_the_browser_has_those_of_another_language(app, tell):
    tell(app.run(), "question", question(3, said="ko"))
    assert stage(app)[1]["words"] and stage(app)[1]["lang"] == "en"


def test_a_page_that_runs_whole_has_the_words_though_a_question_came_with_it(app, tell):
    """Back to the stage while it asked something: what the question says of the browser is of the place before."""
    tell(app.run(), "question", question(3, draw=2, have=["1-epoch"]), whole=True)
    _, header, arrays = stage(app)
    assert header["number"] == 3 and header["words"] and header["keys"] and "losses" in arrays


def test_every_template_has_the_same_names_in_both_languages(app):
    app.query_params["lang"] = "ko"
    korean = stage(app.run())[1]["words"]
    for name, english in WORDS.items():
        assert set(re.findall(r"{(\w+)}", korean[name])) == set(re.findall(r"{(\w+)}", english)), name


def test_the_garbage_collector_does_not_search_what_stays(app):
    app.run()
    stage(app)  # all that a move needs has been imported and loaded
    assert gc.get_freeze_count() > 50_000
    assert len(gc.get_objects()) < gc.get_freeze_count()
