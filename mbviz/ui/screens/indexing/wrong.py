"""The wrong way: lines that look right, each run on these arrays."""

from __future__ import annotations

from html import escape

import streamlit as st

from mbviz.article.slips import SLIPS, Outcome, run
from mbviz.ui.language import _, say
from mbviz.ui.screens.indexing import chosen
from mbviz.ui.settings import Settings
from mbviz.ui.text import cards, code, head


def show(settings: Settings) -> None:
    """Show the screen."""
    lead = _(
        "Each line is run as it stands, on these arrays: the shape it gives or the error it raises, why, and the line that works."
    )
    st.html(head(_("Which lines look right, and are wrong?"), lead))
    arrays = chosen.of(settings).arrays
    bodies = [
        f"{code(slip.code)}{_outcome(run(slip.code, arrays))}<p>{say(slip.why)}</p><p><b>{_('Instead:')}</b></p>{code(slip.mended)}"
        for slip in SLIPS
    ]
    st.html(cards(*bodies))


def _outcome(outcome: Outcome) -> str:
    if outcome.error:
        return f'<p class="mbviz-wrong">✗ {escape(outcome.error)}</p>'
    shape = _("shape {shape}", shape=outcome.shape) if outcome.shape is not None else ""
    return f'<p class="mbviz-wrong">→ {shape}</p><pre class="mbviz-output" tabindex="0">{escape(outcome.text)}</pre>'
