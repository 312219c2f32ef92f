"""The arrays that are taken apart on several screens: what the visitor has made of those that were chosen."""

from __future__ import annotations

from mbviz.article.arrays import PRESETS, Arrays
from mbviz.ui import session
from mbviz.ui.blocks import MAX_ROWS
from mbviz.ui.draft import Draft
from mbviz.ui.settings import Settings

THIS_BATCH = "this-batch"


def of(settings: Settings) -> Draft:
    """What the visitor has made of the arrays chosen; a new start where others are chosen than before."""
    preset = session.word("arrays")
    kept = session.memory()
    origin = (preset, settings.name if preset == THIS_BATCH else "")
    if kept.draft is None or kept.origin != origin:
        kept.origin = origin
        kept.draft = kept.start = Draft.of(_this_batch(settings) if preset == THIS_BATCH else PRESETS[preset])
    return kept.draft


def _this_batch(settings: Settings) -> Arrays:
    batch = settings.batch()
    return Arrays(batch.y[:MAX_ROWS], batch.t[:MAX_ROWS])
