"""Predict, then reveal: the visitor clicks the cells, then compares."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import numpy as np
import streamlit as st

from mbviz.batch import Batch, open_batch
from mbviz.sampling import draw_batch
from mbviz.ui import allowed, session
from mbviz.ui.components.quiz import is_of, quiz, read_cells
from mbviz.ui.language import _
from mbviz.ui.settings import Settings
from mbviz.ui.text import head

SIZE = 5  # the article's batch_size
Judged = dict[str, list[list[int]]]  # cells [n, k] that are right, wrong and missed


def show(settings: Settings) -> None:
    """Show the screen."""
    kept = session.memory()
    number, is_open = kept.quiz_round, allowed.has_answers()
    st.html(head(_("Which cells will this line pick?"), _lead(number, is_open)))
    batch = _batch(settings, number)
    name = f"{settings.dataset.fingerprint[:8]} {settings.snapshot.name} {settings.seed} {number}"

    def answer() -> None:
        cells = read_cells(session.sent("quiz", "answer"), name, batch.y.shape)
        if cells is not None and is_open:
            kept.quiz_results[name] = judge(batch.t, cells)

    def again() -> None:
        if is_of(session.sent("quiz", "again"), name):  # the browser may have sent it twice
            kept.quiz_round += 1

    judged = kept.quiz_results.get(name) if is_open else None
    result: dict[str, object] | None = None
    if judged is not None:
        result = {**judged, "score": _("{right} of {cells} cells right", right=score(judged), cells=SIZE)}
    quiz(
        batch.y,
        _line(batch, judged is not None),
        pictures=settings.dataset.images[batch.batch_mask],
        names=[settings.dataset.schema.classes[k] for k in batch.t.tolist()],
        result=result,
        is_open=is_open,
        painted=name,
        key="quiz",
        on_answer=answer,
        on_again=again,
    )
    if kept.quiz_results and is_open:
        st.html(f"<p>{_so_far(kept.quiz_results.values())}</p>")


def _lead(number: int, is_open: bool) -> str:
    if is_open:
        return _(
            "Draw {number} of {size} digits: <code>t</code> holds what each of them is, <code>y</code> what the network makes of it. "
            "It picks one cell in each row: click it (another click in the row moves your choice), then compare.",
            size=SIZE, number=number,
        )  # fmt: skip
    return _(
        "Draw {number} of {size} digits: <code>t</code> holds what each of them is, <code>y</code> what the network makes of it. "
        "It picks one cell in each row: click it (another click in the row moves your choice). The answer comes in class.",
        size=SIZE, number=number,
    )  # fmt: skip


def _line(batch: Batch, is_judged: bool) -> str:
    """The line asked about; when it was judged, with its labels and what it gave."""
    line = f"y[np.arange({SIZE}), t]"
    picks = ", ".join(f"{pick:.3f}" for pick in batch.picks.tolist())
    return f"{line}\nt = {batch.t.tolist()}  →  [{picks}]" if is_judged else line


def _so_far(results: Collection[Judged]) -> str:
    right, cells, rounds = sum(map(score, results)), SIZE * len(results), len(results)
    if rounds == 1:
        return _("So far <b>{right} of {cells}</b> cells in one batch.", right=right, cells=cells)
    return _("So far <b>{right} of {cells}</b> cells in {rounds} batches.", right=right, cells=cells, rounds=rounds)


def _batch(settings: Settings, number: int) -> Batch:
    mask = draw_batch(settings.dataset.n, SIZE, seed=settings.seed, draw=number)
    return open_batch(mask, settings.dataset.labels, settings.snapshot.y)


def judge(t: np.ndarray, cells: Sequence[tuple[int, int]]) -> Judged:
    """Compare the cells chosen with those that ``y[np.arange(B), t]`` picks, with t of (B,): right, wrong, missed ones."""
    picked, chosen = set(enumerate(t.tolist())), set(cells)
    found = {"right": chosen & picked, "wrong": chosen - picked, "missed": picked - chosen}
    return {kind: sorted(map(list, of_kind)) for kind, of_kind in found.items()}


def score(judged: Judged) -> int:
    """How many rows have the right cell chosen, and no other: a row chosen whole was not known."""
    return len({n for n, _k in judged["right"]} - {n for n, _k in judged["wrong"]})
