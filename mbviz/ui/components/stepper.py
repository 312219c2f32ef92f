"""A table of `y` and `t` that can be edited, stepped through as ``y[np.arange(batch_size), t]`` picks its cells."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from mbviz.figures import palette
from mbviz.ui.components import component
from mbviz.ui.language import N_, _

COLORS = {"pick": palette.PICK, "batch": palette.BATCH, "wrong": palette.WRONG, "prediction": palette.PREDICTION}

WORDS = {
    "table": N_("y with t beside it, and the logarithm of every pick"),
    "row": N_("row"),
    "controls": N_("Steps"),
    "first": N_("First step"),
    "back": N_("One step back"),
    "play": N_("Play"),
    "pause": N_("Pause"),
    "start": N_("Start"),
    "forward": N_("Next"),
    "last": N_("Last step"),
    "steps": N_("Step"),
    "step": N_("step {step} of {steps}"),
    "hint": N_("Which cells of y will be picked?"),
    "broken": N_("There are no steps until every cell can be used."),
    "help": N_("To change a cell, double-click it or type on it. A table can be pasted."),
}
RESIZE_WORDS = {
    "add_row": N_("+ row"),
    "remove_row": N_("− row"),
    "add_class": N_("+ class"),
    "remove_class": N_("− class"),
}


class Trace(Protocol):
    """What the steps show, all of it computed beforehand; the arrays have shape (B,), losses are in nats."""

    rows: np.ndarray  # the first index array: np.arange(B), or sel
    columns: np.ndarray  # the second one: t
    picks: np.ndarray  # y[rows, columns]
    logs: np.ndarray  # log(picks + delta)
    sums: np.ndarray  # running sum of `logs`
    loss: float  # -sums[-1] / B


@dataclass(frozen=True)
class Edit:
    """What a visitor did to the table; only the fields of its `kind` are filled in.

    Attributes
    ----------
    id : int
        Number of the edit; the largest one handled goes back to `stepper` as `edit_id`.
    kind : str
        "cell" (a cell was typed), "paste" (onto a cell and those right and below), or "resize".
    array, row, column : str, int, int
        The cell: "y", "t" or "sel", and its index there; the column is 0 in what has one dimension.
    text : str
        As typed or pasted.
    rows, classes : int
        By how many rows and classes to resize: −1, 0 or 1.
    too_long : int
        Size in bytes of a paste that was not sent for its size; 0 otherwise.
    """

    id: int
    kind: str
    array: str = "y"
    row: int = 0
    column: int = 0
    text: str = ""
    rows: int = 0
    classes: int = 0
    too_long: int = 0


_CELL = ("array", "row", "column", "text")
_KINDS = {"cell": _CELL, "paste": (*_CELL, "too_long"), "resize": ("rows", "classes")}


def read_edits(sent: object, after: int) -> list[Edit]:
    """The edits in ``st.session_state[key].edit`` that come after the last one handled, oldest first.

    The browser sends every edit again until it is answered, so that none is lost when they come faster than
    answers. What no stepper sends is left out.
    """
    edits = [edit for edit in map(_read_edit, sent if isinstance(sent, list) else []) if edit and edit.id > after]
    return sorted(edits, key=lambda edit: edit.id)


def _read_edit(sent: object) -> Edit | None:
    if not isinstance(sent, dict) or type(sent.get("id")) is not int or not isinstance(kind := sent.get("kind"), str):
        return None
    fields = {name: sent[name] for name in _KINDS.get(kind, ()) if name in sent}
    edit = Edit(sent["id"], kind, **fields)
    numbers = (edit.row, edit.column, edit.too_long, edit.rows + 1, edit.classes + 1)
    sane = (
        kind in _KINDS
        and all(type(number) is int and number >= 0 for number in numbers)
        and max(edit.rows, edit.classes) <= 1
    )
    return edit if sane and edit.array in ("y", "t", "sel") and isinstance(edit.text, str) else None


def stepper(
    y: Sequence[Sequence[str]],
    t: Sequence[str] | Sequence[Sequence[str]],
    sel: Sequence[str] | None,
    trace: Trace | None,
    *,
    delta: str,
    invalid: Sequence[tuple[str, int, int]] = (),
    edit_id: int = 0,
    words: Mapping[str, str] = WORDS,
    painted: str,
    key: str,
    on_edit: Callable[[], None],
) -> None:
    """Show `y` beside `t`, and step by step which cells are picked and what becomes of them.

    Parameters
    ----------
    y : sequence of B sequences of C str
        Cells as the visitor typed them.
    t : sequence of str, or of sequences of str
        Labels, or one-hot rows, as typed.
    sel : sequence of str, or None
        The rows of `y` that are selected, as typed: the first index array is then `sel` and not
        ``np.arange(batch_size)``.
    trace : Trace or None
        The numbers of every step; None while some cell cannot be used.
    delta : str
        As it stands in the live line, such as "1e-7".
    invalid : sequence of (str, int, int)
        Cells that cannot be used: array ("y", "t" or "sel"), row and column (0 in what has one dimension).
    edit_id : int
        Number of the last edit that this table holds. Cells edited later keep what was typed.
    words : mapping of str to str
        Some or all of `WORDS`, and those of `RESIZE_WORDS` whose buttons are wanted.
    painted : str
        Becomes a mark on the root once the table shows this.
    key : str
        The component's key; in `on_edit`, ``read_edits(st.session_state[key].edit, after)`` are the new edits.
    on_edit : callable
        Called when something was edited.
    """
    data = {
        "y": [list(row) for row in y],
        "t": [label if isinstance(label, str) else list(label) for label in t],
        "sel": None if sel is None else list(sel),
        "oneHot": bool(len(t)) and not isinstance(t[0], str),
        "trace": trace and _texts(trace),
        "delta": delta,
        "invalid": [list(cell) for cell in invalid],
        "editId": edit_id,
        "words": {name: _(text) for name, text in {**WORDS, **words}.items()},
        "colors": COLORS,
        "painted": painted,
    }
    folder = "tables/stepper/stepper"
    render = component("stepper", f"{folder}.js", html=f"{folder}.html", css=("tables/table.css", f"{folder}.css"))
    render(data=data, key=key, on_edit_change=on_edit)


def _texts(trace: Trace) -> dict[str, object]:
    """The trace as texts, since JSON knows no infinity: four digits for the eye, all of them on hovering."""
    columns = {name: np.asarray(getattr(trace, name), dtype=np.float64).tolist() for name in ("picks", "logs", "sums")}
    exact = {name: [repr(value) for value in values] for name, values in columns.items()}
    return {
        "rows": np.asarray(trace.rows).tolist(),
        "columns": np.asarray(trace.columns).tolist(),
        **{name: [short(value) for value in values] for name, values in columns.items()},
        "loss": short(trace.loss),
        "full": {**exact, "loss": repr(float(trace.loss))},
    }


def short(value: float, *, digits: int = 4) -> str:
    """So many significant digits, as Python writes them: "0.8", "-16.12", "1e-07", "-inf"."""
    return f"{value:.{digits}g}"
