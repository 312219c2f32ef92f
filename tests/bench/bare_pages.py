"""The yardstick for going from screen to screen: two pages, each the least a Streamlit page can be."""

import streamlit as st


def first() -> None:
    """One page."""
    st.markdown("the first page")
    st.slider("a slider", key="one")


def second() -> None:
    """The other."""
    st.markdown("the second page")
    st.slider("a slider", key="other")


pages = [st.Page(first, title="First", url_path="", default=True), st.Page(second, title="Second", url_path="second")]
st.navigation(pages, position="top").run()
