"""A button that copies a text, which is made when it is pressed."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from mbviz.ui.components import component


def copy_button(text: Callable[[], str], *, words: dict[str, str], key: str) -> None:
    """Show the button.

    Parameters
    ----------
    text : callable
        Returns what is to be copied; called in the run of the page that follows a press.
    words : dict
        ``copy`` on the button, ``copied`` and ``failed`` for what came of it.
    key : str
        The component's key.
    """
    pressed = st.session_state.get(key)
    wanted = pressed.press if pressed else None
    data = {"words": words, "answer": {"press": wanted, "text": text()} if wanted else None}
    component("copy", html="copy.html", css="copy.css", js=("copy.js",))(data=data, key=key, on_press_change=lambda: None)
