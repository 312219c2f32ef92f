"""The wrong way: lines that look right, each run on these arrays."""

from __future__ import annotations

from html import escape

import numpy as np
import streamlit as st

from mbviz.article.arrays import ROW_OF_FIVE, TURNED, Arrays
from mbviz.article.slips import SLIPS, Outcome, Slip, run
from mbviz.ui import allowed
from mbviz.ui.blocks import shown, texts
from mbviz.ui.components.choosing import choosing
from mbviz.ui.language import _, say
from mbviz.ui.screens.indexing import chosen
from mbviz.ui.screens.indexing.grids import MOST, grid
from mbviz.ui.settings import Settings
from mbviz.ui.text import head

ARTICLES = np.tile(ROW_OF_FIVE, (5, 1))
SHORT = 10  # so many numbers stand in the line


def show(settings: Settings) -> None:
    """Show the screen."""
    arrays = chosen.of(settings).arrays
    is_turned = arrays.rows is None and np.array_equal(arrays.y, ARTICLES)
    can_choose = allowed.may_change("line")
    lead = _("Choose a line: it is run as it stands.") if can_choose else _("The line is run as it stands.")
    if is_turned:
        arrays = Arrays(TURNED.y, arrays.t)
        lead += " " + _(
            "(The article’s five rows are equal; here they are turned, so that one sees which numbers it took.)"
        )
    st.html(head(_("Which lines look right, and are wrong?"), lead))
    with st.container(key="pair_4_9" if can_choose else "alone"):
        key = choosing("line", {slip.key: slip.code for slip in SLIPS}, label=_("Lines of code"), lines=True)
        slip = next(slip for slip in SLIPS if slip.key == key)
        st.html(f'<div class="mbviz-slip mbviz-narrow">{_told(slip, arrays)}</div>')


def _told(slip: Slip, arrays: Arrays) -> str:
    """What the line gave, why, the line that works, and the arrays it was run on."""
    wrong, mended = run(slip.code, arrays), run(slip.mended, arrays)
    is_tight = max(len(text) for row in shown(texts(arrays.batch_y[:MOST])) for text in row) > 4
    return (
        f'<p class="mbviz-wrong">✗ <b>{escape(slip.code)}</b> &nbsp;→ {_outcome(wrong)}</p>'
        f"<p>{say(slip.why)}</p>"
        f'<p class="mbviz-right">✓ <b>{escape(slip.mended)}</b> &nbsp;→ {_outcome(mended)}</p>'
        f'<div class="mbviz-pair{" mbviz-tight" if is_tight else ""}" tabindex="0">{_grid(slip, wrong, arrays)}{_given(arrays)}</div>'
    )


def _outcome(outcome: Outcome) -> str:
    """The error, or the shape; a short value as well."""
    if outcome.error:
        return escape(outcome.error)
    shape = _("shape {shape}", shape=outcome.shape)
    is_short = outcome.values is not None and outcome.values.ndim < 2 and outcome.values.size <= SHORT
    return (
        f"{escape(outcome.text)}, {shape}"
        if is_short and outcome.shape
        else (escape(outcome.text) if is_short else shape)
    )


def _given(arrays: Arrays) -> str:
    """The array y that the line is run on, with what was meant outlined in it, and t in words of code."""
    y = arrays.batch_y[arrays.index_rows]
    labels = ", ".join(map(str, arrays.labels[:MOST].tolist())) + (", …" if len(arrays.labels) > MOST else "")
    caption = _(
        "<code>y</code>, with the number of each row that counts, for <code>t = [{labels}]</code>", labels=labels
    )
    return grid(y, arrays.t_one_hot == 1, caption=caption)


def _grid(slip: Slip, wrong: Outcome, arrays: Arrays) -> str:
    """What the line gave, where that is a table; of ``y[:, t]`` the diagonal is outlined."""
    values = wrong.values
    if values is None or values.ndim != 2 or not np.issubdtype(values.dtype, np.number):
        return ""
    if slip is not SLIPS[0]:
        caption = f"<code>{escape(slip.code)}</code>"
        return grid(values, np.zeros(values.shape, dtype=bool), caption=caption)
    heads = [f"t[{n}] = {label}" for n, label in enumerate(arrays.labels.tolist())]
    caption = _("<code>y[:, t]</code>: only the diagonal was meant")
    return grid(values, np.eye(len(values), dtype=np.bool_), caption=caption, columns=heads, faint=True)
