"""The private parts of Streamlit that the page relies on, all of them but JavaScript's.

None of this is promised: an upgrade may change it without a word, and then tests/ui/test_internals.py says what.
(JavaScript's are in components/page/internals.js.)
"""

from __future__ import annotations

import asyncio
import os
import socket
from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import cache
from typing import TypeVar
from urllib.parse import urlsplit

import streamlit as st
from streamlit.components.v2.bidi_component import main
from streamlit.runtime import Runtime
from streamlit.runtime.context import _context_info_field
from streamlit.runtime.scriptrunner_utils.script_run_context import get_script_run_ctx
from streamlit.runtime.state.common import user_key_from_element_id

Kept = TypeVar("Kept")


def close_left_sessions() -> None:
    """Close the sessions whose visitors have left for longer than Streamlit waits for their return.

    Streamlit drops them when it next needs their room, and each keeps an event loop with three files open until then.
    """
    if not Runtime.exists():
        return
    runtime = Runtime.instance()

    def close() -> None:
        for _, left in runtime._session_mgr._session_storage._cache.expire():  # type: ignore[attr-defined]
            left.session.shutdown()

    runtime._get_async_objs().eventloop.call_soon_threadsafe(close)


@cache
def answer_at_once() -> None:
    """Let every part of an answer leave as soon as it is there; the first call of a server does so for all that connect.

    Streamlit sends an answer in some twenty parts, and asyncio does not know its socket for one of TCP (it was opened without the
    protocol's number): the system then keeps the second part back until the browser has acknowledged the first, which that does
    after up to 40 ms.
    """
    if not Runtime.exists():
        return
    loop = Runtime.instance()._get_async_objs().eventloop
    loop.call_soon_threadsafe(_send_at_once, loop)


def _send_at_once(loop: asyncio.AbstractEventLoop) -> None:
    """For the connections that there are, and for the socket from which all later ones take it over."""
    selector = getattr(loop, "_selector", None)  # other loops than asyncio's own do it by themselves
    for fileno in list(selector.get_map()) if selector else []:
        with (
            suppress(OSError),
            socket.socket(fileno=os.dup(fileno)) as of_loop,
        ):  # a pipe is no socket, and one may have closed
            if of_loop.family in (socket.AF_INET, socket.AF_INET6):
                of_loop.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)


def unsearched(data: Mapping[str, object] | bytes) -> list[Mapping[str, object]] | bytes:
    """Data for a component, such that Streamlit does not look for tables in them: a dict as a list of one.

    In a bare dict it would ask of every value whether it is a data frame, in every run.

    Examples
    --------
    >>> unsearched({"n": 3}), unsearched(b"3")
    ([{'n': 3}], b'3')
    """
    return data if isinstance(data, bytes) else [data]


# Of each component that was shown, by its key, the widget under which Streamlit keeps what it tells: the same for all sessions.
_TELLING: dict[str, str] = {}


def hear_components() -> None:
    """Let `told` know what components tell; call it before any is shown.

    Streamlit has it in ``st.session_state`` as well: there in a class of its own, one for each component in every run and at every
    look, which takes time and is garbage that only a full collection finds.
    """
    setattr(main, "make_bidi_component_presenter", _presenter)  # noqa: B010 - it is none of what it exports


def _presenter(telling: str, component: str, *_more: object) -> Callable[[object, object], object]:
    """What stands in ``st.session_state`` for a component: its own state, of which ours have none."""
    _TELLING[user_key_from_element_id(component) or ""] = telling
    return lambda state, _session: state


def of_run(make: Callable[[], Kept]) -> Kept:
    """What `make` gives, made once for a run of the script: a look into ``st.session_state`` takes Streamlit 10 µs."""
    context = get_script_run_ctx()
    if context is None:
        return make()
    kept = context.__dict__.get("mbviz")
    if kept is None:
        kept = context.__dict__["mbviz"] = make()
    return kept


def told(component: str, trigger: str) -> object:
    """What the component of a key told last in this run by a trigger, None where it told nothing; it may hold anything.

    ``st.session_state`` forgets it where the browser has not heard yet that another page is open.
    """
    context = get_script_run_ctx()
    if context is None or component not in _TELLING:
        return None
    kept = context.session_state
    try:
        events = kept._state._new_widget_state[_TELLING[component]]
    except KeyError:
        return None
    found = [one for one in events or [] if isinstance(one, dict) and one.get("event") == trigger]
    return found[-1].get("value") if found else None


def open_page(page: st.Page) -> None:
    """Let `page` be the one that the next ``st.navigation`` of this run opens, whichever the browser asked for.

    ``st.switch_page`` ends the run and begins another one, of the whole page.
    """
    context = get_script_run_ctx()
    if context is not None:
        context.pages_manager.set_script_intent(page._script_hash, "")


def came_back() -> tuple[str, str] | None:
    """The path and the query that the browser's Back or Forward led to, if it asked for this run.

    ``st.context.url`` gives the path of the page that runs, and ``st.query_params`` the query's parts alone.
    """
    context = get_script_run_ctx()
    if context is None or not context.is_history_navigation:
        return None
    return urlsplit(_context_info_field("url") or "").path, context.query_string
