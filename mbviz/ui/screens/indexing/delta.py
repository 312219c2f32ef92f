"""Delta: what is added to a probability before its logarithm, and what that does to the loss and to learning."""

from __future__ import annotations

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from mbviz import figures
from mbviz._numbers import fixed, short
from mbviz.article.indexing import logit_gradient, loss_gradient
from mbviz.losses import per_example_loss
from mbviz.ui import session
from mbviz.ui.components.save import save_chart
from mbviz.ui.language import _
from mbviz.ui.settings import Settings
from mbviz.ui.text import head, narrow, table


def show(settings: Settings) -> None:
    """Show the screen."""
    lead = _(
        "log 0 is −∞: one such example would make the loss of the whole batch infinite. "
        "The article adds <code>delta</code> = 10<sup>−7</sup>, and no example can cost more than −log(delta)."
    )
    st.html(head(_("What does delta do where a probability is 0?"), lead))
    delta, probability = session.word("delta"), session.word("p")
    left, right = st.columns([5, 8], gap="medium")
    left.html(narrow(_explained(probability, delta)))
    with right:
        st.plotly_chart(
            figures.delta(float(probability), float(delta), translate=_),
            key="chart_delta",
            theme=None,
            config={"displayModeBar": False},
            alt=_alt(float(probability), delta),
        )
        save_chart("chart_delta", "delta")


def _alt(p: float, delta: str) -> str:
    return _(
        "Loss and gradient against the probability p of the true class. With delta = {delta} the loss at p = {p} is {loss} nats, "
        "without it {bare}.",
        delta=delta, p=short(p), loss=fixed(_loss(p, float(delta)), 3), bare=fixed(_loss(p, 0.0), 3),
    )  # fmt: skip


def _loss(p: float, delta: float) -> float:
    return float(per_example_loss([[p]], [0], delta)[0])


def _explained(probability: str, delta: str) -> str:
    """Loss and slopes at this p, without delta and with it, and what they mean."""
    p, d = float(probability), float(delta)
    rows = [
        [_("loss"), *(f"{fixed(_loss(p, added), 3)} nats" for added in (0.0, d))],
        [_("slope in p"), *(_slope(loss_gradient(p, added)) for added in (0.0, d))],
        [_("slope in the logit"), *(_slope(logit_gradient(p, added)) for added in (0.0, d))],
        [_("most that one example costs"), "∞", f"{fixed(_loss(0.0, d), 3)} nats"],
    ]
    heads = [f"p = {probability}", _("without delta"), f"delta = {delta}"]
    formulas = _("loss −log(p + delta), slope in p −1/(p + delta), in the logit −p(1 − p)/(p + delta)")
    return (
        f'<div class="mbviz-large">{table(heads, rows)}</div><p>{_told(p, d)}</p><p class="mbviz-faint">{formulas}</p>'
    )


def _slope(value: NDArray[np.float64]) -> str:
    return short(float(value), 4)


def _told(p: float, delta: float) -> str:
    if delta == 0:
        return _(
            "Without delta the loss has no cap, and with p = 0 the code returns <b>inf</b>. The slope in the logit is p − 1: "
            "the more wrong the network is, the harder it is pulled, at most by 1."
        )
    if p < delta:
        return _(
            "Here delta rules: p is smaller than delta, so the loss is at its cap and the slope in the logit goes to 0. "
            "From just the examples it is most wrong about, the network learns least."
        )
    return _(
        "Here p rules: it is at least as large as delta, and delta changes the loss by at most log 2 = 0.693 nats."
    )
