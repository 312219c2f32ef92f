"""Saving a chart as SVG or PNG: two small buttons at its upper right corner."""

from __future__ import annotations

from mbviz.ui.components import component
from mbviz.ui.language import _


def saving(name: str) -> dict[str, str]:
    """What a chart's script needs for its buttons.

    Parameters
    ----------
    name : str
        What the chart shows, in a word; the file is named after it.

    Returns
    -------
    dict
        ``name`` of the file without its ending, and what each button says of itself: ``svg`` and ``png``.
    """
    return {"name": f"mbviz-{name}", "svg": _("Save this chart as SVG"), "png": _("Save this chart as PNG")}


def save_chart(chart: str, name: str) -> None:
    """Add the buttons to a Plotly chart that has no dots laid over it.

    Parameters
    ----------
    chart : str
        The chart's key. Call this after the chart, anywhere on the page; it takes no room.
    name : str
        As in `saving`.
    """
    render = component("save", "over/save_chart.js", css="page/saving.css", isolated=False)
    render(data={"chart": chart, "save": saving(name)}, key=f"overlay_save_{chart}")
