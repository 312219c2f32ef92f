"""The wrong way: lines that look right, each run on the arrays above."""

from __future__ import annotations

from html import escape

import streamlit as st

from mbviz.article.arrays import Arrays
from mbviz.article.slips import SLIPS, Outcome, run
from mbviz.ui.language import _, say
from mbviz.ui.text import cards, code, section


def show(arrays: Arrays) -> None:
    """Show the part."""
    lead = _(
        "Each line is run as it stands, on the arrays above: the shape it gives or the error it raises, why, and the line that works."
    )
    bodies = [
        f"{code(slip.code)}{_outcome(run(slip.code, arrays))}<p>{say(slip.why)}</p><p><b>{_('Instead:')}</b></p>{code(slip.mended)}"
        for slip in SLIPS
    ]
    st.html(section(_("3 · The wrong way"), lead) + cards(*bodies))


def _outcome(outcome: Outcome) -> str:
    if outcome.error:
        return f'<p class="mbviz-wrong">✗ {escape(outcome.error)}</p>'
    shape = _("shape {shape}", shape=outcome.shape) if outcome.shape is not None else ""
    return f'<p class="mbviz-wrong">→ {shape}</p><pre class="mbviz-output" tabindex="0">{escape(outcome.text)}</pre>'
