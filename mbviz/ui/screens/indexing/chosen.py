"""The arrays that are taken apart on several screens: what the visitor has made of those that were chosen."""

from __future__ import annotations

import streamlit as st

from mbviz.article.arrays import PRESETS, Arrays
from mbviz.ui import session
from mbviz.ui.blocks import MAX_ROWS
from mbviz.ui.draft import Draft
from mbviz.ui.edited import read, written
from mbviz.ui.edits import Edit
from mbviz.ui.settings import Settings

THIS_BATCH = "this-batch"


def of(settings: Settings) -> Draft:
    """What the visitor has made of the arrays chosen; a new start where others are chosen than before.

    What was changed comes from the address as well, so that a reload, a copied link, and Back and Forward show it again.
    """
    preset = session.word("arrays")
    kept = session.memory()
    chosen = preset, settings.name if preset == THIS_BATCH else ""
    if kept.draft is not None and kept.origin == (*chosen, _edits()):
        return kept.draft
    if kept.draft is not None and kept.origin[:2] != chosen and kept.origin[2] == _edits():
        _forget()  # they were made in other arrays
    start = Draft.of(_this_batch(settings) if preset == THIS_BATCH else PRESETS[preset])
    draft = start
    for edit in read(_edits()) if _edits() else ():
        draft = draft.edit(edit)
    kept.start, kept.draft, kept.origin = start, draft, (*chosen, _edits())
    return draft


def edited(edit: Edit) -> None:
    """Let the arrays be what an edit makes of them, and the address say so where it has room for it."""
    kept = session.memory()
    if kept.draft and kept.start:
        kept.draft = kept.draft.then(kept.start) if edit.kind == "undo_all" else kept.draft.edit(edit)
        kept.values["edited"] = written(kept.draft, kept.start) or None
        kept.origin = (*kept.origin[:2], _edits())
    kept.edit = edit.id


def is_lost() -> bool:
    """Whether what was changed is in no address: a reload would lose it."""
    kept = session.memory()
    return kept.draft != kept.start and not _edits()


def _this_batch(settings: Settings) -> Arrays:
    batch = settings.batch()
    return Arrays(batch.y[:MAX_ROWS], batch.t[:MAX_ROWS])


def _edits() -> str:
    """What was changed, as the address has it."""
    value = session.memory().values["edited"]
    return value if isinstance(value, str) else ""


def _forget() -> None:
    """Let the address say nothing any more of what was changed."""
    session.memory().values["edited"] = None
    if "edited" in st.query_params:
        del st.query_params["edited"]
