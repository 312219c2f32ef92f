"""Which screen an address opens, the menu, and next and back."""

from __future__ import annotations

import re
from contextlib import suppress
from urllib.parse import unquote, urlsplit

import streamlit as st

from mbviz._messages import Message, Verbatim
from mbviz.ui import allowed, bar, internals, session, share
from mbviz.ui.components import component
from mbviz.ui.deck import FIRST, SCREENS, in_address, meant
from mbviz.ui.language import N_, _, current
from mbviz.ui.lessons import library, strip
from mbviz.ui.style import page_icon

Pages = dict[str, st.Page]
# What opened a screen before there was one of that name.
FORMERLY = {"parts": FIRST}
NAME = re.compile(r"[\w.-]{1,40}")  # what is answered by name


def choose() -> tuple[str, Pages]:
    """Show the menu, and return the path of the screen that is open (a key of `SCREENS`) and all pages."""
    kept = session.memory()
    pages = _pages()
    if kept.next_page in pages:
        internals.open_page(pages[kept.next_page])
    aside = _aside(pages)
    opened = _menu(pages, aside)
    path = next(path for path, page in [*aside, *pages.items()] if page == opened)
    if kept.path not in ("", path):
        kept.notes.clear()  # they are of the address that opened another screen
    if aside and opened == aside[0][1] and _is_unknown(opened.url_path):
        kept.notes.append(
            Message("There is no screen {name}; this is the first one.", name=Verbatim(f"“{opened.url_path}”"))
        )
    wanted, kept.next_page = kept.next_page or _lesson(path) or _meant(path), ""
    if wanted not in pages:
        wanted = next(iter(pages))
        kept.notes.append(
            Message(
                "Whoever sent this link has hidden the screen that its address names; this is the first of the others."
            )
        )
    kept.path = wanted  # what is said of the way there is said there
    if pages[wanted] != opened:
        st.switch_page(pages[wanted], query_params=st.query_params.to_dict())
    return path, pages


def turns_alone(path: str) -> bool:
    """Whether the screen `path` can take the place of the one that is open, and nothing around it has to change."""
    return path in allowed.screens() and not SCREENS[path].has_controls and not session.word("lesson")


def turn() -> None:
    """Open in this run of a screen alone the one that was asked for: the browser gets its address and its place in the menu.

    Its title the page gives to the browser's tab by itself (``deck/turning.js``).
    """
    kept = session.memory()
    pages = _pages()
    kept.path, kept.next_page = kept.next_page, ""
    kept.run += 1
    internals.open_page(pages[kept.path])
    _menu(pages, _aside(pages))
    session.publish(kept.path, anew=True)


def name_page(path: str) -> None:
    """Give the browser's tab the title of the screen `path`."""
    st.set_page_config(f"mbviz · {_(SCREENS[path].title)}", page_icon(), layout="wide")


def _pages() -> Pages:
    return {path: _page(path) for path in allowed.screens()}


def _menu(pages: Pages, aside: list[tuple[str, st.Page]]) -> st.Page:
    """Show the menu, and return the page that is open."""
    menu: dict[str, list[st.Page]] = {}
    for path, page in pages.items():
        menu.setdefault(_(SCREENS[path].group), []).append(page)
    return st.navigation({**menu, "": [page for _path, page in aside]} if aside else menu, position="top")


def _page(path: str) -> st.Page:
    """A page for the menu and the address; what it shows `frame.show` does."""
    title, is_first = _(SCREENS[path].title), path == FIRST
    return st.Page(lambda: None, title=title, url_path="" if is_first else path, default=is_first)


def _aside(pages: Pages) -> list[tuple[str, st.Page]]:
    """What the menu does not show: the address that is open where it is no screen's own, and Streamlit's default."""
    alias, other = _another_spelling(pages)
    aside = [(other, st.Page(lambda: None, title="mbviz", url_path=alias, visibility="hidden"))] if alias else []
    if FIRST not in pages:
        aside.append((FIRST, st.Page(lambda: None, title="mbviz", url_path="", default=True, visibility="hidden")))
    return aside


def _meant(path: str) -> str:
    """The screen that the address means; where it is another than it names, a note says why."""
    kept = session.memory()
    found = meant(path, kept.asked)
    if found != path:
        keys = ", ".join(key for key in kept.asked if key in SCREENS[found].settings)
        kept.notes.append(Message("The address names {keys}: the screen that has it is shown.", keys=Verbatim(keys)))
    return found


def _lesson(path: str) -> str:
    """The screen of the lesson that a first look at the app's bare address asks for; else an empty text."""
    kept = session.memory()
    is_bare = path == FIRST and kept.run == 1 and not kept.asked
    lesson = library.current().get(session.word("lesson"), current()) if is_bare else None
    return lesson.screen if lesson else ""


def lead_on(path: str, pages: Pages) -> None:
    """Show the links to the screens before and after this one, which of all it is, and what holds for all of them."""
    kept = session.memory()
    component("deck")(
        data={
            "at": in_address(path),
            "pages": [
                [in_address(one), _(SCREENS[one].title), SCREENS[one].has_controls, share.told(one)] for one in pages
            ],
            "words": {name: _(text) for name, text in {**WORDS, **share.WORDS}.items()},
            "share": share.shown(path),
            "lesson": strip.opened(path) is not None,
            "present": session.flag("present"),
        },
        key="place",
        on_turn_change=lambda: bar.turn_to(session.sent("place", "turn")),
        on_language_change=bar.speak,
        on_share_change=lambda: share.ask(kept.path),
        on_everything_change=lambda: session.put(hide=()),
        on_present_change=_present,
    )


def _present() -> None:
    """Begin or end presenter mode, which the browser shows already."""
    with suppress(ValueError):
        session.follow(present=session.sent("place", "present"))


WORDS = {
    "back": N_("Back: {title}"),
    "next": N_("Next: {title}"),
    "skip": N_("Skip to the page’s content"),
    "place": N_("screen {place}"),
    "language": "EN · 한국어",
    "copy": N_("Copy link"),
    "copied": N_("Copied"),
    "failed": N_("The browser did not allow it; copy the address."),
    "here": N_("Only this computer can open this address. Ask whoever runs mbviz for the class’s address."),
    "hereHow": N_("If that is you"),
    "hereTold": N_(
        "Start the app with --server.address and --server.allowedHosts "
        "(README, “For a class”), open it by this machine’s address in the network, and copy the link there."
    ),
    "present": N_("Present: large and full screen (F); Esc ends it"),
}


def _another_spelling(pages: Pages) -> tuple[str, str]:
    """The address’s path and the screen that is shown for it, where Streamlit would not find one; else two empty texts."""
    written = unquote(urlsplit(st.context.url or "").path).rstrip("/").rpartition("/")[2]
    other = _spelled(written)
    found_by_streamlit = [path for path in pages if path != FIRST]  # the first screen has no path to Streamlit
    if other not in SCREENS and NAME.fullmatch(written):
        return written, FIRST  # Streamlit would say so in English, over a page that cannot be used
    return (written, other) if other in SCREENS and written not in found_by_streamlit else ("", "")


def _is_unknown(written: str) -> bool:
    """Whether an address's path names no screen, however it is spelled."""
    return _spelled(written) not in SCREENS


def _spelled(written: str) -> str:
    """The name of a screen, as we spell it or did."""
    other = written.lower().replace("_", "-").replace(" ", "-")
    return FORMERLY.get(other, other)
