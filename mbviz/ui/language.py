"""The page's language: gettext catalogues, which Babel compiles when they are first needed."""

from __future__ import annotations

import gettext
from contextvars import ContextVar
from functools import cache
from io import BytesIO
from pathlib import Path

import streamlit as st
from babel import negotiate_locale
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from mbviz._messages import Message
from mbviz.ui import address

LANGUAGES = {"en": "English", "ko": "한국어"}  # English is the language of the code's own texts
FOLDER = Path(__file__).parent / "locale"
_of_run: ContextVar[str] = ContextVar("language", default="")  # the session's is 20 µs away, and a page has 100 texts


def _(text: str, **values: object) -> str:
    """`text` in the visitor's language, its named fields filled in.

    Write `text` as a literal: the catalogues are collected from the code (``python -m tests.catalogue``).
    """
    return str(say(Message(text, **values))) if values else _catalogue(current()).gettext(text)


def N_(text: str) -> str:
    """Mark a literal for the catalogues that is translated later, by ``_(variable)``."""
    return text


def say(value: object) -> object:
    """A `Message` in the visitor's language; anything else as it is."""
    if not isinstance(value, Message):
        return value
    template = _catalogue(current()).gettext(value.template)
    return template.format(**{name: say(part) for name, part in value.values.items()})


def current() -> str:
    """The language chosen, or the browser's until one is: a key of `LANGUAGES`."""
    return _of_run.get() or st.session_state.get("lang") or _of_browser()


def start() -> None:
    """Take the language from the address; call it before anything is said."""
    address.start("lang", list(LANGUAGES), _of_browser())
    _of_run.set(st.session_state.lang)


def choose() -> None:
    """A control for the language, bound to the address."""
    chosen = st.radio("Language · 언어", list(LANGUAGES), key="lang", format_func=LANGUAGES.get, horizontal=True)
    address.write("lang", chosen, _of_browser())
    address.check("lang", chosen, Message("one of {names}", names=", ".join(LANGUAGES)))


def script() -> str:
    """HTML that tells the browser the page's language, for screen readers, fonts and line breaks."""
    return f"<script>document.documentElement.lang = {current()!r}</script>"


def _of_browser() -> str:
    wanted = st.context.locale
    return negotiate_locale([wanted], list(LANGUAGES), sep="-") or "en" if wanted else "en"


@cache
def _catalogue(language: str) -> gettext.NullTranslations:
    path = FOLDER / language / "LC_MESSAGES" / "mbviz.po"
    if not path.exists():
        return gettext.NullTranslations()
    compiled = BytesIO()
    with path.open("rb") as file:
        write_mo(compiled, read_po(file, language))
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)
