"""What the sender of a link has hidden: it is not sent, not heard, and said; what it was set to holds."""

import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from streamlit.testing.v1 import AppTest

from mbviz.ui.deck import SCREENS
from mbviz.ui.hiding import CONTROLS, NAMES, SILENT, Hidden, hidden_settings, screens_left
from mbviz.ui.kinds import Limits, Partly
from mbviz.ui.sent import Share
from mbviz.ui.stage.answer import ANSWERS
from mbviz.ui.state import EVERYWHERE, SETTINGS
from tests.app_server import ROOT
from tests.ui.bar import _component, acts, shown, tell
from tests.ui.page import page_text
from tests.ui.stage.work import unpacked

KIND, NONE = Hidden(), Limits()
OWN_PLACE = {"cloud", "guess", "pin", "edited", "beside", "line"}  # on their screens, and not in the bar


def open_with(app: AppTest, open_page, path: str, hide: str, **asked: str) -> AppTest:
    for key, value in {"hide": hide, **asked}.items():
        app.query_params[key] = value
    return open_page(app, path)


def notes(app: AppTest) -> str:
    return " ".join(warning.value for warning in app.warning)


# --- names in the address ------------------------------------------------------------------------------------------


def test_no_two_things_have_one_name_and_every_control_of_a_screen_has_one():
    assert len(set(NAMES)) == len(NAMES)
    assert not any(re.search(r"\.|^not-|^screens$", name) for name in NAMES)
    assert set(CONTROLS.values()) == SETTINGS.keys() - set(EVERYWHERE)
    assert set(CONTROLS.values()) == {key for screen in SCREENS.values() for key in screen.settings}


@given(st.sets(st.sampled_from(NAMES)))
def test_what_is_hidden_is_read_again_from_the_address_it_was_written_to(names):
    if SCREENS.keys() <= names:
        names -= {"draw"}
    value = KIND.check(list(names), NONE)
    assert set(value) == names
    assert KIND.read(KIND.write(value), NONE) == value
    assert len(KIND.write(value)) < 260


def test_a_screen_alone_has_a_short_address():
    value = KIND.check([path for path in SCREENS if path != "spread"], NONE)
    assert KIND.write(value) == "screens.not-spread"
    assert screens_left(value) == ["spread"]


@pytest.mark.parametrize("text", ["screens", ".".join(SCREENS), "b.screens"])
def test_one_screen_is_left_whatever_an_address_asks(text):
    with pytest.raises(Partly, match="One at least must be left") as caught:
        KIND.read(text, NONE)
    assert screens_left(caught.value.value) == list(SCREENS)
    assert hidden_settings(caught.value.value) == ({"batch_size"} if text.startswith("b.") else set())


@pytest.mark.parametrize("value", [None, "b", ["x"], [1], list(SCREENS), [["b"]], {"b": 1}])
def test_what_no_builder_makes_is_refused(value):
    with pytest.raises(ValueError, match="not of all screens"):
        KIND.check(value, NONE)


@given(st.text(max_size=30))
def test_any_text_gives_names_that_there_are_or_a_sentence(text):
    try:
        value = KIND.read(text, NONE)
    except Partly as error:
        value = error.value
        assert str(error).startswith("The address asks to hide")
    assert KIND.check(value, NONE) == value


# --- controls --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", [path for path, screen in SCREENS.items() if not screen.has_controls])
def test_a_bar_is_sent_nothing_of_a_control_that_is_hidden(app, open_page, path):
    settings = [key for key in SCREENS[path].settings if key not in OWN_PLACE]
    names = [name for name, key in CONTROLS.items() if key in settings]
    data = shown(open_with(app, open_page, path, ".".join(names)))
    assert set(data["parts"]) <= OWN_PLACE
    assert data["choices"] == [] and data["wish"]["others"] == {} and data["around"] is None
    assert not {"batch_size" if key == "size" else key for key in data["wish"]} & set(settings)
    assert (data["sizes"] == []) == ("batch_size" in settings)
    assert (data["networks"] == []) == (data["names"] == {}) == ("network" in settings)


