"""One step: which way a batch's gradient points, beside that of all the data, and what a step along it does."""

from __future__ import annotations

import numpy as np
import streamlit as st

from mbviz._messages import Message
from mbviz._numbers import nats, percent
from mbviz.data.dataset import flatten
from mbviz.model.study import GradientStudy, gradient_length
from mbviz.model.two_steps import two_steps
from mbviz.sampling import round_sizes
from mbviz.stats.contour_table import ContourTable
from mbviz.takeaway import Cell, one_step_cells
from mbviz.ui import acts, allowed, session, status, studies
from mbviz.ui.components.plane import Largest, plane
from mbviz.ui.controls import spell
from mbviz.ui.draws import drawn
from mbviz.ui.language import N_, _, markdown
from mbviz.ui.settings import Settings
from mbviz.ui.take import take_with_you
from mbviz.ui.text import head

AT_ONCE = 10  # up to so large a batch’s gradient is computed in the server: of a larger one BLAS keeps all cores busy
LARGEST = 8  # digits shown
WORDS = {
    "along": N_("along the full gradient"),
    "across": N_("the strongest noise across it"),
    "batch": N_("this batch"),
    "hover": N_("B = {size}, draw {draw}: click to open"),
    "cosine": N_("cos with the full gradient"),
    "expected": N_("expected of B = {size}"),
    "signal": N_("signal ‖G‖²"),
    "noise": N_("noise tr Σ / B"),
    "scale": N_("both are equal at B_simple ="),
    "noisy": N_("At B = {size} the noise is {times} times the signal: a batch points almost anywhere, and only on average downhill."),
    "rough": N_("At B = {size} the noise is {times} times the signal: a batch points only roughly downhill, and far to one side or another."),
    "equal": N_("At B = {size} signal and noise are about equal: a batch points downhill, more or less."),
    "clear": N_("At B = {size} the signal is {times} times the noise: nearly every batch points the same way, and a larger one says little more."),
}  # fmt: skip


def show(settings: Settings) -> None:
    """Show the screen."""
    n = settings.dataset.n
    lead = _(
        "The gradient of a batch is the average of its examples’ gradients. The plane shows the full gradient G of all {n:,} digits, "
        "and batches around its tip. The lines hold exactly 50% and 95% of all batches of this size, the bars the same along each direction.",
        n=n,
    )
    if _leads():
        lead += " " + _("<b>Click a dot: that batch opens.</b>")
    st.html(head(_("Which way does a batch of {count:,} point?", count=settings.batch_size), lead))
    job = studies.study(settings.dataset, settings.snapshot)
    if not job.wait(0.3):
        status.wait_for(job, _("Computing the gradients of all {n:,} digits …", n=n))
        return
    if job.state != "done":
        st.warning(markdown(Message("There is no plane to show: {reason}", reason=job.problem)))
        return
    study = job.result()
    lines = studies.contours(settings.dataset, settings.snapshot, study.plane.shadows)
    _plane(settings, study, [lines.result()] if lines.wait(0.3) and lines.state == "done" else [])
    _step(settings, study)
    with st.container(horizontal=True, vertical_alignment="center", key="below"):
        _take(settings)
        if not lines.ended:  # beside what is there: nothing moves when it goes
            status.wait_for(lines, _("Computing where half of all batches point, and 95% …"))
    studies.ahead(settings)


def _leads() -> bool:
    """Whether a dot opens its batch on the stage."""
    return allowed.leads_to_stage("batch_size", "draw", "replace")


def _plane(settings: Settings, study: GradientStudy, contours: list[ContourTable]) -> None:
    """The plane, and the numbers beside it."""
    noise, shadows = study.noise, study.plane.shadows
    clouds = [studies.clouds(settings, shadows)]
    if settings.batch_size not in round_sizes(settings.dataset.n):
        clouds.append(studies.own_cloud(settings, shadows))
        if contours:
            contours.append(studies.own_contours(settings, shadows))
    mask = studies.batch_mask(settings)
    x, y = shadows[mask].mean(axis=0).tolist()
    length = _length(settings)
    facts: dict[str, object] = {
        "network": settings.snapshot.name, "seed": settings.seed, "size": settings.batch_size, "draw": settings.draw,
        "batch": {"x": x, "y": y, "cosine": x / length if length else None},
        "length": study.plane.length, "noise": noise.noise, "scale": min(noise.scale, 1e15),
    }  # fmt: skip
    summary = _(
        "The full gradient as an arrow, the gradients of {draws} batches of {size} as a cloud around its tip. Network: {network}.",
        draws=clouds[0].points.shape[1],
        size="{size}",  # the page's, which follows the hand
        network=spell(settings.snapshot.name),
    )
    plane(
        tuple(clouds),
        tuple(contours),
        facts,
        _largest(settings, study),
        _words(settings, study),
        summary=summary,
        painted=settings.name,
        key="plane",
        on_pick=_open_dot,
        leads=_leads(),
    )


