"""The law of the mean loss: exact bands, the real mini-batches that check them, and one running mean."""

from __future__ import annotations

import numpy as np
import streamlit as st

from mbviz import figures, round_sizes
from mbviz._numbers import fixed, nats, percent
from mbviz.batch import Batch
from mbviz.figures.law import law_top
from mbviz.stats.bands import QuantileBands, quantile_bands, running_mean, share_inside
from mbviz.ui import allowed, data, draws
from mbviz.ui.components.chart import Dots, as_sent, chart
from mbviz.ui.language import _, current
from mbviz.ui.screens.batch_size import compare
from mbviz.ui.screens.batch_size.odds import central, further_off, unusual
from mbviz.ui.screens.batch_size.taken import take_along
from mbviz.ui.settings import Settings
from mbviz.ui.stage.scene import quantiles_at
from mbviz.ui.text import head, numbers

POINTS, NEAR_N = 40, 8  # sizes at which the law is computed, and more of them where the bands close


def show(settings: Settings) -> None:
    """Show the screen."""
    pinned = compare.pinned(settings)
    batch = settings.batch()
    figure, bands = drawn(settings, pinned)
    st.html(head(_("How far off is a mini-batch?"), _lead(settings.replace)))
    with st.container(key="pair_2_1"):
        _chart(settings, batch, figure, law_top(bands, bands_of(pinned) if pinned else None), bands.mean)
        checked = [_checked(settings, bands)] if allowed.has_answers() else []
        told = [*checked, _rising(bands, settings), _at_all(bands, settings)]
        paragraphs = "".join(f"<p>{text}</p>" for text in told if text)
        st.html(f'<div class="mbviz-beside">{_this_batch(settings, batch)}{paragraphs}</div>')
    with st.container(horizontal=True, key="below"):
        compare.show(settings, pinned)
        take_along(settings, batch)


def _lead(replace: bool) -> str:
    """What the bands are, and the dots."""
    if replace:
        bands = _("The bands hold 95% and 50% of <b>all</b> mini-batches: computed from the exact law, not sampled.")
    else:
        bands = _(
            "The bands are computed to hold 95% and 50% of <b>all</b> mini-batches: without replacement mean, standard deviation "
            "and skewness are exact, and the bands' shape approximates the law."
        )
    if not allowed.has_answers():
        return bands
    if not _leads():
        return f"{bands} {_('Each dot is a real mini-batch.')}"
    return f"{bands} {_('Each dot is a real mini-batch: <b>click one to open it on the stage.</b>')}"


def _leads() -> bool:
    """Whether a dot opens its batch on the stage."""
    return allowed.leads_to_stage("batch_size", "draw")


def _chart(settings: Settings, batch: Batch, figure: str, top: float, mean: float) -> None:
    """The bands, and the dots over them where they may tell their losses."""
    if not allowed.has_answers():
        alt = _(
            "The mean loss of mini-batches against batch size: bands of 95% and 50% that narrow around {mean:.4f} nats; without "
            "replacement the spread ends at 0 for all the data.",
            mean=mean,
        )
        return chart(figure, "law", key="chart_law", alt=alt, painted=settings.name)
    cloud = data.cloud(settings)
    alt = _(
        "The mean loss of mini-batches against batch size: bands of 95% and 50% that narrow around {mean:.4f} nats, with real "
        "mini-batches as dots; without replacement the spread ends at 0 for all the data.",
        mean=mean,
    )
    this = {"size": len(batch), "loss": batch.loss, "label": _("this batch: {loss}", loss=nats(batch.loss))}
    dots = Dots(cloud.sizes, cloud.estimates, top, this, _("B = {size}, draw {draw}: {loss}"))
    opens = _open if _leads() else None
    chart(figure, "law", key="chart_law", alt=alt, painted=settings.name, dots=dots, on_pick=opens, leads=_leads())


def _this_batch(settings: Settings, batch: Batch) -> str:
    """Where half of the batches of this size lie, where nearly all do, and how unusual this one is."""
    quantiles, mean, is_open = quantiles_at(settings), float(settings.snapshot.losses.mean()), allowed.has_answers()
    half, most = central(quantiles, 0.5), central(quantiles, 0.95)
    off = percent((batch.loss - mean) / abs(mean), 0, signed=True) if mean else "–"
    row = numbers(
        (_("half of all batches of {size:,}", size=len(batch)), _between(*half)),
        (_("95% of them"), _between(*most)),
        (_("this batch"), f"<b>{nats(batch.loss) if is_open else '?'}</b>"),
        (_("from the {mean} of all", mean=nats(mean)), off if is_open else "?"),
    )
    return row + (f"<p><b>{unusual(further_off(quantiles, mean, batch.loss))}.</b></p>" if is_open else "")


