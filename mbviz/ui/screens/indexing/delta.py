"""Delta: what is added to a probability before its logarithm, and what that does to the loss and to learning."""

from __future__ import annotations

import streamlit as st

from mbviz.ui import session
from mbviz.ui.components.delta import delta
from mbviz.ui.language import N_, _
from mbviz.ui.settings import Settings
from mbviz.ui.text import head

WORDS = {
    "without": N_("without delta"),
    "with": N_("with delta"),
    "loss": N_("loss"),
    "slope": N_("slope in p"),
    "logitSlope": N_("slope in the logit"),
    "most": N_("most that one example costs"),
    "axis": N_("probability p of the true class"),
    "lossAxis": N_("loss, nats"),
    "hover": N_("p = {p}: {value} with delta, {bare} without"),
    "formulas": N_("loss −log(p + delta), slope in p −1/(p + delta), in the logit −p(1 − p)/(p + delta)"),
    "bare": N_(
        "Without delta the loss has no cap, and with p = 0 the code returns inf. The slope in the logit is p − 1: "
        "the more wrong the network is, the harder it is pulled, at most by 1."
    ),
    "deltaRules": N_(
        "Here delta rules: p is smaller than delta, so the loss is at its cap and the slope in the logit goes to 0. "
        "So the network learns least from the very examples that it gets most wrong."
    ),
    "pRules": N_(
        "Here p rules: it is at least as large as delta, and delta changes the loss by at most log 2 = 0.693 nats."
    ),
    "summary": N_(
        "Loss and gradient against the probability p of the true class. With delta = {delta} the loss at p = {p} is {loss} nats, "
        "without it {bare}."
    ),
}


def show(settings: Settings) -> None:
    """Show the screen."""
    lead = _(
        "log 0 is −∞: one such example would make the loss of the whole batch infinite. "
        "The article adds <code>delta</code> = 10<sup>−7</sup>, and no example can cost more than −log(delta). "
        "How hard the network is pulled is the slope in the logit."
    )
    st.html(head(_("What does delta do where a probability is 0?"), lead))
    words = {name: _(text) for name, text in WORDS.items()}
    delta(session.word("p"), session.word("delta"), words, key="delta")
