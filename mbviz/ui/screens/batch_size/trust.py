"""Can the interval from one batch be trusted: its coverage against batch size, and where its misses lie."""

from __future__ import annotations

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from mbviz._messages import Message
from mbviz._numbers import fixed
from mbviz.figures.coverage import HEIGHT, coverage
from mbviz.stats.coverage import ROWS, Coverage
from mbviz.stats.intervals import trustworthy_from
from mbviz.ui import allowed
from mbviz.ui.components.chart import as_sent, chart
from mbviz.ui.controls import spell
from mbviz.ui.coverage_job import coverage_job, sizes
from mbviz.ui.jobs import Job
from mbviz.ui.language import _, current, markdown
from mbviz.ui.screens.batch_size import interval
from mbviz.ui.screens.batch_size.models import of_snapshot
from mbviz.ui.screens.batch_size.taken import take_along
from mbviz.ui.settings import Settings
from mbviz.ui.status import wait_for
from mbviz.ui.terms import explained
from mbviz.ui.text import behind, head, numbers, table


def show(settings: Settings) -> None:
    """Show the screen."""
    lead = _(
        "Whoever has one batch knows neither μ nor σ, only the mean and spread s of its own losses. "
        "Of the intervals mean ± t · s/√B (Student’s t ≈ 2) 95% should hold the loss of all the data."
    )
    st.html(head(_("Can I trust ± 2 s/√B?"), lead))
    job = coverage_job(settings)
    found = job.result() if job.state == "done" else None
    summary = of_snapshot(settings, settings.snapshot).summary
    trusted = trustworthy_from(summary)
    with st.container(key="pair_2_1"):
        if found:
            _chart(settings, found, trusted)
        else:
            with st.container(height=HEIGHT, border=False):  # as high as the chart to come
                _wait(job)
        st.html(
            f'<div class="mbviz-beside">{_in_short(found, settings, trusted, summary.skewness)}{interval.told(settings) if allowed.has_answers() else ""}</div>'
        )
    with st.container(horizontal=True, key="below"):
        later = f"<p>{_('Drawing thousands of batches of each size …')}</p>"
        st.html(behind(_("All numbers"), _numbers(found, settings) if found else later))
        take_along(settings)


def _wait(job: Job[Coverage]) -> None:
    if job.state == "failed":
        said = Message("The intervals could not be counted; the next visit tries again. {reason}", reason=job.problem)
        st.warning(markdown(said))
    else:
        wait_for(job, _("Drawing thousands of batches of each size …"))


def _chart(settings: Settings, found: Coverage, trusted: int) -> None:
    plain, hall = 100 * found.held[:, 0]
    alt = _(
        "Share of 95% intervals that hold the loss of all the data, against batch size: at B = {size} {plain:.0f}% by t and "
        "{hall:.0f}% by Hall, rising to {most:.0f}% and {hall_most:.0f}% at B = {last:,}; 25 γ² = {trusted:,}.",
        size=found.batch_sizes[0],
        plain=plain,
        hall=hall,
        most=100 * found.held[0, -1],
        hall_most=100 * found.held[1, -1],
        last=found.batch_sizes[-1],
        trusted=trusted,
    )
    drawn = _drawn(settings.dataset.fingerprint, settings.snapshot.name, current(), found, trusted)
    chart(drawn, "coverage", key="chart_coverage", alt=alt)


@st.cache_resource(max_entries=64, show_spinner=False)
def _drawn(fingerprint: str, network: str, language: str, _found: Coverage, _trusted: int) -> str:
    return as_sent(coverage(_found, _trusted, translate=_))


