"""What stands on every page and shows nothing: the way through the pages, and back to a server that was away."""

from __future__ import annotations

from mbviz.ui.components import component
from mbviz.ui.language import N_, _

AWAY = N_("The server does not answer. This page connects again by itself, and nothing that you have set is lost.")


def way() -> None:
    """Put it on the page; call it in every run of the whole page."""
    render = component("way", "controls/guide.js")
    render(data={"words": {"away": _(AWAY)}}, key="overlay_way", on_wake_change=lambda: None)
