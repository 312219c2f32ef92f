"""What the page relies on of Streamlit though nobody promises it: a test here fails when an upgrade changes it.

(What its JavaScript relies on is looked for on a real page, in tests/browser/test_internals.py.)
"""

import dataclasses
import json

import pytest
from streamlit.components.v2.bidi_component import main, serialization
from streamlit.proto.BidiComponent_pb2 import BidiComponent
from streamlit.runtime.pages_manager import PagesManager
from streamlit.runtime.scriptrunner_utils.script_run_context import ScriptRunContext
from streamlit.runtime.state.common import WidgetMetadata
from streamlit.runtime.state.session_state import SessionState

from mbviz.ui.internals import came_back, keep_states_plain, unsearched


def searched(data, monkeypatch) -> tuple[list[object], str]:
    """Of which values Streamlit asks whether they are tables, and the JSON it sends."""
    asked: list[object] = []
    monkeypatch.setattr(serialization, "is_dataframe_like", lambda value: bool(asked.append(value)))
    sent = BidiComponent()
    serialization.serialize_mixed_data(data, sent)
    return asked, sent.json


def test_streamlit_searches_a_dict_for_tables_and_not_a_list(monkeypatch):
    """When the first line fails Streamlit has stopped searching, and `unsearched` can go; the scripts then take a dict."""
    data = {"n": 3, "rows": [1, 2]}
    assert searched(data, monkeypatch) == ([3, [1, 2]], json.dumps(data))
    assert searched(unsearched(data), monkeypatch) == ([], json.dumps([data]))


def test_bytes_are_sent_as_they_are():
    assert unsearched(b"123") == b"123"


def test_what_a_component_told_is_a_plain_dict_and_a_strange_event_none_of_it():
    """Streamlit's own presenter makes a class in every call."""
    keep_states_plain()
    present = main.make_bidi_component_presenter("events", "component", {"pick"})
    state = SessionState()
    meant = [{"event": "pick", "value": 3}, {"event": "act"}]
    state._new_widget_state.set_widget_metadata(metadata("events"))
    assert present({"kept": 1}, state) == {"kept": 1}
    state._new_widget_state.set_from_value("events", meant)
    found = present({"kept": 1, "act": 2}, state)
    assert type(found) is dict and found == {"pick": 3, "act": 2, "kept": 1}
    state._new_widget_state.set_from_value("events", [3, {"event": []}])
    with pytest.raises(TypeError):  # Streamlit then takes the base
        present({"kept": 1}, state)


def metadata(name: str) -> WidgetMetadata:
    return WidgetMetadata(name, lambda value: value, lambda value: value, "json_trigger_value")


def test_the_next_navigation_opens_the_page_that_it_is_told():
    """`open_page` says it where the browser's wish is kept; that this leads there is looked at in tests/browser/test_walk.py."""
    manager = PagesManager("app.py")
    manager.set_script_intent("asked for", "")
    told = {name: {"page_script_hash": name} for name in ("asked for", "told")}
    assert manager.set_pages_and_resolve(told) == told["asked for"]
    manager.set_script_intent("told", "")
    assert manager.set_pages_and_resolve(told) == told["told"]


def test_a_run_knows_whether_back_or_forward_asked_for_it():
    """What it then says is looked at in tests/browser/test_history.py."""
    assert {"is_history_navigation", "query_string"} <= {field.name for field in dataclasses.fields(ScriptRunContext)}
    assert came_back() is None
