"""The guess before the runs: which batch size reaches a loss with the fewest examples, and which with the fewest steps."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from mbviz.ui import session
from mbviz.ui.components.choosing import buttons
from mbviz.ui.language import N_, _
from mbviz.ui.races import BY_EXAMPLES, BY_STEPS, Plan

ASKED = {BY_EXAMPLES: N_("… with the fewest examples?"), BY_STEPS: N_("… with the fewest steps?")}


def ask(plan: Plan, n: int) -> None:
    """Show a row of batch sizes for each of the two, with what was chosen pressed."""
    sizes = {str(size): f"{size:,}" for size in plan.sizes(n)}
    chosen = guessed(plan)
    for what, text in ASKED.items():
        key = f"guess_{what}"
        buttons(sizes, chosen.get(what, ""), label=_(text), key=key, on_pick=partial(_take, what, plan, n), asks=True)


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


def _take(what: str, plan: Plan, n: int) -> None:
    """Keep what was chosen, where it is one of the batch sizes that were shown."""
    picked = session.sent(f"guess_{what}", "pick")
    if isinstance(picked, str) and picked in map(str, plan.sizes(n)):
        session.memory().reach_guess = _question(plan), guessed(plan) | {what: picked}
