"""What a visitor did to the table of arrays, as the browser sends it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Edit:
    """What a visitor did to the table; only the fields of its `kind` are filled in.

    Attributes
    ----------
    id : int
        Number of the edit; the largest one handled goes back to `stepper` as `edit_id`.
    kind : str
        "cell" (a cell was typed), "paste" (onto a cell and those right and below), "resize", "undo", "redo",
        "undo_all", or "restore" (the arrays that the browser shows and a server started anew does not know).
    array, row, column : str, int, int
        The cell: "y", "t" or "sel", and its index there; the column is 0 in what has one dimension.
    text : str
        As typed or pasted; to restore, what `Draft.as_text` made.
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
_KINDS = {
    "cell": _CELL,
    "paste": (*_CELL, "too_long"),
    "resize": ("rows", "classes"),
    "undo": (),
    "redo": (),
    "undo_all": (),
    "restore": ("text",),
}


def read_edits(sent: object, after: int, session: str = "") -> list[Edit]:
    """The edits in ``st.session_state[key].edit`` that come after the last one handled, oldest first.

    The browser sends every edit again until it is answered, so that none is lost when they come faster than
    answers. What no stepper sends is left out, and what was made on the table of another session: after a restart
    the browser sends it again, made on this one's.
    """
    here = (
        [one for one in sent if isinstance(one, dict) and one.get("session", "") == session]
        if isinstance(sent, list)
        else []
    )
    edits = [edit for edit in map(_read_edit, here) if edit and edit.id > after]
    return sorted(edits, key=lambda edit: edit.id)


def _read_edit(sent: dict[object, object]) -> Edit | None:
    number, kind = sent.get("id"), sent.get("kind")
    if type(number) is not int or not isinstance(kind, str):
        return None
    fields = {name: sent[name] for name in _KINDS.get(kind, ()) if name in sent}
    edit = Edit(number, kind, **fields)  # type: ignore[arg-type]  # checked below
    counts, steps = (edit.row, edit.column, edit.too_long), (edit.rows, edit.classes)
    sane = (
        kind in _KINDS
        and all(type(number) is int for number in (*counts, *steps))
        and min(counts) >= 0
        and -1 <= min(steps) <= max(steps) <= 1
    )
    return edit if sane and edit.array in ("y", "t", "sel") and isinstance(edit.text, str) else None
