"""The cells of the preparation: the shape, dtype and size of every array from the file to the batch."""

from __future__ import annotations

import json

import numpy as np
from numpy.typing import NDArray

from mbviz._checks import as_count
from mbviz._messages import Message
from mbviz.batch import Batch
from mbviz.data.dataset import Dataset
from mbviz.takeaway._shared import FUNCTIONS, check, drawing, importing, outputs
from mbviz.takeaway.cells import Cell
from mbviz.takeaway.literals import packed

__all__ = ["shapes_cells"]

PICTURES = 100  # at most so many digits go along; each of MNIST's takes 1 kB

SHOW = """\
def show(name, array):
    print(f"{name}: shape {array.shape}, dtype {array.dtype}, {array.nbytes:,} bytes")


show("x_train", x_train)
show("y_train", y_train)"""

FLATTEN = """\
TRAIN_IMAGE_COUNT = x_train.shape[0]
x_train = x_train.reshape(TRAIN_IMAGE_COUNT, -1)
show("x_train", x_train)"""

ONE_HOT = """\
# y_train = tf.one_hot(y_train, {classes}).numpy()  # with TensorFlow
y_train = np.eye({classes}, dtype=np.float32)[y_train]
show("y_train", y_train)
print(y_train)"""

BATCH = """\
show("batch_mask", batch_mask)
print(batch_mask)

x_batch = x_train[batch_mask]
y_batch = y_train[batch_mask]  # called y, but really t: the true classes
show("x_batch", x_batch)
show("y_batch", y_batch)
show("x_batch[n]", x_batch[n])
show("y_batch[n]", y_batch[n])"""

LOSSES = """\
show("y", y)
show("t", t)
print(f"y[{n}, {t[n]}] = {y[n, t[n]]:.4g} ({y[n, t[n]]})")
sparse, one_hot = sparse_cross_entropy_error(y, t), cross_entropy_error(y, y_batch)
print(f"labels, version 2: {sparse:.4f} nats ({sparse})")
print(f"one-hot, version 1: {one_hot:.4f} nats ({one_hot})")  # adds in another order: the last digits may differ"""


def shapes_cells(
    dataset: Dataset, batch: Batch, n: int = 0, *, seed: int, draw: int, replace: bool, y: NDArray[np.float32]
) -> list[Cell]:
    """Write the article's preparation as code, with the arrays' shapes, dtypes and bytes at each step.

    All labels go along, but pictures only of the batch (at most 100); the others are blank in the code.

    Parameters
    ----------
    dataset : Dataset
        N digits.
    batch : Batch
        The mini-batch.
    n : int
        The example of the batch that is looked at by itself, 0 … B − 1.
    seed, draw, replace
        What the batch was drawn with (see `draw_batch`).
    y : ndarray of float32, shape (N, C)
        Softmax outputs for all the data.

    Returns
    -------
    list of Cell

    Raises
    ------
    ValueError
        If seed, draw and replace give another batch, `y` is not as above, or the batch has no example `n`.

    Examples
    --------
    >>> from pathlib import Path
    >>> from mbviz import draw_batch, open_batch
    >>> digits = Dataset(np.zeros((2, 28, 28), np.uint8), np.array([1, 0]), "file", Path("two.npz"))
    >>> y = np.full((2, 10), 0.1, np.float32)
    >>> batch = open_batch(draw_batch(2, 1), digits.labels, y)
    >>> [cell.kind for cell in shapes_cells(digits, batch, seed=0, draw=0, replace=True, y=y)][:4]
    ['markdown', 'code', 'code', 'markdown']
    """
    check(dataset.n, y, batch, seed, draw, replace)
    if as_count(n, "n") >= len(batch):
        raise ValueError(Message("n must be an example of the batch, 0 to {top}; got {n}.", top=len(batch) - 1, n=n))
    # of a larger batch the first ones, and the one that is looked at
    drawn = (
        batch.batch_mask if len(batch) <= PICTURES else np.append(batch.batch_mask[: PICTURES - 1], batch.batch_mask[n])
    )
    pictures, (height, width) = np.unique(drawn), dataset.schema.image_shape
    return importing(
        [
            Cell("markdown", _about(dataset, len(pictures))),
            Cell("code", _load(dataset, pictures)),
            Cell("code", SHOW),
            Cell("markdown", Message("## Flatten: {height} × {width} pixels in one row", height=height, width=width)),
            Cell("code", FLATTEN),
            Cell("markdown", Message("## One-hot: one column for each class")),
            Cell("code", ONE_HOT.format(classes=dataset.schema.n_classes)),
            Cell(
                "markdown", Message("## Draw a mini-batch of {size:,}; example n = {n} by itself", size=len(batch), n=n)
            ),
            Cell(
                "code", f"train_size = x_train.shape[0]\n{drawing(len(batch), seed, draw, replace)}\nn = {n}\n{BATCH}"
            ),
            Cell(
                "markdown",
                Message(
                    "## The loss, from labels and from one-hot\n\n"
                    "`y` holds the network’s softmax outputs for the batch, float32 widened to float64 for the logarithm. "
                    "The page shows **{loss:.4f} nats**.",
                    loss=batch.loss,
                ),
            ),
            Cell("code", FUNCTIONS),
            Cell("code", f"t = y_batch.argmax(axis=1)\n{outputs(batch, y)}"),
            Cell("code", LOSSES),
        ]
    )


def _about(dataset: Dataset, pictures: int) -> Message:
    file = json.dumps(dataset.path.name, ensure_ascii=False)
    return Message(
        "# Shapes on the way to a mini-batch\n\n"
        "To stay small, this file holds all {n:,} labels but only {pictures} pictures, those of the batch (at most {most}); "
        "all other pictures are blank here. Shapes, dtypes, bytes and losses do not depend on them. "
        "With the real file beside this one, take instead: `{line}`",
        n=dataset.n,
        pictures=pictures,
        most=PICTURES,
        line=f'x_train = np.load({file})["x_train"]',
    )


def _load(dataset: Dataset, pictures: NDArray[np.int64]) -> str:
    images, (height, width) = packed(dataset.images[pictures]), dataset.schema.image_shape
    return (
        f"x_train = np.zeros(({dataset.n}, {height}, {width}), np.uint8)\n"
        f"x_train[{pictures.tolist()}] = {images}.reshape(-1, {height}, {width})\n"
        f"y_train = {packed(dataset.labels.astype(np.uint8))}"
    )
