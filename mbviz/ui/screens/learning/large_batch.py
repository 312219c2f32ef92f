"""How large a batch pays: the noise scale of each network, what one step gains, and steps against examples."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import streamlit as st

from mbviz import figures
from mbviz._messages import Message, reason
from mbviz._numbers import plain
from mbviz.model.snapshots import Recipe, Snapshot, milestones
from mbviz.model.step_gains import StepGains
from mbviz.model.study import GradientStudy
from mbviz.stats.batch_tradeoff import GainFit, fit_gains
from mbviz.stats.noise_scale import NoiseScaleEstimate, noise_scale_from_batches
from mbviz.takeaway import Cell, noise_scale_cells
from mbviz.ui import allowed, data, session, status, studies
from mbviz.ui.components.chart import as_sent, chart, clicked
from mbviz.ui.controls import spell
from mbviz.ui.jobs import Job
from mbviz.ui.language import _, current, markdown
from mbviz.ui.screens.learning import runs
from mbviz.ui.settings import Settings
from mbviz.ui.take import take_with_you
from mbviz.ui.text import head

HEIGHT = 196  # of each chart, pixels
Studies = list[tuple[Snapshot, GradientStudy]]


def show(settings: Settings) -> None:
    """Show the screen."""
    job = studies.study(settings.dataset, settings.snapshot)
    job.wait(0.3)
    study = job.result() if job.state == "done" else None
    gains = studies.gains(settings.dataset, settings.snapshot)  # after the chosen network, and before the others
    gains.wait(0.1)
    lead = head(_("When is a bigger batch wasted?"), _advice(settings, study))
    st.html(f'{lead}<p class="mbviz-relation">{_relation(settings, study, gains) if study else ""}</p>')
    with st.container(key="pays"):
        with st.container(key="scales"):
            _scales(settings, gains.ended)
        with st.container(key="gain"):
            _gain(settings, gains)
        with st.container(key="runs"):
            runs.show(settings, HEIGHT)
    _take(settings)


def _advice(settings: Settings, study: GradientStudy | None) -> str:
    """Up to where a larger batch pays, in a sentence made from the numbers."""
    if study is None:
        return _(
            "A larger batch points the right way more surely, and takes more examples for it. Somewhere the one no longer pays for the other."
        )
    scale, n = study.noise.scale, settings.dataset.n
    network = spell(settings.snapshot.name)
    if scale >= n:
        return _(
            "“{network}”: the noise outweighs the signal even in a batch of all {n:,} examples. Whatever the batch, twice as large a one saves a quarter of the steps or more.",
            network=network,
            n=n,
        )
    return _(
        "“{network}”: up to about <b>{scale} examples a batch</b>, twice the batch saves a quarter of the steps or more; beyond, it saves less than that, and takes 1.5 times the examples or more.",
        network=network,
        scale=plain(float(f"{scale:.2g}")),
    )


def _relation(settings: Settings, study: GradientStudy, gains: Job[StepGains]) -> str:
    """How the numbers of the three charts hang together, as far as they are there."""
    ways = [
        _("<b>{scale}</b> by the gradient of each digit, {estimate} estimated from batches of two sizes",
          scale=plain(study.noise.scale), estimate=plain(_estimate(study).scale))
    ]  # fmt: skip
    fit = _fit(settings, gains)
    if isinstance(fit, GainFit):
        ways.append(
            _("<b>{scale}</b> by real steps, which feel how curved the loss is as well", scale=plain(fit.noise_scale))
        )
    critical = _critical(settings)
    if critical and len(ways) == 2:
        ways.append(
            _("<b>{scale}</b> on the way of whole runs to a loss of {goal}: they begin untrained, where it is far smaller",
              scale=critical, goal=session.word("reach"))
        )  # fmt: skip
    return _("One number in {count} ways: {ways}.", count=len(ways), ways="; ".join(ways)) if len(ways) > 1 else ""


def _critical(settings: Settings) -> str:
    """The runs' way to that number; before one has guessed a place for it, so that nothing moves when it comes."""
    if not runs.is_shown():
        return "?"
    critical = runs.critical(settings)
    return "" if critical is None else plain(critical)


def _scales(settings: Settings, is_free: bool) -> None:
    """The noise scale of each network that has been looked at; while `is_free`, the others follow."""
    found, waiting = _studies(settings, is_free)
    st.html(f'<h2 class="mbviz-part">{_("Where signal outweighs noise")}</h2>')
    if found:
        drawn, alt = _scales_chart(settings, found)
        chart(drawn, "noise-scales", key="chart_scales", alt=alt)
        small, big = found[0][1].pair
        st.html(
            f"<p>{_('◆ exact, from each example’s gradient; ● as one can estimate it: {count} batches of {small:,} and {count} of {big:,}, with 95% intervals.', count=len(found[0][1].norms[0]), small=small, big=big)}</p>"
        )
    if waiting:
        status.wait_for(waiting[0], _("Computing the gradients of all {n:,} digits …", n=settings.dataset.n))


def _estimate(study: GradientStudy) -> NoiseScaleEstimate:
    """The noise scale as one can estimate it without each example's gradient."""
    small, big = study.norms
    return noise_scale_from_batches(small, big, *study.pair)


def _studies(settings: Settings, is_free: bool) -> tuple[Studies, list[Job[GradientStudy]]]:
    """The networks whose gradients are known, in the order of training; and what is under way, one at a time."""
    training, dataset = data.training(settings.dataset), settings.dataset
    found: Studies = []
    waiting: list[Job[GradientStudy]] = []
    for milestone in milestones(Recipe.for_data(dataset), dataset.n):
        is_chosen = milestone.name == settings.snapshot.name
        snapshot = settings.snapshot if is_chosen else training.snapshot(milestone.name)
        if snapshot is None or not (is_chosen or studies.is_at_hand(dataset, snapshot) or (is_free and not waiting)):
            continue
        job = studies.study(dataset, snapshot)
        job.wait(0.2)
        if not job.ended:
            waiting.append(job)
        elif job.state == "done" and 0 < job.result().noise.scale < math.inf:
            found.append((snapshot, job.result()))
    return found, waiting


