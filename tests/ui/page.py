"""What a screen shows, read in the tests that run under Streamlit's own test runner."""

from __future__ import annotations

import base64
import json
import re
from html import unescape

import numpy as np
from streamlit.testing.v1 import AppTest


def page_html(app: AppTest) -> str:
    """All HTML of the page's own, and what opens at a button in its place."""
    html = " ".join(element.proto.body for element in app.main.get("html"))
    return re.sub(r'data-html="([^"]*)"([^>]*>)', lambda fold: fold[2] + unescape(fold[1]), html)


def page_text(app: AppTest) -> str:
    """All that the page says in HTML of its own, the tags left out."""
    return re.sub(r"<[^>]*>", "", page_html(app))


def _sent(app: AppTest, key: str):
    (component,) = [element for element in app.get("bidi_component") if element.proto.id.endswith(f"-{key}")]
    return component.proto


def drawn_by(app: AppTest, key: str) -> dict:
    """The data that a component is given."""
    return json.loads(_sent(app, key).json)[0]


def gallery_bytes(app: AppTest, key: str = "gallery") -> tuple[dict, bytes]:
    """A gallery's header, and its arrays as bytes."""
    packed = _sent(app, key).bytes
    length = int.from_bytes(packed[:4], "little")
    return json.loads(packed[4 : 4 + length]), packed[4 + length :]


def floats(text: str) -> np.ndarray:
    return np.frombuffer(base64.b64decode(text), "<f4")
