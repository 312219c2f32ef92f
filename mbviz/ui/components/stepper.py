"""A table of `y` and `t` that can be edited, stepped through as ``y[np.arange(batch_size), t]`` picks its cells."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from mbviz.article.indexing import Trace
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
    "help": N_(
        "To change a cell, double-click it, tap it twice, or type on it. What is pasted goes in from the cell chosen on; "
        "an array on the first cell replaces all."
    ),
    "fold": N_("What Python prints, and how to change cells"),
}
FIXED_WORDS = {"help": "", "fold": N_("What Python prints")}  # where no cell can be changed
EDIT_WORDS = {
    "add_row": N_("+ row"),
    "remove_row": N_("− row"),
    "add_class": N_("+ class"),
    "remove_class": N_("− class"),
    "undo": N_("Undo the last change"),
    "redo": N_("Redo"),
    "undo_all": N_("Undo all changes"),
}


@dataclass(frozen=True)
class Edits:
    """What the browser must know to edit the table.

    Attributes
    ----------
    last : int
        Number of the last edit that the table holds. Cells edited later keep what was typed.
    session : str
        Names the session. A new one, of a server that was started anew, is sent `kept` and what was not answered.
    kept : str
        The table for that case; empty where nothing was changed.
    undo, redo : int
        How many changes can be undone, and how many of those undone can be made again.
    """

    last: int = 0
    session: str = ""
    kept: str = ""
    undo: int = 0
    redo: int = 0


def stepper(
    y: Sequence[Sequence[str]],
    t: Sequence[str] | Sequence[Sequence[str]],
    sel: Sequence[str] | None,
    trace: Trace | None,
    *,
    delta: str,
    invalid: Sequence[tuple[str, int, int]] = (),
    edits: Edits,
    printed: Sequence[tuple[str, str]] = (),
    words: Mapping[str, str] = WORDS,
    fixed: bool = False,
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
    edits : Edits
        What the browser must know to edit.
    printed : sequence of (str, str)
        Lines of code, and what Python prints for each; they are folded until they are asked for.
    words : mapping of str to str
        Some or all of `WORDS`, perhaps `FIXED_WORDS` for them, and those of `EDIT_WORDS` whose buttons are wanted.
    fixed : bool
        Whether no cell can be changed.
    painted : str
        Becomes a mark on the root once the table shows this.
    key : str
        The component's key; in `on_edit`, ``mbviz.ui.edits.read_edits(st.session_state[key].edit, edits.last,
        edits.session)`` are the new edits.
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
        "fixed": fixed,
        "editId": edits.last,
        "session": edits.session,
        "kept": edits.kept,
        "history": {"undo": edits.undo, "redo": edits.redo},
        "printed": [list(pair) for pair in printed],
        "words": {name: text and _(text) for name, text in {**WORDS, **words}.items()},
        "colors": COLORS,
        "painted": painted,
    }
    component("stepper")(data=data, key=key, on_edit_change=on_edit)


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
