"""Delta: curves and numbers that follow the bar in the browser, in the frame in which the hand moves."""

from __future__ import annotations

from collections.abc import Mapping

from mbviz.ui.components import component
from mbviz.ui.components.save import saving
from mbviz.ui.components.sheets import COLORS

HEIGHT = 430


def delta(p: str, added: str, words: Mapping[str, str], *, key: str) -> None:
    """Show what delta does to the loss and its slope at a probability, as numbers and on curves.

    Parameters
    ----------
    p, added : str
        The probability of the true class, and delta, as the settings spell them.
    words : mapping of str to str
        See ``charts/delta.js`` and ``charts/delta_panel.js``.
    key : str
        The component's key.
    """
    data = {
        "p": p,
        "delta": added,
        "words": words,
        "colors": COLORS,
        "height": HEIGHT,
        "painted": "",  # what it shows it says itself
        "summary": "",
        "save": saving("delta"),
    }
    component("delta")(data=data, key=key)
