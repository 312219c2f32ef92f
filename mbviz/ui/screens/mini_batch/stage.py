"""The stage: a batch from the draw to its dot, on one screen that moves while the hand moves.

Its parts on the server are in `mbviz.ui.stage`, those in the browser in ``components/stage/``.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace

import streamlit as st

from mbviz.figures import palette
from mbviz.model.trainer import Training
from mbviz.ui import allowed, bar, controls, data, frame, session, status, terms
from mbviz.ui.components import component
from mbviz.ui.deck import SCREENS
from mbviz.ui.language import _, current
from mbviz.ui.settings import Settings
from mbviz.ui.stage.answer import answer
from mbviz.ui.stage.question import Question, read_question
from mbviz.ui.stage.words import WORDS
from mbviz.ui.state import SETTINGS

PALETTE = {
    "pick": palette.PICK, "wrong": palette.WRONG, "other": palette.FAINT, "heat": palette.PREDICTION,
    "batch": palette.BATCH, "data": palette.DATA,
}  # fmt: skip


def show(settings: Settings) -> None:
    """Show the stage; its moves run this part of the page alone."""
    kept = session.memory()
    kept.question = replace(kept.question, have=(), said="")  # a page that runs whole may have nothing of the stage yet
    st.fragment(status.says_when_lost(_stage))(settings, data.training(settings.dataset))


def _stage(settings: Settings, training: Training) -> None:
    kept = session.memory()
    question, kept.question = kept.question, Question()
    if question.whole_page or (kept.notes_shown and not kept.notes):
        st.rerun(scope="app")
    networks = list(training.available()) if allowed.may_change("network") else [settings.snapshot.name]
    shown, is_open = frame.as_now(settings, training), allowed.has_answers()
    more: dict[str, object] = {
        "networks": networks,
        "n": settings.dataset.n,
        "n_selected": session.whole("n"),
        "cloud": session.flag("cloud"),
        "guess": session.word("guess"),
        "epoch": kept.epoch,
        "session": kept.token,
        "place": session.place("mini-batch"),
    }
    if question.rests:
        more["address"] = session.wanted("mini-batch")
    if question.said != current():
        more |= {
            "words": _words(),
            "terms": terms.in_language(),
            "names": {name: controls.spell(name) for name in networks},
            "palette": PALETTE,
            "lang": current(),
        }
    if not question.said:
        more |= bar.source_of(data.loading()) | {"keys": list(SETTINGS), "locked": _locked(), "open": is_open}
    component("stage")(
        data=answer(
            shown, session.word("order"), question, more, _other(shown, training, question.scene), is_open=is_open
        ),
        key="stage",
        on_question_change=_ask,
        on_look_change=_look,
        on_reset_change=session.reset,
    )


def _other(shown: Settings, training: Training, network: str) -> Settings | None:
    """The same settings with another network, if it is there."""
    is_there = network in training.available() and allowed.may_change("network")
    snapshot = training.snapshot(network) if is_there else None
    return replace(shown, snapshot=snapshot) if snapshot else None


def _ask() -> None:
    """Take over what the stage is to show; what is none of the settings' values changes nothing."""
    kept = session.memory()
    kept.question = read_question(session.sent("stage", "question"), allowed.settings("mini-batch"))
    with suppress(ValueError):
        session.follow(**kept.question.settings)


def _locked() -> list[str]:
    """The settings that cannot be changed here, since the sender of the link has hidden them."""
    can = set(allowed.settings("mini-batch"))
    return [key for key in SCREENS["mini-batch"].settings if key not in can]


def _look() -> None:
    """Look for better digits."""
    data.look_again()
    session.memory().question = Question(whole_page=True)


def _words() -> dict[str, str]:
    orders = controls.labels("order")  # the menu's choice among them
    return {name: _(text) for name, text in {**WORDS, **orders}.items()}
