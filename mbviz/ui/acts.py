"""Buttons among a screen's own words: part of its HTML, and pressed through the control bar.

An ``st.button`` of Streamlit's is an element with a Markdown text in it, which a browser is milliseconds busy with when a screen opens.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from html import escape
from typing import Any

import streamlit as st

from mbviz.ui import session

PRESSED = "what the screen shows next"  # for the name of something that was pressed for, until the screen has it


def begin() -> None:
    """A screen begins: what an earlier run of one offered can be pressed no more."""
    session.memory().acts = {}


def button(
    name: str, text: str, on_press: Callable[..., None], *args: Any, is_main: bool = False, help: str = ""
) -> None:
    """Show a button that calls ``on_press(*args)``, after which the screen runs again.

    What was wished in the same instant counts before the press: a setting that `on_press` needs it takes from the session.

    Parameters
    ----------
    name : str
        Of the button, one of a kind on its screen; a name that begins with ``to_stage`` tells the page that it leads there.
    text : str
        What it says.
    on_press : callable
    *args
        For it.
    is_main : bool
        Whether it is what one comes to the screen for.
    help : str
        What is said of it where the pointer rests on it.
    """
    session.memory().acts[name] = partial(on_press, *args)
    title = f' title="{escape(help)}"' if help else ""
    main = " mbviz-main" if is_main else ""
    st.html(f'<button type="button" class="mbviz-act{main}" data-act="{name}"{title}>{escape(text)}</button>')


def press(name: object) -> None:
    """Do what a button of the screen does; a name that none of them has changes nothing."""
    act = session.memory().acts.get(name) if isinstance(name, str) else None
    if act is not None:
        act()
