"""What the server says of one batch: a header and arrays in one block of bytes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from mbviz.batch import Batch
from mbviz.data.dataset import Dataset
from mbviz.data.pictures import halved
from mbviz.sampling import repeated
from mbviz.ui.components.packing import pack
from mbviz.ui.settings import Settings
from mbviz.ui.stage.question import Question
from mbviz.ui.stage.scene import block_of, levels, name_of, quantiles_of, scene_of

MOST = 1000  # examples that are drawn; the numbers are of all
WHOLE = 200  # up to so many examples pictures are sent as they are, and outputs as floats

Header = dict[str, object]
Arrays = dict[str, NDArray[Any]]


def answer(
    settings: Settings, order: str, question: Question, more: Mapping[str, object], other: Settings | None = None
) -> bytes:
    """The answer to a question, or what the stage begins with.

    Parameters
    ----------
    settings : Settings
        What is shown.
    order : str
        In which order the examples come: a value of the setting "order".
    question : Question
    more : mapping
        What else the header holds.
    other : Settings, optional
        Of another network, whose scene comes along.

    Returns
    -------
    bytes
        As `mbviz.ui.components.packing.pack` makes them.
    """
    header, arrays = batch_parts(settings, order)
    header |= {"number": question.number, "scene": name_of(settings), **more}
    if name_of(settings) not in question.have:
        header["about"] = _about(settings)
        arrays |= _tables(settings)
    if other is not None and name_of(other) not in question.have:
        header["other"] = _about(other)
        arrays |= {f"other_{name}": table for name, table in _tables(other).items()}
    _add_row(settings, question, header, arrays)
    return pack(header, **arrays)


def batch_parts(settings: Settings, order: str) -> tuple[Header, Arrays]:
    """What is shown of a batch: its numbers, and its first examples in the order wanted."""
    batch = settings.batch()
    shown = batch.order(by_loss=order == "largest-loss-first", most=MOST)
    small = len(shown) > WHOLE
    images = _halved(settings.dataset.fingerprint, settings.dataset) if small else settings.dataset.images
    y = batch.y[shown]
    header: Header = {
        "size": len(batch),
        "draw": settings.draw,
        "seed": settings.seed,
        "replace": settings.replace,
        "network": settings.snapshot.name,
        "order": order,
        "loss": batch.loss,
        "total": float(batch.losses.sum()),
        "wrong": int(batch.wrong.sum()),
        "classes": batch.y.shape[1],
        "side": list(images.shape[1:]),
        **_twice(batch),
    }
    arrays: Arrays = {
        "pixels": images[batch.batch_mask[shown]],
        "y": np.rint(255 * y).astype(np.uint8) if small else y.astype(np.float32),
        "t": batch.t[shown].astype(np.uint8),
        "predicted": batch.predicted[shown].astype(np.uint8),
        "losses": batch.losses[shown].astype(np.float32),
        "picks": batch.picks[shown].astype(np.float32),
        "rows": shown.astype(np.int32),
        "mask": batch.batch_mask[shown].astype(np.int32),
    }
    return header, arrays


def _twice(batch: Batch) -> Header:
    """Which examples came more than once: how many, the first of them, and how many different ones there are."""
    again = repeated(batch.batch_mask)
    return {
        "again": len(again),
        "first": int(again[0]) if len(again) else 0,
        "distinct": len(np.unique(batch.batch_mask)),
    }


def _about(settings: Settings) -> Header:
    """A scene's numbers."""
    scene = scene_of(settings)
    return {
        "name": scene.name, "sizes": scene.sizes, "mean": scene.mean, "std": scene.std, "top": scene.top,
        "levels": levels(), "n": settings.dataset.n,
    }  # fmt: skip


def _tables(settings: Settings) -> Arrays:
    """A scene's tables."""
    scene = scene_of(settings)
    return {"estimates": scene.estimates, "quantiles": scene.quantiles}


def _add_row(settings: Settings, question: Question, header: Header, arrays: Arrays) -> None:
    """Estimates of other draws than the first ones, and all that belongs to a size that is not round."""
    size, losses = settings.batch_size, settings.snapshot.losses
    is_round = size in scene_of(settings).sizes
    if is_round and not question.block:
        return
    data, name = settings.dataset.fingerprint, name_of(settings)
    header["block"] = question.block
    arrays["more"] = block_of(data, name, size, question.block, settings.seed, settings.replace, losses)
    if not is_round:
        arrays["law"] = quantiles_of(losses, (size,), settings.replace)


@st.cache_resource(max_entries=2, show_spinner=False)
def _halved(fingerprint: str, _dataset: Dataset) -> NDArray[np.uint8]:
    """All pictures at half their size, made once for all visitors."""
    return halved(_dataset.images)
