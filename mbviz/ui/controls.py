"""The sidebar: controls that hold on every page, each bound to the address."""

from __future__ import annotations

import streamlit as st

from mbviz._messages import Message
from mbviz.sampling import round_sizes
from mbviz.ui import address
from mbviz.ui.language import N_, _

BOUND = {"bind": "query-params"}
WHOLE = Message("a whole number from 0 to 9,007,199,254,740,991")  # the largest that a browser's numbers hold
ORDERS = {"as-drawn": N_("as drawn"), "largest-loss-first": N_("largest loss first")}
DEFAULTS = {"batch_size": 10, "draw": 0, "seed": 0, "replace": True, "n": 0}
NETWORK = "1-epoch"


def batch_size(n: int) -> int:
    """Slider over round sizes, and a field for any whole number; the field is what counts."""
    slot = st.container()
    size = st.number_input(
        _("… or any whole number"),
        1,
        n,
        min(DEFAULTS["batch_size"], n),
        key="batch_size",
        **BOUND,
        help=_("Any batch size from 1 to {n:,}, the number of digits loaded.", n=n),
    )
    # A size from elsewhere gets a slider of its own: a browser that has not heard of it yet may still send the old
    # slider's value with the next change of another control, and that would undo the new size
    shown, count = st.session_state.get("batch_size_slider", (None, 0))
    st.session_state.batch_size_slider = size, count = size, count + (shown not in (None, size))
    key = f"batch_size_step_{count}"

    def take_step() -> None:
        st.session_state.batch_size = st.session_state[key]
        st.session_state.batch_size_slider = st.session_state.batch_size, count

    sizes = sorted({*round_sizes(n), size})
    slot.select_slider(_("Batch size B"), sizes, size, key=key, on_change=take_step, format_func="{:,}".format)
    address.check("batch_size", size, Message("a whole number from 1 to {most:,}", most=n))
    return size


def seed_and_draw() -> tuple[int, int]:
    """Which series of draws, and which draw of it, with buttons for the previous and the next one."""
    draw = st.number_input(
        _("Draw number"),
        0,
        None,
        DEFAULTS["draw"],
        key="draw",
        **BOUND,
        help=_("Each draw is another batch: 0, 1, 2 …"),
    )

    def move(step: int) -> None:
        st.session_state.draw = max(0, st.session_state.draw + step)

    with st.container(horizontal=True):
        st.button(
            _("Previous draw"),
            on_click=move,
            args=(-1,),
            shortcut="P",
            disabled=draw == 0,
            width="stretch",
            key="previous",
        )
        st.button(_("Next draw"), on_click=move, args=(1,), shortcut="N", width="stretch", key="next")
    seed = st.number_input(
        _("Seed"),
        0,
        None,
        DEFAULTS["seed"],
        key="seed",
        **BOUND,
        help=_("Another seed, another series of draws; the same seed, the same batches."),
    )
    address.check("draw", draw, WHOLE)
    address.check("seed", seed, WHOLE)
    return seed, draw


def replacement() -> bool:
    """With or without replacement."""
    replace = st.toggle(
        _("With replacement"),
        DEFAULTS["replace"],
        key="replace",
        **BOUND,
        help=_("NumPy’s default: every index is drawn from all the digits, so one can come twice."),
    )
    address.check("replace", replace, Message("true or false"))
    return replace


def network(names: list[str]) -> str:
    """How far the network is trained; `names` in the order of their steps, ready or not."""
    address.start("network", names, NETWORK)
    name = st.select_slider(_("Network trained for"), names, key="network", format_func=spell)
    address.write("network", name, NETWORK)
    address.check("network", name, Message("one of {names}", names=", ".join(names)))
    return name


def back_to_defaults() -> None:
    """A button that undoes all choices, those of the page included; the address is empty then."""

    def reset() -> None:
        address.reset()
        st.session_state.update(DEFAULTS, pin=None)

    st.button(_("Back to defaults"), on_click=reset, width="stretch", key="defaults")


def spell(name: str) -> str:
    """A snapshot's name as people write it: “1 epoch”."""
    if name == "untrained":
        return _("untrained")
    amount, unit = name.split("-")
    return (
        _("{amount} steps", amount=amount)
        if unit == "steps"
        else _("1 epoch")
        if amount == "1"
        else _("{amount} epochs", amount=amount)
    )
