"""The guess before the runs: which batch size reaches a loss with the fewest examples, and which with the fewest steps."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from mbviz.ui import acts, session
from mbviz.ui.language import N_, _
from mbviz.ui.races import BY_EXAMPLES, BY_STEPS, Plan

ASKED = {BY_EXAMPLES: N_("… with the fewest examples?"), BY_STEPS: N_("… with the fewest steps?")}


def asked(plan: Callable[[], Plan], n: int) -> str:
    """A row of batch sizes for each of the two, with what was chosen pressed (HTML); `plan` gives whose runs are asked about now."""
    sizes = {str(size): f"{size:,}" for size in plan().sizes(n)}
    chosen = guessed(plan())
    return "".join(
        acts.choice(f"guess_{what}", _(text), sizes, chosen.get(what, ""), partial(_take, what, plan, n))
        for what, text in ASKED.items()
    )


def guessed(plan: Plan) -> dict[str, str]:
    """What was chosen for this race and this loss, by `ASKED`; of another it is no guess."""
    asked, chosen = session.memory().reach_guess
    return chosen if asked == _question(plan) else {}


def judged(plan: Plan, taken: Mapping[int, float]) -> str:
    """Who needed the fewest of either, and whether that was guessed; `taken` are the steps of each batch size, one at least."""
    of_examples = min(taken, key=lambda size: size * taken[size])
    of_steps = min(taken, key=lambda size: taken[size])
    return " ".join(
        [
            _told(_("Fewest examples: {name}", name=_name(of_examples)), of_examples, guessed(plan).get(BY_EXAMPLES)),
            _told(_("Fewest steps: {name}", name=_name(of_steps)), of_steps, guessed(plan).get(BY_STEPS)),
        ]
    )  # fmt: skip


def _name(size: int) -> str:
    return f'<b class="mbviz-unbroken">B = {size:,}</b>'


def _told(answer: str, right: int, guess: str | None) -> str:
    """The answer, and beside it the guess."""
    if guess is None:
        return f"{answer}."
    if guess == str(right):
        return _("{answer}, as you guessed.", answer=answer)
    return _("{answer} (your guess: {guess:,}).", answer=answer, guess=int(guess))


def _question(plan: Plan) -> str:
    return f"{plan!r} {session.word('reach')}"


def _take(what: str, plan: Callable[[], Plan], n: int, picked: str) -> None:
    """Keep what was chosen, where what is asked now offers it."""
    if int(picked) in plan().sizes(n):
        session.memory().reach_guess = _question(plan()), guessed(plan()) | {what: picked}
