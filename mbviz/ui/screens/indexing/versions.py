"""Two versions, one number: one-hot, fancy indexing, and the plain double loop."""

from __future__ import annotations

import numpy as np
import streamlit as st

from mbviz.article.arrays import Arrays
from mbviz.article.versions import compare, ulps_apart
from mbviz.takeaway import indexing_cells
from mbviz.ui import session
from mbviz.ui.components.choosing import choosing
from mbviz.ui.language import _
from mbviz.ui.screens.indexing import beside, chosen
from mbviz.ui.screens.indexing.grids import MOST
from mbviz.ui.settings import Settings
from mbviz.ui.take import take_with_you
from mbviz.ui.text import head, narrow, table


def show(settings: Settings) -> None:
    """Show the screen."""
    lead = _(
        "With one-hot labels every logarithm is computed, and zeros wipe out all but one in each row. "
        "Fancy indexing picks the one first."
    )
    st.html(head(_("Two versions, one number: why?"), lead))
    arrays, delta = chosen.of(settings).arrays, float(session.word("delta"))
    with st.container(key="pair_1_1"):
        left, right = st.container(key="left"), st.container(key="right")
    with left:
        st.html(narrow(_product(arrays, delta) + _results(arrays, delta)))
        take_with_you(
            "mbviz-indexing",
            lambda whole: indexing_cells(arrays.y, arrays.t, arrays.rows, delta),
            titled=False,
            tells=False,
        )
    with right:
        part = choosing("beside", label=_("Beside it"))
        beside.show(part, settings, arrays)


def _product(arrays: Arrays, delta: float) -> str:
    """The whole product, and in the last column what fancy indexing takes of it."""
    y, t_one_hot = arrays.batch_y[arrays.index_rows], arrays.t_one_hot
    with np.errstate(divide="ignore", invalid="ignore"):
        product = t_one_hot * np.log(y + delta)
        picks = np.log(y[np.arange(len(y)), arrays.labels] + delta)
    rows = [
        [
            str(n),
            *(_cell(value, bool(hot)) for value, hot in zip(product[n], t_one_hot[n], strict=True)),
            _cell(picks[n], True),
        ]
        for n in range(min(len(picks), MOST))
    ]
    caption = _(
        "Each row of <code>t * np.log(y + delta)</code>, and what <code>y[np.arange(batch_size), t]</code> needs"
    )
    more = " · " + _("first {shown} of {count} rows", shown=MOST, count=len(picks)) if len(picks) > MOST else ""
    product_table = table(["n", *map(str, range(product.shape[1])), "log y[n, t]"], rows, caption=caption + more)
    return f'<div class="mbviz-kept">{product_table}</div>'


def _cell(value: float, is_picked: bool) -> str:
    """A number, the picked one outlined; what a zero has wiped out is 0, and not the −0 that NumPy makes of it."""
    if is_picked:
        return f'<span class="mbviz-pick">{value:.4g}</span>'
    return f'<span class="mbviz-faint">{"nan" if np.isnan(value) else "0"}</span>'


def _results(arrays: Arrays, delta: float) -> str:
    """The number that each version gives."""
    with np.errstate(divide="ignore", invalid="ignore"):
        results = compare(arrays.batch_y[arrays.index_rows], arrays.labels, delta)
    titles = {
        "one_hot_version": _("Version 1: one-hot"),
        "picked_version": _("Version 2: fancy indexing"),
        "loop_version": _("The plain double loop"),
    }
    rows = [[title, f"E = <b>{results[name]!r}</b>"] for name, title in titles.items()]
    return table([_("version"), _("loss, nats")], rows) + f"<p>{_same(list(results.values()))}</p>"


def _same(results: list[float]) -> str:
    if any(np.isnan(results)):
        return _(
            "Version 1 gives <b>nan</b>: without delta, log(0) is −∞ where <code>y</code> holds a 0, and 0 · (−∞) is no number. "
            "The version that picks never looks at those cells."
        )
    apart = max(ulps_apart(results[0], other) for other in results)
    if not apart:
        return _("All three are the same number, to the last digit.")
    return _("They differ by {apart} in the last binary digit: the logarithm was rounded otherwise.", apart=apart)
