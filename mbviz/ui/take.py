"""Take it with you: the page's numbers as NumPy code, as a notebook, and as a table."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from mbviz.batch import Batch
from mbviz.takeaway import Cell, as_code, as_notebook, batch_csv
from mbviz.ui import allowed
from mbviz.ui.components.take import Offer, take
from mbviz.ui.language import _, say
from mbviz.ui.text import section


def take_with_you(
    name: str,
    cells: Callable[[bool], list[Cell]],
    batch: Batch | None = None,
    *,
    keras: Callable[[], list[Cell]] | None = None,
    what: str = "",
    titled: bool = True,
    tells: bool = True,
) -> None:
    """Show the buttons; what they give is made when one is pressed. Where answers are hidden, nothing that `tells` them is there.

    Parameters
    ----------
    name : str
        Of the files, without an ending.
    cells : callable
        Called with whether all the data's losses are wanted; returns the cells of the code.
    batch : Batch, optional
        For the table of its examples.
    keras : callable, optional
        Returns the cells of the same in Keras.
    what : str
        What the code gives, where it is not all the numbers on the page.
    titled : bool
        Whether it is a part of its own, with a heading; on a page that fits the window there is no room for one.
    tells : bool
        Whether the code gives what may be an answer.
    """
    if tells and not allowed.has_answers():
        return
    if titled:
        lead = what or _("Code that needs NumPy alone and gives the numbers on this page, to the last digit.")
        st.html(section(_("Take it with you"), lead))
    offers = {
        "code": Offer(_("Copy as NumPy"), lambda: as_code(cells(False), say, _)),
        "notebook": Offer(
            _("Download notebook"),
            lambda: as_notebook(cells(True), say, _).decode(),
            f"{name}.ipynb",
            "application/x-ipynb+json",
        ),
    }
    if keras is not None:
        offers["keras"] = Offer(
            _("Notebook in Keras"),
            lambda: as_notebook(keras(), say, _).decode(),
            f"{name}-keras.ipynb",
            "application/x-ipynb+json",
        )
    if batch is not None:
        offers["csv"] = Offer(
            _("Download the batch as CSV"), lambda: batch_csv(batch).decode(), f"{name}.csv", "text/csv"
        )
    take(
        offers, copied=_("Copied"), failed=_("The browser did not allow it; download the notebook instead."), key="take"
    )
