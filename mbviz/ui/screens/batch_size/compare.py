"""Pin and compare: keep one curve, change something, and see both, drawn by the same random numbers."""

from __future__ import annotations

import dataclasses

import streamlit as st

from mbviz._numbers import fixed
from mbviz.stats.paired import Luck, paired_differences, shared_luck
from mbviz.ui import acts, allowed, data, session
from mbviz.ui.controls import spell
from mbviz.ui.kinds import Pin
from mbviz.ui.language import _
from mbviz.ui.settings import Settings
from mbviz.ui.text import behind, table

SHOWN = (10, 100, 1000)
DECIMALS = 4  # of the table, in nats


def pinned(settings: Settings) -> Settings | None:
    """The settings that were pinned, with the data of now; None when nothing is pinned, or its network is not there."""
    pin = session.pin()
    if pin is None:
        return None
    snapshot = data.training(settings.dataset).snapshot(pin.network)
    if snapshot is None:
        return None
    return dataclasses.replace(settings, snapshot=snapshot, seed=pin.seed, replace=pin.replace)


def show(settings: Settings, other: Settings | None) -> None:
    """Show the buttons, what is pinned, and folded the table of differences."""
    parts = []
    if allowed.may_change("pin"):
        parts.append(_pin(settings))
        if other is not None:
            parts.append(acts.button("unpin", _("Unpin"), session.set_value, "pin", None))
    if other is not None:
        parts.append(behind(_("Compare"), _compared(settings, other)))
    if parts:
        st.html(acts.row(*parts))


def _pin(settings: Settings) -> str:
    """The button that keeps this curve (HTML)."""
    return acts.button(
        "pin",
        _("Pin this curve"),
        _keep,
        session.word("network"),
        settings.snapshot.name,
        help=_("It stays as dashed lines while you change the network, the replacement or the seed."),
    )


def _keep(wished: str, shown: str) -> None:
    """Pin what is shown; where another network is `wished` by now than was when the button was, that."""
    network = session.word("network")
    session.set_value(
        "pin", Pin(shown if network == wished else network, session.whole("seed"), session.flag("replace"))
    )


def _compared(settings: Settings, other: Settings) -> str:
    """What is pinned, and how far it is from what is shown."""
    told = _("Pinned: {name}.", name=_describe(other))
    if (other.snapshot.name, other.replace, other.seed) == (settings.snapshot.name, settings.replace, settings.seed):
        return f"<p>{told} {_('It is the curve that is shown; change something.')}</p>"
    if (other.replace, other.seed) == (settings.replace, settings.seed):
        return f"<p>{told}</p>{_common(settings, other)}"
    more = _(
        "With the same seed and way of drawing, both networks would see the same batches, and the table of differences shows here."
    )
    return f"<p>{told} {more}</p>"


def _describe(settings: Settings) -> str:
    way = _("with replacement") if settings.replace else _("without replacement")
    return _("{network}, {way}, seed {seed}", network=spell(settings.snapshot.name), way=way, seed=settings.seed)


def _common(settings: Settings, other: Settings) -> str:
    """How far apart the two networks are, by the same batches and by others."""
    ours, theirs = data.cloud(settings), data.cloud(other)
    sizes = [size for size in SHOWN if size in ours.sizes]
    at = [ours.sizes.index(size) for size in sizes]
    found = paired_differences(ours.estimates[at], theirs.estimates[at])
    rows = [
        [f"B = {size:,}", fixed(mean, DECIMALS, signed=True), fixed(common, DECIMALS), fixed(separate, DECIMALS)]
        for size, mean, common, separate in zip(sizes, found.mean, found.std_common, found.std_separate, strict=True)
    ]
    head = ["", _("mean difference, nats"), _("its spread: the same batches"), _("its spread: batches of their own")]
    caption = _("this network minus the pinned one, over {draws} draws", draws=data.N_DRAWS)
    return table(head, rows, caption=caption) + f"<p>{_luck(shared_luck(found, decimals=DECIMALS))}</p>"


def _luck(luck: Luck | None) -> str:
    """What the same batches do to the difference, by the numbers of the table."""
    if luck is None:
        return ""
    if luck is Luck.SHARED:
        return _(
            "Both networks see the same digits, so their luck is shared: "
            "here the difference of the two is known better than either loss."
        )
    if luck is Luck.PARTLY_SHARED:
        return _(
            "Both networks see the same digits, so part of their luck is shared: "
            "the same batches tell the difference better than batches of their own."
        )
    if luck is Luck.NOT_SHARED:
        return _(
            "Both networks see the same digits, but these two do not find the same ones hard: "
            "the same batches tell the difference no better than batches of their own."
        )
    return _(
        "Both networks see the same digits, but here that helps at some batch sizes only: "
        "these two share little of their luck."
    )
