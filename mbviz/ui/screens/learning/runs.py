"""Steps against examples to reach a loss, from the runs of the race."""

from __future__ import annotations

import math

import numpy as np
import streamlit as st

from mbviz import figures
from mbviz._numbers import percent, plain
from mbviz.model.race import Run
from mbviz.stats.batch_tradeoff import TradeOff, fit_trade_off, steps_to_reach
from mbviz.ui import acts, allowed, races, session
from mbviz.ui.components.chart import as_sent, chart
from mbviz.ui.language import _, current
from mbviz.ui.races import Plan
from mbviz.ui.screens.learning import guess
from mbviz.ui.settings import Settings

FITS = 0.25  # by so much may runs and hyperbola differ at the worst, to be told as one
FAR = 10  # times the smallest and largest batch: a bend farther off is none of these runs’
EVERY = 1.0  # seconds between two looks at runs that go on


def show(settings: Settings, height: int) -> None:
    """Show the part."""
    plan = _plan()
    title = f'<h2 class="mbviz-part">{_("What a loss of {goal} takes", goal=session.word("reach"))}</h2>'
    found = races.found(races.races(settings.dataset), settings.dataset, plan)
    if not is_shown():
        _guess(settings, plan, title, is_whole=len(found) == len(plan.sizes(settings.dataset.n)))
        return
    st.html(title)
    if all(run.ended for run in found.values()):
        _part(settings, plan, found, height)
    else:
        st.fragment(_live, run_every=EVERY)(settings, plan, height)


def is_shown() -> bool:
    """Whether this visitor has guessed; runs that are kept, perhaps another's, would give the answer away before."""
    return session.memory().reach_shown and allowed.has_answers()


def _guess(settings: Settings, plan: Plan, title: str, *, is_whole: bool) -> None:
    """The question below its title, what to guess with, and a button for the answer; `is_whole` where all runs are there already."""
    dataset = settings.dataset
    sizes = plan.sizes(dataset.n)
    low, high = (plain(plan.recipe(dataset, size).learning_rate) for size in (sizes[0], sizes[-1]))
    question = (
        _("Guess first: with η = {rate}, which batch size reaches it …", rate=low)
        if low == high
        else _("Guess first: with η from {low} to {high}, which batch size reaches it …", low=low, high=high)
    )
    if allowed.has_answers():
        below = acts.button("start_runs", _("Show the runs") if is_whole else _start_label(), _begin, settings)
    else:
        below = f"<p>{_('The answer comes in class.')}</p>"
    st.html(f"{title}<p>{question}</p>{guess.asked(_plan, dataset.n)}{below}")


def _start_label() -> str:
    """The runs are the race's; where that screen is hidden, nothing is said of it."""
    return _("Run the race") if "race" in allowed.screens() else _("Start the runs")


def _begin(settings: Settings) -> None:
    """Show the runs, and start those that are missing."""
    session.memory().reach_shown = True
    plan, place = _plan(), races.races(settings.dataset)
    if len(races.found(place, settings.dataset, plan)) < len(plan.sizes(settings.dataset.n)):
        races.start(place, settings.dataset, plan)


def _plan() -> Plan:
    """Whose runs are looked at: the race's, without momentum."""
    return Plan(
        session.whole("batch_size"),
        float(session.word("rate")),
        session.word("scaling") == "linear",
        0.0,
        session.whole("seed"),
    )


def critical(settings: Settings) -> float | None:
    """The batch size that takes twice the fewest steps and twice the fewest examples; None where no hyperbola says it."""
    found = races.found(races.races(settings.dataset), settings.dataset, _plan())
    reached = taken(found, float(session.word("reach")))
    if len(reached) < 3:
        return None
    fit = _fitted(tuple(reached.items()))
    return fit.critical if fit.worst <= FITS and _is_among(fit) else None


@st.cache_resource(max_entries=64, show_spinner=False)
def _fitted(reached: tuple[tuple[int, float], ...]) -> TradeOff:
    return fit_trade_off([size for size, _steps in reached], [steps for _size, steps in reached])


def _is_among(fit: TradeOff) -> bool:
    """Whether the bend of the hyperbola lies among the runs that it was fitted to, or not far from them."""
    return bool(fit.batch_sizes.min() / FAR <= fit.critical <= FAR * fit.batch_sizes.max())


