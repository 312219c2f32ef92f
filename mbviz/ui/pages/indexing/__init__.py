"""The page "Indexing": ``y[np.arange(batch_size), t]``, taken apart cell by cell; its later parts lie beside it."""

from __future__ import annotations

import streamlit as st

from mbviz.article.arrays import PRESETS, Arrays, remarks
from mbviz.article.indexing import Trace, trace
from mbviz.article.slips import printed_shapes
from mbviz.takeaway import indexing_cells
from mbviz.ui import controls, session
from mbviz.ui.blocks import MAX_ROWS, shown
from mbviz.ui.components.stepper import EDIT_WORDS, Edits, stepper
from mbviz.ui.draft import Draft
from mbviz.ui.edits import read_edits
from mbviz.ui.language import _, markdown
from mbviz.ui.pages.indexing import delta, part, quiz, versions, wrong
from mbviz.ui.settings import Settings
from mbviz.ui.take import take_with_you
from mbviz.ui.text import printed, section

THIS_BATCH = "this-batch"


def show(settings: Settings) -> None:
    """Show the page."""
    lead = _(
        "Fancy indexing takes two arrays of whole numbers and pairs them up: row <code>np.arange(batch_size)[n]</code>, "
        "column <code>t[n]</code>. Step through the pairs, change any number, and see what follows."
    )
    st.html(f"<h1>{_('Which cells does <code>y[np.arange(batch_size), t]</code> pick?')}</h1><p>{lead}</p>")
    preset = controls.buttons("arrays")
    chosen = session.word("delta")
    draft = _draft(settings, preset)
    arrays = draft.arrays
    steps = trace(arrays, float(chosen))
    if preset == THIS_BATCH:
        part.show(settings, steps, float(chosen))
    _step_through(draft, steps, chosen, painted=f"{preset} {settings.name}" if preset == THIS_BATCH else preset)
    versions.show(arrays, float(chosen), settings)
    wrong.show(arrays)
    delta.show()
    quiz.show(settings)
    take_with_you("mbviz-indexing", lambda whole: indexing_cells(arrays.y, arrays.t, arrays.rows, float(chosen)))


def _draft(settings: Settings, preset: str) -> Draft:
    """What the visitor has made of the preset; a new start when another is chosen, or another batch drawn."""
    kept = session.memory()
    origin = (preset, settings.name if preset == THIS_BATCH else "")
    if kept.draft is None or kept.origin != origin:
        kept.origin = origin
        kept.draft = kept.start = Draft.of(_this_batch(settings) if preset == THIS_BATCH else PRESETS[preset])
    return kept.draft


def _this_batch(settings: Settings) -> Arrays:
    batch = settings.batch()
    return Arrays(batch.y[:MAX_ROWS], batch.t[:MAX_ROWS])


def _edit() -> None:
    kept = session.memory()
    for edit in read_edits(session.sent("stepper", "edit"), kept.edit, kept.token):
        kept.draft = kept.draft.edit(edit) if kept.draft else None
        kept.edit = edit.id


def _undo_all() -> None:
    kept = session.memory()
    if kept.draft and kept.start:
        kept.draft = kept.draft.then(kept.start)


def _step_through(draft: Draft, steps: Trace, chosen: str, painted: str) -> None:
    lead = _(
        "One pair at a time: the two indices, their cell, its logarithm, the sum; in the end the division by B. Every number can be changed."
    )
    st.html(section(_("1 · Step through"), lead))
    kept = session.memory()
    is_changed = draft != kept.start
    stepper(
        shown(draft.y),
        shown(draft.t) if len(draft.t[0]) > 1 else [row[0] for row in draft.t],
        draft.sel,
        steps,
        delta=chosen,
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
