"""Controls: each is the view of a setting in `mbviz.ui.state`, and shows what was wrong with the last change."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from mbviz.sampling import round_sizes
from mbviz.ui import session
from mbviz.ui.kinds import LARGEST, Choice
from mbviz.ui.language import _, current, markdown
from mbviz.ui.state import LANGUAGES, SETTINGS

WIDTH = 160  # pixels of a number field that stands beside something


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


def number(key: str, help: str | None = None, *, place: DeltaGenerator | None = None, width: int | None = None) -> int:
    """A field for a whole number; whatever else is typed is refused with a sentence below it."""
    place = place or st.container()
    # without limits in the browser, which would keep a wrong number in the field and tell nobody
    place.number_input(
        _(SETTINGS[key].label), None, None, None, 1.0, "%.0f", help=help, width=width or "stretch", **_bind(key)
    )
    if key in session.memory().refused:
        place.warning(markdown(session.memory().refused[key]))
    return session.whole(key)


def slider(key: str, spelled: Callable[[str], str] = str) -> str:
    """A slider over the options of a setting, each as `spelled` says it."""
    st.select_slider(_(SETTINGS[key].label), _options(key), format_func=spelled, **_bind(key, has_labels=True))
    return session.word(key)


def buttons(key: str) -> str:
    """The options of a setting side by side, as its labels say them."""
    labels = _kind(key).labels
    st.segmented_control(
        _(SETTINGS[key].label),
        _options(key),
        required=True,
        format_func=lambda name: _(labels.get(name, name)),
        **_bind(key, has_labels=True),
    )
    return session.word(key)


def _kind(key: str) -> Choice:
    kind = SETTINGS[key].kind
    assert isinstance(kind, Choice)
    return kind


def _options(key: str) -> list[str]:
    return list(_kind(key).options(session.memory().limits))


def bar(more: Callable[[], None]) -> None:
    """The controls of the batch and the network in a row; what is changed seldom, and `more`, behind a button."""
    with st.container(horizontal=True, vertical_alignment="bottom", key="bar"):
        batch_size()
        draw()
        network()
        with st.popover("⋯", help=_("More settings")):
            number("seed", _("Another seed, another series of draws; the same seed, the same batches."))
            replacement()
            back_to_defaults()
            language()
            more()


def batch_size() -> int:
    """Slider over round sizes, and a field for any whole number; the field is what counts."""
    slot, kept = st.container(), session.memory()
    n = kept.limits.examples
    size = number("batch_size", _("Any batch size from 1 to {n:,}, the number of digits loaded.", n=n))
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


def draw() -> int:
    """Which draw of the series, with buttons for the previous and the next one."""
    now = session.whole("draw")
    ends = (("previous", "◀", _("Previous draw"), -1, "P", 0), ("next", "▶", _("Next draw"), 1, "N", LARGEST))
    for name, sign, label, step, key, end in ends:
        told = f"{label} ({key})"
        st.button(sign, on_click=_move, args=(step,), shortcut=key, disabled=now == end, help=told, key=name)
        if name == "previous":
            number("draw", width=WIDTH)
    return now


def _move(step: int) -> None:
    draw = session.whole("draw") + step
    if 0 <= draw <= LARGEST:
        session.put(draw=draw)


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
