"""Buttons for texts that are made when they are wanted: one is copied, the others are saved as files."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from mbviz.ui import session
from mbviz.ui.components import component
from mbviz.ui.sent import read_press


@dataclass(frozen=True)
class Offer:
    """One button.

    Attributes
    ----------
    label : str
        What the button says.
    text : callable
        Returns what is wanted; called in the run of the page that follows a press.
    file, type : str
        The file's name and its media type; without a name the text is copied.
    """

    label: str
    text: Callable[[], str]
    file: str = ""
    type: str = ""


def take(offers: dict[str, Offer], *, copied: str, failed: str, key: str) -> None:
    """Show the buttons.

    Parameters
    ----------
    offers : dict of Offer
        By names of their own.
    copied, failed : str
        What came of a press.
    key : str
        The component's key.
    """
    pressed = read_press(session.sent(key, "press"), offers)
    answer = {"id": pressed.id, "text": offers[pressed.name].text()} if pressed else None
    shown = [
        {"name": name, "label": offer.label, "file": offer.file or None, "type": offer.type}
        for name, offer in offers.items()
    ]
    data = {
        "offers": shown,
        "words": {"copied": copied, "failed": failed},
        "answer": answer,
        "screen": session.memory().path,
    }
    component("take")(data=data, key=key, on_press_change=lambda: None)
