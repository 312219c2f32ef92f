"""The page "Draw": which digits came, where they lie among all, and what came twice."""

from __future__ import annotations

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from mbviz.batch import Batch
from mbviz.sampling import repeated
from mbviz.takeaway import mini_batch_cells
from mbviz.ui.components import sheets
from mbviz.ui.language import _
from mbviz.ui.settings import Settings
from mbviz.ui.take import take_with_you
from mbviz.ui.text import code

FOLD = 12  # so many indices are printed before NumPy folds them


def show(settings: Settings) -> None:
    """Show the page."""
    batch = settings.batch()
    title = _("Which {size:,} of {n:,} digits?", size=len(batch), n=settings.dataset.n)
    st.html(f"<h1>{title}</h1>{code(line(settings))}")
    show_indices(settings, batch)
    seed, draw, replace = settings.seed, settings.draw, settings.replace
    take_with_you(
        "mbviz-mini-batch",
        lambda whole: mini_batch_cells(
            settings.dataset, settings.snapshot, batch, seed=seed, draw=draw, replace=replace, whole=whole
        ),
        batch,
        titled=False,
    )


def line(settings: Settings) -> str:
    """The line of code that draws this batch."""
    n, size = settings.dataset.n, settings.batch_size
    way = "" if settings.replace else ", replace=False"
    return f"batch_mask = np.random.default_rng([{settings.seed}, {size}, {settings.draw}]).choice({n}, {size}{way})"


def show_indices(settings: Settings, batch: Batch) -> None:
    """The indices, what came twice among them, and where they fall among all."""
    left, right = st.columns([6, 5], gap="medium")
    with left:
        folded = st.container()
        st.html(f"<p>{_twice(settings, batch)}</p>")
        opened = st.expander(_("All {size:,} indices", size=len(batch)), key="all_indices", on_change="rerun")
        if opened.open:
            opened.html(code(_printed(batch.batch_mask, len(batch))))
        else:
            folded.html(code(_printed(batch.batch_mask, FOLD), lines_kept=3))
    with right:
        sheets.drawn(batch, settings.dataset.labels, painted=settings.name, key="drawn")


def _printed(batch_mask: NDArray[np.integer], threshold: int) -> str:
    """The indices, (B,), as NumPy prints them, folded above `threshold`."""
    with np.printoptions(threshold=threshold, linewidth=44):
        return repr(batch_mask)


def _twice(settings: Settings, batch: Batch) -> str:
    """One sentence on digits that came more than once."""
    if not settings.replace:
        return _("Drawn <b>without</b> replacement: no digit comes twice.")
    again = repeated(batch.batch_mask)
    lead = _(
        "Drawn <b>with</b> replacement, NumPy’s default: after each draw the digit goes back, so it can come again."
    )
    if not len(again):
        return f"{lead} {_('Here none came twice.')}"
    which = ", ".join(map(str, again[:5])) + (" …" if len(again) > 5 else "")
    more = _(
        "More than once: {count:,} ({which}); the batch holds {distinct:,} different digits.",
        count=len(again),
        which=which,
        distinct=len(np.unique(batch.batch_mask)),
    )
    return f"{lead} {more}"