def test_what_a_hidden_control_was_set_to_holds_and_no_wish_changes_it(app, open_page):
    open_with(app, open_page, "example", "b.seed", batch_size="7", seed="5", draw="1")
    assert "is example 0 of 7" in page_text(app)
    assert shown(app)["wish"].keys() == {"draw", "replace", "network", "order", "n", "others"}
    question = {
        "number": 1,
        "settings": {"batch_size": 100, "seed": 9, "draw": 4, "hide": [], "lang": "ko"},
        "rests": True,
    }
    tell(app, "question", question)
    kept = app.session_state.mbviz.values
    assert (kept["batch_size"], kept["seed"], kept["draw"], kept["hide"], kept["lang"]) == (
        7,
        5,
        4,
        ("b", "seed"),
        "en",
    )
    assert shown(app)["last"] == 6  # so that an example can be chosen


def test_back_to_defaults_leaves_what_is_hidden_as_it_was_set(app, open_page):
    open_with(app, open_page, "draw", "b", batch_size="7", draw="3")
    tell(app, "reset", 1)
    kept = app.session_state.mbviz.values
    assert (kept["batch_size"], kept["draw"], kept["hide"]) == (7, 0, ("b",))


def test_a_dot_is_not_opened_where_that_would_change_what_is_hidden(app, open_page):
    open_with(app, open_page, "batch-size", "d", draw="2")
    tell(app, "pick", {"batch_size": 100, "draw": 3}, key="chart_law")
    assert app.session_state.mbviz.values["draw"] == 2
    assert not app.session_state.mbviz.next_page and shown(app)["place"][0] == "batch-size"


def test_names_that_there_are_not_get_a_sentence_and_the_others_are_hidden(app, open_page):
    open_with(app, open_page, "draw", "b.<b>x</b>.batchsize")
    assert "asks to hide" in notes(app) and "hide=b.seed.spread" in notes(app)
    assert "`<b>x</b>, batchsize`" in notes(app)
    assert "batch_size" not in shown(app)["parts"] and "draw" in shown(app)["parts"]


def test_what_is_said_of_an_address_is_not_said_on_the_next_screen(app, open_page):
    open_with(app, open_page, "draw", "<b>x</b>", batchsize="3")
    assert "asks to hide" in notes(app) and "“batch_size”" in notes(app)
    tell(app, "turn", "spread", key="place")
    assert shown(app)["place"][0] == "spread" and not app.warning


def test_what_is_hidden_comes_along_to_every_screen_and_stays_in_the_address(app, open_page):
    open_with(app, open_page, "draw", "b.seed")
    open_page(app, "planner")
    assert app.query_params["hide"] == "b.seed"
    open_page(app, "example")
    assert "batch_size" not in shown(app)["parts"]


# --- screens ---------------------------------------------------------------------------------------------------------


def test_next_and_back_pass_over_hidden_screens_which_are_not_counted(app, open_page):
    open_with(app, open_page, "draw", "mini-batch.example.screens.not-draw.not-planner.not-race")
    data = json.loads(_component(app, "place").json)[0]
    assert (data["at"], [name for name, *_ in data["pages"]]) == ("draw", ["draw", "planner", "race"])


@pytest.mark.parametrize(
    ("path", "hide", "said"),
    [("draw", "b", "controls of this screen"), ("delta", "b", ""), ("draw", "planner", "other screens"),
     ("draw", "answers", "answers"), ("delta", "answers", ""), ("delta", "answers.eps", "controls of this screen"),
     ("delta", "seed", ""), ("draw", "n.answers.planner", "other screens and answers"),
     ("draw", "b.d.answers.planner", "controls of this screen, other screens and answers"),
     ("indexing", "b", ""), ("indexing", "b.cells", "controls of this screen"), ("which-loss", "isa", ""),
     ("class", "b.answers", "answers"), ("class", "answers", "answers"), ("class", "b", "controls of this screen")],
)  # fmt: skip
def test_what_is_hidden_here_is_said_in_one_sentence_and_only_where_something_is(app, open_page, path, hide, said):
    open_with(app, open_page, path, hide)
    deck = json.loads(_component(app, "place").json)[0]
    told = next(hidden for name, *_, hidden in deck["pages"] if name == deck["at"])
    assert told == (f"Whoever sent this link has hidden {said}." if said else "")


