"""Sentences that keep their values apart, so that the page can say them in the visitor's language."""

from __future__ import annotations

import re

from mbviz._numbers import fill

__all__ = ["N_", "Message", "Verbatim", "reason", "without_folders"]


class Message(str):
    """An English sentence that remembers the template and the values it was made of.

    To everything that wants a string it is that sentence: ``raise ValueError(Message(...))`` reads as usual.
    `mbviz.ui.language.say` looks the template up in the visitor's language and fills in the values.

    Parameters
    ----------
    template : str
        With a named field for each value, as for ``str.format``; `mbviz._numbers.fill` says how numbers are written.
        Write it as a literal, which the catalogue of translations is collected from.
    **values
        What stands in the fields; a value may be a `Message` itself.

    Examples
    --------
    >>> wrong = Message("t must hold labels from 0 to {top}; got {got}.", top=9, got=12)
    >>> wrong
    't must hold labels from 0 to 9; got 12.'
    >>> wrong.template, wrong.values
    ('t must hold labels from 0 to {top}; got {got}.', {'top': 9, 'got': 12})
    """

    template: str
    values: dict[str, object]

    def __new__(cls, template: str, **values: object) -> Message:
        self = super().__new__(cls, fill(template, values))
        self.template, self.values = template, values
        return self

    def __getnewargs_ex__(self) -> tuple[tuple[str], dict[str, object]]:
        return (self.template,), self.values  # so that copies and pickles are made of the parts again


def reason(error: BaseException) -> str:
    """What an error says: its `Message` where it was raised with one, else its text.

    Examples
    --------
    >>> reason(ValueError(Message("{n} is too many", n=3))).template
    '{n} is too many'
    >>> reason(MemoryError())
    'there is not enough memory'
    """
    if isinstance(error, MemoryError):
        return Message("there is not enough memory")
    said = error.args[0] if len(error.args) == 1 else None
    return said if isinstance(said, Message) else str(error)


def without_folders(text: str) -> str:
    r"""A text in which files have no more than their names: visitors need not know where the server keeps them.

    Examples
    --------
    >>> without_folders("[Errno 13] Permission denied: '/srv/cache/runs/1-epoch.npz' (see https://example.org/a/b)")
    "[Errno 13] Permission denied: '1-epoch.npz' (see https://example.org/a/b)"
    >>> without_folders(r"C:\Users\me\digits.npz is gone")
    'digits.npz is gone'
    """
    if isinstance(text, Message):
        shown = {name: without_folders(part) if isinstance(part, str) else part for name, part in text.values.items()}
        return type(text)(text.template, **shown)
    return _FOLDERS.sub("", text)


_FOLDERS = re.compile(r"(?<![\w./:<])(?:/(?:[^/\s'\":<>]+/)+|[A-Za-z]:\\(?:[^\\'\":<>\n]+\\)+)")


class Verbatim(str):
    """A text from elsewhere (an address, a file's name, what was typed), to be shown as it is and never as markup."""


def N_(text: str) -> str:
    """Mark a literal for the catalogues that is translated later, by ``_(variable)``."""
    return text
