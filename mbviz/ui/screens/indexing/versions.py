"""Two versions, one number: one-hot, fancy indexing, and the plain double loop."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import streamlit as st

from mbviz.article.versions import VERSIONS, compare, source, ulps_apart
from mbviz.ui import session
from mbviz.ui.language import _
from mbviz.ui.screens.indexing import chosen
from mbviz.ui.settings import Settings
from mbviz.ui.status import show_failure, show_whether_busy, wait_for
from mbviz.ui.text import cards, code, head, table
from mbviz.ui.timing import timing

SHOWN = 10  # rows of the two arrays; the numbers are of all


def show(settings: Settings) -> None:
    """Show the screen."""
    lead = _(
        "With one-hot labels, <code>t * np.log(y + delta)</code> computes every logarithm, and the zeros wipe out all but one in each row. "
        "Fancy indexing picks the one first."
    )
    st.html(head(_("Two versions, one number: why?"), lead))
    arrays, delta = chosen.of(settings).arrays, float(session.word("delta"))
    y, t_one_hot = arrays.batch_y[arrays.index_rows], arrays.t_one_hot
    with np.errstate(divide="ignore", invalid="ignore"):
        results = compare(y, arrays.labels, delta)
        product = t_one_hot * np.log(y + delta)
        picks = np.log(y[np.arange(len(y)), arrays.labels] + delta)
    st.html(_side_by_side(product, t_one_hot, picks))
    st.html(
        cards(*(_version(version, results[version.__name__]) for version in VERSIONS), wide=True)
        + f"<p>{_same(list(results.values()))}</p>"
    )
    _timings(settings)


def _version(version: Callable[..., float], result: float) -> str:
    titles = {
        "one_hot_version": _("Version 1: one-hot"),
        "picked_version": _("Version 2: fancy indexing"),
        "loop_version": _("The plain double loop"),
    }
    return (
        f"<h3>{titles[version.__name__]}</h3>{code(source(version))}<p class='mbviz-result'>E = <b>{result!r}</b></p>"
    )


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


def _side_by_side(product: np.ndarray, t_one_hot: np.ndarray, picks: np.ndarray) -> str:
    """The whole product, and in the last column what fancy indexing takes of it."""
    rows = [
        [
            str(n),
            *(_cell(value, hot) for value, hot in zip(product[n], t_one_hot[n], strict=True)),
            _cell(picks[n], 1),
        ]
        for n in range(min(len(picks), SHOWN))
    ]
    caption = _(
        "Left <code>t * np.log(y + delta)</code>, in the last column <code>np.log(y[np.arange(batch_size), t] + delta)</code>"
    )
    return table(["n", *map(str, range(product.shape[1])), "log y[n, t]"], rows, caption=caption + _more(len(picks)))


def _more(count: int) -> str:
    return " · " + _("first {shown} of {count} rows", shown=SHOWN, count=count) if count > SHOWN else ""


def _cell(value: float, hot: float) -> str:
    """A number, the picked ones marked; −0.0 is what 0 times a negative logarithm gives."""
    text = f"{value:.4g}"
    return f'<span class="mbviz-pick">{text}</span>' if hot else f'<span class="mbviz-faint">{text}</span>'


def _timings(settings: Settings) -> None:
    job = timing(settings)
    if job.state == "failed":
        show_failure(job)
    elif job.state == "done":
        st.html(_seconds(job.result().seconds))
        show_whether_busy(job, job.result().measured)
    else:
        wait_for(job, _("Measuring the three versions on this machine …"))


def _seconds(seconds: dict[int, dict[str, float]]) -> str:
    """The times as multiples of the fastest way, and what one of it is."""
    names = {"picked_version": _("fancy indexing"), "one_hot_version": _("one-hot"), "loop_version": _("double loop")}
    rows = [
        [text, *(f"{of[name] / of['picked_version']:,.1f}×" for of in seconds.values())] for name, text in names.items()
    ]
    unit = ["1× =", *(f"{1e6 * of['picked_version']:,.0f} µs" for of in seconds.values())]
    caption = _("Time for the loss of one batch, measured on this machine; fancy indexing = 1×")
    return table([_("batch size B"), *(f"{size:,}" for size in seconds)], [*rows, unit], caption=caption)
