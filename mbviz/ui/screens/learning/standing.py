"""How a race stands: what it waits for and what to press next, who is ahead, and which runs ended early."""

from __future__ import annotations

import math
from collections.abc import Mapping
from html import escape

import numpy as np

from mbviz._numbers import fixed, percent, plain
from mbviz.data.dataset import Dataset
from mbviz.model.curve import Curve
from mbviz.model.race import Run
from mbviz.ui import allowed, races
from mbviz.ui.language import N_, _, say
from mbviz.ui.races import BY_EXAMPLES, BY_SECONDS, BY_STEPS, Plan

AXES = {
    BY_EXAMPLES: N_("examples looked at, log scale"),
    BY_STEPS: N_("steps, log scale"),
    BY_SECONDS: N_("seconds of this machine, log scale"),
}
Found = Mapping[int, Run]
Curves = Mapping[int, Curve]
Order = list[tuple[int, float]]


def told(plan: Plan, dataset: Dataset, found: Found, lesson: str, is_replay: bool) -> str:
    """In which state the race is, and what can be done next; `lesson` is what a race says at its end."""
    n = dataset.n
    going = [run for run in found.values() if not run.ended]
    missing = [name(size, n) for size in plan.sizes(n) if size not in found]
    if is_replay:
        return _("A replay: every run at the speed it had.")
    if any(run.state == "paused" for run in going):
        return _("Paused: “Go on” continues where they stand.")
    if going:
        ended = sum(run.ended for run in found.values())
        return _("{ended} of {count} have arrived, the others still learn.", ended=ended, count=len(found))
    if any(run.state in ("failed", "cancelled") for run in found.values()):
        return _("Stopped. Nothing is lost: “Go on” continues where they stand.")
    if not found and not allowed.has_answers():
        return _("Which batch size will have the smallest loss in the end? The answer comes in class.")
    if not found:
        return _("Guess first: which batch size will have the smallest loss in the end? Then press “Start”.")
    if missing:
        return _("Not run yet with these settings: {names}. “Start” lets them join.", names=", ".join(missing))
    return " ".join(filter(None, [lesson, _("Click a point to open the step after it.")]))


def lesson(curves: Curves, n: int, score: str) -> str:
    """Who is ahead by each of the three ways to count; empty where no two can be compared."""
    firsts = [ranked[1][0][0] for axis in AXES if (ranked := order(curves, axis, score)) and ranked[1]]
    if len(firsts) < len(AXES):
        return ""
    examples, steps, seconds = (name(size, n) for size in firsts)
    return _(
        "For the same number of examples <b>{examples}</b> is ahead, for the same number of steps <b>{steps}</b>, and in the same time <b>{seconds}</b>.",
        examples=examples,
        steps=steps,
        seconds=seconds,
    )


def plan_told(plan: Plan, dataset: Dataset) -> str:
    """Who will run, and how, before anybody does."""
    lines = []
    for size in plan.sizes(dataset.n):
        recipe = plan.recipe(dataset, size)
        line = (
            _("{name}: {steps:,} steps of η = {rate}, momentum {momentum}", name=name(size, dataset.n),
              steps=recipe.steps, rate=plain(recipe.learning_rate), momentum=plain(recipe.momentum))
        )  # fmt: skip
        lines.append(f"<li><b>{line}</b></li>" if size == plan.chosen else f"<li>{line}</li>")
    return f"<ul class='mbviz-ranking'>{''.join(lines)}</ul>"


def ranking(plan: Plan, dataset: Dataset, curves: Curves, axis: str, score: str, *, is_over: bool) -> str:
    """Who is ahead: where all have come by the axis shown, as a list, and by the two others, in a line each.

    While some still run that place says little, and each stands with what it has by now; the plan while there are no two
    to compare.
    """
    n = dataset.n
    ranked = order(curves, axis, score)
    if not is_over:
        return _so_far(curves, n, axis, score) or plan_told(plan, dataset)
    if not ranked:
        return plan_told(plan, dataset)
    where, best_first = ranked
    rows = "".join(f"<li>{name(size, n)} <b>{score_told(value, score)}</b></li>" for size, value in best_first)
    others = [
        f'<p class="mbviz-order">{amount(other, found[0])}: {" › ".join(_unbroken(name(size, n)) for size, _value in found[1])}</p>'
        for other in AXES
        if other != axis and (found := order(curves, other, score))
    ]
    return f'<p><b>{amount(axis, where)}</b></p><ol class="mbviz-ranking">{rows}</ol>{"".join(others)}'


def _unbroken(text: str) -> str:
    return f'<span class="mbviz-unbroken">{text}</span>'


def _so_far(curves: Curves, n: int, axis: str, score: str) -> str:
    """What each has learned by now, and how far it is."""
    rows = []
    for size, curve in curves.items():
        if len(curve.steps) > 1 and math.isfinite(value := float(races.score(curve, score)[-1])):
            where = amount(axis, float(races.along(curve, size, axis)[-1]))
            rows.append(f"<li>{name(size, n)} <b>{score_told(value, score)}</b><br><small>{where}</small></li>")
    return f"<p><b>{_('So far')}</b></p><ul class='mbviz-ranking'>{''.join(rows)}</ul>" if rows else ""


def order(curves: Curves, axis: str, score: str) -> tuple[float, Order] | None:
    """How far all runners are by an axis, and there the batch sizes with their scores, the best first."""
    began = {size: curve for size, curve in curves.items() if len(curve.steps) > 1}
    if len(began) < 2:
        return None
    paths = {size: (races.along(curve, size, axis), races.score(curve, score)) for size, curve in began.items()}
    where = min(float(x[-1]) for x, _y in paths.values())
    scores = {size: races.at(x, y, where) for size, (x, y) in paths.items() if x[1] <= where}  # who has taken a step
    known = [(size, value) for size, value in scores.items() if math.isfinite(value)]
    return where, sorted(known, key=lambda pair: pair[1], reverse=score.endswith("accuracy"))


def amount(axis: str, where: float) -> str:
    """How far, by what an axis counts."""
    if axis == BY_SECONDS:
        return _("After {x} seconds", x=plain(where))
    if axis == BY_STEPS and where == 1:
        return _("After 1 step")
    return _("After {x:,.0f} steps", x=where) if axis == BY_STEPS else _("After {x:,.0f} examples", x=where)


def problems(found: Found, n: int) -> str:
    """Why runs ended early."""
    lines = [f"{name(size, n)}: {escape(str(say(run.problem)))}" for size, run in found.items() if run.problem]
    return "".join(f'<p class="mbviz-wrong">{line}</p>' for line in lines)


def untested(curves: Curves, score: str) -> str:
    """That there is nothing to show, where test digits are asked for and the data have none."""
    has_some = any(np.isfinite(races.score(curve, score)).any() for curve in curves.values())
    return f"<p>{_('These data have no test digits.')}</p>" if curves and not has_some else ""


def name(size: int, n: int) -> str:
    """What a runner is called."""
    return _("all {n:,}", n=n) if size == n else f"B = {size:,}"


def score_told(value: float, score: str) -> str:
    """A loss or an accuracy."""
    return percent(value, 1) if score.endswith("accuracy") else fixed(value, 2)
