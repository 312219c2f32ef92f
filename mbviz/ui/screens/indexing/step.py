"""Step through: ``y[np.arange(batch_size), t]``, one pair of indices at a time."""

from __future__ import annotations

import streamlit as st

from mbviz.article.arrays import remarks
from mbviz.article.indexing import Trace, trace
from mbviz.article.slips import printed_shapes
from mbviz.takeaway import indexing_cells
from mbviz.ui import allowed, session
from mbviz.ui.blocks import shown
from mbviz.ui.components.stepper import EDIT_WORDS, FIXED_WORDS, Edits, stepper
from mbviz.ui.draft import Draft
from mbviz.ui.edits import read_edits
from mbviz.ui.language import _, markdown, say
from mbviz.ui.screens.indexing import chosen, part
from mbviz.ui.settings import Settings
from mbviz.ui.take import take_with_you
from mbviz.ui.text import head


def show(settings: Settings) -> None:
    """Show the screen."""
    draft, delta = chosen.of(settings), session.word("delta")
    arrays, preset = draft.arrays, session.word("arrays")
    steps = trace(arrays, float(delta))
    title = _("Which cells does <code>y[np.arange(batch_size), t]</code> pick?")
    _head(title, draft, steps, part.told(settings, steps, float(delta)) if preset == chosen.THIS_BATCH else "")
    _step_through(draft, steps, delta, painted=f"{preset} {settings.name}" if preset == chosen.THIS_BATCH else preset)
    take_with_you(
        "mbviz-indexing",
        lambda whole: indexing_cells(arrays.y, arrays.t, arrays.rows, float(delta)),
        titled=False,
        tells=False,
    )


def _edit() -> None:
    kept = session.memory()
    if not allowed.may_change("edited"):
        return
    for edit in read_edits(session.sent("stepper", "edit"), kept.edit, kept.token):
        chosen.edited(edit)


def _step_through(draft: Draft, steps: Trace, delta: str, painted: str) -> None:
    kept, can_change = session.memory(), allowed.may_change("edited")
    index = "np.arange(batch_size)" if draft.arrays.rows is None else "sel"
    picked = (f"y[{index}, t]", repr(steps.picks))
    stepper(
        shown(draft.y),
        shown(draft.t) if len(draft.t[0]) > 1 else [row[0] for row in draft.t],
        draft.sel,
        steps,
        delta=delta,
        invalid=draft.wrong_cells() if draft.broken else [],
        edits=Edits(
            kept.edit,
            kept.token,
            draft.as_text() if draft != kept.start else "",
            undo=len(draft.past),
            redo=len(draft.future),
        ),
        printed=[picked, *([] if draft.arrays.has_batch_axis else printed_shapes(draft.arrays))],
        words=EDIT_WORDS if can_change else FIXED_WORDS,
        fixed=not can_change,
        painted=painted,
        key="stepper",
        on_edit=_edit,
    )


def _example(steps: Trace) -> str:
    """Which number of one row counts: of row 3, where there is one."""
    n = min(3, len(steps.rows) - 1)
    row, column = int(steps.rows[n]), int(steps.columns[n])
    return _("Of row {row}, whose t is {column}, <code>y[{row}, {column}]</code> counts.", row=row, column=column)


def _head(title: str, draft: Draft, steps: Trace, of_part: str) -> None:
    """The question; below it what there is to say of the arrays and of the last change, else what one does here."""
    told = [of_part, *map(str, map(say, remarks(draft.arrays)))]
    if chosen.is_lost():
        told.append(
            _("The address has no room for so many changes: a reload or a copied link shows the arrays unchanged.")
        )
    said = " ".join(filter(None, told))
    is_calm = not (said or draft.problem or draft.notes)
    lead = _(
        "Fancy indexing pairs up two arrays: row <code>np.arange(batch_size)[n]</code>, column <code>t[n]</code>. "
        "Step through them, or change any number."
    )
    if not allowed.may_change("edited"):
        lead = _(
            "Fancy indexing pairs up two arrays: row <code>np.arange(batch_size)[n]</code>, column <code>t[n]</code>. "
            "Step through them."
        )
    st.html(head(title, said if draft.problem else f"{lead if is_calm else said} {_example(steps)}"))
    if draft.broken:
        st.warning(
            f"{markdown(draft.broken)} {_('Until it is mended, all results are those of the last good arrays.')}"
        )
    if draft.refused:
        unchanged = _("Nothing was changed: table and results are still those of the last good arrays.")
        st.warning(f"{markdown(draft.refused)} {_('Nothing was changed.') if draft.broken else unchanged}")
    for note in draft.notes:
        st.info(markdown(note))
