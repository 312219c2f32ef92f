"""Overlays on Plotly charts: dots that open batches, and the selected example's row."""

from __future__ import annotations

import base64
from collections.abc import Callable

import numpy as np
import streamlit as st

from mbviz.figures import palette
from mbviz.ui.components import asset


def _overlay(name: str, data: dict, key: str, on_pick: Callable[[], None]) -> None:
    js = asset("overlay.js") + asset(f"{name}.js")
    st.components.v2.component(f"mbviz_{name}", js=js)(data=data, key=key, on_pick_change=on_pick)


def dots(chart: str, sizes, estimates, top: float, batch: dict, *, hover: str, key: str, on_pick: Callable[[], None]) -> None:
    """Draw mini-batches as dots on the estimates chart, this batch bright.

    Parameters
    ----------
    chart : str
        Key of the chart below.
    sizes : sequence of int, shape (m,)
    estimates : ndarray of float, shape (m, n_draws)
        Mean losses in nats.
    top : float
        Dots above it are drawn on it, as triangles.
    batch : dict
        ``size``, ``loss`` and ``label`` of this batch.
    hover : str
        Text for a dot, with ``{size}``, ``{draw}`` and ``{loss}``.
    key : str
        ``st.session_state[key].pick`` holds ``{"batch_size": …, "draw": …}`` in `on_pick`.
    on_pick : callable
        Called when a dot is clicked.
    """
    data = {
        "chart": chart,
        "sizes": list(sizes),
        "draws": estimates.shape[1],
        "estimates": base64.b64encode(estimates.astype("<f4").tobytes()).decode(),
        "top": top,
        "batch": batch,
        "hover": hover,
        "colors": {"dot": palette.FAINT, "batch": palette.BATCH},
        "painted": f"B = {batch['size']:,}: {batch['loss']}",
    }
    _overlay("dots", data, key, on_pick)


def row_marker(chart: str, rows: np.ndarray, selected: int, *, key: str, on_pick: Callable[[], None]) -> None:
    """Mark the selected example on a chart of rows; a click selects another.

    Parameters
    ----------
    chart : str
        Key of the chart below.
    rows : ndarray of int, shape (B,)
        The number n of each row, from the top.
    selected : int
        The n of the selected example; nothing is marked when it is not among `rows`.
    key : str
        ``st.session_state[key].pick`` holds the clicked row (not its n) in `on_pick`.
    on_pick : callable
        Called when a row is clicked.
    """
    at = np.flatnonzero(rows == selected)
    row = int(at[0]) if len(at) else None
    data = {"chart": chart, "row": row, "count": len(rows), "color": palette.BATCH, "painted": f"{selected} of {len(rows)}"}
    _overlay("rows", data, key, on_pick)
