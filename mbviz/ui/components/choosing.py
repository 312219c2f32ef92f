"""Buttons of which one is chosen, on the screen and not in its bar: what stands beside, and not what is computed with."""

from __future__ import annotations

from collections.abc import Mapping

from mbviz.ui import allowed, session
from mbviz.ui.components import component
from mbviz.ui.kinds import Choice
from mbviz.ui.language import _
from mbviz.ui.state import SETTINGS


def choosing(key: str, options: Mapping[str, str] | None = None, *, label: str, lines: bool = False) -> str:
    """Show a button for each option of a setting, and return the chosen one; no button where they are hidden.

    Parameters
    ----------
    key : str
        Of the setting, one of several names.
    options : mapping of str to str, optional
        Its names, and what stands on the buttons; without it the setting's own words.
    label : str
        What the buttons are for, to those who do not see them.
    lines : bool
        Whether they are lines of code, one below the other.
    """
    value, kind = session.word(key), SETTINGS[key].kind
    if options is None:
        assert isinstance(kind, Choice) and kind.labels
        options = {name: _(text) for name, text in kind.labels.items()}
    shown_key = f"choosing_{key}"
    if allowed.may_change(key):
        component("choosing")(
            data={"label": label, "options": list(map(list, options.items())), "value": value, "lines": lines},
            key=shown_key,
            on_pick_change=lambda: session.take(shown_key, key),
        )
    return value
