"""Pin and compare: keep one curve, change something, and see both, drawn by the same random numbers."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import streamlit as st

from mbviz._numbers import fixed
from mbviz.ui import data, session
from mbviz.ui.controls import spell
from mbviz.ui.kinds import Pin
from mbviz.ui.language import _
from mbviz.ui.settings import Settings
from mbviz.ui.text import table

SHOWN = (10, 100, 1000)


def pinned(settings: Settings) -> Settings | None:
    """The settings that were pinned, with the data of now; None when nothing is pinned, or its network is not there."""
    pin = session.pin()
    if pin is None:
        return None
    snapshot = data.training(settings.dataset).snapshot(pin.network)
    if snapshot is None:
        return None
    return replace(settings, snapshot=snapshot, seed=pin.seed, replace=pin.replace)


def show(settings: Settings, other: Settings | None) -> None:
    """Show the part."""
    lead = _(
        "Pin this curve, then change the network, the replacement or the seed in the sidebar: the pinned one stays as dashed lines."
    )
    st.html(f"<h3>{_('Pin and compare')}</h3><p>{lead}</p>")
    with st.container(horizontal=True, key="pinning"):
        st.button(
            _("Pin this curve"),
            on_click=session.set_value,
            args=("pin", Pin(settings.snapshot.name, settings.seed, settings.replace)),
            key="pin_now",
            icon=":material/keep:",
        )
        st.button(_("Unpin"), on_click=session.set_value, args=("pin", None), key="unpin", disabled=other is None)
    if other is None:
        return
    told = _("Pinned: {name}.", name=_describe(other))
    if (other.snapshot.name, other.replace, other.seed) == (settings.snapshot.name, settings.replace, settings.seed):
        st.html(f"<p>{told} {_('It is the curve that is shown; change something.')}</p>")
    elif (other.replace, other.seed) == (settings.replace, settings.seed):
        st.html(f"<p>{told}</p>{_common(settings, other)}")
    else:
        st.html(
            f"<p>{told} {_('With the same seed and way of drawing, both networks would see the same batches, and the table of differences shows here.')}</p>"
        )


def _describe(settings: Settings) -> str:
    way = _("with replacement") if settings.replace else _("without replacement")
    return _("{network}, {way}, seed {seed}", network=spell(settings.snapshot.name), way=way, seed=settings.seed)


def _common(settings: Settings, other: Settings) -> str:
    """How far apart the two networks are, by the same batches and by others."""
    ours, theirs = data.cloud(settings), data.cloud(other)
    rows, spreads = [], []
    for size in (size for size in SHOWN if size in ours.sizes):
        a, b = ours.estimates[ours.sizes.index(size)], theirs.estimates[theirs.sizes.index(size)]
        shared, either = (a - b).std(ddof=1), (a.std(ddof=1), b.std(ddof=1))
        rows.append(
            [f"B = {size:,}", fixed((a - b).mean(), 4, signed=True), f"{shared:.4f}", f"{np.hypot(*either):.4f}"]
        )
        spreads.append((shared, np.hypot(*either), min(either)))
    head = ["", _("mean difference, nats"), _("its spread: the same batches"), _("its spread: batches of their own")]
    caption = _("this network minus the pinned one, over {draws} draws", draws=data.N_DRAWS)
    return table(head, rows, caption=caption) + f"<p>{_luck(np.array(spreads).reshape(-1, 3))}</p>"


def _luck(spreads: np.ndarray) -> str:
    """What the same batches do to the difference, by the numbers of the table: shape (m, 3), in nats.

    The columns are the spread of the difference by the same batches, by batches of their own, and that of the
    loss that spreads least. Var(a − b) = Var a + Var b − 2 Cov(a, b): which of the first two is smaller hangs on
    whether the networks find the same digits hard (common random numbers).
    """
    same, own, least = spreads.round(4).T  # as the table shows them
    same, own, least = (
        column[same != own] for column in (same, own, least)
    )  # all the digits without replacement: 0 and 0
    if not len(same):
        return ""
    if (same < np.minimum(own, least)).all():
        return _(
            "Both networks see the same digits, so their luck is shared: "
            "here the difference of the two is known better than either loss."
        )
    if (same < own).all():
        return _(
            "Both networks see the same digits, so part of their luck is shared: "
            "the same batches tell the difference better than batches of their own."
        )
    if (same > own).all():
        return _(
            "Both networks see the same digits, but these two do not find the same ones hard: "
            "the same batches tell the difference no better than batches of their own."
        )
    return _(
        "Both networks see the same digits, but here that helps at some batch sizes only: "
        "these two share little of their luck."
    )
