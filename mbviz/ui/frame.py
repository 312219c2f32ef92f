"""What is around every screen: data and network awaited, the screen run as a part of its own, its bar above it."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from mbviz.model.snapshots import Recipe, milestones
from mbviz.model.trainer import Training
from mbviz.ui import acts, bar, data, files, language, navigation, session, status, terms
from mbviz.ui.deck import SCREENS
from mbviz.ui.kinds import Limits
from mbviz.ui.language import _
from mbviz.ui.lessons import library
from mbviz.ui.settings import Settings
from mbviz.ui.waiting import waiting


def choose(place: DeltaGenerator) -> Settings:
    """What is chosen, and what it stands for; waits on the page for what is not there yet, and says so in `place`."""
    files.WATCH.look()
    load = data.loading()
    dataset = status.wait_for_data(load)
    training = data.training(dataset)
    training.ensure()
    names = [milestone.name for milestone in milestones(Recipe(), dataset.n)]
    session.settle(Limits(dataset.n, tuple(names), dataset.schema.n_classes, library.current().names))
    with place:
        st.html(language.script(), unsafe_allow_javascript=True)
        status.show_problem(load)
        status.show_looking()
        wanted = session.word("network")
        snapshot = status.usable_snapshot(training, names, wanted)
        status.show_training(training, wanted, snapshot)
    if snapshot is None:
        st.info(_("The untrained network is being prepared …"))
        st.stop()
    batch_size, seed, draw = (session.whole(key) for key in ("batch_size", "seed", "draw"))
    return Settings(dataset, snapshot, batch_size, seed, draw, session.flag("replace"))


def show(path: str, settings: Settings) -> None:
    """Show a screen; what is moved on it runs it alone, and nothing around it."""
    screen = SCREENS[path]
    if session.memory().rests:
        session.publish(path)
    if screen.has_controls:
        screen.show(settings)
    else:
        with st.container(key="screen"):
            st.fragment(_screen)(settings, session.word("network"))


def _screen(settings: Settings, network: str) -> None:
    """The bar and the screen that is open, as things are now; `network` is the one that was wanted when the whole page ran.

    Another screen is opened in this, too, where nothing around it changes: a run of the whole page takes browser and server longer.
    """
    kept = session.memory()
    if kept.next_page and not kept.notes_shown and navigation.turns_alone(kept.next_page):
        navigation.turn()
    path = kept.path
    training = data.training(settings.dataset)
    is_awaited = session.word("network") != network and training.snapshot(session.word("network")) is None
    if kept.whole_page or kept.next_page or is_awaited or (kept.notes_shown and not kept.notes):
        kept.whole_page = False
        st.rerun(scope="app")
    if kept.rests:
        session.publish(path)
    terms.begin()
    acts.begin()
    try:
        with waiting(path):
            status.says_when_lost(SCREENS[path].show)(as_now(settings, training))
    finally:  # after the screen: while the bar awaits an answer, what is shown is marked
        bar.show(path, data.loading())


def as_now(settings: Settings, training: Training) -> Settings:
    """The settings as they are now, which a run of the screen alone may have changed."""
    return replace(
        settings,
        snapshot=training.snapshot(session.word("network")) or settings.snapshot,
        batch_size=session.whole("batch_size"),
        seed=session.whole("seed"),
        draw=session.whole("draw"),
        replace=session.flag("replace"),
    )