def test_a_hidden_control_is_named_as_soon_as_it_acts(app, open_page):
    def told() -> str:
        deck = json.loads(_component(app, "place").json)[0]
        return next(hidden for name, *_, hidden in deck["pages"] if name == deck["at"])

    open_with(app, open_page, "indexing", "b", arrays="this-batch")
    assert told()
    tell(app, "question", {"number": 1, "settings": {"arrays": "five-rows"}, "rests": True})
    assert told() == ""
    tell(app, "question", {"number": 2, "settings": {"arrays": "this-batch"}, "rests": True})
    assert told() == "Whoever sent this link has hidden controls of this screen."
    tell(app, "reset", 1)
    assert told() == ""


def test_where_answers_are_hidden_no_class_is_opened_and_nothing_is_chosen_for_one(app, open_page):
    assert {"batch_size", "seed", "replace", "network"} <= set(shown(open_page(app, "class"))["parts"])
    app.session_state.mbviz.values["hide"] = ("answers",)
    assert shown(app.run())["parts"] == []


@pytest.mark.parametrize("path", SILENT)
def test_a_silent_screen_is_the_same_where_answers_are_hidden(app, open_page, path):
    texts = [page_text(open_page(app, path))]
    app.session_state.mbviz.values["hide"] = ("answers",)
    assert page_text(app.run()) == texts[0] != ""


@pytest.mark.parametrize("path", ["batch-size", "one-step"])
def test_where_the_stage_is_hidden_nothing_is_said_to_open_on_it(app, open_page, path):
    def told() -> str:
        return page_text(app) + (drawn_words(app, "plane")["hover"] if path == "one-step" else "")

    open_page(app, path)
    assert "click" in told().lower()
    app.session_state.mbviz.values["hide"] = ("mini-batch",)
    app.run()
    assert "click" not in told().lower()


def drawn_words(app: AppTest, key: str) -> dict[str, str]:
    """The words that a component is sent in its block of bytes."""
    return unpacked(_component(app, key).bytes)[0]["words"]


# --- answers ---------------------------------------------------------------------------------------------------------


def test_the_stage_is_sent_no_picks_no_losses_and_no_estimates(app):
    app.run()
    header, arrays = unpacked(_component(app, "stage").bytes)
    assert set(ANSWERS) - {"other_estimates", "more"} <= header.keys() | arrays.keys()
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=120)
    app.query_params.update({"hide": "answers", "order": "largest-loss-first", "guess": "loss"})
    app.run()
    header, arrays = unpacked(_component(app, "stage").bytes)
    assert not set(ANSWERS) & (header.keys() | arrays.keys())
    assert not any(name.endswith("estimates") for name in arrays)
    assert (header["order"], header["open"], header["guess"]) == ("as-drawn", False, "loss")
    assert arrays["rows"].tolist() == list(range(10))  # the order of their losses would tell of them
    assert {"order", "cloud"} <= set(header["locked"])


def test_the_stage_hides_and_ignores_as_the_bar_does(app):
    app.query_params.update({"hide": "b.net", "batch_size": "7"})
    app.run()
    header, _ = unpacked(_component(app, "stage").bytes)
    assert set(header["locked"]) == {"batch_size", "network"} and header["networks"] == ["1-epoch"]
    question = {"number": 1, "settings": {"batch_size": 9, "network": "40-epochs", "draw": 2}, "scene": "40-epochs"}
    tell(app, "question", question, key="stage")
    header, arrays = unpacked(_component(app, "stage").bytes)
    assert (header["size"], header["network"], header["draw"]) == (7, "1-epoch", 2)
    assert "other" not in header and "other_estimates" not in arrays


def test_a_prediction_is_not_judged_and_its_answer_is_nowhere(app, open_page):
    open_with(app, open_page, "predict", "answers")
    data = json.loads(_component(app, "quiz").json)[0]
    assert data["open"] is False and data["code"] == "y[np.arange(5), t]"
    tell(app, "answer", {"painted": data["painted"], "cells": [[0, 0]]}, key="quiz")
    assert app.session_state.mbviz.quiz_results == {}
    assert json.loads(_component(app, "quiz").json)[0]["result"] is None


def test_a_step_is_not_taken_where_it_would_tell_the_answer(app, open_page):
    open_with(app, open_page, "one-step", "answers")
    assert "take_step" not in acts(app)


