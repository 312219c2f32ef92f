"""The page's address: what it asked for, and a sentence for each value that could not be had."""

from __future__ import annotations

import streamlit as st


def remember() -> None:
    """Keep what the address asked for, before any widget takes or drops it."""
    if "address" not in st.session_state:
        st.session_state.address = st.query_params.to_dict()
        st.session_state.address_notes = {}


def check(key: str, shown: object, wanted: str) -> None:
    """Note a sentence when the address asked for another value of `key` than the page shows.

    Parameters
    ----------
    key : str
        Name in the address.
    shown : object
        The value that the page shows.
    wanted : str
        What values there are, for the sentence.
    """
    asked = st.session_state.address.pop(key, None)
    if asked is None or _same(asked, shown):
        return
    st.session_state.address_notes[key] = (
        f"The address asks for {key} = `{asked[:40].replace('`', '') or 'nothing'}`, but {key} must be {wanted}. The page shows {_text(shown)}."
    )


def show_notes(chosen: object) -> None:
    """Show the sentences until the visitor changes anything."""
    if st.session_state.setdefault("address_chosen", chosen) != chosen:
        st.session_state.address_notes = {}
    for note in st.session_state.address_notes.values():
        st.warning(note, icon=":material/link_off:")


def _text(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _same(asked: str, shown: object) -> bool:
    if isinstance(shown, int) and not isinstance(shown, bool):
        try:
            return float(asked) == shown  # Streamlit takes 1e2 for 100 as well
        except ValueError:
            return False
    return asked.lower() == _text(shown).lower()
