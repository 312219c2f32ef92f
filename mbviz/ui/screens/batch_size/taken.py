"""What the screens on the batch size give along: the losses' moments, the draws of this size, and what the planner says."""

from __future__ import annotations

from mbviz.batch import Batch
from mbviz.takeaway import Cell, batch_size_cells
from mbviz.ui import session
from mbviz.ui.settings import Settings
from mbviz.ui.take import take_with_you


def take_along(settings: Settings, batch: Batch | None = None) -> None:
    """Show the buttons; with a `batch` its table, too."""
    take_with_you("mbviz-batch-size", lambda _whole: _cells(settings), batch, titled=False)


def wanted() -> tuple[int, float, float]:
    """What the planner is asked: population, precision and confidence."""
    return int(session.word("population")), float(session.word("precision")), float(session.word("confidence"))


def _cells(settings: Settings) -> list[Cell]:
    population, precision, confidence = wanted()
    return batch_size_cells(
        settings.dataset,
        settings.snapshot,
        batch_size=settings.batch_size,
        seed=settings.seed,
        replace=settings.replace,
        population=population,
        precision=precision,
        confidence=confidence,
    )