def _scales_chart(settings: Settings, found: Studies) -> tuple[str, str]:
    names = tuple(snapshot.name for snapshot, _study in found)
    return _drawn_scales(settings.dataset.fingerprint, names, settings.snapshot.name, current(), found)


@st.cache_resource(max_entries=64, show_spinner=False)
def _drawn_scales(
    fingerprint: str, names: Sequence[str], chosen: str, language: str, _found: Studies
) -> tuple[str, str]:
    """The chart, and what it shows in words."""
    estimates = [_estimate(study) for _snapshot, study in _found]
    exact = [study.noise.scale for _snapshot, study in _found]
    at = names.index(chosen) if chosen in names else None
    spelled = [spell(name) for name in names]
    figure = figures.noise_scales(spelled, exact, estimates, chosen=at, height=HEIGHT, translate=_)
    return as_sent(figure), _scales_alt(_found, estimates)


def _scales_alt(found: Studies, estimates: list[NoiseScaleEstimate]) -> str:
    said = [
        _("{network}: {exact}, estimated {estimate} (from {low} to {high})", network=spell(snapshot.name),
          exact=plain(study.noise.scale), estimate=plain(one.scale), low=plain(one.low), high=plain(one.high))
        for (snapshot, study), one in zip(found, estimates, strict=True)
    ]  # fmt: skip
    return _("The noise scale of each network. {list}.", list="; ".join(said))


def _gain(settings: Settings, job: Job[StepGains]) -> None:
    """What the best step gains against batch size."""
    st.html(f'<h2 class="mbviz-part">{_("What the best step gains")}</h2>')
    if not job.ended:
        status.wait_for(job, _("Taking real steps with batches of several sizes …"))
        return
    if job.state != "done":
        st.warning(markdown(Message("There is no gain to show: {reason}", reason=job.problem)))
        return
    fit = _fit(settings, job)
    if not isinstance(fit, GainFit):
        st.warning(markdown(Message("The theory’s curve does not fit these steps: {reason}", reason=fit)))
        return
    drawn = _drawn_gain(
        settings.dataset.fingerprint, settings.snapshot.name, settings.dataset.n, current(), fit, job.result()
    )
    share = float(fit.gain(settings.batch_size)) / fit.largest
    told = _(
        "A step of a batch of {size:,} gains about <b>{share}</b> of what the largest batches gain.",
        size=settings.batch_size,
        share=f"{plain(100 * share)}%",
    )
    alt = _("The gain of one step against batch size: dots for single steps, and a curve that reaches half of {largest:.2g} nats at a batch of {scale:,.0f}.",
            largest=fit.largest, scale=fit.noise_scale)  # fmt: skip
    leads = allowed.leads_to_stage("batch_size", "draw", "seed", "replace")
    chart(drawn, "gain", key="chart_gain", alt=alt, on_pick=_open if leads else None, leads=leads)
    dots = _("Each dot is a real step with the η that is best for its B.")
    if leads:
        dots = _("Each dot is a real step with the η that is best for its B; click it to open its batch.")
    st.html(f"<p>{told} {dots}</p>")


def _fit(settings: Settings, job: Job[StepGains]) -> GainFit | str | None:
    """The curve through the gains, or a sentence why there is none; None while they are being measured."""
    if job.state != "done":
        return None
    return _fitted(settings.dataset.fingerprint, settings.snapshot.name, job.result())


@st.cache_resource(max_entries=64, show_spinner=False)
def _fitted(fingerprint: str, network: str, _measured: StepGains) -> GainFit | str:
    try:
        return fitted(_measured)[0]
    except ValueError as error:
        return str(reason(error))


def fitted(measured: StepGains) -> tuple[GainFit, np.ndarray]:
    """The curve through the gains, and the rows (m,) that it goes through: those where a step gains anything on average.

    Raises
    ------
    ValueError
        If no such curve fits.
    """
    rows = np.flatnonzero(measured.centred.mean(axis=1) > 0)
    return fit_gains(measured.batch_sizes[rows], measured.centred[rows]), rows


@st.cache_resource(max_entries=64, show_spinner=False)
def _drawn_gain(fingerprint: str, network: str, n: int, language: str, _fit: GainFit, _measured: StepGains) -> str:
    gains = _measured.gains[fitted(_measured)[1]]
    marks = [(size << 32) + draw + 1 for size in _fit.batch_sizes.tolist() for draw in range(gains.shape[1])]
    return as_sent(figures.noise_scale(_fit, gains, last=n, marks=marks, height=HEIGHT, translate=_))


def _open() -> None:
    """Open the batch of the step that was clicked."""
    picked = clicked("chart_gain")
    if picked:
        size, draw = picked >> 32, (picked & 0xFFFFFFFF) - 1
        if 1 <= size <= session.memory().limits.examples and draw >= 0:
            allowed.open_on_stage(
                batch_size=size, draw=draw, seed=0, replace=True
            )  # the series that the steps were drawn from


def _take(settings: Settings) -> None:
    """The noise scale as code."""

    def cells(way: str) -> list[Cell]:
        return noise_scale_cells(settings.dataset, settings.snapshot, way=way)

    take_with_you("noise-scale", lambda _all: cells("numpy"), titled=False, tells=False, keras=lambda: cells("keras"))
