"""mbviz: see what a mini-batch is. Run with ``streamlit run app.py``."""

import streamlit as st

from mbviz.ui import frame, internals, language, navigation, status
from mbviz.ui.components.library import library
from mbviz.ui.lessons import strip
from mbviz.ui.style import apply_style

internals.answer_at_once()
language.start()  # reads the address, before any control is shown
path, pages = navigation.choose()
navigation.name_page(path)
apply_style()
library()
navigation.lead_on(path, pages)
above = st.container(key="above")
settings = frame.choose(above)  # before the screen runs, so that what is chosen holds on every screen
status.show_notes(above)
with above:
    strip.show(path, settings)
frame.show(path, settings)  # not in the page's own run: what two screens share stays where it is
