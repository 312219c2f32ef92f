"""Charts on a canvas that change with every batch: on the page Plotly would need ten times as long for each.

Each but `flat` shows what a function in `mbviz.figures` draws with Plotly for a notebook: `drawn` what `batch` does, the
others those of their own names. The page draws them again, in charts/drawn.js, picks.js and losses.js.
"""

from __future__ import annotations

import base64
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from mbviz.batch import Batch
from mbviz.figures import palette
from mbviz.figures.batch import class_shares, positions
from mbviz.figures.picks import HEIGHT, LABELLED_ROWS
from mbviz.ui.components import component
from mbviz.ui.components.save import saving
from mbviz.ui.language import _

_COLORS = {
    "pick": palette.PICK,
    "wrong": palette.WRONG,
    "batch": palette.BATCH,
    "data": palette.DATA,
    "axis": palette.FAINT,
    "heat": palette.PREDICTION,
}


def _sheet(name: str, key: str, data: dict[str, object], **callbacks: Callable[[], None]) -> None:
    css = ("charts/sheet.css", "page/saving.css")
    render = component(name, f"charts/{name}.js", html="charts/sheet.html", css=css)
    render(data={"colors": _COLORS, "save": saving(name), **data}, key=key, **callbacks)


def _encode(values: NDArray[np.floating]) -> str:
    return base64.b64encode(values.astype("<f4").tobytes()).decode()


def drawn(batch: Batch, labels: NDArray[np.integer], *, painted: str, key: str) -> None:
    """Where the batch's indices fall among all N, and its class mix beside that of all the data: `labels`, (N,).

    `painted` becomes a mark on the canvas once it shows this batch.
    """
    n, classes = len(labels), batch.y.shape[1]
    data = {
        "n": n,
        "counts": positions(batch.batch_mask, n)[0].tolist(),
        "height": 340,
        "painted": painted,
        "share": class_shares(batch.t, classes).tolist(),
        "shareAll": class_shares(labels, classes).tolist(),
        "summary": _(
            "Where the {count:,} indices fall among 0 to {last:,}; the classes of the batch beside those of all the data.",
            count=len(batch),
            last=n - 1,
        ),
        "words": {
            "drawn": _("per bar"),
            "index": _("index in the data"),
            "share": _("share, %"),
            "classes": _("class"),
            "batch": _("this batch"),
            "data": _("all the data"),
        },
    }
    _sheet("drawn", key, data)


def picks(
    batch: Batch, rows: NDArray[np.integer], selected: int, *, painted: str, key: str, on_pick: Callable[[], None]
) -> None:
    """The `rows` of `y`, (B,) or fewer, as a heatmap with the picks outlined; a click or the arrow keys select an example.

    ``st.session_state[key].pick`` holds the selected n in `on_pick`.
    """
    data = {
        "rows": rows.tolist(),
        "t": batch.t[rows].tolist(),
        "y": _encode(batch.y[rows]),
        "classes": batch.y.shape[1],
        "labelled": LABELLED_ROWS,
        "inOrder": bool((rows == np.arange(len(rows))).all()),
        "selected": selected,
        "height": HEIGHT,
        "painted": painted,
        "words": {"classes": _("class k"), "rows": _("example n")},
        "summary": _(
            "Heatmap of {count:,} rows of softmax outputs; in each the cell of the true class is outlined.",
            count=len(rows),
        ),
    }
    _sheet("picks", key, data, on_pick_change=on_pick)


def losses(
    batch: Batch, rows: NDArray[np.integer], selected: int, *, painted: str, key: str, on_pick: Callable[[], None]
) -> None:
    """The losses of `rows` as bars, and the batch's mean as a line; selecting works as in `picks`."""
    data = {
        "rows": rows.tolist(),
        "losses": _encode(batch.losses[rows]),
        "wrong": batch.wrong[rows].astype(int).tolist(),
        "mean": batch.loss,
        "labelled": LABELLED_ROWS,
        "selected": selected,
        "height": HEIGHT,
        "painted": painted,
        "words": {"axis": _("loss −log(y[n, t] + delta), nats"), "mean": _("mean = {loss:.4f}", loss=batch.loss)},
        "summary": _(
            "Losses of {count:,} examples as bars; their mean, the batch's loss, is {loss:.4f} nats.",
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
        "height": 500,
        "painted": painted,
        "words": {
            "picture": _("picture, {height} × {width}", height=height, width=width),
            "strip": _("flattened: a row of {count}", count=image.size),
            "row": _("row {r} of the picture: places {first} to {last}"),
            "label": _("one-hot: a row of {count}", count=len(label)),
            "pixel": _("pixel [{r}, {c}] is place {width} · {r} + {c} = {i}; its value is {v}"),
        },
        "summary": _(
            "One digit as a picture, as a row of {pixels} numbers, and its label as a row of {classes}.",
            pixels=image.size,
            classes=len(label),
        ),
    }
    _sheet("flat", key, data)
