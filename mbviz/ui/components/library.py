"""The scripts, HTML and style sheets of all components, and what stands on every page: the way through the pages, and back to
a server that was away."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import streamlit as st

from mbviz.ui.components import PARTS
from mbviz.ui.components.linker import FOLDER, link, packed
from mbviz.ui.language import N_, _

AWAY = N_("The server does not answer. This page connects again by itself, and nothing that you have set is lost.")


def library() -> None:
    """Bring all components to the page; call it in every run of the whole page.

    It shows nothing. Streamlit sends it once to a visitor, since it is always the same: later runs name it only.
    """
    mount = _library()
    mount(data=[{"parts": _parts(), "words": {"away": _(AWAY)}}], key="overlay_library", on_wake_change=lambda: None)


@cache
def _library() -> Callable[..., object]:
    return st.components.v2.component("mbviz_library", js=packed(link("library.js")))


@cache
def _parts() -> dict[str, dict[str, str]]:
    return {name: {"html": _read(html), "css": _read(*css)} for name, (html, *css) in PARTS.items()}


def _read(*files: str) -> str:
    return "".join((FOLDER / file).read_text(encoding="utf-8") for file in files)
