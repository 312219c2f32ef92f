"""The better the model, the harder to measure: the losses of each snapshot, and what ±10% takes."""

from __future__ import annotations

import numpy as np
import streamlit as st

from mbviz._numbers import fixed, in_code, percent, plain, short
from mbviz.figures.loss_histogram import loss_histogram
from mbviz.model.snapshots import Recipe, Snapshot, milestones
from mbviz.stats.profile import EDGES, LossProfile, loss_profile, loss_shares
from mbviz.ui import data, session
from mbviz.ui.components.chart import as_sent, chart
from mbviz.ui.components.gallery import gallery
from mbviz.ui.controls import spell
from mbviz.ui.language import _, current
from mbviz.ui.screens.batch_size.taken import take_along
from mbviz.ui.sent import read_number
from mbviz.ui.settings import Settings
from mbviz.ui.text import behind, code, head, narrow, table

WORST = 10  # digits shown
PRECISION = 0.1


@st.cache_resource(show_spinner=False, max_entries=64)
def facts(fingerprint: str, name: str, _losses: np.ndarray, _y: np.ndarray, _labels: np.ndarray) -> LossProfile:
    """The `loss_profile` of a snapshot's losses (N,) and outputs (N, C), computed once for the data and the snapshot's name."""
    return loss_profile(_losses, _y.argmax(axis=1) == _labels, n_worst=WORST, precision=PRECISION)


def of_snapshot(settings: Settings, snapshot: Snapshot) -> LossProfile:
    """The facts of any snapshot of the chosen data."""
    return facts(settings.dataset.fingerprint, snapshot.name, snapshot.losses, snapshot.y, settings.dataset.labels)


def show(settings: Settings) -> None:
    """Show the screen."""
    lead = _(
        "Training makes most losses tiny and leaves a few large: the mean μ falls faster than the spread σ. "
        "So σ/(μ√B) grows, and the same precision takes <b>more</b> examples."
    )
    chosen = of_snapshot(settings, settings.snapshot)
    st.html(head(_("Why does a better network need a larger batch?"), f"{lead} {_told(chosen)}"))
    with st.container(key="pair_10_9"):
        st.html(f'<div class="mbviz-networks">{_snapshots(settings)}</div>')
        drawn = _drawn(settings.dataset.fingerprint, settings.snapshot.name, current(), chosen)
        chart(drawn, "loss-histogram", key="chart_loss_histogram", alt=_alt(spell(settings.snapshot.name), chosen))
    _worst(settings, chosen)


@st.cache_resource(max_entries=64, show_spinner=False)
def _drawn(fingerprint: str, network: str, language: str, _of: LossProfile) -> str:
    drawn = loss_histogram(EDGES, _of.counts, _of.shares, _of.summary.mean, _of.median, translate=_)
    return as_sent(drawn)


def _alt(network: str, of: LossProfile) -> str:
    """What the histograms show, in words."""
    values = {"network": network, "median": plain(of.median), "mean": plain(of.summary.mean, 3)}
    if np.isnan(of.top):
        return _(
            "Histograms of the losses on a logarithmic axis, “{network}”: half of the examples lie at or below {median} nats, "
            "the mean is {mean} nats, and no example has a loss above 0.",
            **values,
        )
    return _(
        "Histograms of the losses on a logarithmic axis, “{network}”: half of the examples lie below {median} nats, "
        "the mean is {mean} nats, and the top 1% hold {top:.0%} of the loss.",
        **values,
        top=of.top,
    )


def _snapshots(settings: Settings) -> str:
    """The table of all snapshots that are there already."""
    training = data.training(settings.dataset)
    rows = []
    for milestone in milestones(Recipe(), settings.dataset.n):
        snapshot = settings.snapshot if milestone.name == settings.snapshot.name else training.snapshot(milestone.name)
        if snapshot is not None:
            rows.append(
                _row(snapshot.name, of_snapshot(settings, snapshot), chosen=snapshot.name == settings.snapshot.name)
            )
    head = [
        _("trained for"),
        _("accuracy"),
        _("examples for ±10%"),
        "CV\u00a0= σ\u2060/\u2060μ",  # it breaks nowhere
        "μ",
        "σ",
        "γ",
        _("top 1% hold"),
    ]
    caption = _("Examples for ±10%: (1.96 · CV / 0.1)²; μ and σ in nats, γ is the skewness")
    return table(head, rows, caption=caption)


def _row(name: str, of: LossProfile, *, chosen: bool) -> list[str]:
    found = of.summary
    cells = [
        spell(name),
        _accuracy(of.accuracy),
        f"{of.needed:,}" if of.needed else "–",
        fixed(found.cv, 2) if np.isfinite(found.cv) else "–",
        fixed(found.mean, 4),
        fixed(found.std, 4),
        fixed(found.skewness, 1),
        percent(of.top, 0 if not of.top >= 0.995 else None),  # nearly all is not all
    ]
    return _marked(cells, chosen)


