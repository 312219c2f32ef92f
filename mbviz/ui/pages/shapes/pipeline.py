"""The preparation as a line of arrays, each with its shape, dtype, memory, and the line that made it."""

from __future__ import annotations

import numpy as np
import streamlit as st

from mbviz._numbers import memory
from mbviz.batch import Batch
from mbviz.data.datasets import flatten
from mbviz.losses import one_hot
from mbviz.ui.components import sheets
from mbviz.ui.language import _
from mbviz.ui.settings import Settings
from mbviz.ui.text import cards, code


def show(settings: Settings, batch: Batch, n: int) -> None:
    """Show the part."""
    images, labels = settings.dataset.images, settings.dataset.labels.astype(np.uint8)
    x_train = flatten(images)
    schema = settings.dataset.schema
    classes, (height, width) = schema.n_classes, schema.image_shape
    t_train = one_hot(labels, classes)
    mask = batch.batch_mask
    replace = "" if settings.replace else ", replace=False"
    draw = f"batch_mask = np.random.default_rng([{settings.seed}, {len(batch)}, {settings.draw}]).choice(train_size, batch_size{replace})"
    st.html(
        cards(
            _card(_("Load"), "(x_train, t_train), _ = mnist.load_data()", ("x_train", images), ("t_train", labels)),
            _card(
                _("Flatten"),
                "x_train = x_train.reshape(x_train.shape[0], -1)",
                ("x_train", x_train),
                told=_("The same bytes, read row by row: nothing is copied.")
                if np.shares_memory(x_train, images)
                else "",
            ),
            _card(
                _("One-hot"),
                f"t_train = tf.one_hot(t_train, {classes}).numpy()",
                ("t_train", t_train),
                told=_("{classes} numbers for each label: a single 1, at the place of the class.", classes=classes),
            ),
            _card(_("Draw"), draw, ("batch_mask", mask)),
            _card(
                _("Batch"),
                "x_batch = x_train[batch_mask]\nt_batch = t_train[batch_mask]",
                ("x_batch", x_train[mask]),
                ("t_batch", t_train[mask]),
                told=_("The article calls it y_batch; it holds the labels t."),
            ),
        )
    )
    index = int(mask[n])
    st.html(
        "<p>"
        + _(
            "Digit n = {n} of the batch is number {index:,} of the data: its picture of {height} × {width}, the same as a row of {pixels}, and its label {label} as a row of {classes}.",
            n=n,
            index=index,
            height=height,
            width=width,
            pixels=schema.pixels,
            label=int(labels[index]),
            classes=classes,
        )
        + "</p>"
    )
    sheets.flat(images[index], t_train[index], painted=f"{settings.name} n={n}", key="flat")


def _card(title: str, line: str, *arrays: tuple[str, np.ndarray], told: str = "") -> str:
    facts = "".join(
        f"<dt><code>{name}</code></dt><dd><b>{array.shape}</b> {array.dtype}<br>{memory(array.nbytes)}</dd>"
        for name, array in arrays
    )
    return f'<h3>{title}</h3>{code(line)}<dl class="mbviz-arrays">{facts}</dl>' + (f"<p>{told}</p>" if told else "")
