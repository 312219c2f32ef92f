"""One example: one digit of the batch, from its picture to its part of the loss."""

from __future__ import annotations

import numpy as np
import streamlit as st

from mbviz._numbers import in_code, nats, percent
from mbviz.batch import Batch
from mbviz.stats.profile import loss_shares
from mbviz.takeaway import example_cells
from mbviz.ui import allowed, session
from mbviz.ui.components.gallery import gallery
from mbviz.ui.language import _
from mbviz.ui.settings import Settings
from mbviz.ui.take import take_with_you
from mbviz.ui.terms import explained
from mbviz.ui.text import code, head, heat_row, meter

AROUND = 20  # so many examples to each side of the selected one the bar can walk to without asking


def show(settings: Settings) -> None:
    """Show the screen."""
    batch, n = settings.batch(), session.whole("n")
    place = _place(batch, n)
    st.html(head(_title(batch, n)))
    with st.container(key="one"):  # its parts stand side by side: see style.css
        _digit(settings, batch, n)
        st.html(_row(batch, n, place))
        seed, draw, replace = settings.seed, settings.draw, settings.replace
        take_with_you(
            "mbviz-example",
            lambda whole: example_cells(
                settings.dataset, settings.snapshot, batch, n, seed=seed, draw=draw, replace=replace, whole=whole
            ),
            batch,
            titled=False,
        )


def _place(batch: Batch, n: int) -> int:
    """Where example n stands in the order chosen; the bar gets its neighbours there."""
    by_loss = session.word("order") == "largest-loss-first"
    order = batch.order(by_loss=by_loss, most=len(batch))
    place = int(np.flatnonzero(order == n)[0])
    session.memory().around = order[max(place - AROUND, 0) : place + AROUND + 1].tolist()
    return place


def _title(batch: Batch, n: int) -> str:
    return _("A {truth}. How much does the network believe it?", truth=int(batch.t[n]))


def _digit(settings: Settings, batch: Batch, n: int) -> None:
    """The digit with its softmax bars."""
    rows = np.array([n])
    index = int(batch.batch_mask[n])
    gallery(
        settings.dataset.images[[index]],
        batch.y[rows],
        batch.t[rows],
        rows,
        selected=n,
        summary=_(
            "The digit at index {index:,}, a {truth}, with its softmax bars.", index=index, truth=int(batch.t[n])
        ),
        painted=_mark(settings, n),
        key="one_digit",
        on_pick=lambda: None,
    )


def _row(batch: Batch, n: int, place: int) -> str:
    """Its row of `y`, the cell that the truth picks, and what that costs (HTML)."""
    truth, is_open = int(batch.t[n]), allowed.has_answers()
    pick, loss = (in_code(batch.picks[n]), f"{batch.losses[n]:.4g}") if is_open else ("?", "?")
    picking = f"y[np.arange({len(batch)}), t][{n}] = y[{n}, {truth}] = {pick}"
    scoring = f"-log({pick} + 1e-7) = {loss} nats"
    row = heat_row(batch.y[n], truth if is_open else None)
    parts = f"<p>{explained(_told(batch, n, place))}</p>", row, code(picking), code(scoring)
    return "".join(parts) + (_share(batch, n) if is_open else "")


def _share(batch: Batch, n: int) -> str:
    """Its part of the batch's loss as a bar and in words (HTML)."""
    share = float(loss_shares(batch.losses)[n])
    return meter(share, 1 / len(batch), _shared(batch, n, share))


def _told(batch: Batch, n: int, place: int) -> str:
    """Which digit it is, and what the network says of it."""
    truth, guess = int(batch.t[n]), int(batch.predicted[n])
    index, size = int(batch.batch_mask[n]), len(batch)
    which = _("<code>x_train[{index}]</code> is example {n} of {size:,}.", index=index, n=n, size=size)
    if session.word("order") == "largest-loss-first":
        which += " " + _("By its loss it is number {place:,}.", place=place + 1)
    if allowed.has_answers():
        says = _("The network gives the truth {pick} and says {guess}.", pick=in_code(batch.picks[n]), guess=guess)
    else:
        says = _("The network says {guess}.", guess=guess)
    return f"{which} {says}\u00a0{'✓' if truth == guess else '✗'}"


def _shared(batch: Batch, n: int, share: float) -> str:
    """Its part of the batch's loss."""
    return _(
        "{share} of the batch’s loss, {loss} / {total}; an equal share is {equal}.",
        share=percent(share),
        loss=nats(batch.losses[n]),
        total=nats(float(batch.losses.sum())),
        equal=percent(1 / len(batch)),
    )


def _mark(settings: Settings, n: int) -> str:
    return f"{settings.name} n={n}"
