"""The planner: how many examples a wanted precision takes, said aloud, and checked by drawing such batches."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import streamlit as st

from mbviz._messages import reason
from mbviz._numbers import at_least, named, percent, plain, short, times
from mbviz.stats.intervals import trustworthy_from
from mbviz.stats.planner import half_width, required_batch_size
from mbviz.stats.population import LARGEST, relative_errors
from mbviz.stats.summary import LossSummary
from mbviz.ui import acts, session
from mbviz.ui.draws import drawn
from mbviz.ui.language import _, current, markdown
from mbviz.ui.screens.batch_size.models import of_snapshot
from mbviz.ui.screens.batch_size.taken import take_along, wanted
from mbviz.ui.settings import Settings
from mbviz.ui.terms import explained
from mbviz.ui.text import code, head, numbers

N_DRAWS = 50  # of a check
OTHERS = 10**9, 10**12  # populations to compare with
HARDLY = 0.05  # share of the batch size that makes no difference to speak of


@dataclass(frozen=True)
class Plan:
    """What is wanted; `needed` is the batch size that gives it.

    Attributes
    ----------
    population : int
        N, how many examples there are.
    precision : float
        Half the width of the interval, as a share of the mean loss.
    confidence : float
    is_risk : bool
        Whether the true risk behind the N examples is wanted, and not their mean.
    needed : int
        For the true risk it can be above the population.
    """

    population: int
    precision: float
    confidence: float
    is_risk: bool
    needed: int

    @property
    def finite(self) -> int | None:
        """The population as `required_batch_size` wants it: None for the true risk."""
        return None if self.is_risk else self.population

    @property
    def is_all(self) -> bool:
        """Whether the batch is all of the population, and its mean the very one that is wanted."""
        return not self.is_risk and self.needed >= self.population

    def more_precise(self, summary: LossSummary) -> int:
        """The batch size for ten times the precision."""
        return required_batch_size(summary, self.precision / 10, confidence=self.confidence, population=self.finite)


def show(settings: Settings) -> None:
    """Show the screen."""
    lead = _(
        "Choose how many examples there are, how precise the mean loss should be, and how sure you want to be. "
        "The losses are this network’s on the digits it was trained with; for a model of your own take examples that it has not seen."
    )
    st.html(head(_("How many examples are enough?"), lead))
    found = of_snapshot(settings, settings.snapshot).summary
    population, precision, confidence = wanted()
    target = session.word("target")
    finite = None if target == "true-risk" else population
    try:
        needed = required_batch_size(found, precision, confidence=confidence, population=finite)
    except ValueError as error:
        st.warning(markdown(reason(error)))
        return
    plan = Plan(population, precision, confidence, target == "true-risk", needed)
    st.html(
        f'<div class="mbviz-plan">{_aloud(plan, found)}{_results(plan, found)}'
        f"<p>{_whether_n_matters(plan, found)} {_four_times(plan, found)}</p>{_honest(plan, found)}</div>"
    )
    with st.container(horizontal=True, key="below"):
        if plan.needed <= LARGEST and not plan.is_all:
            text = _("Check: draw {count} batches of this size", count=N_DRAWS)
            st.html(acts.button("check_plan", text, _let_check))
        take_along(settings)
    with st.container(key="checked"):
        st.html(f"<p>{_check(settings, plan)}</p>")
    st.html(code(_line(plan)))


def _let_check() -> None:
    session.memory().checked = acts.PRESSED


def _results(plan: Plan, found: LossSummary) -> str:
    left = float(half_width(found, plan.population, confidence=plan.confidence))
    return numbers(
        (_("batch size needed, B"), f"<b>{plan.needed:,}</b>"),
        (_("share of N"), f"{short(100 * plan.needed / plan.population)}%"),
        (_("times less work, at least"), _less(plan)),
        (_("the true risk, even with all N"), f"±{plain(100 * left)}%"),
    )


def _whether_n_matters(plan: Plan, found: LossSummary) -> str:
    """What the same precision takes of far more examples."""
    language = current()
    if plan.is_risk:
        return _(
            "For the true risk N does not matter: it takes {needed:,} examples, however many there are.",
            needed=plan.needed,
        )
    other = OTHERS[1] if plan.population < OTHERS[1] else OTHERS[0]
    needed = required_batch_size(found, plan.precision, confidence=plan.confidence, population=other)
    values = {
        "n": named(plan.population, language),
        "needed": plan.needed,
        "other": named(other, language),
        "others": needed,
    }
    if abs(needed - plan.needed) <= HARDLY * plan.needed:
        return _("<b>N hardly matters:</b> {needed:,} of {n}, {others:,} of {other}.", **values)
    return _(
        "Here N matters, since the batch is a large part of it: {needed:,} of {n}, {others:,} of {other}.", **values
    )


def _four_times(plan: Plan, found: LossSummary) -> str:
    """What four times the examples give."""
    four = 4 * plan.needed
    if plan.is_all or (not plan.is_risk and four > plan.population):
        return ""
    half = float(half_width(found, four, confidence=plan.confidence, population=plan.finite))
    return _("<b>Four times the examples halve the error:</b> {four:,} give ±{half}.", four=four, half=percent(half))


def _less(plan: Plan) -> str:
    return times(plan.population / plan.needed, current()) if plan.needed < plan.population else "–"


def _aloud(plan: Plan, found: LossSummary) -> str:
    """The sentence to say, large."""
    language = current()
    needed, more = plan.needed, plan.more_precise(found)
    values = {
        "n": named(plan.population, language),
        "precision": percent(plan.precision),
        "tenth": percent(plan.precision / 10),
        "needed": at_least(needed, language, plan.population),
        "more": at_least(more, language, plan.population),
    }
    if needed > plan.population:
        said = _("For ±{precision} of the true risk even all {n} examples are not enough: it takes {needed}.", **values)
    elif needed == plan.population:
        said = _("For ±{precision} it takes all {n} examples.", **values)
    elif more > plan.population:
        said = _(
            "Of {n} examples, {needed} are enough for ±{precision}; for ±{tenth} all of them are too few.", **values
        )
    elif more == plan.population:
        said = _("Of {n} examples, {needed} are enough for ±{precision}; ±{tenth} takes them all.", **values)
    else:
        said = _("Of {n} examples, {needed} are enough for ±{precision}; {more} give ±{tenth}.", **values)
    return f'<p class="mbviz-formula">“{said}”</p>'


def _honest(plan: Plan, found: LossSummary) -> str:
    """What one such batch tells of its own error, without σ; a line or two in any case, so that nothing jumps."""
    least = trustworthy_from(found)
    if plan.is_all:
        told = _("The batch is all the examples. Its mean is the mean that is wanted, and needs no interval.")
    elif plan.needed < least:
        told = _(
            "The number comes from σ, the spread of all the losses. <b>⚠ Do not trust mean ± t · s/√B of one such batch alone:</b> "
            "for losses so skewed (γ = {skewness:.1f}) Cochran’s rule wants 25 γ² = {least:,} examples.",
            skewness=found.skewness,
            least=least,
        )
    else:
        told = _(
            "The number comes from σ, the spread of all the losses. For mean ± t · s/√B of one such batch alone Cochran’s rule "
            "for skewed losses wants 25 γ² = {least:,} examples, and it has them.",
            least=least,
        )
    return f"<p>{explained(told)}</p>"


def _line(plan: Plan) -> str:
    """The code that gives the number."""
    zeros = len(str(plan.population)) - len(str(plan.population).rstrip("0"))
    written = f"{plan.population // 10**zeros}*10**{zeros}".removeprefix("1*") if zeros >= 6 else f"{plan.population:_}"
    population = "" if plan.is_risk else f", population={written}"
    call = f"summary = mbviz.summarize(losses)\nmbviz.required_batch_size(summary, {plan.precision!r}, confidence={plan.confidence!r}{population})"
    return f"{call}\n# {plan.needed:_}"


def _name(settings: Settings, plan: Plan) -> str:
    """What tells this plan from any other."""
    return f"{settings.dataset.fingerprint} {settings.snapshot.name} {settings.seed} {plan}"


def _check(settings: Settings, plan: Plan) -> str:
    """Where it was asked for, how many of such batches are within the wanted precision, by drawing them; or why not."""
    asked, kept = _name(settings, plan), session.memory()
    if kept.checked == acts.PRESSED:
        kept.checked = asked
    if plan.needed > LARGEST:
        return _("A batch of more than {most} is not drawn here.", most=named(LARGEST, current()))
    if plan.is_all:
        return _(
            "There is nothing to check by draws: every batch of all {n} examples has the same mean.",
            n=named(plan.population, current()),
        )
    if kept.checked != asked:
        return ""
    losses, of = settings.snapshot.losses, {"population": plan.finite, "seed": settings.seed}
    text = _("Drawing batches …")
    errors = drawn(("check", asked), relative_errors, losses, plan.needed, N_DRAWS, text=text, **of)
    return _checked(plan, errors)


def _checked(plan: Plan, errors: np.ndarray) -> str:
    inside = int((np.abs(errors) <= plan.precision).sum())
    sure = plan.confidence
    return _(
        "<b>{inside} of {count}</b> batches of {needed:,} were within ±{precision}; with {confidence} confidence {expected:.1f} ± {spread:.1f} "
        "are expected. They were off by {low} to {high}.",
        inside=inside,
        count=len(errors),
        needed=plan.needed,
        precision=percent(plan.precision),
        confidence=percent(sure),
        expected=sure * len(errors),
        spread=2 * math.sqrt(len(errors) * sure * (1 - sure)),
        low=percent(errors.min(), signed=True),
        high=percent(errors.max(), signed=True),
    )
