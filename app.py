"""mbviz: see what a mini-batch is. Run with ``streamlit run app.py``."""

import streamlit as st

from mbviz.model.snapshots import Recipe, milestones
from mbviz.ui import bar, data, language, navigation, session, status
from mbviz.ui.kinds import Limits
from mbviz.ui.language import _
from mbviz.ui.pages import PAGES
from mbviz.ui.settings import Settings
from mbviz.ui.style import apply_style, page_icon


def choose(path: str) -> Settings:
    """Show the controls of a page and return what is chosen; waits on the page for what is not there yet."""
    load = data.loading()
    dataset = status.wait_for_data(load)
    training = data.training(dataset)
    training.ensure()
    names = [milestone.name for milestone in milestones(Recipe(), dataset.n)]
    session.settle(Limits(dataset.n, tuple(names), dataset.schema.n_classes))
    with above:
        st.html(language.script(), unsafe_allow_javascript=True)
        status.show_problem(load)
        if not PAGES[path].has_controls:
            bar.show(path, load)
        wanted = session.word("network")
        snapshot = status.usable_snapshot(training, names, wanted)
        status.show_training(training, wanted, snapshot)
    if snapshot is None:
        st.info(_("The untrained network is being prepared …"))
        st.stop()
    batch_size, seed, draw = (session.whole(key) for key in ("batch_size", "seed", "draw"))
    return Settings(dataset, snapshot, batch_size, seed, draw, session.flag("replace"))


def show(path: str) -> None:
    """Show the page of this path."""
    PAGES[path].show(settings)


language.start()  # reads the address, before any control is shown
path, page = navigation.choose_page(show)
st.set_page_config(f"mbviz · {page.title}", page_icon(), layout="wide")
apply_style()
above = st.container(key="above")
settings = choose(path)  # before the page runs, so that what is chosen holds on every page
status.show_notes(above)
if session.memory().rests:
    session.publish(path)
page.run()
