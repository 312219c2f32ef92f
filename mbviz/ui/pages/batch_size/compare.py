"""Pin and compare: keep one curve, change something, and see both, drawn by the same random numbers."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import streamlit as st

from mbviz.ui import data
from mbviz.ui.controls import spell
from mbviz.ui.language import _
from mbviz.ui.settings import Settings
from mbviz.ui.text import table

SHOWN = (10, 100, 1000)


def pinned(settings: Settings) -> Settings | None:
    """The settings that were pinned, with the data of now; None when nothing is pinned, or its network is not there."""
    pin = st.session_state.get("pin")
    if pin is None or pin["fingerprint"] != settings.dataset.fingerprint:
        return None
    snapshot = data.training(settings.dataset.fingerprint, settings.dataset).snapshot(pin["network"])
    return snapshot and replace(settings, snapshot=snapshot, seed=pin["seed"], replace=pin["replace"])


def show(settings: Settings, other: Settings | None) -> None:
    """Show the part."""
    lead = _("Pin this curve, then change the network, the replacement or the seed in the sidebar: the pinned one stays as dashed lines.")
    st.html(f"<h3>{_('Pin and compare')}</h3><p>{lead}</p>")
    with st.container(horizontal=True, key="pinning"):
        st.button(_("Pin this curve"), on_click=_pin, args=(settings,), key="pin_now", icon=":material/keep:")
        st.button(_("Unpin"), on_click=_unpin, key="unpin", disabled=other is None)
    if other is None:
        return
    told = _("Pinned: {name}.", name=_describe(other))
    if (other.snapshot.name, other.replace, other.seed) == (settings.snapshot.name, settings.replace, settings.seed):
        st.html(f"<p>{told} {_('It is the curve that is shown; change something.')}</p>")
    elif (other.replace, other.seed) == (settings.replace, settings.seed):
        st.html(f"<p>{told}</p>{_common(settings, other)}")
    else:
        st.html(f"<p>{told} {_('With the same seed and way of drawing, both networks would see the same batches, and the table of differences shows here.')}</p>")


def _describe(settings: Settings) -> str:
    way = _("with replacement") if settings.replace else _("without replacement")
    return _("{network}, {way}, seed {seed}", network=spell(settings.snapshot.name), way=way, seed=settings.seed)


def _pin(settings: Settings) -> None:
    st.session_state.pin = {
        "fingerprint": settings.dataset.fingerprint, "network": settings.snapshot.name, "seed": settings.seed, "replace": settings.replace,
    }  # fmt: skip


def _unpin() -> None:
    st.session_state.pin = None


def _common(settings: Settings, other: Settings) -> str:
    """How far apart the two networks are, by the same batches and by others."""
    ours, theirs = data.cloud(settings), data.cloud(other)
    rows = []
    for size in (size for size in SHOWN if size in ours.sizes):
        a, b = ours.estimates[ours.sizes.index(size)], theirs.estimates[theirs.sizes.index(size)]
        apart = np.hypot(a.std(ddof=1), b.std(ddof=1))
        rows.append([f"B = {size:,}", f"{(a - b).mean():+.4f}", f"{(a - b).std(ddof=1):.4f}", f"{apart:.4f}"])
    head = ["", _("mean difference, nats"), _("its spread: the same batches"), _("its spread: batches of their own")]
    why = _("Both networks see the same digits, so their luck is shared: the difference of two models is known better than either loss.")
    return table(head, rows, caption=_("this network minus the pinned one, over {draws} draws", draws=data.N_DRAWS)) + f"<p>{why}</p>"
