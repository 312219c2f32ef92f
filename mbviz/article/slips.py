"""Code that is nearly right, run as it stands: what NumPy makes of it, or what Python says."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from io import StringIO
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mbviz._messages import Message
from mbviz.article.arrays import Arrays

__all__ = ["SLIPS", "Outcome", "Slip", "printed_shapes", "run"]

FOLD = 60  # arrays with more entries are shown with "..." in them


@dataclass(frozen=True)
class Slip:
    """A line that does not do what it looks like.

    Attributes
    ----------
    key : str
        A name for it in addresses and state.
    code, mended : str
        The line, and what was meant; `run` takes both.
    why : Message
        What goes wrong.

    Examples
    --------
    >>> SLIPS[0].code, SLIPS[0].mended
    ('y[:, t]', 'y[np.arange(batch_size), t]')
    """

    key: str
    code: str
    mended: str
    why: Message


@dataclass(frozen=True)
class Outcome:
    """What a line gave: a value, or an error.

    Attributes
    ----------
    shape : tuple of int or None
        The value's shape, () for a single value; None after an error.
    dtype : str
        The value's dtype, such as ``"float64"``; empty after an error.
    text : str
        The value's repr, in four digits after the point, and with "..." in it when it has more than 60 entries; empty
        after an error.
    error : str
        "TypeName: message", both as Python says them; empty when there was none.
    values : ndarray or None
        The value as an array; None after an error.

    Examples
    --------
    >>> Outcome((), "bool", "True", "").error
    ''
    """

    shape: tuple[int, ...] | None
    dtype: str
    text: str
    error: str
    values: NDArray[Any] | None = field(default=None, compare=False, repr=False)


PICK = "y[np.arange(batch_size), t]"
SLIPS = (
    Slip(
        "all-rows",
        "y[:, t]",
        PICK,
        Message("The colon takes every row for every label: B × B entries, and only those on the diagonal were meant."),
    ),
    Slip(
        "labels-as-rows",
        "y[t]",
        PICK,
        Message(
            "A single index counts along the first axis: whole rows come out, and for a label of B or more there "
            "is none. Only without a batch axis it happens to pick the entry."
        ),
    ),
    Slip(
        "one-hot-as-index",
        "y[np.arange(batch_size), t_one_hot]",
        PICK,
        Message(
            "The zeros and ones of a one-hot t are taken as column numbers 0 and 1. The shapes (B,) and (B, C) fit only by "
            "accident, for B = C or B = 1, and then too many entries come out without an error. "
            "A one-hot t of floats, as tf.one_hot makes it, is always refused."
        ),
    ),
    Slip(
        "bare-reshape",
        "y = reshape(1, -1)",
        "y = y.reshape(1, -1)",
        Message("reshape is a method of the array; no function of that name stands alone."),
    ),
    Slip("dim", "y.dim == 1", "y.ndim == 1", Message("The number of axes is called ndim.")),
    Slip(
        "arrange",
        "np.arrange(batch_size)",
        "np.arange(batch_size)",
        Message("It is arange, with one r: a range as an array."),
    ),
    Slip(
        "extra-axis",
        "y.reshape(batch_size, -1)[np.arange(batch_size), t.reshape(1, t.size)]",
        "y.reshape(batch_size, -1)[np.arange(batch_size), t]",
        Message(
            "Integer labels need no second axis: (B,) and (1, B) broadcast to (1, B). That the entries are the right ones is "
            "luck, as a column (B, 1) would give B × B; for one example both are (1, 1), and np.sum hides it."
        ),
    ),
)
PRINTS = ("print(t.size)", "print(y.size)", "print(t.reshape(1, t.size))", "print(y.reshape(1, y.size))")


def run(code: str, arrays: Arrays) -> Outcome:
    """Run a line of `SLIPS`, wrong or mended, on copies of the arrays.

    It sees ``np`` and

    - ``y``: as it is, so (C,) for one example without a batch axis; with selected rows, only these, ``y[sel]``,
    - ``t``: integer labels (S,), also where they were given one-hot,
    - ``t_one_hot``: the same as one-hot rows of int64, (S, C),
    - ``batch_size``: the number of examples, S; 1 for one example.

    So on a y with a batch axis the mended lines pick what `mbviz.article.indexing.trace` picks; y of shape (C,)
    has to be reshaped first, and says so.

    Parameters
    ----------
    code : str
        `code` or `mended` of one of `SLIPS`; nothing else is run.
    arrays : Arrays

    Returns
    -------
    Outcome
        Of the expression; for an assignment, of the y it leaves.

    Raises
    ------
    ValueError
        If `code` is no line of `SLIPS`.

    Examples
    --------
    >>> arrays = Arrays([[0.1, 0.7, 0.2], [0.5, 0.3, 0.2]], [1, 0])
    >>> run("y[:, t]", arrays)
    Outcome(shape=(2, 2), dtype='float64', text='array([[0.7, 0.1],\\n       [0.3, 0.5]])', error='')
    >>> run("y = reshape(1, -1)", arrays).error
    "NameError: name 'reshape' is not defined"
    """
    if code not in {line for slip in SLIPS for line in (slip.code, slip.mended)}:
        raise ValueError(f"code must be a line of SLIPS; got {code!r}.")
    names = _names(arrays)
    try:
        if code.startswith("y = "):
            exec(code, names)  # one of the fixed lines above, as is the next
            value = names["y"]
        else:
            value = eval(code, names)
    except Exception as error:
        return Outcome(None, "", "", f"{type(error).__name__}: {error}")
    with np.printoptions(threshold=FOLD, precision=4, suppress=True):
        values = np.asarray(value)
        return Outcome(values.shape, values.dtype.name, repr(value), "", values)


def _names(arrays: Arrays) -> dict[str, Any]:
    y = arrays.y.copy() if arrays.rows is None or not arrays.has_batch_axis else arrays.y[arrays.rows]
    labels = arrays.labels.copy()
    return {"np": np, "y": y, "t": labels, "t_one_hot": arrays.t_one_hot, "batch_size": len(labels)}


def printed_shapes(arrays: Arrays) -> list[tuple[str, str]]:
    """The article's block on sizes and shapes, run on `y` and `t` as they are, one-hot or not.

    The article shows ``[[0.1, 0.7, 0.2]]`` for its last line; NumPy prints no commas.

    Parameters
    ----------
    arrays : Arrays

    Returns
    -------
    list of (str, str)
        Each line of code and what it prints.

    Examples
    --------
    >>> printed_shapes(Arrays([0.1, 0.7, 0.2], [1]))[2:]
    [('print(t.reshape(1, t.size))', '[[1]]'), ('print(y.reshape(1, y.size))', '[[0.1 0.7 0.2]]')]
    """
    return [(code, _printed(code, arrays)) for code in PRINTS]


def _printed(code: str, arrays: Arrays) -> str:
    output = StringIO()
    exec(
        code, {"y": arrays.y, "t": arrays.t, "print": partial(print, file=output)}
    )  # sys.stdout belongs to all threads
    return output.getvalue().rstrip("\n")
