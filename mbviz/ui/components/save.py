"""Saving a chart as SVG or PNG: two small buttons at its upper right corner."""

from __future__ import annotations

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