def _between(low: float, high: float) -> str:
    """Two ends, as losses are written, or with as many digits more as show that they are apart."""
    apart = high - low
    decimals = 4 if not apart > 0 else int(np.clip(1 - np.floor(np.log10(apart)), 4, 8))
    return f"{fixed(low, decimals)}–{fixed(high, decimals)}"


def _checked(settings: Settings, bands: QuantileBands) -> str:
    """How many of the dots lie within the bands."""
    cloud = data.cloud(settings)
    held = share_inside(bands, cloud.sizes, cloud.estimates, replace=settings.replace)
    return _(
        "Of the dots, {draws} of each of {sizes} sizes, {wide} lie within the 95% band and {narrow} within the 50% band.",
        draws=data.N_DRAWS,
        sizes=len(cloud.sizes),
        wide=percent(held[0], 1),
        narrow=percent(held[1], 1),
    )


def _rising(bands: QuantileBands, settings: Settings) -> str:
    """Why the wide band is not widest at B = 1, where that is so."""
    highest = int(bands.high[0].argmax())
    if bands.high[0, highest] <= bands.high[0, 0]:
        return ""
    share = float((settings.snapshot.losses > bands.high[0, highest]).mean())
    return _(
        "The 95% band is highest at B = {size}, and that is no mistake: only {share} of the digits cost more, "
        "fewer than the 2.5% that it leaves out above; a larger batch meets one of them more often.",
        size=int(bands.batch_sizes[highest]),
        share=percent(share, 1),
    )


def _at_all(bands: QuantileBands, settings: Settings) -> str:
    """What a batch as large as the data is worth when it is drawn with replacement."""
    n = int(bands.batch_sizes[-1])
    if not settings.replace or settings.batch_size != n or not bands.mean > 0:
        return ""
    half = (bands.high[1, -1] - bands.low[1, -1]) / 2 / bands.mean
    return _(
        "With replacement even B = N = {n:,} is off, half of all by more than {off}: some digits come twice, and others not at all.",
        n=n,
        off=percent(float(half), 1),
    )


def drawn(settings: Settings, pinned: Settings | None) -> tuple[str, QuantileBands]:
    """The chart and its bands, computed once for data, network, way of drawing, seed, language and what is pinned."""
    curves = [(s.snapshot.name, s.replace, s.seed) if s else None for s in (settings, pinned)]
    return _drawn(settings.dataset.fingerprint, tuple(curves), current(), settings, pinned)


@st.cache_resource(max_entries=64, show_spinner=False)
def _drawn(
    fingerprint: str,
    curves: tuple[tuple[str, bool, int] | None, ...],
    language: str,
    _settings: Settings,
    _pinned: Settings | None,
) -> tuple[str, QuantileBands]:
    bands = bands_of(_settings)
    path = running_mean(_settings.snapshot.losses, bands.batch_sizes, seed=_settings.seed)
    other = bands_of(_pinned) if _pinned else None
    return as_sent(figures.law(bands, replace=_settings.replace, path=path, pinned=other, translate=_)), bands


def bands_of(settings: Settings) -> QuantileBands:
    """The bands of one curve, computed once."""
    losses, replace = settings.snapshot.losses, settings.replace
    key = "bands", settings.dataset.fingerprint, settings.snapshot.name, replace
    return draws.drawn(key, quantile_bands, losses, _band_sizes(len(losses), replace), replace=replace)


def _band_sizes(n: int, replace: bool) -> np.ndarray:
    """The sizes of the dots and others between them: without replacement the bands close like √(N − B)."""
    near = np.empty(0) if replace else n - np.geomspace(1, max(n / 2, 1), NEAR_N)
    sizes = np.concatenate([round_sizes(n), np.geomspace(1, n, POINTS), near])
    return np.unique(sizes.round().astype(int).clip(1, n))


def _open() -> None:
    allowed.open_picked("chart_law")
