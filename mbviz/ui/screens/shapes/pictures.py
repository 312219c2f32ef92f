"""The preparation as a line of arrays, each with its shape, dtype, memory, and the line that made it."""

from __future__ import annotations

from typing import Any

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from mbviz._numbers import memory
from mbviz.batch import Batch
from mbviz.data.dataset import Dataset, flatten
from mbviz.losses import one_hot
from mbviz.takeaway import shapes_cells
from mbviz.ui import controls
from mbviz.ui.components import sheets
from mbviz.ui.language import _
from mbviz.ui.settings import Settings
from mbviz.ui.take import take_with_you
from mbviz.ui.text import cards, code, head


def show(settings: Settings) -> None:
    """Show the screen."""
    lead = _("The article’s preparation, line by line, and one digit on its way through it.")
    st.html(head(_("How do pictures become a batch?"), lead))
    batch, n = settings.batch(), controls.example()
    images, labels = settings.dataset.images, settings.dataset.labels.astype(np.uint8)
    t_train = one_hot(labels, settings.dataset.schema.n_classes)
    preparation = cards(*_prepared(images, labels, t_train), *_drawn(settings, flatten(images), t_train, batch))
    index = int(batch.batch_mask[n])
    st.html(f"{preparation}<p>{_told(settings.dataset, n, index)}</p>")
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


def _prepared(images: NDArray[np.uint8], labels: NDArray[np.uint8], t_train: NDArray[np.float32]) -> list[str]:
    """The lines that make arrays of all the data."""
    x_train, classes = flatten(images), t_train.shape[1]
    same = _("The same bytes, read row by row: nothing is copied.") if np.shares_memory(x_train, images) else ""
    return [
        _card(_("Load"), "(x_train, t_train), _ = mnist.load_data()", ("x_train", images), ("t_train", labels)),
        _card(_("Flatten"), "x_train = x_train.reshape(x_train.shape[0], -1)", ("x_train", x_train), told=same),
        _card(
            _("One-hot"),
            f"t_train = tf.one_hot(t_train, {classes}).numpy()",
            ("t_train", t_train),
            told=_("{classes} numbers for each label: a single 1, at the place of the class.", classes=classes),
        ),
    ]


def _drawn(
    settings: Settings, x_train: NDArray[np.uint8], t_train: NDArray[np.float32], batch: Batch
) -> tuple[str, str]:
    """The lines that draw the batch."""
    mask, replace = batch.batch_mask, "" if settings.replace else ", replace=False"
    draw = f"batch_mask = np.random.default_rng([{settings.seed}, {len(batch)}, {settings.draw}]).choice(train_size, batch_size{replace})"
    return (
        _card(_("Draw"), draw, ("batch_mask", mask)),
        _card(
            _("Batch"),
            "x_batch = x_train[batch_mask]\nt_batch = t_train[batch_mask]",
            ("x_batch", x_train[mask]),
            ("t_batch", t_train[mask]),
            told=_("The article calls it y_batch; it holds the labels t."),
        ),
    )


def _told(dataset: Dataset, n: int, index: int) -> str:
    """Which digit goes through the arrays below."""
    height, width = dataset.schema.image_shape
    return _(
        "Digit n = {n} of the batch is number {index:,} of the data: its picture of {height} × {width}, the same as a row of {pixels}, and its label {label} as a row of {classes}.",
        n=n,
        index=index,
        height=height,
        width=width,
        pixels=dataset.schema.pixels,
        label=int(dataset.labels[index]),
        classes=dataset.schema.n_classes,
    )


def _card(title: str, line: str, *arrays: tuple[str, NDArray[Any]], told: str = "") -> str:
    facts = "".join(
        f"<dt><code>{name}</code></dt><dd><b>{array.shape}</b> {array.dtype}<br>{memory(array.nbytes)}</dd>"
        for name, array in arrays
    )
    return f'<h3>{title}</h3>{code(line)}<dl class="mbviz-arrays">{facts}</dl>' + (f"<p>{told}</p>" if told else "")