def _words(settings: Settings, study: GradientStudy) -> dict[str, str]:
    top = percent(study.noise.top_share, 0 if study.noise.top_share < 0.995 else None)
    return {
        **{name: _(text) for name, text in WORDS.items()},
        **({} if _leads() else {"hover": _("B = {size}, draw {draw}")}),
        "full": _("all {n:,}", n=settings.dataset.n),
        "top": _("The 1% of the digits with the longest gradients hold {share} of Σ‖g_i‖². The longest:", share=top),
        "largest": _("The {count} digits with the longest gradients: {list}."),
    }  # fmt: skip


def _largest(settings: Settings, study: GradientStudy) -> Largest:
    """The digits with the longest gradients, the longest first."""
    few = np.argpartition(study.squares, -min(LARGEST, len(study.squares)))[-LARGEST:]
    index = few[np.argsort(-study.squares[few])]
    dataset = settings.dataset
    t, guess = dataset.labels[index], settings.snapshot.y[index].argmax(axis=1)
    told = [
        _("{t}, recognised", t=a) if a == b else _("{t} taken for {guess}", t=a, guess=b)
        for a, b in zip(t.tolist(), guess.tolist(), strict=True)
    ]
    return Largest(dataset.images[index], t, guess, told)


def _length(settings: Settings) -> float:
    """‖g_B‖ of this batch; 0 where it takes long and the hand still moves."""
    dataset, weights = settings.dataset, settings.snapshot.weights
    is_large = settings.batch_size > AT_ONCE
    if is_large and not session.memory().rests:
        return 0.0
    mask = studies.batch_mask(settings)
    batch = flatten(dataset.images[mask]), dataset.labels[mask], weights
    return (
        drawn(("length", dataset.fingerprint, settings.name), gradient_length, *batch)
        if is_large
        else gradient_length(*batch)
    )


def _step(settings: Settings, study: GradientStudy) -> None:
    """A step along this batch and one along all the data: what the loss of all is before and after."""
    rate = session.word("rate")
    name, kept = f"{settings.name} {rate}", session.memory()
    if kept.stepped == acts.PRESSED:
        kept.stepped = name
    is_told = kept.stepped == name and allowed.has_answers()
    parts = [f"<p>{_stepped(settings, study, rate) if is_told else _asked(settings, rate)}</p>"]
    if allowed.has_answers():
        parts.insert(0, acts.button("take_step", _("Take the step"), _take_step))
    if allowed.opens_on_stage(batch_size=settings.batch_size, draw=settings.draw, replace=True):
        parts.append(acts.button("to_stage", _("Open this batch on the stage"), _open))
    with st.container(key="step"):
        st.html(acts.row(*parts))


def _asked(settings: Settings, rate: str) -> str:
    """What is to be guessed of the step."""
    if allowed.has_answers():
        return _("Guess first: is the loss of all {n:,} digits smaller after a step of η = {rate} along this batch?", n=settings.dataset.n, rate=rate)  # fmt: skip
    return _("Is the loss of all {n:,} digits smaller after a step of η = {rate} along this batch? The answer comes in class.", n=settings.dataset.n, rate=rate)  # fmt: skip


def _take_step() -> None:
    session.memory().stepped = acts.PRESSED


def _stepped(settings: Settings, study: GradientStudy, rate: str) -> str:
    """What both steps did."""
    dataset = settings.dataset
    found = drawn(
        ("steps", dataset.fingerprint, settings.name, rate),
        two_steps,
        flatten(dataset.images), dataset.labels, settings.snapshot.weights, studies.batch_mask(settings), study.full, float(rate),
        text=_("Taking the step …"),
    )  # fmt: skip
    values = {
        "n": dataset.n, "rate": rate, "before": nats(found.before), "batch": _after(found.before, found.after_batch),
        "full": _after(found.before, found.after_full),
    }  # fmt: skip
    return _(
        "Loss of all {n:,}: {before} nats before. After a step of η = {rate} along <b>this batch</b>: {batch}; along <b>all</b>: {full}.",
        **values,
    )


def _after(before: float, after: float) -> str:
    """A loss after a step, with an arrow for where it went, which stays beside it; never by colour alone."""
    return f"<b>{nats(after)}\u00a0{'↓' if after < before else '↑' if after > before else '='}</b>"


def _take(settings: Settings) -> None:
    """The step as code."""

    def cells(way: str) -> list[Cell]:
        return one_step_cells(
            settings.dataset, settings.snapshot, batch_size=settings.batch_size, seed=settings.seed, draw=settings.draw,
            learning_rate=float(session.word("rate")), way=way,
        )  # fmt: skip

    take_with_you("one-step", lambda _all: cells("numpy"), titled=False, keras=lambda: cells("keras"))


def _open_dot() -> None:
    allowed.open_picked("plane", replace=True)  # as a step draws it


def _open() -> None:
    allowed.open_on_stage(batch_size=session.whole("batch_size"), draw=session.whole("draw"), replace=True)
