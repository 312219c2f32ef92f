"""mbviz: see what a mini-batch is. Run with ``streamlit run app.py``."""

import streamlit as st

from mbviz.model.snapshots import Recipe, milestones
from mbviz.ui import address, controls, data, language, status
from mbviz.ui.language import _, say
from mbviz.ui.pages import PAGES
from mbviz.ui.settings import Settings
from mbviz.ui.style import apply_style, page_icon


def choose() -> Settings:
    """Show the sidebar and return what is chosen in it; waits on the page for what is not there yet."""
    load = data.loading()
    dataset = status.wait_for_data(load)
    training = data.training(dataset.fingerprint, dataset)
    training.ensure()
    names = [milestone.name for milestone in milestones(Recipe(), dataset.n)]
    with st.sidebar:
        batch_size = controls.batch_size(dataset.n)
        seed, draw = controls.seed_and_draw()
        replace = controls.replacement()
        wanted = controls.network(names)
        controls.back_to_defaults()
        language.choose()
        snapshot = status.usable_snapshot(training, names, wanted)
        status.show_training(training, wanted, snapshot)
        status.show_source(load, dataset)
    if snapshot is None:
        st.info(_("The untrained network is being prepared …"))
        st.stop()
    return Settings(dataset, snapshot, batch_size, seed, draw, replace)


address.remember()
language.start()
st.set_page_config(_("mbviz · what a mini-batch is"), page_icon(), layout="wide")
apply_style()
pages = [
    st.Page(lambda show=show: show(settings), title=_(title), icon=icon, url_path=path, default=first)
    for first, show, title, icon, path in PAGES
]
page = st.navigation(pages)
if st.session_state.pop("open_first_page", False):
    st.switch_page(pages[0])
top = st.container()  # for what was wrong in the address, which is known only in the end
settings = choose()  # before the page runs, so that what is chosen holds on every page
page.run()
with top:
    for note in address.notes(settings.name):
        st.warning(say(note), icon=":material/link_off:")
