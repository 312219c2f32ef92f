"""Buttons among a screen's own words: part of its HTML, and pressed through the control bar.

An ``st.button`` of Streamlit's is an element with a Markdown text in it, which a browser is milliseconds busy with when a screen opens.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from html import escape
from typing import Any

from mbviz.ui import session

PRESSED = "what the screen shows next"  # for the name of something that was pressed for, until the screen has it


def begin() -> None:
    """A screen begins: what an earlier run of one offered can be pressed no more."""
    session.memory().acts = {}


def button(
    name: str, text: str, on_press: Callable[..., None], *args: Any, is_main: bool = False, help: str = ""
) -> str:
    """A button that calls ``on_press(*args)``, after which the screen runs again (HTML).

    What was wished in the same instant counts before the press: a setting that `on_press` needs it takes from the session.

    Parameters
    ----------
    name : str
        Of the button, one of a kind on its screen; a name that begins with ``to_stage`` tells the page that it leads there, and after
        one that begins with ``stop`` no other button gets the keyboard.
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
    title = f' title="{escape(help)}"' if help else ""
    return _button(name, text, partial(on_press, *args), f'class="mbviz-act{" mbviz-main" * is_main}"{title}')


def _button(name: str, text: str, on_press: Callable[[], None], attributes: str) -> str:
    session.memory().acts[name] = on_press
    return f'<button type="button" data-act="{name}" {attributes}>{escape(text)}</button>'


def choice(name: str, label: str, options: Mapping[str, str], value: str, on_press: Callable[[str], None]) -> str:
    """A label and below it a button for each option, that of `value` pressed; none where it is no option (HTML).

    Parameters
    ----------
    name : str
        With that of an option it is the name of a button.
    label : str
        What is chosen.
    options : mapping of str to str
        Their names, and what stands on the buttons.
    value : str
    on_press : callable
        Called with the name of the option that was pressed.
    """
    buttons = "".join(
        _button(
            f"{name}_{option}",
            text,
            partial(on_press, option),
            f'class="mbviz-act" aria-pressed="{str(option == value).lower()}"',
        )
        for option, text in options.items()
    )
    return f'<p>{label}</p><div class="mbviz-choice" role="group" aria-label="{escape(label)}">{buttons}</div>'


def row(*parts: str) -> str:
    """Buttons, and what is said beside them (HTML)."""
    return f'<div class="mbviz-row">{"".join(parts)}</div>'


def press(name: object) -> None:
    """Do what a button of the screen does; a name that none of them has changes nothing."""
    act = session.memory().acts.get(name) if isinstance(name, str) else None
    if act is not None:
        act()
