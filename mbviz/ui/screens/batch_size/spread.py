"""The spread of loss estimates against batch size on log–log axes, and its cost."""

from __future__ import annotations

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from mbviz._messages import reason
from mbviz._numbers import fixed, milliseconds, plain
from mbviz.figures.spread import spread
from mbviz.stats.spread import SpreadFit, fit_spread, hundredfold
from mbviz.stats.summary import summarize
from mbviz.ui import data
from mbviz.ui.components.save import save_chart
from mbviz.ui.cost import cost
from mbviz.ui.language import _, markdown
from mbviz.ui.settings import Settings
from mbviz.ui.status import show_failure, show_whether_busy, wait_for
from mbviz.ui.text import head, numbers


def show(settings: Settings) -> None:
    """Show the screen."""
    cloud = data.cloud(settings)
    lead = _(
        "Each grey dot is <b>sampled</b>: the standard deviation of {draws} mini-batches. The line σ/√B is <b>exact</b>. "
        "On axes where each step is a factor of ten a power of B is a straight line, and its slope is the exponent.",
        draws=data.N_DRAWS,
    )
    st.html(head(_("What does precision cost?"), lead))
    try:
        found = fit_spread(cloud.sizes, cloud.estimates, summarize(settings.snapshot.losses), replace=settings.replace)
    except ValueError as error:  # a single digit, or losses that are all the same
        st.info(markdown(reason(error)))
        return
    job = cost(settings)
    measured = job.result().measured if job.state == "done" else None
    st.html(_slope(found, settings.replace))
    alt = _(
        "Standard deviation of loss estimates against batch size on logarithmic axes: the measured dots "
        "lie along the exact line, fitted slope {slope:.3f}. Below, the time for the loss of one batch.",
        slope=found.slope,
    )
    pair = hundredfold(found.batch_sizes[found.measured > 0].tolist())  # not B = N without replacement
    drawn = spread(found, measured.seconds if measured else None, pair=pair, translate=_)
    st.plotly_chart(drawn, key="chart_spread", alt=alt, theme=None, config={"displayModeBar": False})
    save_chart("chart_spread", "spread")
    if measured:
        st.html(_told(found, measured.seconds, pair, settings.replace))
        show_whether_busy(job, measured)
    elif job.state == "failed":
        show_failure(job)
    else:
        wait_for(job, _("Measuring what the loss of a batch costs on this machine …"))


def _told(found: SpreadFit, seconds: NDArray[np.float64], pair: tuple[int, int] | None, replace: bool) -> str:
    """What precision costs, in words; nothing where no two sizes are a hundredfold apart."""
    if not pair:
        return ""
    closing = _("Without replacement large batches gain more than that: the closer to N, the less is left to chance.")
    more = "" if replace else closing
    return f"<p>{_read_off(found, seconds, pair)} {_overhead(found.batch_sizes, seconds)} {more}</p>"


def _slope(found: SpreadFit, replace: bool) -> str:
    """The slope beside −½, and how far apart they are in its own standard errors."""
    off = abs(found.slope + 0.5) / found.slope_error
    row = numbers(
        (_("fitted slope ± standard error"), f"{fixed(found.slope, 3)} ± {fixed(found.slope_error, 3)}"),
        (_("slope of σ/√B"), "−0.500"),
        (_("apart, in standard errors"), f"{off:.1f}"),
    )
    if replace:
        return row
    corrected = _(
        "Without replacement both lines bend down to 0 at B = N by the finite population correction √((N − B)/(N − 1)); "
        "the slope is that of what is left without it."
    )
    return f"{row}<p>{corrected}</p>"


def _read_off(found: SpreadFit, seconds: np.ndarray, pair: tuple[int, int]) -> str:
    """What the two marked points say, in the measured numbers."""
    sizes = found.batch_sizes.tolist()
    small, large = (sizes.index(size) for size in pair)
    return _(
        "By the law σ/√B, <b>ten times the precision costs a hundred times the work.</b> Measured here: with B = {large:,} "
        "instead of {small:,} the spread is {after} nats and not {before} nats, which is {gain} times as precise; the loss of one "
        "batch (forward pass, picks, mean) takes {end} ms and not {start} ms, which is {times} times as long. "
        "All {n:,} take {whole} ms.",
        small=pair[0],
        large=pair[1],
        before=plain(found.measured[small]),
        after=plain(found.measured[large]),
        gain=plain(found.measured[small] / found.measured[large]),
        start=milliseconds(seconds[small]),
        end=milliseconds(seconds[large]),
        times=plain(seconds[large] / seconds[small]),
        n=sizes[-1],
        whole=milliseconds(seconds[-1]),
    )


def _overhead(sizes: np.ndarray, seconds: np.ndarray) -> str:
    """What a batch ten times the smallest costs, where that is less than twice as much; else nothing."""
    larger = int(np.searchsorted(sizes, 10 * sizes[0], side="right")) - 1
    times = seconds[larger] / seconds[0]
    if sizes[larger] < 10 * sizes[0] or times >= 2:
        return ""
    return _(
        "In the smallest batches Python’s own overhead rules, and the time hardly grows: "
        "B = {larger} takes {times} times as long as B = {smallest}.",
        larger=int(sizes[larger]),
        times=plain(times),
        smallest=int(sizes[0]),
    )