def test_a_link_waits_for_the_data(app):
    app.run()
    kept = app.session_state.mbviz
    kept.link = "mini-batch", Share(1, ("b",), "none")
    app.run()
    assert json.loads(_component(app, "place").json)[0]["share"]["address"].endswith("/?hide=b")
    kept.limits = Limits()  # as in the first runs of a server
    kept.values.clear()
    app.run()
    assert not app.exception
    assert json.loads(_component(app, "place").json)[0]["share"] is None


def test_a_link_that_hides_answers_asks_for_nothing_that_would_tell_them(app, open_page):
    open_with(app, open_page, "versions", "b", arrays="this-batch", beside="means")
    kept = app.session_state.mbviz
    links = {}
    for hide in (("b",), ("b", "answers")):
        kept.link = "versions", Share(1, hide, "none")
        links[hide] = json.loads(_component(app.run(), "place").json)[0]["share"]["address"]
    assert "arrays=this-batch" in links["b",] and "arrays" not in links["b", "answers"]
    assert all("beside=means" in link for link in links.values())


def test_where_answers_are_hidden_no_batch_is_taken_apart(app, open_page):
    open_with(app, open_page, "indexing", "answers", arrays="this-batch")
    assert "arrays must be one of five-rows" in notes(app)
    assert app.session_state.mbviz.values["arrays"] == "five-rows"
    (arrays,) = [choice for choice in shown(app)["choices"] if choice["key"] == "arrays"]
    assert "this-batch" not in arrays["options"]


@pytest.mark.parametrize("path", SCREENS)
def test_the_dialog_offers_every_control_of_the_screens_in_words(app, open_page, path):
    open_page(app, path)
    app.session_state.mbviz.link = path, Share(1, (), "none")
    offered = json.loads(_component(app.run(), "place").json)[0]["share"]["controls"]
    here = {CONTROLS[name] for name, _, _, screens in offered if path in screens}
    assert here == set(SCREENS[path].settings)
    labels = [label for _, label, _, _ in offered]
    assert len(set(labels)) == len(CONTROLS) and not set(labels) & {"against", "shown is", "η is", "Beside it"}


def test_what_has_a_place_of_its_own_is_gone_where_it_is_hidden_and_not_heard(app, open_page):
    open_with(app, open_page, "wrong", "line.beside.cells.pin", line="labels-as-rows", beside="means")
    keys = {part.proto.id.rsplit("-", 1)[-1] for part in app.get("bidi_component")}
    assert "choosing_line" not in keys
    open_page(app, "versions")
    keys = {part.proto.id.rsplit("-", 1)[-1] for part in app.get("bidi_component")}
    assert "choosing_beside" not in keys and "mean of batch means" in page_text(app)
    open_page(app, "batch-size")
    assert not {"pin", "unpin"} & set(acts(app))
    assert app.session_state.mbviz.values["line"] == "labels-as-rows"


def test_cells_that_are_hidden_as_a_control_cannot_be_changed(app, open_page):
    open_with(app, open_page, "indexing", "cells")
    data = json.loads(_component(app, "stepper").json)[0]
    assert data["fixed"] and "add_row" not in data["words"] and "change any" not in page_text(app)
    edit = {"id": 1, "session": app.session_state.mbviz.token, "kind": "resize", "rows": 1, "classes": 0}
    tell(app, "edit", [edit], key="stepper")
    assert json.loads(_component(app, "stepper").json)[0]["y"] == data["y"]
    app.session_state.mbviz.values["hide"] = ()
    app.run()
    tell(app, "edit", [edit], key="stepper")
    assert len(json.loads(_component(app, "stepper").json)[0]["y"]) == len(data["y"]) + 1


def test_what_is_guessed_first_is_the_senders_where_that_is_hidden(app):
    app.query_params.update({"hide": "guess.cloud", "guess": "loss"})
    app.run()
    tell(app, "question", {"number": 1, "settings": {"guess": "none", "cloud": False, "draw": 2}}, key="stage")
    header, _ = unpacked(_component(app, "stage").bytes)
    assert (header["guess"], header["cloud"], header["draw"]) == ("loss", True, 2)
