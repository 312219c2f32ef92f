"""What the page relies on of Streamlit and Plotly though nobody promises it: a test here fails when an upgrade changes it.

(What its JavaScript relies on is looked for on a real chart, in tests/browser/test_internals.py.)
"""

import dataclasses
import json

import plotly.graph_objects as go
import plotly.io
from streamlit.components.v2.bidi_component import serialization
from streamlit.proto.BidiComponent_pb2 import BidiComponent
from streamlit.runtime.scriptrunner_utils.script_run_context import ScriptRunContext
from streamlit.testing.v1 import AppTest

from mbviz.ui.internals import came_back, finished, unsearched


def figure() -> go.Figure:
    return go.Figure(go.Scatter(x=[1, 2], y=[3.5, 4]), {"title": {"text": "a title"}})


def test_a_finished_figure_is_sent_as_any_other():
    assert plotly.io.to_json(finished(figure()), validate=False) == plotly.io.to_json(figure(), validate=False)


def test_plotly_copies_a_figure_each_time():
    """When this fails Plotly has stopped copying, and `finished` can go."""
    plain = figure()
    assert plain.to_dict()["data"] is not plain.to_dict()["data"]


def test_streamlit_sends_the_dict_that_a_figure_gives(monkeypatch):
    """When this fails Streamlit takes another way, and copies every figure in every run: look at st.plotly_chart."""
    sent = []
    real = plotly.io.to_json
    monkeypatch.setattr(plotly.io, "to_json", lambda whole, **settings: sent.append(whole) or real(whole, **settings))
    shown = finished(figure())

    def page(shown):
        import streamlit

        streamlit.plotly_chart(shown, theme=None)

    assert not AppTest.from_function(page, kwargs={"shown": shown}).run().exception
    assert [whole is shown.to_dict() for whole in sent] == [True]


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


def test_a_run_knows_whether_back_or_forward_asked_for_it():
    """What it then says is looked at in tests/browser/test_history.py."""
    assert {"is_history_navigation", "query_string"} <= {field.name for field in dataclasses.fields(ScriptRunContext)}
    assert came_back() is None
