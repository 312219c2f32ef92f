"""Which loss fits: the form of the labels decides; our value and Keras's side by side."""

from __future__ import annotations

import re
from collections.abc import Callable

import numpy as np
import streamlit as st

from mbviz._numbers import fixed, short
from mbviz.article.label_forms import binary_cross_entropy_error, suggest_loss
from mbviz.batch import Batch
from mbviz.losses import cross_entropy_error, one_hot, sparse_cross_entropy_error
from mbviz.model.keras_losses import Answer, KerasLosses, as_keras_does
from mbviz.ui import allowed, session
from mbviz.ui.controls import labels
from mbviz.ui.language import _, markdown, say
from mbviz.ui.settings import Settings
from mbviz.ui.text import code, head, table, whole

ROWS = 4  # so many rows of labels are printed whole
KERAS = KerasLosses()  # the one Keras process of this server; it starts when it is asked
HIDDEN = "?", ""  # a value that may not be told
# By Keras's names ours: how they are called, and what they are.
OURS: dict[str, tuple[str, Callable[[np.ndarray, np.ndarray], float]]] = {
    "binary_crossentropy": ("binary_cross_entropy_error(p, t)", binary_cross_entropy_error),
    "categorical_crossentropy": ("cross_entropy_error(y, t)", cross_entropy_error),
    "sparse_categorical_crossentropy": ("sparse_cross_entropy_error(y, t)", sparse_cross_entropy_error),
}


def show(settings: Settings) -> None:
    """Show the screen."""
    batch, form, k = settings.batch(), session.word("form"), int(session.word("class"))
    t, y = _given(batch, form, k)
    choice = suggest_loss(t, 2 if form == "two-classes" else y.shape[1])
    lead = _("To a framework the form of <code>t</code> decides.")
    given = code(f"t = {printed_labels(t)}\nt.shape = {t.shape}   y.shape = {y.shape}", lines_kept=5)
    st.html(
        head(_("Which loss fits these labels?"), lead)
        + f'<div class="mbviz-halves"><div>{_forms(batch, form, k)}</div><div>{given}</div></div>'
        + f"<p><b>{choice.name}</b>: {say(choice.reason)}</p>"
    )
    if not allowed.has_answers():
        st.html(_table(choice.name, HIDDEN, HIDDEN, HIDDEN))
        return
    answer = KERAS.ask(choice.name, t, y)
    st.html(_values(choice.name, t, y, answer))  # above what comes and goes: nothing moves
    if answer.state == "starting":
        st.fragment(_wait, run_every=0.5)(choice.name, t, y)
    elif answer.state == "failed":
        st.warning(markdown(answer.message))
        st.button(_("Ask Keras again"), on_click=KERAS.retry)


def _forms(batch: Batch, form: str, k: int) -> str:
    """Each form that labels come in, the loss for it, and which of them is chosen (HTML)."""
    rows = []
    for name, label in labels("form").items():
        t, y = _given(batch, name, k)
        loss = suggest_loss(t, 2 if name == "two-classes" else y.shape[1]).name
        cells = [f"{_(label)} <code>{whole(str(t.shape))}</code>", _breaking(loss)]
        rows.append([f"<b>{'▸ ' * (i == 0)}{cell}</b>" for i, cell in enumerate(cells)] if name == form else cells)
    return table([_("labels t, and their shape"), _("the loss that fits")], rows)


def _breaking(name: str) -> str:
    """A function's name as code that breaks behind its dots and underscores, and nowhere else (HTML)."""
    broken = re.sub(r"([._(])", r"\1<wbr>", name)
    return f"<code>{broken}</code>"


def printed_labels(t: np.ndarray) -> str:
    """Labels (B, …) as NumPy prints them: rows are left out where there are many, but never numbers within a row.

    Examples
    --------
    >>> print(printed_labels(one_hot([2, 0, 1, 1, 2, 0], 3)))
    [[0. 0. 1.]
     [1. 0. 0.]
     ...
     [1. 0. 0.]]
    >>> print(printed_labels(np.arange(3)))
    [0 1 2]
    """
    if t.ndim == 1:
        with np.printoptions(threshold=12, edgeitems=4, linewidth=60):
            return str(t)
    if len(t) <= ROWS:
        return np.array2string(t, threshold=t.size + 1, max_line_width=10**6)
    first, last = (np.array2string(rows, threshold=t.size, max_line_width=10**6) for rows in (t[:2], t[-1:]))
    return f"{first[:-1]}\n ...\n {last[1:]}"


def _given(batch: Batch, form: str, k: int) -> tuple[np.ndarray, np.ndarray]:
    """The batch's labels in the form chosen, and the outputs that belong to them."""
    if form == "two-classes":
        return (batch.t == k).astype(np.int64)[:, None], batch.y[:, [k]]
    return (one_hot(batch.t, batch.y.shape[1]) if form == "one-hot" else batch.t), batch.y


def _wait(name: str, t: np.ndarray, y: np.ndarray) -> None:
    if KERAS.ask(name, t, y).state != "starting":
        st.rerun()
    st.progress(0.0, _("Starting Keras in a process of its own …"))


def _values(name: str, t: np.ndarray, y: np.ndarray, answer: Answer) -> str:
    """Our value, Keras's, and Keras's rules followed in NumPy (HTML)."""
    ours, rules = OURS[name][1](y, t), as_keras_does(name, t, y)
    theirs = answer.value if answer.state == "ready" else None
    keras = ("…", "") if theirs is None else (fixed(theirs, 9), short(theirs - ours, signed=True))
    return _table(name, (fixed(ours, 9), ""), keras, (fixed(rules, 9), short(rules - ours, signed=True)))


def _table(name: str, *values: tuple[str, str]) -> str:
    """Of each way to the loss its value and how far it is from ours, and why they differ (HTML)."""
    ways = [_breaking(f"mbviz.{OURS[name][0]}"), _breaking(f"keras.losses.{name}(t, y)"), _("Keras’s rules in NumPy")]
    rows = [[way, *value] for way, value in zip(ways, values, strict=True)]
    return table([_("function"), _("loss, nats"), _("difference")], rows) + f"<p>{_why(name)}</p>"


def _why(name: str) -> str:
    """What Keras's function does otherwise than the article's."""
    if name == "binary_crossentropy":
        return _(
            "They differ because the article adds delta = 10<sup>−7</sup> to both probabilities, while Keras clips the output to "
            "10<sup>−7</sup> … 1 − 10<sup>−7</sup>, adds nothing, and calculates in float32. It divides by no sum: "
            "the one output is a probability already."
        )
    if name == "categorical_crossentropy":
        return _(
            "They differ because the article adds delta = 10<sup>−7</sup> to the probability, while Keras divides each row by its sum, "
            "clips it to 10<sup>−7</sup> … 1 − 10<sup>−7</sup>, adds nothing, and calculates in float32."
        )
    return _(
        "They differ because the article adds delta = 10<sup>−7</sup> to the probability, while Keras clips each row to "
        "10<sup>−7</sup> … 1 − 10<sup>−7</sup>, then divides it by its sum, adds nothing, and calculates in float32."
    )
