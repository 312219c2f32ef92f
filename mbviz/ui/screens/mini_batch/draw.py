"""The draw: which digits came, where they lie among all, and what came twice."""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray

from mbviz._numbers import percent
from mbviz.batch import Batch
from mbviz.sampling import likely_repeat, repeat_chance, repeated
from mbviz.takeaway import mini_batch_cells
from mbviz.ui import session
from mbviz.ui.components import sheets
from mbviz.ui.language import _
from mbviz.ui.sent import read_number
from mbviz.ui.settings import Settings
from mbviz.ui.take import take_with_you

FOLD = 12  # so many indices are printed before NumPy folds them
AGAIN = 6  # so many of the digits that came more than once are shown
NEARLY_SURE = 0.9999


def show(settings: Settings) -> None:
    """Show the screen."""
    batch = settings.batch()
    sheets.drawn(
        batch, settings.dataset, _told(settings, batch), painted=settings.name, key="drawn", on_open=_open_indices
    )
    seed, draw, replace = settings.seed, settings.draw, settings.replace
    take_with_you(
        "mbviz-mini-batch",
        lambda whole: mini_batch_cells(
            settings.dataset, settings.snapshot, batch, seed=seed, draw=draw, replace=replace, whole=whole
        ),
        batch,
        titled=False,
    )


def _open_indices() -> None:
    wanted = read_number(session.sent("drawn", "open"), (0, 1))
    session.memory().all_indices = bool(wanted)


def _told(settings: Settings, batch: Batch) -> sheets.Told:
    """What is said of the draw."""
    size, is_open = len(batch), session.memory().all_indices
    fold_label = _("Fewer indices") if is_open else _("All {size:,} indices", size=size)
    return sheets.Told(
        title=_("Which {size:,} of {n:,} digits?", size=size, n=settings.dataset.n),
        line=drawing_line(settings),
        indices=_printed(batch.batch_mask, size if is_open else FOLD),
        told=_twice(settings, batch),
        again=[(int(i), int((batch.batch_mask == i).sum())) for i in repeated(batch.batch_mask)[:AGAIN]],
        all=fold_label if size > FOLD else "",
        is_open=is_open and size > FOLD,
    )


def drawing_line(settings: Settings) -> str:
    """The line of code that draws this batch."""
    n, size = settings.dataset.n, settings.batch_size
    way = "" if settings.replace else ", replace=False"
    return f"batch_mask = np.random.default_rng([{settings.seed}, {size}, {settings.draw}]).choice({n}, {size}{way})"


def _printed(batch_mask: NDArray[np.integer], threshold: int) -> str:
    """The indices, (B,), as NumPy prints them, folded above `threshold`."""
    with np.printoptions(threshold=threshold, linewidth=44):
        return repr(batch_mask)


def _twice(settings: Settings, batch: Batch) -> str:
    """On digits that came more than once, in this batch and in others of its size."""
    if not settings.replace:
        return _("Drawn without replacement: no digit comes twice.")
    again = repeated(batch.batch_mask)
    lead = _(
        "One digit can come twice: drawn with replacement, NumPy’s default, it goes back after each draw. "
        "Then batch_mask holds its index twice."
    )
    here = _("Here none came twice.")
    if len(again):
        distinct = len(np.unique(batch.batch_mask))
        here = _(
            "Here this happened to {count:,}; the batch holds {distinct:,} different digits.",
            count=len(again),
            distinct=distinct,
        )
    return f"{lead} {here} {_how_often(settings.dataset.n, len(batch))}"


@cache
def _half(n: int) -> int:
    return likely_repeat(n)


def _how_often(n: int, size: int) -> str:
    """In how many batches of this size some digit comes twice."""
    chance, half = repeat_chance(n, size), _half(n)
    if chance > NEARLY_SURE:
        return _(
            "Of batches of {size:,} nearly all hold some digit twice; from {half:,} digits on it is more than half.",
            size=size,
            half=half,
        )
    return _(
        "Of all batches of {size:,}, {chance} hold some digit twice; from {half:,} digits on it is more than half.",
        size=size,
        chance=percent(chance),
        half=half,
    )
