"""The preparation as a line of arrays, each with its shape, dtype, memory, and the line that made it."""

from __future__ import annotations

from html import escape
from typing import Any, NamedTuple

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from mbviz._numbers import memory
from mbviz.batch import Batch
from mbviz.data.dataset import Dataset, flatten
from mbviz.losses import one_hot
from mbviz.takeaway import shapes_cells
from mbviz.ui import session
from mbviz.ui.components import sheets
from mbviz.ui.language import _
from mbviz.ui.settings import Settings
from mbviz.ui.take import take_with_you
from mbviz.ui.text import head, table


def show(settings: Settings) -> None:
    """Show the screen."""
    batch, n = settings.batch(), session.whole("n")
    images, labels = settings.dataset.images, settings.dataset.labels.astype(np.uint8)
    t_train = one_hot(labels, settings.dataset.schema.n_classes)
    steps = [*_prepared(images, labels, t_train), *_drawn(settings, flatten(images), t_train, batch)]
    index = int(batch.batch_mask[n])
    st.html(head(_("How do pictures become a batch?")) + _table(steps) + f"<p>{_told(settings.dataset, n, index)}</p>")
    sheets.flat(images[index], t_train[index], painted=f"{settings.name} n={n}", key="flat")
    replace, seed, draw = settings.replace, settings.seed, settings.draw
    take_with_you(
        "mbviz-shapes",
        lambda whole: shapes_cells(
            settings.dataset, batch, n, seed=seed, draw=draw, replace=replace, y=settings.snapshot.y
        ),
        batch,
        titled=False,
    )


class _Step(NamedTuple):
    """A line of the preparation, the arrays that it makes by name, and whether they hold the bytes of the one before."""

    title: str
    line: str
    arrays: dict[str, NDArray[Any]]
    is_view: bool = False


def _prepared(images: NDArray[np.uint8], labels: NDArray[np.uint8], t_train: NDArray[np.float32]) -> list[_Step]:
    """The lines that make arrays of all the data."""
    classes, x_train = t_train.shape[1], flatten(images)
    is_view = np.shares_memory(x_train, images)
    return [
        _Step(_("Load"), "(x_train, t_train), _ = mnist.load_data()", {"x_train": images, "t_train": labels}),
        _Step(_("Flatten"), "x_train = x_train.reshape(x_train.shape[0], -1)", {"x_train": x_train}, is_view),
        _Step(_("One-hot"), f"t_train = tf.one_hot(t_train, {classes}).numpy()", {"t_train": t_train}),
    ]


def _drawn(
    settings: Settings, x_train: NDArray[np.uint8], t_train: NDArray[np.float32], batch: Batch
) -> tuple[_Step, ...]:
    """The lines that draw the batch."""
    mask, replace = batch.batch_mask, "" if settings.replace else ", replace=False"
    rng = f"np.random.default_rng([{settings.seed}, {len(batch)}, {settings.draw}])"
    return (
        _Step(_("Draw"), f"batch_mask = {rng}.choice(train_size, batch_size{replace})", {"batch_mask": mask}),
        _Step(_("Batch"), "x_batch = x_train[batch_mask]", {"x_batch": x_train[mask]}),
        _Step("", _("t_batch = t_train[batch_mask]  # the article’s y_batch"), {"t_batch": t_train[mask]}),
    )


def _table(steps: list[_Step]) -> str:
    """A row for each array, its line of code and its step before those of one line (HTML)."""
    rows = []
    for title, line, arrays, is_view in steps:
        for i, (name, array) in enumerate(arrays.items()):
            first = [title, f'<code class="mbviz-line">{escape(line)}</code>'] if i == 0 else ["", ""]
            facts = [f"<code>{name}</code>", f"<b>{array.shape}</b>", str(array.dtype), _room(array, is_view)]
            rows.append([*first, *facts])
    top = [_("step"), _("code"), _("array"), _("shape"), _("dtype"), _("memory")]
    return f'<div class="mbviz-arrays">{table(top, rows)}</div>'


def _room(array: NDArray[Any], is_view: bool) -> str:
    """How much memory an array takes."""
    return _("{size}, the same bytes", size=memory(array.nbytes)) if is_view else memory(array.nbytes)


def _told(dataset: Dataset, n: int, index: int) -> str:
    """Which digit goes through the arrays below."""
    height, width = dataset.schema.image_shape
    return _(
        "Below, digit n = {n} of the batch, number {index:,} of the data, goes through them: its {height} × {width} pixels become a row of {pixels}, its label {label} a row of {classes}.",
        n=n,
        index=index,
        height=height,
        width=width,
        pixels=dataset.schema.pixels,
        label=int(dataset.labels[index]),
        classes=dataset.schema.n_classes,
    )
