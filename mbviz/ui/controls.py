"""Controls: each is the view of a setting in `mbviz.ui.state`, and shows what was wrong with the last change."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import streamlit as st
from numpy.typing import NDArray
from streamlit.delta_generator import DeltaGenerator

from mbviz.ui import session
from mbviz.ui.kinds import Choice
from mbviz.ui.language import _, current, markdown
from mbviz.ui.state import SETTINGS

WIDTH = 140  # pixels of a number field that stands beside something


def _bind(key: str, *, has_labels: bool = False) -> dict[str, Any]:
    """What ties a control to its setting; call it right before the control is shown.

    Streamlit forgets the controls of a page that is left, and the browser knows a choice by its label only: in both
    cases it must be told the value again.
    """
    kept = session.memory()
    is_relabelled = has_labels and kept.labelled.get(key, current()) != current()
    if key not in st.session_state or is_relabelled:
        st.session_state[key] = session.as_control(kept.values[key])
    if has_labels:
        kept.labelled[key] = current()
    return {"key": key, "on_change": session.changed, "args": (key,)}


def number(key: str, *, place: DeltaGenerator | None = None) -> int:
    """A field for a whole number; whatever else is typed is refused with a sentence below it."""
    place, setting = place or st.container(), SETTINGS[key]
    default = setting.initial(session.memory().limits)  # of an emptied field; without one a cross to empty it is shown
    assert isinstance(default, int)
    # without limits in the browser, which would keep a wrong number in the field and tell nobody
    place.number_input(_(setting.label), None, None, float(default), 1.0, "%.0f", width=WIDTH, **_bind(key))
    if key in session.memory().refused:
        place.warning(markdown(session.memory().refused[key]))
    return session.whole(key)


def labels(key: str) -> Mapping[str, str]:
    """What a visitor reads for each option of a setting; marked for translation."""
    return _kind(key).labels


def _kind(key: str) -> Choice:
    kind = SETTINGS[key].kind
    assert isinstance(kind, Choice)
    return kind


def example(place: DeltaGenerator | None = None) -> int:
    """Which example of the batch is selected."""
    return number("n", place=place)


def walk(order: NDArray[np.integer]) -> int:
    """Which example of the batch is selected, with buttons to the one before and after it in `order`, (B,)."""
    row, n = st.container(horizontal=True, vertical_alignment="bottom", key="bar_example"), session.whole("n")
    row.button(_("Previous example"), on_click=_walk, args=(order, -1), disabled=n == order[0], key="earlier")
    example(row)
    row.button(_("Next example"), on_click=_walk, args=(order, 1), disabled=n == order[-1], key="later")
    return session.whole("n")


def _walk(order: NDArray[np.integer], step: int) -> None:
    place = int(np.flatnonzero(order == session.whole("n"))[0]) + step
    if 0 <= place < len(order):
        session.put(n=int(order[place]))


def spell(name: str) -> str:
    """A snapshot's name as people write it: “1 epoch”."""
    if name == "untrained":
        return _("untrained")
    amount, unit = name.split("-")
    if unit == "steps":
        return _("{amount} steps", amount=amount)
    return _("1 epoch") if amount == "1" else _("{amount} epochs", amount=amount)
