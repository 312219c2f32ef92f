"""Korean particles, whose form hangs on how the word before them ends: a text is filled in first, and then they are chosen."""

from __future__ import annotations

import re

# With and without a final consonant, as translators write them.
_BOTH = re.compile(r"(?P<with>[을은이과])\((?P<without>[를는가와])\)|\((?P<eu>으)\)로")
_CLOSING = re.compile(r"(?:</\w+>|[)\]}”’\"'`*])+$")
# How numbers end when they are read: 0 as 영, 십, 백, 천 or 만.
_DIGITS = {"0": "n", "1": "l", "2": "", "3": "m", "4": "", "5": "", "6": "k", "7": "l", "8": "l", "9": "", "%": ""}


def chosen(text: str) -> str:
    """A Korean text in which every 을(를), 은(는), 이(가), 과(와) and (으)로 has the form that the word before it asks for.

    A counter (개) stands next to digits, and apart from words such as 억.

    Examples
    --------
    >>> chosen("batch_size은(는) 10(으)로, 값 <code>[1, 2]</code>은(는) 그대로, 30%을(를)")
    'batch_size는 10으로, 값 <code>[1, 2]</code>는 그대로, 30%를'
    >>> chosen("992 개, 10억 개")
    '992개, 10억 개'
    """
    text = re.sub(r"(?<=\d) (?=개)", "", text)
    return _BOTH.sub(lambda found: _form(found, _ending(text[: found.start()])), text)


def _form(found: re.Match[str], ending: str | None) -> str:
    if ending is None:
        return found[0]
    if found["eu"]:
        return "로" if ending in ("", "l") else "으로"
    return found["with"] if ending else found["without"]


def _ending(before: str) -> str | None:
    """The final consonant of a text's last word as it is read: "" where it ends in a vowel; None where nobody knows."""
    word = _CLOSING.sub("", before)
    last = word[-1:]
    if "가" <= last <= "힣":
        final = (ord(last) - ord("가")) % 28
        return "" if not final else "l" if final == 8 else "k"
    if last.isascii() and last.isalpha():
        letters = re.findall(r"[A-Za-z]+$", word)[0].lower()
        found = re.search(r"(?:l|m|n)e?$|ng$|^r$", letters)
        return "" if not found else "l" if found[0][0] in "lr" else "n"
    return _DIGITS.get(last)
