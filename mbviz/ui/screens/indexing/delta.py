"""Delta: what is added to a probability before its logarithm, and what that does to the loss and to learning."""

from __future__ import annotations

import streamlit as st

from mbviz import figures
from mbviz._numbers import fixed, short
from mbviz.article.indexing import logit_gradient, loss_gradient
from mbviz.losses import per_example_loss
from mbviz.ui import session
from mbviz.ui.components.save import save_chart
from mbviz.ui.language import _
from mbviz.ui.settings import Settings
from mbviz.ui.text import head, numbers


def show(settings: Settings) -> None:
    """Show the screen."""
    lead = _(
        "The logarithm of 0 is −∞, and one such example would make the loss of the whole batch infinite. "
        "The article adds <code>delta</code> = 10<sup>−7</sup>: no example can cost more than −log(delta)."
    )
    st.html(head(_("What does delta do where a probability is 0?"), lead))
    delta, probability = session.word("delta"), session.word("p")
    st.html(_explained(probability, delta))
    st.plotly_chart(
        figures.delta(float(probability), float(delta), translate=_),
        key="chart_delta",
        theme=None,
        config={"displayModeBar": False},
        alt=_(
            "Loss and gradient against the probability of the true class, with delta = {delta} and without.",
            delta=delta,
        ),
    )
    save_chart("chart_delta", "delta")


def _explained(probability: str, delta: str) -> str:
    """Loss, cap and slopes at this p, and what they mean."""
    p, d = float(probability), float(delta)
    loss, cap = per_example_loss([[p], [0.0]], [0, 0], d)
    return (
        numbers(
            (f"−log({probability} + {delta})", f"{fixed(loss, 3)} nats"),
            (_("cap −log(delta)"), f"{fixed(cap, 3)} nats"),
            (_("slope in p, −1/(p + delta)"), short(float(loss_gradient(p, d)), 4)),
            (_("slope in the logit, −p(1 − p)/(p + delta)"), short(float(logit_gradient(p, d)), 4)),
        )
        + f"<p>{_told(p, d)}</p>"
    )


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
