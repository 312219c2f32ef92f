"""What a batch is: the article's example of a hundred digits."""

from __future__ import annotations

import streamlit as st

from mbviz._numbers import nats
from mbviz.batch import Batch, open_batch
from mbviz.sampling import draw_batch
from mbviz.ui import allowed, session
from mbviz.ui.components import sheets
from mbviz.ui.components.gallery import gallery
from mbviz.ui.language import _
from mbviz.ui.sent import read_number
from mbviz.ui.settings import Settings
from mbviz.ui.terms import explained
from mbviz.ui.text import head

HUNDRED = 100  # the article's example of a batch
HEIGHT = 400  # pixels of its digits and of their losses


def show(settings: Settings) -> None:
    """Show the screen."""
    size = min(HUNDRED, settings.dataset.n)
    mask = draw_batch(settings.dataset.n, size, seed=settings.seed, draw=settings.draw, replace=settings.replace)
    batch = open_batch(mask, settings.dataset.labels, settings.snapshot.y)
    lead = _(
        "A bundle of examples that goes through the network together. The article’s has {size}, whatever B is: "
        "{size} digits in, {size} rows of softmax outputs out, and a loss for each.",
        size=size,
    )
    st.html(head(_("What is a batch?"), lead))
    _views(settings, batch)
    numbers = [*batch.losses[:3], batch.losses.sum(), batch.loss]
    *first, total, mean = [nats(number) if allowed.has_answers() else "?" for number in numbers]
    st.html(
        f"<p>{_('The loss of the batch: add the {size} losses up, and divide by {size}.', size=size)}</p>"
        f'<p class="mbviz-formula">({" + ".join(first)} + …) / {size} = {total} / {size} = <b>{mean} {explained("nats")}</b></p>'
    )


def _views(settings: Settings, batch: Batch) -> None:
    """The digits with their outputs, and their losses; one of them is selected in both."""
    size = len(batch)
    selected = min(session.memory().hundred, size - 1)
    rows = batch.order(by_loss=False, most=size)
    name = f"hundred {settings.name}"
    with st.container(key="pair_6_5" if allowed.has_answers() else "alone"):
        gallery(
            settings.dataset.images[batch.batch_mask],
            batch.y,
            batch.t,
            rows,
            selected=selected,
            painted=name,
            key="hundred",
            summary=_(
                "Digits of draw {draw} with their softmax bars; {wrong} of {size} are predicted wrongly.",
                draw=settings.draw,
                wrong=int((batch.predicted != batch.t).sum()),
                size=size,
            ),
            on_pick=lambda: _select("hundred", size),
            whole=HEIGHT,
        )
        if allowed.has_answers():
            sheets.losses(
                batch,
                rows,
                selected,
                height=HEIGHT,
                painted=name,
                key="hundred_losses",
                on_pick=lambda: _select("hundred_losses", size),
            )


def _select(view: str, size: int) -> None:
    picked = read_number(session.sent(view, "pick"), range(size))
    if picked is not None:
        session.memory().hundred = picked
