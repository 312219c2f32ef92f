"""Which page an address opens: its path as it stands, or as somebody else may write it."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import unquote, urlsplit

import streamlit as st

from mbviz.ui import session
from mbviz.ui.language import _
from mbviz.ui.pages import PAGES


def choose_page(show: Callable[[str], None]) -> tuple[str, st.Page]:
    """Show the menu, and return the path of the page that is open (a key of `PAGES`) and the page, which runs `show(path)`."""
    first = next(iter(PAGES))
    pages = {
        path: st.Page(
            _showing(show, path),
            title=_(page.title),
            url_path="" if path == first else path,
            default=path == first,
        )
        for path, page in PAGES.items()
    }
    alias, meant = _another_spelling()
    hidden = [st.Page(lambda: None, title=_(PAGES[meant].title), url_path=alias, visibility="hidden")] if alias else []
    opened = st.navigation([*pages.values(), *hidden], position="top")
    if hidden and opened == hidden[0]:
        st.switch_page(pages[meant], query_params=st.query_params.to_dict())
    kept = session.memory()
    if kept.next_page:
        path, kept.next_page = kept.next_page, ""
        st.switch_page(pages[path])
    return next((path, page) for path, page in pages.items() if page == opened)


def _another_spelling() -> tuple[str, str]:
    """The address's path and the page that it means, where Streamlit would not find it; else two empty texts."""
    written = unquote(urlsplit(st.context.url or "").path).rstrip("/").rpartition("/")[2]
    meant = written.lower().replace("_", "-").replace(" ", "-")
    _first, *found_by_streamlit = PAGES  # the first page has no path to Streamlit
    return (written, meant) if meant in PAGES and written not in found_by_streamlit else ("", "")


def _showing(show: Callable[[str], None], path: str) -> Callable[[], None]:
    return lambda: show(path)
