"""The law of the mean loss: exact bands, the real mini-batches that check them, and one running mean."""

from __future__ import annotations

import numpy as np
import plotly.graph_objects as go
import streamlit as st

from mbviz import figures, round_sizes
from mbviz._numbers import fixed, percent
from mbviz.figures.law import law_top
from mbviz.stats.bands import QuantileBands, quantile_bands, running_mean, share_inside
from mbviz.ui import data, draws, session
from mbviz.ui.components.dots import dots
from mbviz.ui.language import _, current
from mbviz.ui.screens.batch_size import compare
from mbviz.ui.settings import Settings
from mbviz.ui.text import head, numbers

POINTS, NEAR_N = 40, 8  # sizes at which the law is computed, and more of them where the bands close


def show(settings: Settings) -> None:
    """Show the screen."""
    pinned = compare.pinned(settings)
    batch, cloud = settings.batch(), data.cloud(settings)
    chart, bands = drawn(settings, pinned)
    other = bands_of(pinned) if pinned else None
    held = share_inside(bands, cloud.sizes, cloud.estimates, replace=settings.replace)
    st.html(
        head(_("How far off is a mini-batch?"), _lead(settings.replace, len(cloud.sizes)))
        + numbers(
            (_("dots within the 95% band"), percent(held[0], 1)),
            (_("dots within the 50% band"), percent(held[1], 1)),
            (_("loss of all {n:,} digits", n=settings.dataset.n), f"{fixed(bands.mean, 4)} nats"),
        )
    )
    alt = _(
        "The mean loss of mini-batches against batch size: bands of 95% and 50% that narrow around {mean:.4f} nats, with real "
        "mini-batches as dots; without replacement the spread ends at 0 for all the data.",
        mean=bands.mean,
    )
    st.plotly_chart(chart, key="chart_law", alt=alt, theme=None, config={"displayModeBar": False})
    this = {"size": len(batch), "loss": batch.loss, "label": _("this batch: {loss:.4f}", loss=batch.loss)}
    dots(
        "chart_law",
        cloud.sizes,
        cloud.estimates,
        law_top(bands, other),
        this,
        painted=settings.name,
        key="overlay_law",
        on_pick=_open,
        hover=_("B = {size}, draw {draw}: {loss}"),
    )
    compare.show(settings, pinned)


def _lead(replace: bool, n_sizes: int) -> str:
    """What the bands are, and the dots."""
    if replace:
        return _(
            "The bands hold 95% and 50% of <b>all</b> mini-batches: they are computed, not sampled, from the exact law of the "
            "mean. The dots are real mini-batches, {draws} of each of {sizes} sizes. <b>Click one to open it on the first page.</b>",
            draws=data.N_DRAWS,
            sizes=n_sizes,
        )
    return _(
        "The bands are computed, not sampled, to hold 95% and 50% of <b>all</b> mini-batches. Without replacement mean, standard "
        "deviation and skewness are known exactly; the bands' shape approximates the law: it is that of draws with replacement, fitted to them. "
        "The dots are real mini-batches, {draws} of each of {sizes} sizes. <b>Click one to open it on the first page.</b>",
        draws=data.N_DRAWS,
        sizes=n_sizes,
    )


def drawn(settings: Settings, pinned: Settings | None) -> tuple[go.Figure, QuantileBands]:
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
) -> tuple[go.Figure, QuantileBands]:
    bands = bands_of(_settings)
    path = running_mean(_settings.snapshot.losses, bands.batch_sizes, seed=_settings.seed)
    other = bands_of(_pinned) if _pinned else None
    return figures.law(bands, replace=_settings.replace, path=path, pinned=other, dots=True, translate=_), bands


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
    session.take("overlay_law", "batch_size", "draw")
    session.memory().next_page = "mini-batch"
