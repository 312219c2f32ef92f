"""The page "Part by part": from all the digits to one dot, read from top to bottom."""

from __future__ import annotations

import numpy as np
import streamlit as st

from mbviz._numbers import fixed, in_code, nats, percent
from mbviz.batch import Batch
from mbviz.stats.estimates import standard_error
from mbviz.stats.profile import loss_shares
from mbviz.takeaway import mini_batch_cells
from mbviz.ui import controls, data, session
from mbviz.ui.components import sheets
from mbviz.ui.components.dots import dots
from mbviz.ui.components.gallery import gallery
from mbviz.ui.language import _
from mbviz.ui.pages.draw import line, show_indices
from mbviz.ui.settings import Settings
from mbviz.ui.take import take_with_you
from mbviz.ui.text import code, numbers, section

SHOWN = 1000  # so many examples are drawn; the numbers are of all of them


def show(settings: Settings) -> None:
    """Show the page."""
    batch = settings.batch()
    above = st.container()
    selected = _example(batch)  # before the others, since all of them show which example is selected
    with above:
        _draw(settings, batch)
        rows = _predict(settings, batch, selected)
        with st.container(key="side_by_side"):
            left, right = st.columns([6, 5], gap="medium", vertical_alignment="bottom")  # the rows of both line up
        with left:
            _pick(settings, batch, rows, selected)
        with right:
            _score(settings, batch, rows, selected)
    _compare(settings, batch)
    seed, draw, replace = settings.seed, settings.draw, settings.replace
    take_with_you(
        "mbviz-mini-batch",
        lambda whole: mini_batch_cells(
            settings.dataset, settings.snapshot, batch, seed=seed, draw=draw, replace=replace, whole=whole
        ),
        batch,
    )


def _draw(settings: Settings, batch: Batch) -> None:
    lead = _(
        "A <b>mini-batch</b> is a random part of the data. Its mean loss is an estimate of the loss of all the data: "
        "follow one batch from the draw down to its dot."
    )
    title = _("From {n:,} digits to one dot", n=settings.dataset.n)
    st.html(f"<h1>{title}</h1><p>{lead}</p>" + section(_("1 · Draw: which digits?")) + code(line(settings)))
    show_indices(settings, batch)


def _predict(settings: Settings, batch: Batch, selected: int) -> np.ndarray:
    """The digits with their softmax bars; returns the numbers n of those shown, in the order chosen."""
    wrong = int(batch.wrong.sum())
    lead = _(
        "<b>{right:,} of {size:,} right.</b> Above each digit its true class, and after the arrow a wrong prediction. "
        "The bars are <code>y</code>, the {classes} softmax outputs; the true class is outlined.",
        right=len(batch) - wrong,
        size=len(batch),
        classes=batch.y.shape[1],
    )
    if len(batch) > SHOWN:
        lead += " " + _(
            "The pictures show {shown:,} of them, the first in the order below; the numbers are of all.", shown=SHOWN
        )
    st.html(section(_("2 · Predict: what does the network say?"), lead))
    rows = batch.order(by_loss=controls.buttons("order") == "largest-loss-first", most=SHOWN)
    summary = _(
        "{shown} digits of draw {draw} (seed {seed}) with their softmax bars; of all {size}, {wrong} are predicted wrongly.",
        shown=len(rows),
        draw=settings.draw,
        seed=settings.seed,
        size=len(batch),
        wrong=wrong,
    )
    gallery(
        settings.dataset.images[batch.batch_mask[rows]],
        batch.y[rows],
        batch.t[rows],
        rows,
        selected=selected,
        summary=summary,
        key="gallery",
        painted=settings.name,
        on_pick=lambda: session.take("gallery", "n"),
    )
    return rows


def _pick(settings: Settings, batch: Batch, rows: np.ndarray, selected: int) -> None:
    lead = _("<code>y[np.arange(B), t]</code>: from each row, the true class picks <b>one</b> cell.")
    st.html(section(_("3 · Pick y[n, t]"), lead))
    sheets.picks(batch, rows, selected, painted=settings.name, key="picks", on_pick=lambda: session.take("picks", "n"))


def _score(settings: Settings, batch: Batch, rows: np.ndarray, selected: int) -> None:
    lead = _("The surer of the truth, the shorter the bar; their mean is the loss.")
    st.html(section(_("4 · Score −log y[n, t]"), lead))
    sheets.losses(
        batch, rows, selected, painted=settings.name, key="losses", on_pick=lambda: session.take("losses", "n")
    )


def _example(batch: Batch) -> int:
    """The batch's formula, and the selected example's line of it; returns its n."""
    size, total = len(batch), batch.losses.sum()
    st.html(
        f'<p class="mbviz-formula">E = −1/{size:,} · Σ log(y[n, t<sub>n</sub>] + 10<sup>−7</sup>) '
        f"= {nats(total)} / {size:,} = <b>{nats(batch.loss)} nats</b></p>"
    )
    line = st.container(horizontal=True, vertical_alignment="bottom", key="example")
    n = controls.example(line)
    probability, loss = batch.picks[n], batch.losses[n]
    share = f" ({_('{share} of the batch’s loss', share=percent(loss_shares(batch.losses)[n]))})" if total > 0 else ""
    pick = in_code(probability)
    line.html(code(f"y[{n}, {batch.t[n]}] = {pick}  →  -log({pick} + 1e-7) = {loss:.4g} nats{share}"))
    return n


def _compare(settings: Settings, batch: Batch) -> None:
    cloud = data.cloud(settings)
    off = batch.loss - cloud.mean
    error = float(standard_error(cloud.std, len(batch), None if settings.replace else settings.dataset.n))
    lead = _(
        "Every dot is a mini-batch: {draws} draws of each of {sizes} sizes. <b>Click one to open it above.</b> "
        "The band is the mean of all the data ± 2 standard errors; for B = {size:,} one is {error:.4f} nats.",
        draws=data.N_DRAWS,
        sizes=len(cloud.sizes),
        size=len(batch),
        error=error,
    )
    figures = numbers(
        (_("This batch"), f"{fixed(batch.loss, 4)} nats"),
        (_("All {n:,} digits", n=settings.dataset.n), f"{fixed(cloud.mean, 4)} nats"),
        (_("Off by"), f"{fixed(off, 4, signed=True)} nats"),
        (_("in per cent"), percent(off / cloud.mean, 1, signed=True)),
    )
    st.html(section(_("5 · Compare: how far off is this batch?"), lead) + figures)
    alt = _(
        "Loss estimates of {count} mini-batches against batch size from 1 to {most}: they gather around the loss of all the data, "
        "{mean:.4f} nats, and the larger the batch the closer.",
        count=cloud.estimates.size,
        most=cloud.sizes[-1],
        mean=cloud.mean,
    )
    st.plotly_chart(cloud.figure, key="chart_estimates", alt=alt, theme=None, config={"displayModeBar": False})
    this = {"size": len(batch), "loss": batch.loss, "label": _("this batch: {loss:.4f}", loss=batch.loss)}
    dots(
        "chart_estimates",
        cloud.sizes,
        cloud.estimates,
        cloud.top,
        this,
        painted=settings.name,
        key="overlay_dots",
        on_pick=lambda: session.take("overlay_dots", "batch_size", "draw"),
        hover=_("B = {size}, draw {draw}: {loss}"),
    )
