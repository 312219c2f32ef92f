"""Charts on a canvas that change with every batch: on the page Plotly would need ten times as long for each.

`drawn` and `losses` show what `mbviz.figures.batch` and `losses` draw with Plotly for a notebook. The page draws them again,
in charts/drawn.js and losses.js.
"""

from __future__ import annotations

import base64
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mbviz._numbers import percent
from mbviz.batch import Batch
from mbviz.data.dataset import Dataset
from mbviz.figures import palette
from mbviz.figures.batch import class_shares, positions
from mbviz.figures.picks import LABELLED_ROWS
from mbviz.ui.components import component
from mbviz.ui.components.save import saving
from mbviz.ui.language import _

COLORS = {
    "pick": palette.PICK,
    "wrong": palette.WRONG,
    "batch": palette.BATCH,
    "data": palette.DATA,
    "axis": palette.FAINT,
    "heat": palette.PREDICTION,
}


def _sheet(name: str, key: str, data: dict[str, object], **callbacks: Callable[[], None]) -> None:
    component(name)(data={"colors": COLORS, "save": saving(name), **data}, key=key, **callbacks)


def encode(values: NDArray[np.floating]) -> str:
    """Numbers of any shape as base64 of float32, row by row, little endian, which `floats` in page/bytes.js reads."""
    return base64.b64encode(values.astype("<f4").tobytes()).decode()


@dataclass(frozen=True)
class Told:
    """What is said of a draw.

    Attributes
    ----------
    title : str
    line : str
        The code that draws the batch.
    indices : str
        As NumPy prints them, perhaps folded.
    told : str
        On what came twice.
    again : sequence of (int, int)
        Some of the indices that came more than once, and how often each did.
    all : str
        What the button says that shows all indices, or fewer; empty where all are there.
    is_open : bool
        Whether all of many indices are shown.
    """

    title: str
    line: str
    indices: str
    told: str
    again: Sequence[tuple[int, int]]
    all: str
    is_open: bool


def drawn(batch: Batch, dataset: Dataset, told: Told, *, painted: str, key: str, on_open: Callable[[], None]) -> None:
    """What is said of a draw, where its indices fall among all N, and its class mix beside that of all the data.

    `painted` becomes a mark on the canvas once it shows this batch. ``st.session_state[key].open`` is 1 in `on_open`
    where all indices are wanted, and 0 where fewer.
    """
    n, classes = dataset.n, batch.y.shape[1]
    height, width = dataset.schema.image_shape
    counts = positions(batch.batch_mask, n)[0].tolist()
    share, share_of_all = class_shares(batch.t, classes), class_shares(dataset.labels, classes)
    data = {
        "title": told.title,
        "line": told.line,
        "indices": told.indices,
        "told": told.told,
        "again": [{"pixels": dataset.images[i].ravel().tolist(), "said": f"{i}: {times}×"} for i, times in told.again],
        "image": {"height": height, "width": width},
        "all": told.all,
        "isOpen": told.is_open,
        "n": n,
        "counts": counts,
        "height": 340,
        "painted": painted,
        "share": share.tolist(),
        "shareAll": share_of_all.tolist(),
        "summary": _drawn_in_words(batch.batch_mask, n, share, share_of_all),
        "words": {
            "drawn": _("per bar"),
            "index": _index_title(n, len(counts)),
            "share": _("share, %"),
            "classes": _("class"),
            "batch": _("this batch"),
            "data": _("all the data"),
        },
    }
    _sheet("drawn", key, data, on_open_change=on_open)


def _drawn_in_words(
    mask: NDArray[np.integer], n: int, share: NDArray[np.floating], share_of_all: NDArray[np.floating]
) -> str:
    """What the chart shows, for those who do not see it, from the indices, (B,), and the shares in %, (C,) each."""
    far = int(np.abs(share - share_of_all).argmax())
    return _(
        "The indices drawn ({count:,}) lie from {least:,} to {most:,}, among 0 to {last:,}. Class {far} is farthest from its share: {here} of the "
        "batch, {all} of all the data.",
        count=len(mask),
        least=int(mask.min()),
        most=int(mask.max()),
        last=n - 1,
        far=far,
        here=percent(share[far] / 100, 1),
        all=percent(share_of_all[far] / 100, 1),
    )


def _index_title(n: int, bars: int) -> str:
    """What lies along the bars, each of which is a range of indices where there are more of these than bars."""
    width = f"{n / bars:,.0f}" if n % bars == 0 else f"≈ {n / bars:,.0f}"
    return _("index in the data ({width} to a bar)", width=width) if n > bars else _("index in the data")


def losses(
    batch: Batch,
    rows: NDArray[np.integer],
    selected: int,
    *,
    height: int,
    painted: str,
    key: str,
    on_pick: Callable[[], None],
) -> None:
    """The losses of `rows`, (B,) or fewer, as bars, and the batch's mean as a line; a click or the arrow keys select an example.

    ``st.session_state[key].pick`` holds the selected n in `on_pick`.
    """
    data = {
        "rows": rows.tolist(),
        "losses": encode(batch.losses[rows]),
        "wrong": batch.wrong[rows].astype(int).tolist(),
        "mean": batch.loss,
        "labelled": LABELLED_ROWS,
        "selected": selected,
        "height": height,
        "painted": painted,
        "words": {"axis": _("loss −log(y[n, t] + delta), nats"), "mean": _("mean = {loss:.4f}", loss=batch.loss)},
        "summary": _(
            "Losses as bars, one for each example ({count:,}); their mean, the batch’s loss, is {loss:.4f} nats.",
            count=len(rows),
            loss=batch.loss,
        ),
    }
    _sheet("losses", key, data, on_pick_change=on_pick)


def flat(image: NDArray[np.uint8], label: NDArray[np.number], *, painted: str, key: str) -> None:
    """One digit as a picture, as a row of all its pixels, and its label one-hot; the pixel pointed at is marked in all.

    `painted` becomes a mark on the canvas once it shows this digit.

    Parameters
    ----------
    image : ndarray of uint8, shape (height, width)
    label : ndarray, shape (C,)
        One-hot.
    """
    height, width = image.shape
    data = {
        "pixels": image.ravel().tolist(),
        "image": {"height": height, "width": width},
        "label": label.astype(int).tolist(),
        "height": 0,
        "painted": painted,
        "words": {
            "picture": _("picture, {height} × {width}", height=height, width=width),
            "strip": _("flattened: a row of {count}", count=image.size),
            "row": _("row {r} of the picture: places {first} to {last}"),
            "label": _("one-hot: a row of {count}", count=len(label)),
            "pixel": _("pixel [{r}, {c}] is place {width} · {r} + {c} = {i}; its value is {v}"),
        },
        "summary": _(
            "A {label} as a picture of {height} × {width}, as a row of {pixels} numbers, and its label as a row of {classes}, "
            "with the 1 at place {label}.",
            label=int(label.argmax()),
            height=height,
            width=width,
            pixels=image.size,
            classes=len(label),
        ),
    }
    _sheet("flat", key, data)
