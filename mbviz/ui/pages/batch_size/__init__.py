"""The page "Batch size": how far off a mini-batch is; its parts lie beside it."""

from __future__ import annotations

import streamlit as st

from mbviz.takeaway import Cell, batch_size_cells
from mbviz.ui.language import _
from mbviz.ui.pages.batch_size import compare, coverage, law, models, planner, spread
from mbviz.ui.settings import Settings
from mbviz.ui.take import take_with_you


def show(settings: Settings) -> None:
    """Show the page."""
    lead = _(
        "You have a billion examples. To know the loss, must you use them all? A part of them, drawn at random, gives an estimate; "
        "this page shows how far off it is, what it costs, and how many are enough."
    )
    st.html(f"<h1>{_('How far off is a mini-batch?')}</h1><p>{lead}</p>")
    pinned = compare.pinned(settings)
    law.show(settings, pinned)
    compare.show(settings, pinned)
    for part in (spread, coverage, models, planner):  # in boxes: what comes late in one does not move the next
        with st.container(key=f"part_{part.__name__.rpartition('.')[2]}"):
            part.show(settings)
    take_with_you(
        "mbviz-batch-size",
        lambda _whole: _cells(settings),
        settings.batch(),
        what=_(
            "Code that needs NumPy alone and gives the moments of the losses, the spread of the draws of this batch size, "
            "and what the planner says."
        ),
    )


def _cells(settings: Settings) -> list[Cell]:
    """The page's numbers as code."""
    population, precision, confidence = planner.chosen()
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
