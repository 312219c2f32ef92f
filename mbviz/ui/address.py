"""The page's address: what it asked for, what is chosen, and a sentence for each value that could not be had.

Streamlit itself binds numbers and switches to the address. A choice among words is bound here, by a
name that is the same in every language; Streamlit would write the label that the visitor reads.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

from mbviz._messages import Message


@dataclass(frozen=True)
class Choice:
    """A choice as it was shown last: Streamlit forgets the widgets of a page that is left."""

    value: str
    default: str
    lang: str


def remember() -> None:
    """Keep what the address asked for, before any widget takes or drops it."""
    if "address" not in st.session_state:
        st.session_state.address = st.query_params.to_dict()
        st.session_state.address_notes = {}
        st.session_state.choices = {}


def start(key: str, options: Sequence[str], default: str) -> None:
    """Let the choice `key` start as it was left, or with what the address says; call it before the widget."""
    before: Choice | None = st.session_state.choices.get(key)
    # the browser knows a choice by its label only, so it must be told anew when the labels' language changes
    is_relabelled = before and key != "lang" and before.lang != st.session_state.get("lang")
    if st.session_state.get(key) not in options or is_relabelled:
        asked = before.value if before else _name(st.query_params.get(key, ""))
        st.session_state[key] = asked if asked in options else default


def write(key: str, value: str, default: str) -> None:
    """Put the choice into the address, or take it out when it is the default."""
    st.session_state.choices[key] = Choice(value, default, st.session_state.get("lang", ""))
    if value != default:
        if st.query_params.get(key) != value:
            st.query_params[key] = value
    elif key in st.query_params:
        del st.query_params[key]


def reset() -> None:
    """Let every choice have its default again, those of other pages included, but not the language."""
    choices = st.session_state.choices
    choices.pop("lang", None)
    st.session_state.update({key: choice.default for key, choice in choices.items()})
    choices.clear()


def check(key: str, shown: object, wanted: str) -> None:
    """Note a sentence when the address asked for another value of `key` than the page shows.

    Parameters
    ----------
    key : str
        Name in the address.
    shown : object
        The value that the page shows.
    wanted : str
        What values there are, for the sentence; a `Message` is translated.
    """
    asked = st.session_state.address.pop(key, None)
    if asked is None or _same(asked, shown):
        return
    st.session_state.address_notes[key] = Message(
        "The address asks for {key} = `{asked}`, but {key} must be {wanted}. The page shows {shown}.",
        key=key,
        asked=asked[:40].replace("`", "") or Message("nothing"),
        wanted=wanted,
        shown=_text(shown),
    )


def notes(chosen: object) -> list[Message]:
    """The sentences, until the visitor changes anything."""
    if st.session_state.setdefault("address_chosen", chosen) != chosen:
        st.session_state.address_notes = {}
    return list(st.session_state.address_notes.values())


def _name(asked: str) -> str:
    """A choice as it is named in the code; an address may have a space for the hyphen."""
    return asked.strip().lower().replace(" ", "-")


def _text(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _same(asked: str, shown: object) -> bool:
    if isinstance(shown, int) and not isinstance(shown, bool):
        try:
            return float(asked) == shown  # Streamlit takes 1e2 for 100 as well
        except ValueError:
            return False
    return _name(asked) == _name(_text(shown))
