"""What the page relies on of Streamlit though nobody promises it: a test here fails when an upgrade changes it.

(What its JavaScript relies on is looked for on a real page, in tests/browser/test_internals.py.)
"""

import asyncio
import dataclasses
import json
import socket

from streamlit.components.v2.bidi_component import serialization
from streamlit.proto.BidiComponent_pb2 import BidiComponent
from streamlit.runtime.pages_manager import PagesManager
from streamlit.runtime.scriptrunner_utils.script_run_context import ScriptRunContext
from streamlit.util import calc_hash

from mbviz.ui.internals import _send_at_once, came_back, told, unsearched
from tests.ui.bar import shown, tell


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


def test_what_a_component_told_is_found_though_the_browser_named_another_page(app, open_page):
    """The browser may not have heard yet which page is open; Streamlit then forgets the states of all that it did not send along."""
    open_page(app, "spread")
    app._page_hash = calc_hash("trust")
    tell(app, "turn", {"name": "planner"})
    assert shown(app)["place"][0] == "planner"


def test_what_a_component_told_is_nothing_where_it_told_something_else_or_nothing_that_can_be_read(app, open_page):
    open_page(app, "spread")
    for event in ("question", "", 3, [], None):
        tell(app, event, {"name": "planner"})
        assert shown(app)["place"][0] == "spread"
    assert told("bar", "turn") is None  # outside of any run


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


def test_connections_send_at_once_those_that_there_are_and_those_to_come():
    loop = asyncio.new_event_loop()
    with socket.socket() as server:  # without the protocol's number, as Streamlit's is, or asyncio would see to it
        server.bind(("127.0.0.1", 0))
        server.listen()
        with socket.create_connection(server.getsockname()), server.accept()[0] as there:
            loop.add_reader(server, print)
            loop.add_reader(there, print)
            assert not waits_not(there)
            _send_at_once(loop)
            assert waits_not(there)
        with socket.create_connection(server.getsockname()), server.accept()[0] as later:
            assert waits_not(later)
    loop.close()


def waits_not(connection: socket.socket) -> bool:
    return bool(connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY))
