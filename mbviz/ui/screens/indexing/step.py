"""Step through: ``y[np.arange(batch_size), t]``, one pair of indices at a time."""

from __future__ import annotations

import streamlit as st

from mbviz.article.arrays import remarks
from mbviz.article.indexing import Trace, trace
from mbviz.article.slips import printed_shapes
from mbviz.takeaway import indexing_cells
from mbviz.ui import session
from mbviz.ui.blocks import shown
from mbviz.ui.components.stepper import EDIT_WORDS, Edits, stepper
from mbviz.ui.draft import Draft
from mbviz.ui.edits import read_edits
from mbviz.ui.language import _, markdown
from mbviz.ui.screens.indexing import chosen, part
from mbviz.ui.settings import Settings
from mbviz.ui.take import take_with_you
from mbviz.ui.text import head, printed


def show(settings: Settings) -> None:
    """Show the screen."""
    lead = _(
        "Fancy indexing takes two arrays of whole numbers and pairs them up: row <code>np.arange(batch_size)[n]</code>, "
        "column <code>t[n]</code>. Step through the pairs, change any number, and see what follows."
    )
    st.html(head(_("Which cells does <code>y[np.arange(batch_size), t]</code> pick?"), lead))
    draft, delta = chosen.of(settings), session.word("delta")
    arrays, preset = draft.arrays, session.word("arrays")
    steps = trace(arrays, float(delta))
    if preset == chosen.THIS_BATCH:
        part.show(settings, steps, float(delta))
    _step_through(draft, steps, delta, painted=f"{preset} {settings.name}" if preset == chosen.THIS_BATCH else preset)
    take_with_you(
        "mbviz-indexing", lambda whole: indexing_cells(arrays.y, arrays.t, arrays.rows, float(delta)), titled=False
    )


def _edit() -> None:
    kept = session.memory()
    for edit in read_edits(session.sent("stepper", "edit"), kept.edit, kept.token):
        kept.draft = kept.draft.edit(edit) if kept.draft else None
        kept.edit = edit.id


def _undo_all() -> None:
    kept = session.memory()
    if kept.draft and kept.start:
        kept.draft = kept.draft.then(kept.start)


def _step_through(draft: Draft, steps: Trace, delta: str, painted: str) -> None:
    kept = session.memory()
    is_changed = draft != kept.start
    stepper(
        shown(draft.y),
        shown(draft.t) if len(draft.t[0]) > 1 else [row[0] for row in draft.t],
        draft.sel,
        steps,
        delta=delta,
        invalid=draft.wrong_cells() if draft.broken else [],
        edits=Edits(
            kept.edit, kept.token, draft.as_text() if is_changed else "", undo=len(draft.past), redo=len(draft.future)
        ),
        words=EDIT_WORDS,
        painted=painted,
        key="stepper",
        on_edit=_edit,
    )
    _tell(draft)
    st.button(_("Undo all changes"), on_click=_undo_all, disabled=not is_changed, key="undo")
    index = "np.arange(batch_size)" if draft.arrays.rows is None else "sel"
    picked = (f"y[{index}, t]", repr(steps.picks))
    st.html(printed(*([] if draft.arrays.has_batch_axis else printed_shapes(draft.arrays)), picked))


def _tell(draft: Draft) -> None:
    """What there is to say of the arrays and of the last change."""
    if draft.broken:
        st.warning(
            f"{markdown(draft.broken)} {_('Until it is mended, all results are those of the last good arrays.')}"
        )
    if draft.refused:
        told = _("Nothing was changed: table and results are still those of the last good arrays.")
        st.warning(f"{markdown(draft.refused)} {_('Nothing was changed.') if draft.broken else told}")
    for note in draft.notes:
        st.info(markdown(note))
    for remark in remarks(draft.arrays):
        st.caption(markdown(remark))
