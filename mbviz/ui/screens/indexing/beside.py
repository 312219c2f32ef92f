"""What stands beside the two versions: their code, their time, the article's own code, and the mean of means."""

from __future__ import annotations

from collections.abc import Callable
from html import escape

import streamlit as st

from mbviz._numbers import fixed, plain, short
from mbviz.article.arrays import Arrays
from mbviz.article.as_printed import PRINTED, Call, calls, when_pasted
from mbviz.article.batch_means import BatchMeans, batch_means
from mbviz.article.versions import VERSIONS, source
from mbviz.ui.language import _
from mbviz.ui.settings import Settings
from mbviz.ui.status import show_failure, show_whether_busy, wait_for
from mbviz.ui.text import code, narrow, table
from mbviz.ui.timing import timing

USUAL = 128  # the batch size with which the mean of means is computed first
RIGHT = """\
sums = [losses[i:i + B].sum() for i in range(0, N, B)]
counts = [len(losses[i:i + B]) for i in range(0, N, B)]
E = sum(sums) / sum(counts)"""
SLIP = "E = np.mean([losses[i:i + B].mean() for i in range(0, N, B)])"


def _code(_settings: Settings, _arrays: Arrays) -> None:
    st.html(narrow("".join(code(source(version)) for version in VERSIONS)))


def _time(settings: Settings, _arrays: Arrays) -> None:
    job = timing(settings)
    if job.state == "failed":
        show_failure(job)
    elif job.state == "done":
        st.html(narrow(_seconds(job.result().seconds)))
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


def _article(_settings: Settings, arrays: Arrays) -> None:
    told = _(
        "The article: “Mini-batch learning” (미니배치 학습) by 김선재, 31 October 2021. "
        "Pasted as printed, Python refuses both functions: <code>{refusal}</code>. With four spaces for each tab:",
        refusal=escape(when_pasted("cross_entropy_error")),
    )
    rows = [
        [
            f'<span class="mbviz-call">{escape(call.code).replace("(", "<wbr>(")}</span>',
            _given(call),
            fixed(call.ours, 4),
        ]
        for call in calls(arrays)
    ]
    closing = _("For a batch of one-hot rows it is right; “The wrong way” shows the rest mended.")
    printed = "".join(map(code, PRINTED.values()))
    folded = f'<details class="mbviz-fold"><summary>{_("The two functions as printed")}</summary><div>{printed}</div></details>'
    called = table([_("call"), _("the article’s function"), "mbviz"], rows)
    st.html(narrow(f"<p>{told}</p>{called}<p>{closing}</p>{folded}"))


def _given(call: Call) -> str:
    """What the article's function gives, or the error."""
    return (
        fixed(call.article, 4)
        if call.article is not None
        else f'<span class="mbviz-failed">✗ {escape(call.error)}</span>'
    )


def _means(settings: Settings, _arrays: Arrays) -> None:
    losses = settings.snapshot.losses
    n = len(losses)
    found = [batch_means(losses, size) for size in sorted({min(USUAL, n), min(1000, n), max(n - 1, 1)})]
    lead = _(
        "All {n:,} losses of this network, batch after batch. Where the last batch is smaller, the mean of the batches’ means "
        "is not the mean:",
        n=n,
    )
    rows = [
        [f"{n:,} =", *map(_split, found)],
        [_("mean of batch means"), *(fixed(one.mean_of_means, 6) for one in found)],
        [_("Σ of losses / Σ of counts"), *(fixed(one.mean, 6) for one in found)],
        [_("difference, nats"), *(short(one.apart, 2, signed=True) if one.apart else "0" for one in found)],
        [_("a loss of the last batch counts"), *(f"{plain(one.weight, 3)}×" for one in found)],
    ]
    heads = [_("batch size B"), *(f"{one.batch_size:,}" for one in found)]
    slip = f'<p class="mbviz-wrong">✗ {escape(SLIP)}</p>'
    st.html(narrow(f"<p>{lead}</p>{table(heads, rows)}{slip}{code(RIGHT)}"))


def _split(found: BatchMeans) -> str:
    return f"{found.full:,} · {found.batch_size:,}" + (f" + {found.rest:,}" if found.rest else "")


PARTS: dict[str, Callable[[Settings, Arrays], None]] = {"time": _time, "article": _article, "means": _means}


def show(name: str, settings: Settings, arrays: Arrays) -> None:
    """Show the part that an option of the setting "beside" names: the code, where it is none of `PARTS`."""
    PARTS.get(name, _code)(settings, arrays)