def _accuracy(share: float) -> str:
    """Three digits, and more where they would say that no digit is mistaken though one is."""
    return fixed(share, 3) if share < 0.9995 or share == 1 else in_code(share, 1)


def _marked(cells: list[str], is_chosen: bool) -> list[str]:
    """The row of a table, bold and with a mark when it is the chosen one."""
    return (
        [f'<b aria-current="true">▸ {cells[0]}</b>', *(f"<b>{cell}</b>" for cell in cells[1:])] if is_chosen else cells
    )


def _told(of: LossProfile) -> str:
    """Where the mean lies among the losses."""
    if not of.summary.mean > 0:
        return _(
            "The mean loss of this network is {mean} nats: there is nothing left to measure.",
            mean=short(of.summary.mean),
        )
    if of.median <= 0:
        return _(
            "Half of the digits cost nothing at all; the mean, {mean} nats, lies far right of them, above {below:.1%} of all digits. "
            "A batch without the few expensive ones looks better than the network is.",
            mean=short(of.summary.mean),
            below=of.below_mean,
        )
    times = of.summary.mean / of.median
    if times < 2:
        return _(
            "Half of the digits cost less than {median} nats, and the mean is {mean} nats: it lies in the middle of the bulk, "
            "where even a small batch meets it.",
            median=short(of.median),
            mean=short(of.summary.mean),
        )
    return _(
        "Half of the digits cost less than {median} nats; the mean, {mean} nats, is <b>{times} times</b> as much, "
        "above {below:.1%} of all digits. A batch without the few expensive ones looks better than the network is.",
        median=short(of.median),
        mean=short(of.summary.mean),
        times=fixed(times, 0 if times >= 10 else 1),
        below=of.below_mean,
    )


def _select() -> None:
    examples = range(session.memory().limits.examples)
    session.memory().worst = read_number(session.sent("worst", "pick"), examples)


def _worst(settings: Settings, of: LossProfile) -> None:
    """The digits with the largest losses: pictures, and what they cost."""
    snapshot, labels, index = settings.snapshot, settings.dataset.labels, of.worst
    kept = session.memory().worst
    selected = kept if kept is not None and kept in index else int(index[0])
    with st.container(key="pair_7_4"):
        gallery(
            settings.dataset.images[index],
            snapshot.y[index],
            labels[index],
            index,
            selected=selected,
            row=True,
            summary=_pictured(snapshot, labels, index),
            painted=f"{settings.dataset.fingerprint[:8]} {snapshot.name}",
            key="worst",
            on_pick=_select,
        )
        numbers = code(f"np.argsort(-losses)[:{len(index)}]") + _worst_table(snapshot, labels, index, selected)
        line = f"<p><code>{_line(snapshot, labels, selected)}</code></p>"
        st.html(f"{_worst_title(snapshot, index)}{line}{behind(_('All numbers'), numbers)}")
    take_along(settings)


def _pictured(snapshot: Snapshot, labels: np.ndarray, index: np.ndarray) -> str:
    """What the pictures show, in words."""
    pairs = zip(labels[index].tolist(), snapshot.y[index].argmax(axis=1).tolist(), strict=True)
    return _(
        "The {count} digits with the largest losses, from {most} nats down to {least}; truth → prediction: {digits}.",
        count=len(index),
        most=fixed(snapshot.losses[index[0]], 2),
        least=fixed(snapshot.losses[index[-1]], 2),
        digits=", ".join(f"{truth} → {guess}" for truth, guess in pairs),
    )


def _worst_title(snapshot: Snapshot, index: np.ndarray) -> str:
    told = _(
        "They are {few}% of the digits and hold {part}% of the loss. Click one for its probability and its loss.",
        few=plain(100 * len(index) / len(snapshot.losses)),
        part=percent(loss_shares(snapshot.losses)[index].sum()).removesuffix("%"),
    )
    return f"<p><b>{_('The {count} worst digits', count=len(index))}.</b> {told}</p>"


def _line(snapshot: Snapshot, labels: np.ndarray, selected: int) -> str:
    """What the selected digit costs, as code."""
    pick = in_code(float(snapshot.y[selected, labels[selected]]))
    return f"y[{selected}, {labels[selected]}] = {pick}  →  -log({pick} + 1e-7) = {snapshot.losses[selected]:.4g} nats"


def _worst_table(snapshot: Snapshot, labels: np.ndarray, index: np.ndarray, selected: int) -> str:
    """What each of the digits costs."""
    shares, guess = loss_shares(snapshot.losses)[index], snapshot.y[index].argmax(axis=1)
    rows = [
        _marked([f"{labels[n]} → {k}", f"{n:,}", fixed(snapshot.losses[n], 2), percent(share, 2)], n == selected)
        for n, k, share in zip(index.tolist(), guess.tolist(), shares.tolist(), strict=True)
    ]
    head = [_("digit"), _("index"), _("loss, nats"), _("of the loss")]
    return narrow(table(head, rows))
