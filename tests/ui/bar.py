"""The control bar in the tests that run under Streamlit's own test runner: what it was sent, and what it sends.

Any other component tells in the same way.
"""

from __future__ import annotations

import json
import re

from streamlit.proto.WidgetStates_pb2 import WidgetState
from streamlit.testing.v1 import AppTest


def _component(app: AppTest, key: str = "bar"):
    assert not app.exception
    (found,) = [element for element in app.get("bidi_component") if element.proto.id.endswith(f"-{key}")]
    return found.proto


def shown(app: AppTest) -> dict:
    """What the bar was sent last."""
    return json.loads(_component(app).json)[0]


def tell(app: AppTest, event: str, value: object, *, key: str = "bar") -> AppTest:
    """Send an event as a component's script does, the bar's or that of another key; every other control stays as it is."""
    states = app._tree.get_widget_states()
    sent = json.dumps([{"event": event, "value": value}])
    states.widgets.append(
        WidgetState(id=f"$$STREAMLIT_INTERNAL_KEY_{_component(app, key).id}__events", json_trigger_value=sent)
    )
    return app._run(states)


def wish(app: AppTest, **changes: object) -> AppTest:
    """Say what is wished after some changes: as the script does, all that the bar may hold and not the changes alone."""
    bar = shown(app)
    settings = dict(bar["wish"])
    settings["batch_size"] = settings.pop("size")
    question = {"number": bar["number"] + 1, "settings": settings | changes, "rests": True}
    return tell(app, "question", question)


def acts(app: AppTest) -> dict[str, str]:
    """The buttons among the screen's words: what each says, by its name."""
    html = " ".join(element.proto.body for element in app.main.get("html"))
    return {name: text for name, text in re.findall(r'data-act="(\w+)"[^>]*>([^<]*)<', html)}


def act(app: AppTest, name: str) -> AppTest:
    """Press one of those buttons, as the script does."""
    assert name in acts(app)
    return tell(app, "act", {"name": name, "settings": {}})
