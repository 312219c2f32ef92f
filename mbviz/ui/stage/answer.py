"""What the server says of one batch: a header and arrays in one block of bytes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from mbviz.batch import Batch, open_batch
from mbviz.data.dataset import Dataset
from mbviz.data.pictures import halved
from mbviz.sampling import draw_batch, round_sizes
from mbviz.ui.components.packing import pack
from mbviz.ui.settings import Settings
from mbviz.ui.stage.question import Question
from mbviz.ui.stage.scene import block_of, law_of, levels, name_of, scene_of

MOST = 1000  # examples that are drawn; the numbers are of all
WHOLE = 200  # up to so many examples pictures are sent as they are, and outputs as floats

# What tells of a batch what “Guess first” asks for, or tells it of batches to come.
ANSWERS = ("loss", "total", "losses", "picks", "estimates", "other_estimates", "more")

Header = dict[str, object]
Arrays = dict[str, NDArray[Any]]


def answer(
    settings: Settings,
    order: str,
    question: Question,
    more: Mapping[str, object],
    other: Settings | None = None,
    *,
    is_open: bool = True,
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
    is_open : bool
        Whether answers may be seen: else picks, losses, and the mean losses of any draw are left out.

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
    if not is_open:
        header = {name: value for name, value in header.items() if name not in ANSWERS}
        arrays = {name: values for name, values in arrays.items() if name not in ANSWERS}
    return pack(header, **arrays)


def batch_parts(settings: Settings, order: str) -> tuple[Header, Arrays]:
    """What is shown of a batch: its numbers, and its first examples in the order wanted.

    The numbers are looked up in what is known of all the data, so that a batch of all costs no more than it must.
    """
    dataset, snapshot = settings.dataset, settings.snapshot
    mask = draw_batch(dataset.n, settings.batch_size, seed=settings.seed, draw=settings.draw, replace=settings.replace)
    losses = snapshot.losses[mask]
    by_loss = order == "largest-loss-first"
    rows = np.argsort(-losses, kind="stable")[:MOST] if by_loss else np.arange(min(len(mask), MOST))
    shown = open_batch(mask[rows], dataset.labels, snapshot.y)
    is_whole = len(shown) == len(mask)
    wrong = shown.wrong if is_whole else _wrong(dataset.fingerprint, snapshot.name, snapshot.y, dataset.labels)[mask]
    header: Header = {
        "size": len(mask),
        "draw": settings.draw,
        "seed": settings.seed,
        "replace": settings.replace,
        "network": snapshot.name,
        "order": order,
        "loss": float(losses.mean()),
        "total": float(losses.sum()),
        "wrong": int(np.count_nonzero(wrong)),
        "classes": snapshot.y.shape[1],
        **_twice(mask, dataset.n),
    }
    pictures, arrays = _pictures(settings, shown)
    return header | {"side": list(pictures.shape[1:])}, {"pixels": pictures, "rows": rows.astype(np.int32), **arrays}


def _pictures(settings: Settings, shown: Batch) -> tuple[NDArray[np.uint8], Arrays]:
    """The pictures of the examples that are shown, (k, H, W), and what is drawn beside them."""
    is_small = len(shown) > WHOLE
    images = _halved(settings.dataset.fingerprint, settings.dataset) if is_small else settings.dataset.images
    return images[shown.batch_mask], {
        "y": np.rint(255 * shown.y).astype(np.uint8) if is_small else shown.y.astype(np.float32),
        "t": shown.t.astype(np.uint8),
        "predicted": shown.predicted.astype(np.uint8),
        "losses": shown.losses.astype(np.float32),
        "picks": shown.picks.astype(np.float32),
        "mask": shown.batch_mask.astype(np.int32),
    }


@st.cache_resource(max_entries=16, show_spinner=False)
def _wrong(fingerprint: str, network: str, _y: NDArray[np.float32], _labels: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Which of all examples a network predicts wrongly: bool (N,), looked at once for all visitors."""
    return _y.argmax(axis=1) != _labels


def _twice(mask: NDArray[np.int64], n: int) -> Header:
    """Which examples came more than once: how many, the first of them, and how many different ones there are."""
    counts = np.bincount(mask, minlength=n)
    again = np.flatnonzero(counts > 1)
    return {
        "again": len(again),
        "first": int(again[0]) if len(again) else 0,
        "distinct": int(np.count_nonzero(counts)),
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
    is_round = size in round_sizes(settings.dataset.n)
    if is_round and not question.block:
        return
    data, name = settings.dataset.fingerprint, name_of(settings)
    header["block"] = question.block
    arrays["more"] = block_of(data, name, size, question.block, settings.seed, settings.replace, losses)
    if not is_round:
        arrays["law"] = law_of(data, name, size, settings.replace, losses)


@st.cache_resource(max_entries=2, show_spinner=False)
def _halved(fingerprint: str, _dataset: Dataset) -> NDArray[np.uint8]:
    """All pictures at half their size, made once for all visitors."""
    return halved(_dataset.images)
