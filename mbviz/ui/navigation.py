"""Which screen an address opens, the menu, and next and back."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import unquote, urlsplit

import streamlit as st

from mbviz.ui import bar, session
from mbviz.ui.components import component
from mbviz.ui.deck import FIRST, SCREENS, beside, meant
from mbviz.ui.language import N_, _

Pages = dict[str, st.Page]
# What opened a screen before there was one of that name.
FORMERLY = {"parts": FIRST}


def choose(show: Callable[[str], None]) -> tuple[str, Pages]:
    """Show the menu, and return the path of the screen that is open (a key of `SCREENS`) and all pages, which run `show(path)`."""
    pages = {
        path: st.Page(
            _showing(show, path),
            title=_(screen.title),
            url_path="" if path == FIRST else path,
            default=path == FIRST,
        )
        for path, screen in SCREENS.items()
    }
    menu: dict[str, list[st.Page]] = {}
    for path, screen in SCREENS.items():
        menu.setdefault(_(screen.group), []).append(pages[path])
    alias, other = _another_spelling()
    hidden = (
        [st.Page(lambda: None, title=_(SCREENS[other].title), url_path=alias, visibility="hidden")] if alias else []
    )
    opened = st.navigation({**menu, "": hidden} if hidden else menu, position="top")
    path = other if hidden and opened == hidden[0] else next(path for path, page in pages.items() if page == opened)
    kept = session.memory()
    wanted, kept.next_page = kept.next_page or meant(path, kept.asked), ""
    if pages[wanted] != opened:
        st.switch_page(pages[wanted], query_params=st.query_params.to_dict())
    return path, pages


def lead_on(path: str, pages: Pages) -> None:
    """Show the links to the screens before and after this one, and which of all it is."""
    before, after = beside(path)
    with st.container(horizontal=True, key="deck"):
        if before:
            st.page_link(pages[before], label=_("Back: {title}", title=_(SCREENS[before].title)))
        _place(path, before, after)
        if after:
            st.page_link(pages[after], label=_("Next: {title}", title=_(SCREENS[after].title)))


def _place(path: str, before: str | None, after: str | None) -> None:
    mount = component("deck", "deck/deck.js", html="deck/deck.html", css="deck/deck.css")
    mount(
        data={
            "place": f"{list(SCREENS).index(path) + 1} / {len(SCREENS)}",
            "back": before is not None,
            "next": after is not None,
            "words": {name: _(text) for name, text in WORDS.items()},
        },
        key="place",
        on_language_change=bar.speak,
    )


WORDS = {
    "place": N_("screen {place}"),
    "language": "EN · 한국어",
    "copy": N_("Copy link"),
    "copied": N_("Copied"),
    "failed": N_("The browser did not allow it; copy the address."),
    "here": N_("Only this machine opens this address."),
}


def _another_spelling() -> tuple[str, str]:
    """The address's path and the screen that it means, where Streamlit would not find it; else two empty texts."""
    written = unquote(urlsplit(st.context.url or "").path).rstrip("/").rpartition("/")[2]
    other = written.lower().replace("_", "-").replace(" ", "-")
    other = FORMERLY.get(other, other)
    found_by_streamlit = [path for path in SCREENS if path != FIRST]  # the first screen has no path to Streamlit
    return (written, other) if other in SCREENS and written not in found_by_streamlit else ("", "")


def _showing(show: Callable[[str], None], path: str) -> Callable[[], None]:
    return lambda: show(path)
