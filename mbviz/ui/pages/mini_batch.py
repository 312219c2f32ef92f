"""The page "Mini-batch": from all the digits to one dot, read from top to bottom."""

from __future__ import annotations

import numpy as np
import streamlit as st

from mbviz.batch import Batch
from mbviz.estimates import standard_error
from mbviz.sampling import repeated
from mbviz.ui import address, data
from mbviz.ui.components import sheets
from mbviz.ui.components.dots import dots
from mbviz.ui.components.gallery import gallery
from mbviz.ui.settings import Settings

SHOWN = 1000  # so many examples are drawn; the numbers are of all of them
FOLD = 12  # so many indices are printed before NumPy folds them


def show(settings: Settings) -> None:
    """Show the page."""
    st.title("From {:,} digits to one dot".format(settings.dataset.n))
    st.markdown(
        "A **mini-batch** is a random part of the data. Its mean loss is an estimate of the loss of all the data: "
        "follow one batch from the draw down to its dot."
    )
    batch = settings.batch()
    draw, predict, pick_and_score, example, compare = (st.container() for _ in range(5))
    with example:  # first, since all the others show which example is selected
        selected = _example(batch)
    with draw:
        _draw(settings, batch)
    with predict:
        st.header("2 · Predict: what does the network say?", divider="gray")
        rows = batch.order(by_loss=_by_loss(), most=SHOWN)
        _predict(settings, batch, rows, selected)
    left, right = pick_and_score.columns([6, 5], gap="medium")
    with left:
        _pick(settings, batch, rows, selected)
    with right:
        _score(settings, batch, rows, selected)
    with compare:
        _compare(settings, batch)


def _draw(settings: Settings, batch: Batch) -> None:
    st.header("1 · Draw: which digits?", divider="gray")
    n, size = settings.dataset.n, settings.batch_size
    replace = "" if settings.replace else ", replace=False"
    st.code(f"batch_mask = np.random.default_rng([{settings.seed}, {size}, {settings.draw}]).choice({n}, {size}{replace})")
    left, right = st.columns([6, 5], gap="medium")
    with left:
        st.code(_printed(batch.batch_mask, FOLD), height=90)
        st.markdown(_twice(settings, batch))
        opened = st.expander(f"All {size:,} indices", key="all_indices", on_change="rerun")
        if opened.open:
            opened.code(_printed(batch.batch_mask, size), height=260)
    with right:
        sheets.drawn(batch, settings.dataset.labels, painted=settings.name, key="drawn")


def _printed(batch_mask: np.ndarray, threshold: int) -> str:
    """The indices as NumPy prints them, folded above `threshold`."""
    with np.printoptions(threshold=threshold, linewidth=50):
        return repr(batch_mask)


def _twice(settings: Settings, batch: Batch) -> str:
    """One sentence on digits that came more than once."""
    if not settings.replace:
        return "Drawn **without** replacement: no digit comes twice."
    again = repeated(batch.batch_mask)
    lead = "Drawn **with** replacement, NumPy’s default: after each draw the digit goes back, so it can come again. "
    if not len(again):
        return lead + "Here none came twice."
    which = ", ".join(map(str, again[:5])) + (" …" if len(again) > 5 else "")
    distinct = len(np.unique(batch.batch_mask))
    return lead + f"More than once: {len(again):,} ({which}); the batch holds {distinct:,} different digits."


def _by_loss() -> bool:
    order = st.segmented_control(
        "Order", ["as drawn", "largest loss first"], default="as drawn", required=True, key="order", bind="query-params"
    )
    address.check("order", order, "“as drawn” or “largest loss first”")
    return order == "largest loss first"


def _select(view: str) -> None:
    """Take over the example that was chosen in a view."""
    st.session_state.n = int(st.session_state[view].pick)


def _predict(settings: Settings, batch: Batch, rows: np.ndarray, selected: int) -> None:
    wrong = int(batch.wrong.sum())
    st.markdown(
        f"**{len(batch) - wrong:,} of {len(batch):,} right.** Above each digit its true class, and after the arrow a wrong "
        "prediction. The bars are `y`, the ten softmax outputs; the true class is outlined."
        + (f" The pictures show {len(rows):,} of {len(batch):,}; the numbers are of all." if len(rows) < len(batch) else "")
    )
    summary = (
        f"{len(rows)} digits of draw {settings.draw} (seed {settings.seed}) with their softmax bars; "
        f"of all {len(batch)}, {wrong} are predicted wrongly."
    )
    gallery(
        settings.dataset.images[batch.batch_mask[rows]], batch.y[rows], batch.t[rows], rows, selected=selected,
        summary=summary, key="gallery", painted=settings.name, on_pick=lambda: _select("gallery"),
    )  # fmt: skip