def _live(settings: Settings, plan: Plan, height: int) -> None:
    """The part while runs go on."""
    found = races.found(races.races(settings.dataset), settings.dataset, plan)
    if all(run.ended for run in found.values()):
        st.rerun()
    _part(settings, plan, found, height)


def _part(settings: Settings, plan: Plan, found: dict[int, Run], height: int) -> None:
    """The runs as far as they are, and a button that starts them."""
    dataset = settings.dataset
    goal = float(session.word("reach"))
    reached = taken(found, goal)
    if len(reached) >= 2:
        fit = _fitted(tuple(reached.items()))
        drawn = _drawn(tuple(reached.items()), height, current(), fit)
        chart(drawn, "trade-off", key="chart_trade_off", alt=_alt(fit, goal))
        is_over = all(run.ended for run in found.values()) and len(found) == len(plan.sizes(dataset.n))
        verdict = f"<p>{guess.judged(plan, reached)}</p>" if is_over else ""
        st.html(f"{verdict}<p>{told(fit)} {_missing(found, reached, goal)}</p>")
    else:
        st.html(
            f"<p>{_('It takes two runs that have reached this loss. {missing}', missing=_missing(found, reached, goal))}</p>"
        )
    if len(found) < len(plan.sizes(dataset.n)):
        st.html(acts.button("start_runs", _start_label(), _begin, settings))
    elif not all(run.ended for run in found.values()):
        st.html(
            f"<p>{_('{count} of {all} runs have ended, the others go on.', count=sum(run.ended for run in found.values()), all=len(found))}</p>"
        )


@st.cache_resource(max_entries=64, show_spinner=False)
def _drawn(reached: tuple[tuple[int, float], ...], height: int, language: str, _fit: TradeOff) -> str:
    return as_sent(figures.trade_off(_fit, height=height, translate=_))


def taken(found: dict[int, Run], goal: float) -> dict[int, float]:
    """How many steps each run took to the loss `goal`, by batch size; without those that have not reached it."""
    steps: dict[int, float] = {}
    for size, run in found.items():
        curve = run.curve()
        finite = np.isfinite(curve.loss)
        if finite.any():
            taken = steps_to_reach(curve.steps[finite], curve.loss[finite], goal)
            if math.isfinite(taken) and taken > 0:
                steps[size] = taken
    return steps


def told(fit: TradeOff) -> str:
    """What the hyperbola says, or that it does not describe these runs."""
    off = percent(fit.worst, 0)
    if len(fit.steps) < 3:
        return _("A hyperbola goes through any two runs; a third would tell whether it fits.")
    if fit.worst > FITS:
        return _(
            "<b>The paper’s hyperbola does not fit these runs</b> (off by up to {off}): it is for the best η at each batch size, and here η follows one rule.",
            off=off,
        )
    if not _is_among(fit):
        return _("The hyperbola fits to {off}, but its bend lies outside of these runs.", off=off)
    return _("The hyperbola fits to {off}: {steps} steps at least, however large B, and {examples} examples at least, however small. B = <b>{critical}</b> takes twice as many of either.",
             off=off, steps=plain(fit.s_min), examples=plain(fit.e_min), critical=plain(fit.critical))  # fmt: skip


def _missing(found: dict[int, Run], reached: dict[int, float], goal: float) -> str:
    """Which runs have ended without reaching the loss; a name stays on one line."""
    names = (f"B\u00a0=\u00a0{size:,}" for size, run in found.items() if size not in reached and run.ended)
    *first, last = ["", *names]
    if first[1:]:
        return _("{names} and {last} did not get there.", names=", ".join(first[1:]), last=last)
    return _("{name} did not get there.", name=last) if last else ""


def _alt(fit: TradeOff, goal: float) -> str:
    said = [
        _("B = {size:,}: {steps} steps, {examples} examples", size=size, steps=plain(steps), examples=plain(examples))
        for size, steps, examples in zip(fit.batch_sizes.tolist(), fit.steps.tolist(), fit.examples.tolist(), strict=True)
    ]  # fmt: skip
    return _("Steps against examples to reach a loss of {goal} nats. {list}.", goal=goal, list="; ".join(said))
