"""The page's language: gettext catalogues, which Babel compiles when they are first needed."""

from __future__ import annotations

import gettext
import re
from contextvars import ContextVar
from dataclasses import replace
from functools import cache
from io import BytesIO
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from mbviz._messages import N_, Message, Verbatim
from mbviz._numbers import fill
from mbviz.ui import session
from mbviz.ui.lessons import library
from mbviz.ui.particles import chosen
from mbviz.ui.state import EVERYWHERE, of_browser

__all__ = ["FOLDER", "N_", "_", "current", "markdown", "say", "script", "start"]

FOLDER = Path(__file__).parent / "locale"
# words and numbers that no Markdown is made of
PLAIN = re.compile(r"(?!www\.|\d+[.)])[^\W_]+(_?[^\W_]|[ .,;()%+−–…’-])*")
_of_run: ContextVar[str] = ContextVar("language", default="")  # the session's is 20 µs away, and a page has 100 texts


def _(text: str, **values: object) -> str:
    """`text` in the visitor's language, its named fields filled in.

    Write `text` as a literal: the catalogues are collected from the code (``python -m tests.catalogue``).
    """
    return str(say(Message(text, **values))) if values else _catalogue(current()).gettext(text)


def say(value: object) -> object:
    """A `Message` in the visitor's language; anything else as it is."""
    if not isinstance(value, Message):
        return value
    template = _catalogue(current()).gettext(value.template)
    return _fitted(fill(template, {name: say(part) for name, part in value.values.items()}))


def _fitted(text: str) -> str:
    """A text that was filled in, its words in the forms that the values ask for."""
    return chosen(text) if current() == "ko" else text


def markdown(value: object) -> str:
    """A sentence for an element that shows Markdown: what it was filled with is shown as text, whatever it holds.

    An address, a file's name or what somebody typed may look like a link, an image or a heading.
    """
    if isinstance(value, Message):
        template = _catalogue(current()).gettext(value.template)
        values = {name: markdown(part) if isinstance(part, str) else part for name, part in value.values.items()}
        return _fitted(fill(template, values))
    text = str(value)
    return text if not isinstance(value, Verbatim) and PLAIN.fullmatch(text) else _code_span(text)


def _code_span(text: str, most: int = 80) -> str:
    """`text` on one line, between more backticks than it has in a row: nothing in there is markup."""
    line = " ".join("".join(sign if sign.isprintable() else " " for sign in text).split()) or "“”"
    line = line if len(line) <= most else f"{line[:most]}…"
    fence = "`" * (1 + max(map(len, re.findall("`+", line)), default=0))
    return f"{fence} {line} {fence}" if "`" in line else f"{fence}{line}{fence}"


def current() -> str:
    """The language chosen: a key of `LANGUAGES`."""
    return _of_run.get() or str(session.memory().values.get("lang") or of_browser())


def start() -> None:
    """Take from the address what holds everywhere, the language before all; call it before anything is said."""
    session.come_back()
    session.settle(replace(session.memory().limits, lessons=library.look().names), *EVERYWHERE)
    _of_run.set(session.word("lang"))


def script() -> str:
    """HTML that tells the browser the page's language, for screen readers, fonts and line breaks."""
    return f"<script>document.documentElement.lang = {current()!r}</script>"


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
