"""The page "One example": one digit of the batch, from its picture to its part of the loss."""

from __future__ import annotations

import numpy as np
import streamlit as st

from mbviz._numbers import in_code, nats, percent
from mbviz.batch import Batch
from mbviz.stats.profile import loss_shares
from mbviz.takeaway import example_cells
from mbviz.ui import controls, session
from mbviz.ui.components.gallery import gallery
from mbviz.ui.language import _
from mbviz.ui.settings import Settings
from mbviz.ui.take import take_with_you
from mbviz.ui.text import code, heat_row, meter


def show(settings: Settings) -> None:
    """Show the page."""
    batch = settings.batch()
    with st.container(horizontal=True, vertical_alignment="bottom", key="head"):
        title = st.container()
        by_loss = session.word("order") == "largest-loss-first"
        n = controls.walk(batch.order(by_loss=by_loss, most=len(batch)))
    title.html(f"<h1>{_title(batch, n)}</h1>")
    left, right = st.columns([2, 5], gap="medium")
    with left:
        _digit(settings, batch, n)
    with right:
        _row(settings, batch, n)
        seed, draw, replace = settings.seed, settings.draw, settings.replace
        take_with_you(
            "mbviz-example",
            lambda whole: example_cells(
                settings.dataset, settings.snapshot, batch, n, seed=seed, draw=draw, replace=replace, whole=whole
            ),
            batch,
            titled=False,
        )


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


def _row(settings: Settings, batch: Batch, n: int) -> None:
    """Its row of `y`, the cell that the truth picks, and what that costs."""
    pick, loss, total = batch.picks[n], batch.losses[n], float(batch.losses.sum())
    truth, guess, index = int(batch.t[n]), int(batch.predicted[n]), int(batch.batch_mask[n])
    mark = "✓" if truth == guess else "✗"
    told = _(
        "<code>x_train[{index}]</code> is example {n} of {size:,}. The network gives the truth {pick} and says {guess}.",
        index=index,
        n=n,
        size=len(batch),
        pick=in_code(pick),
        guess=guess,
    )
    share = float(loss_shares(batch.losses)[n])
    said = _(
        "{share} of the batch’s loss, {loss} / {total}; an equal share is {equal}.",
        share=percent(share),
        loss=nats(loss),
        total=nats(total),
        equal=percent(1 / len(batch)),
    )
    picking = f"y[np.arange({len(batch)}), t][{n}] = y[{n}, {truth}] = {in_code(pick)}"
    scoring = f"-log({in_code(pick)} + 1e-7) = {loss:.4g} nats"
    parts = (f"<p>{told} {mark}</p>", heat_row(batch.y[n], truth), code(picking), code(scoring))
    st.html("".join(parts) + meter(share, 1 / len(batch), said))


def _mark(settings: Settings, n: int) -> str:
    return f"{settings.name} n={n}"
