"""Controls: each is the view of a setting in `mbviz.ui.state`, and shows what was wrong with the last change."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import Any

import numpy as np
import streamlit as st
from numpy.typing import NDArray
from streamlit.delta_generator import DeltaGenerator

from mbviz.sampling import round_sizes
from mbviz.ui import session
from mbviz.ui.kinds import LARGEST, Choice
from mbviz.ui.language import _, current, markdown
from mbviz.ui.state import LANGUAGES, SETTINGS

WIDTH = 140  # pixels of a number field that stands beside something
SIZE_WIDTH = 190  # of the one with the longest label


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


def number(
    key: str,
    help: str | None = None,
    *,
    place: DeltaGenerator | None = None,
    told: DeltaGenerator | None = None,
    width: int | None = None,
) -> int:
    """A field for a whole number; whatever else is typed is refused with a sentence in `told`, or else below it."""
    place, setting = place or st.container(), SETTINGS[key]
    default = setting.initial(session.memory().limits)  # of an emptied field; without one a cross to empty it is shown
    assert isinstance(default, int)
    # without limits in the browser, which would keep a wrong number in the field and tell nobody
    place.number_input(
        _(setting.label), None, None, float(default), 1.0, "%.0f", help=help, width=width or "stretch", **_bind(key)
    )
    if key in session.memory().refused:
        (told or place).warning(markdown(session.memory().refused[key]))
    return session.whole(key)


def slider(key: str, spelled: Callable[[str], str] = str) -> str:
    """A slider over the options of a setting, each as `spelled` says it."""
    st.select_slider(_(SETTINGS[key].label), _options(key), format_func=spelled, **_bind(key, has_labels=True))
    return session.word(key)


def buttons(key: str) -> str:
    """The options of a setting side by side, as its labels say them."""
    labels = {name: name for name in _options(key)} | dict(_kind(key).labels)
    st.segmented_control(
        _(SETTINGS[key].label),
        _options(key),
        required=True,
        format_func=lambda name: _(labels[name]),
        **_bind(key, has_labels=True),
    )
    return session.word(key)


def _kind(key: str) -> Choice:
    kind = SETTINGS[key].kind
    assert isinstance(kind, Choice)
    return kind


def _options(key: str) -> list[str]:
    return list(_kind(key).options(session.memory().limits))


def bar(path: str, more: Callable[[], None]) -> None:
    """The controls that act on the page `path` in a row; what is changed seldom, and `more`, behind a button."""
    values = session.memory().values
    shown = {key for key, setting in SETTINGS.items() if setting.acts_on(path, values)}
    row = st.container(horizontal=True, vertical_alignment="bottom", key="bar")
    told = st.container(key="refused")  # below the row, which keeps its height
    with row:
        if "batch_size" in shown:
            batch_size(told)
        if "draw" in shown:
            draw(told)
        network()
        with st.popover(_("More settings"), key="more"):
            number("seed", _("Another seed, another series of draws; the same seed, the same batches."))
            if "replace" in shown:
                replacement()
            back_to_defaults()
            language()
            more()


def batch_size(told: DeltaGenerator) -> int:
    """Slider over round sizes, and a field for any whole number; the field is what counts."""
    row, kept = st.container(horizontal=True, vertical_alignment="bottom", key="bar_size"), session.memory()
    slot, n = row.container(), kept.limits.examples
    size = number("batch_size", place=row, told=told, width=SIZE_WIDTH)
    # A size that did not come from the slider gets a new one: a browser that has not heard of the size yet may still
    # send what the old slider shows with the next change of another control, and that would undo the size
    shown, which = kept.slider
    kept.slider = size, which + (size != shown)
    key = f"batch_size_slider_{kept.slider[1]}"
    sizes = sorted({*round_sizes(n), size})
    slot.select_slider(
        _("Batch size B"), sizes, size, key=key, on_change=_slide, args=(key,), format_func="{:,}".format
    )
    return size


def _slide(key: str) -> None:
    kept = session.memory()
    session.put(batch_size=st.session_state[key])
    kept.slider = session.whole("batch_size"), kept.slider[1]


def draw(told: DeltaGenerator) -> int:
    """Which draw of the series, with buttons for the previous and the next one."""
    row, now = st.container(horizontal=True, vertical_alignment="bottom", key="bar_draw"), session.whole("draw")
    row.button(_("Previous draw"), on_click=_move, args=("draw", -1), shortcut="P", disabled=now == 0, key="previous")
    number("draw", place=row, told=told, width=WIDTH)
    row.button(_("Next draw"), on_click=_move, args=("draw", 1), shortcut="N", disabled=now == LARGEST, key="next")
    return now


def _move(key: str, step: int) -> None:
    with suppress(ValueError):  # the first and the last are the ends
        session.put(**{key: session.whole(key) + step})


def replacement() -> bool:
    """With or without replacement."""
    told = _("NumPy’s default: every index is drawn from all the digits, so one can come twice.")
    st.toggle(_(SETTINGS["replace"].label), help=told, **_bind("replace"))
    return session.flag("replace")


def network() -> str:
    """How far the network is trained."""
    return slider("network", spell)


def example(place: DeltaGenerator | None = None) -> int:
    """Which example of the batch is selected."""
    return number("n", place=place, width=WIDTH)


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


def language() -> None:
    """The language of the page."""
    st.radio(
        SETTINGS["lang"].label, list(LANGUAGES), format_func=LANGUAGES.__getitem__, horizontal=True, **_bind("lang")
    )


def back_to_defaults() -> None:
    """A button that undoes all choices, those of other pages included; the address is empty then."""
    st.button(_("Back to defaults"), on_click=session.reset, width="stretch", key="defaults")


def spell(name: str) -> str:
    """A snapshot's name as people write it: “1 epoch”."""
    if name == "untrained":
        return _("untrained")
    amount, unit = name.split("-")
    if unit == "steps":
        return _("{amount} steps", amount=amount)
    return _("1 epoch") if amount == "1" else _("{amount} epochs", amount=amount)
