"""The spread of loss estimates against batch size on log–log axes, and its cost."""

from __future__ import annotations

import numpy as np
import streamlit as st

from mbviz._measured import Measured
from mbviz._messages import reason
from mbviz._numbers import fixed, milliseconds, plain, short
from mbviz.figures.spread import spread
from mbviz.stats.spread import SpreadFit, fit_spread, times_apart
from mbviz.ui import data
from mbviz.ui.components.chart import as_sent, chart
from mbviz.ui.cost import cost
from mbviz.ui.language import _, current, markdown
from mbviz.ui.screens.batch_size.models import of_snapshot
from mbviz.ui.screens.batch_size.taken import take_along
from mbviz.ui.settings import Settings
from mbviz.ui.status import show_failure, show_whether_busy, wait_for
from mbviz.ui.terms import explained
from mbviz.ui.text import behind, head, narrow, numbers, table

FOUR = 4  # times the digits


def show(settings: Settings) -> None:
    """Show the screen."""
    cloud = data.cloud(settings)
    lead = _(
        "A batch’s loss wobbles by its standard error. Each dot is <b>sampled</b> from {draws} mini-batches; the line σ/√B is "
        "<b>exact</b>. On logarithmic axes it is straight.",
        draws=data.N_DRAWS,
    )
    st.html(head(_("What does precision cost?"), lead))
    try:
        found = fit_spread(
            cloud.sizes, cloud.estimates, of_snapshot(settings, settings.snapshot).summary, replace=settings.replace
        )
    except ValueError as error:  # a single digit, or losses that are all the same
        st.info(markdown(reason(error)))
        return
    job = cost(settings)
    measured = job.result() if job.state == "done" else None
    pair = times_apart(found.batch_sizes[found.measured > 0].tolist(), FOUR)  # not B = N without replacement
    with st.container(key="pair_2_1"):
        _chart(settings, found, measured, pair)
        with st.container(key="measured"):
            read = f"<p>{_read_off(found, measured.seconds, pair) if pair else ''}</p>" if measured else ""
            st.html(f'<div class="mbviz-beside">{_four(found, pair)}{read}</div>')
            if measured:
                show_whether_busy(job, measured)
            elif job.state == "failed":
                show_failure(job)
            else:
                wait_for(job, _("Measuring what the loss of a batch costs on this machine …"))
    with st.container(horizontal=True, key="below"):
        overhead = _overhead(found.batch_sizes, measured.seconds) if measured else ""
        st.html(
            behind(_("All numbers"), f"{_table(found, measured)}{_slope(found, settings.replace)}<p>{overhead}</p>")
        )
        take_along(settings)


def _chart(settings: Settings, found: SpreadFit, measured: Measured | None, pair: tuple[int, int] | None) -> None:
    alt = _(
        "Standard deviation of loss estimates against batch size on logarithmic axes: the measured dots "
        "lie along the exact line, fitted slope {slope:.3f}. Below, the time for the loss of one batch.",
        slope=found.slope,
    )
    of = settings.dataset.fingerprint, settings.snapshot.name, settings.seed, settings.replace
    times = tuple(measured.seconds.tolist()) if measured else None
    drawn = _drawn(of, times, pair, current(), found)
    chart(drawn, "spread", key="chart_spread", alt=alt)


def _four(found: SpreadFit, pair: tuple[int, int] | None) -> str:
    """What four times the digits do to the wobble, by the law and in the two marked points."""
    said = f'<p class="mbviz-said">{_("Four times the digits, half the wobble.")}</p>'
    if not pair:
        return said
    sizes = found.batch_sizes.tolist()
    small, large = (sizes.index(size) for size in pair)
    row = numbers(
        (_("wobble at B = {size:,}, nats", size=pair[0]), plain(found.measured[small])),
        (_("at B = {size:,}", size=pair[1]), plain(found.measured[large])),
    )
    why = _(
        "Both are <b>sampled</b>, and chance makes their quotient {measured}; by the <b>exact</b> law it is {exact}.",
        measured=fixed(found.measured[small] / found.measured[large], 2),
        exact=fixed(found.exact[small] / found.exact[large], 2),
    )
    return f"{said}{row}<p>{why}</p>"


def _table(found: SpreadFit, measured: Measured | None) -> str:
    """What the charts show as numbers: a row for each batch size."""
    times = [milliseconds(seconds) for seconds in measured.seconds] if measured else ["…"] * len(found.batch_sizes)
    rows = [
        [f"{size:,}", short(sampled), short(exact), time]
        for size, sampled, exact, time in zip(
            found.batch_sizes.tolist(), found.measured.tolist(), found.exact.tolist(), times, strict=True
        )
    ]
    head = [_("batch size B"), _("wobble, measured, nats"), _("exact, nats"), _("time, ms")]
    return narrow(table(head, rows))


def _slope(found: SpreadFit, replace: bool) -> str:
    """The slope beside −½, and how far apart they are in its own standard errors."""
    off = abs(found.slope + 0.5) / found.slope_error
    told = _(
        "The dots fall with a slope of <b>{slope} ± {error}</b> (standard error); σ/√B falls with −0.500, {off:.1f} standard errors away.",
        slope=fixed(found.slope, 3),
        error=fixed(found.slope_error, 3),
        off=off,
    )
    corrected = _(
        "Without replacement large batches gain more than that: both lines bend down to 0 at B = N by the finite population "
        "correction √((N − B)/(N − 1)); the slope is that of what is left without it."
    )
    return f"<p>{explained(told)} {'' if replace else corrected}</p>"


def _read_off(found: SpreadFit, seconds: np.ndarray, pair: tuple[int, int]) -> str:
    """What the two marked points say, in the measured numbers."""
    sizes = found.batch_sizes.tolist()
    small, large = (sizes.index(size) for size in pair)
    return _(
        "Measured here: {gain} times as precise, and the loss of one batch (forward pass, picks, mean) takes {end} ms and not {start} ms: "
        "{longer}. All {n:,} take {whole} ms. By the same law <b>ten times the precision costs a hundred times the work.</b>",
        gain=plain(found.measured[small] / found.measured[large]),
        start=milliseconds(seconds[small]),
        end=milliseconds(seconds[large]),
        longer=_as_long(seconds[large] / seconds[small]),
        n=sizes[-1],
        whole=milliseconds(seconds[-1]),
    )


def _as_long(times: float) -> str:
    """A time against another one, in words."""
    said = plain(times)
    return _("just as long") if said == "1" else _("{times} times as long", times=said)


def _overhead(sizes: np.ndarray, seconds: np.ndarray) -> str:
    """What a batch ten times the smallest costs, where that is less than twice as much; else nothing."""
    larger = int(np.searchsorted(sizes, 10 * sizes[0], side="right")) - 1
    times = seconds[larger] / seconds[0]
    if sizes[larger] < 10 * sizes[0] or times >= 2:
        return ""
    return _(
        "In the smallest batches Python’s own overhead rules, and the time hardly grows: "
        "a batch of {larger} takes {longer} as one of {smallest}.",
        larger=int(sizes[larger]),
        longer=_as_long(times),
        smallest=int(sizes[0]),
    )


@st.cache_resource(max_entries=64, show_spinner=False)
def _drawn(
    of: tuple[str, str, int, bool],
    seconds: tuple[float, ...] | None,
    pair: tuple[int, int] | None,
    language: str,
    _found: SpreadFit,
) -> str:
    """The chart, drawn once; `of` names what `_found` was found of."""
    return as_sent(spread(_found, seconds, pair=pair, translate=_))
