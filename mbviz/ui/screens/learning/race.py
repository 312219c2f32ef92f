"""The race: batches of several sizes learn from the same number of examples, and draw their curves while they do."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial

import numpy as np
import plotly.graph_objects as go
import streamlit as st

from mbviz import figures
from mbviz._numbers import fixed
from mbviz.model.curve import Curve
from mbviz.model.open_step import OpenedStep, open_step
from mbviz.model.race import Run
from mbviz.takeaway import race_cells
from mbviz.ui import acts, allowed, controls, data, races, session
from mbviz.ui.components.chart import as_sent, chart, clicked
from mbviz.ui.draws import drawn
from mbviz.ui.language import N_, _, current
from mbviz.ui.lessons import library, strip
from mbviz.ui.races import BY_SECONDS, EXAMPLES, Plan
from mbviz.ui.screens.learning import standing
from mbviz.ui.screens.learning.standing import AXES, Curves, Found
from mbviz.ui.settings import Settings
from mbviz.ui.take import take_with_you
from mbviz.ui.text import head

EVERY = 0.3  # seconds between two looks at runs that go on
REPLAY = 10.0  # seconds that it takes to see a race again
HEIGHT = 304
TITLES = (
    N_("loss of all training digits, nats"),
    N_("accuracy on all training digits"),
    N_("loss of the test digits, nats"),
    N_("accuracy on the test digits"),
)
SCORES = dict(zip(controls.labels("score"), TITLES, strict=True))


def show(settings: Settings) -> None:
    """Show the screen."""
    lead = _(
        "All begin with the same weights, and each step learns from one batch. Small batches take many small steps, "
        "large ones few. Who has a smaller loss depends on what is counted: examples, steps or seconds."
    )
    st.html(head(_("Who learns more from {count:,} digits?", count=EXAMPLES), lead))
    plan, place = chosen(), races.races(settings.dataset)
    if allowed.has_answers() and len(races.found(place, settings.dataset, plan)) < len(plan.sizes(settings.dataset.n)):
        place.ready(plan.recipe(settings.dataset, settings.dataset.n))
    found = _begun(settings, plan)
    moves = _moves(plan, found)
    st.fragment(_live, run_every=EVERY if moves else None)(settings, plan, moves)
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


def _begun(settings: Settings, plan: Plan) -> dict[int, Run]:
    """The runs of this race; while a lesson's question about it is open, only those that were let run since it was asked.

    Kept ones would give the answer away before a guess, and where answers are hidden any would.
    """
    if not allowed.has_answers():
        return {}
    found = races.found(races.races(settings.dataset), settings.dataset, plan)
    if not (asking := _asking(settings)):
        return found
    seen = session.memory().raced.get(asking, set())
    return {size: run for size, run in found.items() if run.key in seen}


def _asking(settings: Settings) -> str:
    """The lesson about the race whose question is not solved; empty where none is."""
    name = session.word("lesson")
    lesson = library.current().get(name, current()) if name else None
    is_open = lesson is not None and lesson.screen == "race" and not strip.is_solved(lesson, settings)
    return name if is_open else ""


def _start(settings: Settings) -> None:
    """Let all runners run; a race that is kept from before is shown from its start."""
    dataset, plan = settings.dataset, chosen()
    races.start(races.races(dataset), dataset, plan)
    if not (asking := _asking(settings)):
        return
    found = races.found(races.races(dataset), dataset, plan)
    session.memory().raced.setdefault(asking, set()).update(run.key for run in found.values())
    if all(run.state == "done" for run in found.values()):
        _replay()


def _moves(plan: Plan, found: Found) -> bool:
    """Whether the picture changes by itself."""
    return any(not run.ended for run in found.values()) or _replayed(plan) is not None


def _live(settings: Settings, plan: Plan, moves: bool) -> None:
    """Curves and what they say, as far as the runs are; buttons to start and stop them."""
    dataset = settings.dataset
    found = _begun(settings, plan)
    whole = {size: run.curve() for size, run in found.items()}
    curves, is_replay = _seen(plan, whole)
    if moves != _moves(plan, found):
        st.rerun()  # it is looked at from time to time, or no more
    axis, score = session.word("axis"), session.word("score")
    sound = {size: curve for size, curve in curves.items() if not (found[size].ended and found[size].problem)}
    with st.container(horizontal=True, vertical_alignment="center", key="racing"):
        if allowed.has_answers():
            st.html(acts.row(*_buttons(settings, plan, found, is_replay)))
        is_whole = len(found) == len(plan.sizes(dataset.n))
        if not (is_whole and _opened(settings, found)):
            lesson = standing.lesson(sound, dataset.n, score)
            st.html(f"<p>{standing.told(plan, dataset, found, lesson, is_replay)}</p>")
    is_over = not is_replay and all(run.state == "done" for run in found.values())
    with st.container(key="pair_7_3"):
        _picture(settings, plan, found, curves, _alt(sound, plan, settings, axis, score))
        st.html(
            standing.problems(found, dataset.n)
            + standing.ranking(plan, dataset, sound, axis, score, is_over=is_over)
            + standing.untested(curves, score)
        )


def _picture(settings: Settings, plan: Plan, found: Found, curves: Curves, alt: str) -> None:
    """The curves; a click on a point opens the step that follows it."""
    axis, score = session.word("axis"), session.word("score")
    shown = tuple((size, found[size].key, len(curve.steps)) for size, curve in curves.items())
    has_begun = any(len(curve.steps) > 1 for curve in curves.values())
    begin = None if has_begun else _untrained(settings, score)
    figure = _drawn(settings.dataset.fingerprint, shown, plan, axis, score, begin, current(), settings, curves)
    key = f"race_{axis}_{score}"  # what was clicked on one axis is none of another's points
    runs = {size: run.key for size, run in found.items()}
    chart(figure, "race", key=key, alt=alt, on_pick=partial(_select, key, runs))


def _replayed(plan: Plan) -> float | None:
    """For how many seconds this race has been shown again; None where it is not."""
    of, since = session.memory().replayed
    return time.monotonic() - since if of == repr(plan) else None


def _seen(plan: Plan, curves: dict[int, Curve]) -> tuple[dict[int, Curve], bool]:
    """The curves as far as they are shown, and whether the race is being shown again."""
    elapsed = _replayed(plan)
    if elapsed is None:
        return curves, False
    if elapsed >= REPLAY:
        session.memory().replayed = "", 0.0
        return curves, False
    longest = max((float(curve.seconds[-1]) for curve in curves.values() if len(curve.seconds)), default=0.0)
    return {size: curve.until(longest * elapsed / REPLAY) for size, curve in curves.items()}, True


def _replay() -> None:
    session.memory().replayed = repr(chosen()), time.monotonic()


def _skip() -> None:
    session.memory().replayed = "", 0.0


def _buttons(settings: Settings, plan: Plan, found: Found, is_replay: bool) -> list[str]:
    """Start, pause, stop and see again, each where it does something (HTML)."""
    buttons = []
    going = [run for run in found.values() if not run.ended]
    is_gone = any(run.state in ("failed", "cancelled") for run in found.values())
    is_whole = len(found) == len(plan.sizes(settings.dataset.n))
    if is_replay:
        buttons.append(acts.button("skip_replay", _("To the end"), _skip))
    elif not going and (is_gone or not is_whole):
        text = _("Go on") if is_gone else _("Start")
        buttons.append(acts.button("start_race", text, _start, settings, is_main=True))
    elif not going:
        buttons.append(acts.button("replay_race", _("Watch again"), _replay))
    for text, runs, press, key in (
        (_("Go on"), [run for run in going if run.state == "paused"], Run.resume, "resume_race"),
        (_("Pause"), [run for run in going if run.state != "paused"], Run.pause, "pause_race"),
        (_("Stop"), going, Run.cancel, "stop_race"),
    ):
        if runs:
            buttons.append(acts.button(key, text, _each, press, runs))
    return buttons


def _each(press: Callable[[Run], None], runs: list[Run]) -> None:
    for run in runs:
        press(run)


def _alt(curves: Curves, plan: Plan, settings: Settings, axis: str, score: str) -> str:
    n, ranked = settings.dataset.n, standing.order(curves, axis, score)
    if not ranked:
        begin, names = _untrained(settings, score), ", ".join(standing.name(size, n) for size in plan.sizes(n))
        waiting = _("Nobody has begun yet. There is room for the curves of {names}.", names=names)
        return f"{_(SCORES[score])}. {waiting} {begin[1] if begin else ''}".rstrip()
    named = ", ".join(f"{standing.name(size, n)} {standing.score_told(value, score)}" for size, value in ranked[1])
    return f"{_(SCORES[score])}. {standing.amount(axis, ranked[0])}: {named}"


@st.cache_resource(max_entries=64, show_spinner=False)
def _drawn(
    fingerprint: str, shown: tuple[tuple[int, str, int], ...], plan: Plan, axis: str, score: str,
    begin: tuple[float, str] | None, language: str, _settings: Settings, _curves: Curves,
) -> str:  # fmt: skip
    """The chart of so many points of each run, which a move mostly leaves as it is."""
    return as_sent(_chart(_settings, plan, _curves, axis, score, begin))


def _untrained(settings: Settings, score: str) -> tuple[float, str] | None:
    """What all begin with, and what the chart says of it before anybody has taken a step; None while it is not known.

    Of test digits that is not known before, and the training digits' tells how far about the axis will go.
    """
    untrained = data.training(settings.dataset).snapshot("untrained")
    if untrained is None:
        return None
    is_right = untrained.y.argmax(axis=1) == settings.dataset.labels
    value = float((is_right if score.endswith("accuracy") else untrained.losses).mean())
    told = _("all begin here, untrained: {value}", value=standing.score_told(value, score))
    return value, "" if score.startswith("test") else told


def _chart(
    settings: Settings, plan: Plan, curves: Curves, axis: str, score: str, begin: tuple[float, str] | None
) -> go.Figure:
    n = settings.dataset.n
    kinds = {n: "all"} | ({plan.chosen: "chosen"} if plan.chosen < n else {})
    runners = [] if curves else [figures.Runner(standing.name(size, n), [], []) for size in plan.sizes(n)]
    for size, curve in curves.items():
        y = races.score(curve, score)
        known = np.isfinite(y)  # without test digits none is
        x, steps = races.along(curve, size, axis)[known], curve.steps[known].tolist()
        marks = [step + (size << 32) for step in steps]
        runners.append(figures.Runner(standing.name(size, n), x, y[known], marks, kinds.get(size, "other")))
    ends = None if axis == BY_SECONDS and curves else races.ends(plan, settings.dataset, axis)
    return figures.race(runners, _(AXES[axis]), _(SCORES[score]), ends=ends, begin=begin, height=HEIGHT)


def _select(key: str, runs: dict[int, str]) -> None:
    """Open the step that was clicked, of the run that was shown then."""
    picked = clicked(key)
    size, step = (picked >> 32, picked & 0xFFFFFFFF) if picked else (0, 0)
    session.memory().opened = (runs[size], step) if size in runs else None


def _opened(settings: Settings, found: Found) -> bool:
    """The step that was clicked: its batch, and what learning from it did; False where none of this race was."""
    opened, k = session.memory().opened or ("", 0)
    size, run = next(((size, run) for size, run in found.items() if run.key == opened), (0, None))
    if run is None:
        return False
    k = min(k, run.recipe.steps - 1)
    try:
        step: OpenedStep = drawn(
            (run.key, k), open_step, run.recipe, settings.dataset, k, start=run.point(k), text=_("Taking that step again …")
        )  # fmt: skip
    except ValueError:
        st.html(f"<p>{_('The numbers of this run are not finite there: there is no step to open.')}</p>")
        return True
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
    opens = allowed.opens_on_stage(batch_size=size, draw=k)
    button = acts.button("to_stage", _("Open this batch on the stage"), _open, size, k) if opens else ""
    st.html(acts.row(f"<p>{told}</p>", button))
    return True


def _open(size: int, k: int) -> None:
    allowed.open_on_stage(batch_size=size, draw=k)
