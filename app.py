"""mbviz: see what a mini-batch is. Run with ``streamlit run app.py``."""

import streamlit as st

from mbviz.model.snapshots import Recipe, milestones
from mbviz.ui import controls, data, language, navigation, session, status
from mbviz.ui.kinds import Limits
from mbviz.ui.language import _, markdown
from mbviz.ui.pages import PAGES
from mbviz.ui.settings import Settings
from mbviz.ui.style import apply_style, page_icon


def choose() -> Settings:
    """Show the sidebar and return what is chosen in it; waits on the page for what is not there yet."""
    load = data.loading()
    dataset = status.wait_for_data(load)
    training = data.training(dataset)
    training.ensure()
    names = [milestone.name for milestone in milestones(Recipe(), dataset.n)]
    session.settle(Limits(dataset.n, tuple(names), dataset.schema.n_classes))
    with st.sidebar:
        batch_size = controls.batch_size()
        seed, draw = controls.seed_and_draw()
        replace = controls.replacement()
        wanted = controls.network()
        controls.back_to_defaults()
        controls.language()
        snapshot = status.usable_snapshot(training, names, wanted)
        status.show_training(training, wanted, snapshot)
        status.show_source(load)
    if snapshot is None:
        st.info(_("The untrained network is being prepared …"))
        st.stop()
    return Settings(dataset, snapshot, batch_size, seed, draw, replace)


def show(path: str) -> None:
    """Show the page of this path."""
    PAGES[path].show(settings)


language.start()  # reads the address, before any control is shown
st.set_page_config(_("mbviz · what a mini-batch is"), page_icon(), layout="wide")
apply_style()
path, page = navigation.choose_page(show)
notes = st.container()
settings = choose()  # before the page runs, so that what is chosen holds on every page
for note in session.memory().notes:
    notes.warning(markdown(note), icon=":material/link_off:")
session.publish(path)
page.run()
