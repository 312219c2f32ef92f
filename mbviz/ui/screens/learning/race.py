"""The race: batches of several sizes learn from the same number of examples, and draw their curves while they do."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import partial
from html import escape

import numpy as np
import plotly.graph_objects as go
import streamlit as st

from mbviz import figures
from mbviz._numbers import fixed, percent, plain
from mbviz.data.dataset import Dataset
from mbviz.model.curve import Curve
from mbviz.model.open_step import OpenedStep, open_step
from mbviz.model.race import Run
from mbviz.takeaway import race_cells
from mbviz.ui import allowed, controls, races, session
from mbviz.ui.components.chart import as_sent, chart, clicked
from mbviz.ui.draws import drawn
from mbviz.ui.language import N_, _, say
from mbviz.ui.races import BY_EXAMPLES, BY_SECONDS, BY_STEPS, EXAMPLES, Plan
from mbviz.ui.settings import Settings
from mbviz.ui.take import take_with_you
from mbviz.ui.text import head

EVERY = 0.5  # seconds between two looks at runs that go on
HEIGHT = 332
AXES = {
    BY_EXAMPLES: N_("examples looked at, log scale"),
    BY_STEPS: N_("steps, log scale"),
    BY_SECONDS: N_("seconds of this machine, log scale"),
}
TITLES = (
    N_("loss of all training digits, nats"),
    N_("accuracy on all training digits"),
    N_("loss of the test digits, nats"),
    N_("accuracy on the test digits"),
)
SCORES = dict(zip(controls.labels("score"), TITLES, strict=True))
Found = dict[int, Run]


def show(settings: Settings) -> None:
    """Show the screen."""
    lead = _(
        "All begin with the same weights, and each step learns from one batch. Small batches take many small steps, "
        "large ones few. Who has a smaller loss depends on what is counted: examples, steps or seconds."
    )
    st.html(head(_("Who learns more from {count:,} digits?", count=EXAMPLES), lead))
    plan = chosen()
    found = races.found(races.races(settings.dataset), settings.dataset, plan)
    goes_on = any(not run.ended for run in found.values())
    st.fragment(_live, run_every=EVERY if goes_on else None)(settings, plan, goes_on)
    recipes = [plan.recipe(settings.dataset, size) for size in plan.sizes(settings.dataset.n)]
    take_with_you(
        "mbviz-race",
        lambda _whole: race_cells(settings.dataset, recipes),
        keras=lambda: race_cells(settings.dataset, recipes, way="keras"),
        titled=False,
    )


def chosen() -> Plan:
    """What the visitor wants to see raced."""
    return Plan(
        session.whole("batch_size"),
        float(session.word("rate")),
        session.word("scaling") == "linear",
        float(session.word("momentum")),
        session.whole("seed"),
    )


def _live(settings: Settings, plan: Plan, goes_on: bool) -> None:
    """Curves and what they say, as far as the runs are; buttons to start and stop them."""
    found = races.found(races.races(settings.dataset), settings.dataset, plan)
    if goes_on != any(not run.ended for run in found.values()):
        st.rerun()  # it is looked at from time to time, or no more
    curves = {size: run.curve() for size, run in found.items()}
    axis, score = session.word("axis"), session.word("score")
    left, right = st.columns([7, 3], gap="medium")
    with right:
        _buttons(settings, plan, found)
        st.html(_ranking(plan, settings.dataset, curves, axis, score) + _problems(found, settings.dataset.n))
    key = f"race_{axis}_{score}"  # what was clicked on one axis is none of another's points
    with left:
        chart(
            as_sent(_chart(settings, plan, curves, axis, score)),
            "race",
            key=key,
            alt=_alt(curves, settings.dataset.n, axis, score),
            on_pick=partial(_select, key),
        )
    _opened(settings, found)


def _buttons(settings: Settings, plan: Plan, found: Found) -> None:
    """Start, pause and stop, each where it does something."""
    dataset = settings.dataset
    place = races.races(dataset)
    going = [run for run in found.values() if not run.ended]
    gone = any(run.state in ("failed", "cancelled") for run in found.values())
    with st.container(horizontal=True, key="racing"):
        if gone or len(found) < len(plan.sizes(dataset.n)):
            st.button(_("Start"), on_click=races.start, args=(place, dataset, plan), key="start_race")
        for name, runs, press, key in (
            (_("Go on"), [run for run in going if run.state == "paused"], Run.resume, "resume_race"),
            (_("Pause"), [run for run in going if run.state != "paused"], Run.pause, "pause_race"),
            (_("Stop"), going, Run.cancel, "stop_race"),
        ):
            if runs:
                st.button(name, on_click=_each, args=(press, runs), key=key)


def _each(press: Callable[[Run], None], runs: list[Run]) -> None:
    for run in runs:
        press(run)


def _planned(plan: Plan, dataset: Dataset) -> str:
    """Who will run, and how, before anybody does."""
    lines = []
    for size in plan.sizes(dataset.n):
        recipe = plan.recipe(dataset, size)
        told = (
            _("{name}: {steps:,} steps of η = {rate}, momentum {momentum}", name=_name(size, dataset.n),
              steps=recipe.steps, rate=plain(recipe.learning_rate), momentum=plain(recipe.momentum))
        )  # fmt: skip
        lines.append(f"<li>{'▸ ' if size == plan.chosen else ''}{told}</li>")
    guess = _("Guess first: which batch size will have the smallest loss in the end?")
    return f"<p>{guess}</p><ul class='mbviz-ranking'>{''.join(lines)}</ul>"


def _ranking(plan: Plan, dataset: Dataset, curves: dict[int, Curve], axis: str, score: str) -> str:
    """Who is ahead by the axis shown, as a list, and by the two others, in a line."""
    ranked = _ranked(curves, axis, score)
    if not ranked:
        return _planned(plan, dataset)
    n = dataset.n
    where, order = ranked
    rows = "".join(f"<li>{_name(size, n)} <b>{_score(value, score)}</b></li>" for size, value in order)
    others = [
        f"<p>{_amount(other, found[0])}: {' › '.join(_name(size, n) for size, _value in found[1])}</p>"
        for other in AXES
        if other != axis and (found := _ranked(curves, other, score))
    ]
    return f'<p><b>{_amount(axis, where)}</b></p><ol class="mbviz-ranking">{rows}</ol>{"".join(others)}'


def _ranked(curves: dict[int, Curve], axis: str, score: str) -> tuple[float, list[tuple[int, float]]] | None:
    """How far all runners are by an axis, and there the batch sizes with their scores, the best first."""
    began = {size: curve for size, curve in curves.items() if len(curve.steps) > 1}
    if len(began) < 2:
        return None
    paths = {size: (races.along(curve, size, axis), races.score(curve, score)) for size, curve in began.items()}
    where = min(float(x[-1]) for x, _y in paths.values())
    scores = {size: races.at(x, y, where) for size, (x, y) in paths.items() if x[1] <= where}  # who has taken a step
    known = [(size, value) for size, value in scores.items() if math.isfinite(value)]
    return where, sorted(known, key=lambda pair: pair[1], reverse=score.endswith("accuracy"))


def _amount(axis: str, where: float) -> str:
    if axis == BY_SECONDS:
        return _("After {x} seconds", x=plain(where))
    if axis == BY_STEPS and where == 1:
        return _("After 1 step")
    return _("After {x:,.0f} steps", x=where) if axis == BY_STEPS else _("After {x:,.0f} examples", x=where)


def _alt(curves: dict[int, Curve], n: int, axis: str, score: str) -> str:
    ranked = _ranked(curves, axis, score)
    if not ranked:
        return _("Nobody has begun yet.")
    named = ", ".join(f"{_name(size, n)} {_score(value, score)}" for size, value in ranked[1])
    return f"{_(SCORES[score])}. {_amount(axis, ranked[0])}: {named}"


def _problems(found: Found, n: int) -> str:
    """Why runs ended early."""
    told = [f"{_name(size, n)}: {escape(str(say(run.problem)))}" for size, run in found.items() if run.problem]
    return "".join(f'<p class="mbviz-wrong">{line}</p>' for line in told)


def _chart(settings: Settings, plan: Plan, curves: dict[int, Curve], axis: str, score: str) -> go.Figure:
    n = settings.dataset.n
    kinds = {n: "all"} | ({plan.chosen: "chosen"} if plan.chosen < n else {})
    runners = [
        figures.Runner(
            _name(size, n),
            races.along(curve, size, axis),
            races.score(curve, score),
            [int(step) + (size << 32) for step in curve.steps],
            kinds.get(size, "other"),
        )
        for size, curve in curves.items()
    ]
    return figures.race(runners, _(AXES[axis]), _(SCORES[score]), height=HEIGHT)


def _name(size: int, n: int) -> str:
    return _("all {n:,}", n=n) if size == n else f"B = {size:,}"


def _score(value: float, score: str) -> str:
    return percent(value, 1) if score.endswith("accuracy") else fixed(value, 2)


def _select(key: str) -> None:
    """Open the step that was clicked."""
    picked = clicked(key)
    session.memory().opened = (picked >> 32, picked & 0xFFFFFFFF) if picked else None


def _opened(settings: Settings, found: Found) -> None:
    """The step that was clicked: its batch, and what learning from it did."""
    size, k = session.memory().opened or (0, 0)
    run = found.get(size)
    if run is None:
        st.html(f"<p>{_('Click a point: the step that follows it opens.')}</p>")
        return
    k = min(k, run.recipe.steps - 1)
    try:
        step: OpenedStep = drawn(
            (run.key, k), open_step, run.recipe, settings.dataset, k, start=run.point(k), text=_("Taking that step again …")
        )  # fmt: skip
    except ValueError:
        st.html(f"<p>{_('The numbers of this run are not finite there: there is no step to open.')}</p>")
        return
    told = _(
        "<b>Step {k:,} of B = {size:,}</b> learned from draw {k:,}. The loss of its own batch went from {before} to {after}, that of all "
        "{n:,} from {whole} to {whole_after}. Its gradient and that of all: cos = {cosine}.",
        k=k,
        size=size,
        n=settings.dataset.n,
        before=fixed(step.batch_loss, 4),
        after=fixed(step.batch_loss_after, 4),
        whole=fixed(step.loss, 4),
        whole_after=fixed(step.loss_after, 4),
        cosine=fixed(step.cosine, 2) if np.isfinite(step.cosine) else "–",
    )
    with st.container(horizontal=True, vertical_alignment="center", key="opened"):
        st.html(f"<p>{told}</p>")
        if allowed.opens_on_stage(batch_size=size, draw=k):
            st.button(_("Open this batch on the stage"), on_click=_open, args=(size, k), key="open_step")


def _open(size: int, k: int) -> None:
    allowed.open_on_stage(batch_size=size, draw=k)
