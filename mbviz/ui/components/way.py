"""What stands on every page and shows nothing: the way through the pages, and back to a server that was away."""

from __future__ import annotations

from mbviz.ui.components import component


def way() -> None:
    """Put it on the page; call it in every run of the whole page."""
    render = component("way", "controls/guide.js")
    render(data={}, key="overlay_way", on_wake_change=lambda: None)
