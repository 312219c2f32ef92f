"""The points of a run on disk, each in a file of its own: what a run has done is never done again.

A run is one data set learned from by one `SgdRecipe`. Its folder in the cache has a name made of both; a file in it that
is not exactly what its name promises counts as absent, and so does what comes after it.
"""

from __future__ import annotations

import hashlib
import json
import math
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mbviz._files import atomic_path, cache_dir
from mbviz.data.dataset import Dataset
from mbviz.model.network import weight_shapes
from mbviz.model.sgd import Point
from mbviz.model.sgd_recipe import SgdRecipe, points

__all__ = [
    "Kept",
    "explosion_step",
    "folder_of",
    "key_of",
    "load_kept",
    "load_run",
    "may_have_ended",
    "save_explosion",
    "save_kept",
]

FORMAT = 1  # raise it when the files, the network's form or the meaning of a recipe change
EXPLOSION = "explosion.json"
NUMBERS = ("seconds", "loss", "accuracy", "test_loss", "test_accuracy")


@dataclass(frozen=True, eq=False)
class Kept:
    """A point, and the batches' losses on the way to it.

    Attributes
    ----------
    point : Point
    batch_losses : ndarray of float32, shape (k,)
        Of the k steps since the point before, each before it was learned from, in nats.
    """

    point: Point
    batch_losses: NDArray[np.float32]


def key_of(dataset: Dataset, recipe: SgdRecipe) -> str:
    """The name of a run: 32 hex digits of a SHA-256 over the data's fingerprint, the recipe and the format."""
    text = f"sgd {FORMAT} {dataset.fingerprint} {recipe.to_json()}"
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def folder_of(key: str) -> Path:
    """The folder of a run in the cache. It is not created, but the cache folder is (OSError when it can not be)."""
    return cache_dir() / "sgd" / key


def _path(key: str, step: int) -> Path:
    return folder_of(key) / f"{step:08d}.npz"


def save_kept(key: str, kept: Kept) -> None:
    """Write a point to its file, whole or not at all; OSError when the cache folder can not be written."""
    point = kept.point
    entries: dict[str, Any] = {"key": key, "step": point.step, "batch_losses": kept.batch_losses}
    values = [getattr(point, name) for name in NUMBERS]
    entries["numbers"] = np.array([math.nan if value is None else value for value in values])
    entries |= {f"weight_{i}": w for i, w in enumerate(point.weights)}
    entries |= {f"velocity_{i}": v for i, v in enumerate(point.velocity)}
    with atomic_path(_path(key, point.step)) as temporary:
        np.savez(temporary, **entries)


def load_kept(key: str, recipe: SgdRecipe, step: int) -> Kept | None:
    """Read the point after `step` steps, if its file is sound and belongs to this run; None otherwise."""
    at = points(recipe)
    try:
        before = at[at.index(step) - 1] if step else 0
        with np.load(_path(key, step), allow_pickle=False) as archive:
            stored = {entry: archive[entry] for entry in archive.files}
        if str(stored["key"]) != key or int(stored["step"]) != step:
            return None
        shapes = weight_shapes(recipe.layers)
        weights = tuple(stored[f"weight_{i}"] for i in range(len(shapes)))
        velocity = tuple(stored[f"velocity_{i}"] for i in range(len(shapes))) if recipe.momentum else ()
        seconds, *values = stored["numbers"].tolist()
        losses = stored["batch_losses"]
    except Exception:  # damaged archives make NumPy and zipfile raise nearly every kind of error
        return None
    sound = all(_is_finite(w, shape) for part in (weights, velocity) for w, shape in zip(part, shapes, strict=False))
    if not (sound and _is_finite(losses, (step - before,)) and all(map(math.isfinite, (seconds, *values[:2])))):
        return None
    loss, accuracy, *tested = values
    test_loss, test_accuracy = (value if math.isfinite(value) else None for value in tested)
    return Kept(Point(step, seconds, loss, accuracy, test_loss, test_accuracy, weights, velocity), losses)


def _is_finite(array: NDArray[Any], shape: tuple[int, ...]) -> bool:
    return array.dtype == np.float32 and array.shape == shape and bool(np.isfinite(array).all())


def load_run(key: str, recipe: SgdRecipe, done: int = -1) -> list[Kept]:
    """The points after `done` in their order, up to the first that is not there."""
    found = []
    for step in points(recipe):
        if step > done:
            kept = load_kept(key, recipe, step)
            if kept is None:
                break
            found.append(kept)
    return found


def may_have_ended(key: str, recipe: SgdRecipe) -> bool:
    """Whether the last file of a run is there; a quick look, which does not read it."""
    try:
        return _path(key, recipe.steps).exists() or explosion_step(key) is not None
    except OSError:  # no cache folder
        return False


def save_explosion(key: str, step: int) -> None:
    """Note that the run's numbers were not finite after `step` steps; OSError when the folder can not be written."""
    with atomic_path(folder_of(key) / EXPLOSION) as temporary:
        temporary.write_text(json.dumps({"key": key, "step": step}), encoding="utf-8")


def explosion_step(key: str) -> int | None:
    """After which step the run's numbers were not finite any more; None where no such thing is noted."""
    try:
        noted = json.loads((folder_of(key) / EXPLOSION).read_text(encoding="utf-8"))
        return int(noted["step"]) if noted["key"] == key else None
    except (OSError, ValueError, KeyError, TypeError):
        return None