def _in_short(found: Coverage | None, settings: Settings, trusted: int, skewness: float) -> str:
    """From which size on the interval holds, and to which side it fails below; with room for what is not counted yet."""
    said = _("It holds from about B = {trusted:,} on (25\u00a0γ²).", trusted=trusted)
    counted, wanted = np.array(sizes(settings.dataset.n)), settings.batch_size
    nearest = int(np.abs(np.log(counted / wanted)).argmin())
    size = int(counted[nearest])
    held = [f"{100 * share:.1f}%" for share in found.held[:, nearest]] if found else ["…", "…"]
    name = _("how often it holds at B = {size:,}", size=size)
    if size != wanted:
        name = _("it holds at B = {size:,}, the nearest counted", size=size)
    row = numbers((name, held[0]), (_("how often Hall’s interval does"), held[1]))
    why = _(
        "Losses are skewed (γ = {skewness}): a small batch often lacks the few expensive digits, and its mean and its s "
        "are both too small. Hall’s interval takes the skewness out.",
        skewness=fixed(skewness, 1),
    )
    misses = _misses(found) if found else "…"
    return f'<p class="mbviz-said">{said}</p>{row}<p class="mbviz-later">{misses}</p><p>{explained(why)}</p>'


def _numbers(found: Coverage, settings: Settings) -> str:
    """What Cochran's rule is worth here, and the table."""
    trusted = trustworthy_from(of_snapshot(settings, settings.snapshot).summary)
    legend = _(
        "<b>Sampled</b>: batches drawn <b>with</b> replacement from “{network}”. "
        "Each share of the intervals that hold the truth stands with ± 2 of its standard errors, √(p(1 − p)/R), "
        "as the bars in the chart do; below and above say where those that miss lie.",
        network=spell(settings.snapshot.name),
    )
    return f"<p>{explained(_rule(found, trusted))}</p><p>{explained(legend)}</p>{_table(found)}"


def _misses(found: Coverage) -> str:
    """On which side of the truth the misses of the t interval lie, in a sentence that fits the share."""
    below, misses = int(found.below[0].sum()), int((found.below[0] + found.above[0]).sum())
    if not misses:
        return _("<b>None of the t intervals misses the truth.</b>")
    share = below / misses
    counted = _("Of the {misses:,} t intervals that miss, {share:.0f}% lie below it.", misses=misses, share=100 * share)
    if share >= 0.9:
        said = _("<b>Nearly every miss lies below the truth:</b> small batches look better than the model is.")
    elif share >= 0.6:
        said = _("<b>Most misses lie below the truth:</b> small batches tend to look better than the model is.")
    elif share <= 0.4:
        said = _("<b>Most misses lie above the truth:</b> small batches tend to look worse than the model is.")
    else:
        said = _("<b>The misses lie on both sides of the truth.</b>")
    return f"{said} {counted}"


def _rule(found: Coverage, trusted: int) -> str:
    """What the t interval does at the first size that satisfies Cochran's rule: what was measured, since the rule promises nothing."""
    first = int(np.searchsorted(found.batch_sizes, trusted))
    if first == len(found.batch_sizes):
        return _(
            "25 γ² = {trusted:,} is Cochran’s rule of thumb for skewed losses; no size drawn here is as large.",
            trusted=trusted,
        )
    return _(
        "25 γ² = {trusted:,} is Cochran’s rule of thumb for skewed losses. At B = {size:,}, the first size drawn from there on, "
        "{missed:.1f}% of the t intervals miss; 5% were wanted.",
        trusted=trusted,
        size=found.batch_sizes[first],
        missed=100 * (1 - found.held[0, first]),
    )


def _table(found: Coverage) -> str:
    """What the chart shows as numbers, and the misses on either side."""
    names = dict(zip(ROWS, ("t", "Hall"), strict=True))
    rows = []
    for i, method in enumerate(ROWS):
        name = names[method]
        held = [f"{100 * p:.1f} ± {200 * e:.1f}" for p, e in zip(found.held[i], found.error[i], strict=True)]
        rows.append([f"<b>{_('{name}: hold it', name=name)}</b>", *held])
        rows.append([_("{name}: below it", name=name), *_percent(found.below[i], found)])
        rows.append([_("{name}: above it", name=name), *_percent(found.above[i], found)])
    caption = _("Per cent of {count:,} intervals of each size", count=found.n_batches)
    return table([_("batch size B"), *(f"{size:,}" for size in found.batch_sizes)], rows, caption=caption)


def _percent(counts: NDArray[np.int64], found: Coverage) -> list[str]:
    return [f"{100 * count / found.n_batches:.1f}" for count in counts]