def _pick(settings: Settings, batch: Batch, rows: np.ndarray, selected: int) -> None:
    st.header("3 · Pick y[n, t]", divider="gray")
    st.markdown("`y[np.arange(B), t]`: from each row, the true class picks **one** cell.")
    sheets.picks(batch, rows, selected, painted=settings.name, key="picks", on_pick=lambda: _select("picks"))


def _score(settings: Settings, batch: Batch, rows: np.ndarray, selected: int) -> None:
    st.header("4 · Score −log y[n, t]", divider="gray")
    st.markdown("The surer of the truth, the shorter the bar; their mean is the loss.")
    sheets.losses(batch, rows, selected, painted=settings.name, key="losses", on_pick=lambda: _select("losses"))


def _example(batch: Batch) -> int:
    """The batch's formula, and the selected example's line of it; returns its n."""
    size, total = len(batch), batch.losses.sum()
    st.latex(
        rf"E = -\frac{{1}}{{N}}\sum_n \log\,(y_{{n,t_n}} + 10^{{-7}}) = \frac{{{total:.4f}}}{{{size}}} = {batch.loss:.4f}\ \text{{nats}}"
    )
    if st.session_state.get("n", 0) >= size:
        st.session_state.n = size - 1
    left, right = st.columns([1, 4], vertical_alignment="bottom")
    n = left.number_input("Example n", 0, size - 1, key="n", bind="query-params")
    address.check("n", n, f"a whole number from 0 to {size - 1}")
    probability, loss = batch.picks[n], batch.losses[n]
    share = f" ({loss / total:.1%} of the batch's loss)" if total else ""
    right.code(f"y[{n}, {batch.t[n]}] = {probability:.4g}  →  -log({probability:.4g} + 1e-7) = {loss:.4g} nats{share}", wrap_lines=True)
    return n


def _open() -> None:
    picked = st.session_state.overlay_dots.pick
    st.session_state.batch_size, st.session_state.draw = picked["batch_size"], picked["draw"]


def _compare(settings: Settings, batch: Batch) -> None:
    st.header("5 · Compare: how far off is this batch?", divider="gray")
    cloud = data.cloud(
        settings.dataset.fingerprint, settings.snapshot.name, settings.seed, settings.replace, settings.snapshot.losses
    )
    off = batch.loss - cloud.mean
    error = float(standard_error(cloud.std, len(batch), None if settings.replace else settings.dataset.n))
    for column, label, value in zip(
        st.columns(4),
        ("This batch", f"All {settings.dataset.n:,} digits", "Off by", "in per cent"),
        (f"{batch.loss:.4f} nats", f"{cloud.mean:.4f} nats", f"{off:+.4f} nats", f"{off / cloud.mean:+.1%}"),
    ):
        column.metric(label, value)
    st.markdown(
        f"Every dot is a mini-batch: {data.N_DRAWS} draws of each of {len(cloud.sizes)} sizes. **Click one to open it above.** "
        f"The band is the mean of all the data ± 2 standard errors; for B = {len(batch):,} one is {error:.4f} nats."
    )
    alt = (
        f"Loss estimates of {cloud.estimates.size} mini-batches against batch size from 1 to {cloud.sizes[-1]}: "
        f"they gather around the loss of all the data, {cloud.mean:.4f} nats, and the larger the batch the closer."
    )
    st.plotly_chart(cloud.figure, key="chart_estimates", alt=alt, theme=None, config={"displayModeBar": False})
    this = {"size": len(batch), "loss": batch.loss, "label": f"this batch: {batch.loss:.4f}"}
    dots(
        "chart_estimates", cloud.sizes, cloud.estimates, cloud.top, this, painted=settings.name, key="overlay_dots", on_pick=_open,
        hover="B = {size}, draw {draw}: {loss}",
    )  # fmt: skip
