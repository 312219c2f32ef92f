"""Snapshots of a training run: what the network gives for every example at a few milestones.

A run is one data set trained by one recipe. It has a folder of its own in the cache, named by a key
made of both, and in it one .npz file for each snapshot. The training child writes them, the server
reads them, and a file that is not exactly what its name promises counts as absent.
"""

from __future__ import annotations

import hashlib
import json
import math
import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, DTypeLike, NDArray

from mbviz._checks import as_count, as_numbers
from mbviz._files import atomic_path, cache_dir
from mbviz.data.dataset import MNIST, Dataset, Schema, flatten
from mbviz.losses import per_example_loss
from mbviz.model.network import Weights, forward, weight_shapes

__all__ = ["Milestone", "Recipe", "Snapshot", "load_snapshot", "milestones", "run_dir", "run_key", "save_snapshot"]
__all__ += ["snapshot_path", "take_snapshot"]

HIDDEN = (50, 100)  # widths of the layers between the pixels and the classes
FORMAT = 1  # raise it when the files, the network's form or the meaning of a recipe change

MILESTONES = (
    ("untrained", 0, "steps"),
    ("100-steps", 100, "steps"),
    ("1-epoch", 1, "epochs"),
    ("10-epochs", 10, "epochs"),
    ("40-epochs", 40, "epochs"),
)


def layers_for(schema: Schema) -> tuple[int, ...]:
    """The network's widths for pictures and classes like these, from the pixels to the classes.

    Examples
    --------
    >>> layers_for(MNIST)
    (784, 50, 100, 10)
    """
    return (schema.pixels, *HIDDEN, schema.n_classes)


@dataclass(frozen=True)
class Recipe:
    """How the network is built and trained.

    Parameters
    ----------
    layers : tuple of int
        Widths from the pixels to the classes, by default MNIST's; sigmoid between them, softmax at the end.
    batch_size : int
        Examples in a training step; the last step of an epoch takes what is left.
    learning_rate : float
        Step size of Adam.
    epochs : int
        Passes over the data.
    seed : int
        Seed of the first weights and of the order of the examples.
    milestones : tuple of (name, amount, unit)
        When to take snapshots: after `amount` "steps" or "epochs". A name is a file name: lower-case
        letters, digits and hyphens.

    Raises
    ------
    ValueError
        If a value is not as above.

    Examples
    --------
    >>> Recipe(epochs=2).layers
    (784, 50, 100, 10)
    >>> Recipe.from_json(Recipe(epochs=2).to_json()) == Recipe(epochs=2)
    True
    """

    layers: tuple[int, ...] = layers_for(MNIST)
    batch_size: int = 128
    learning_rate: float = 0.001
    epochs: int = 40
    seed: int = 0
    milestones: tuple[tuple[str, int, str], ...] = MILESTONES

    def __post_init__(self) -> None:
        weight_shapes(self.layers)
        for name, minimum in (("batch_size", 1), ("epochs", 1), ("seed", 0)):
            as_count(getattr(self, name), name, minimum=minimum)
        if not 0 < self.learning_rate < math.inf:
            raise ValueError(f"learning_rate must be a number above 0; got {self.learning_rate!r}.")
        for name, amount, unit in self.milestones:
            as_count(amount, "milestones")
            if unit not in ("steps", "epochs") or not re.fullmatch(r"[a-z0-9-]+", name):
                raise ValueError(
                    "milestones must be (name, amount, unit) with a name of lower-case letters, digits and hyphens "
                    f'and a unit "steps" or "epochs"; got {(name, amount, unit)}.'
                )
        if len({name for name, _, _ in self.milestones}) < len(self.milestones):
            raise ValueError("milestones must have a name of its own for each snapshot.")

    @classmethod
    def for_data(cls, dataset: Dataset) -> Recipe:
        """The app's own recipe, with as many inputs and outputs as the data need."""
        return cls(layers_for(dataset.schema))

    def steps_per_epoch(self, n: int) -> int:
        """Training steps in one pass over `n` examples; the last one may be smaller."""
        return math.ceil(as_count(n, "n", minimum=1) / self.batch_size)

    def to_json(self) -> str:
        """The recipe as one line of JSON, always the same for the same recipe."""
        return json.dumps(asdict(self), sort_keys=True)

    @classmethod
    def from_json(cls, text: str) -> Recipe:
        """The recipe that `to_json` wrote; ValueError for any other text."""
        try:
            fields = json.loads(text)
            fields["layers"] = tuple(fields["layers"])
            fields["milestones"] = tuple(map(tuple, fields["milestones"]))
            return cls(**fields)
        except (KeyError, TypeError, json.JSONDecodeError) as error:
            raise ValueError(f"recipe must be the JSON that Recipe.to_json writes; got {text!r} ({error}).") from None


@dataclass(frozen=True)
class Milestone:
    """A moment of the training: `name`, `step` (0 is before the first) and `epoch`, those completed by then."""

    name: str
    step: int
    epoch: int


def milestones(recipe: Recipe, n: int) -> tuple[Milestone, ...]:
    """The snapshots of a run, in the order in which the training reaches them.

    Parameters
    ----------
    recipe : Recipe
        Milestones beyond its epochs are left out.
    n : int
        The number of training examples, which makes the length of an epoch.

    Returns
    -------
    tuple of Milestone

    Raises
    ------
    ValueError
        If `n` is no whole number of at least 1.

    Examples
    --------
    >>> [m.name for m in milestones(Recipe(), 60_000)]
    ['untrained', '100-steps', '1-epoch', '10-epochs', '40-epochs']
    >>> milestones(Recipe(epochs=3), 5_000)[1:]
    (Milestone(name='1-epoch', step=40, epoch=1), Milestone(name='100-steps', step=100, epoch=2))
    """
    an_epoch = recipe.steps_per_epoch(n)
    steps = {name: amount * (an_epoch if unit == "epochs" else 1) for name, amount, unit in recipe.milestones}
    reached = [(step, name) for name, step in steps.items() if step <= recipe.epochs * an_epoch]
    return tuple(Milestone(name, step, step // an_epoch) for step, name in sorted(reached, key=lambda pair: pair[0]))


@dataclass(frozen=True, eq=False)
class Snapshot:
    """What the network gives at one milestone. All arrays are read-only.

    Parameters
    ----------
    name : str
        The milestone's name.
    step : int
        Training steps taken.
    y : ndarray of float32, shape (N, classes)
        Softmax outputs for every example.
    losses : ndarray of float64, shape (N,)
        ``per_example_loss(y, labels)``, in nats.
    weights : tuple of ndarray of float32
        W1, b1, W2, b2, …
    """

    name: str
    step: int
    y: NDArray[np.float32]
    losses: NDArray[np.float64]
    weights: Weights

    def __post_init__(self) -> None:
        arrays: tuple[NDArray[Any], ...] = (self.y, self.losses, *self.weights)
        for array in arrays:
            array.setflags(write=False)


def take_snapshot(dataset: Dataset, milestone: Milestone, weights: Sequence[ArrayLike]) -> Snapshot:
    """Run every example through the network with `weights`.

    The outputs come from `mbviz.model.network.forward` at every milestone, the untrained one (taken before
    Keras is there) included: one route for all, and the server can repeat it from the weights.

    Parameters
    ----------
    dataset, milestone : Dataset, Milestone
        The images to run, the labels for the losses; the snapshot's name and step.
    weights : sequence of array_like, shapes as in `weight_shapes`
        W1, b1, W2, b2, …, copied as float32.

    Returns
    -------
    Snapshot

    Raises
    ------
    ValueError
        If the weights do not fit the images or the labels.
    """
    own = tuple(np.array(as_numbers(w, "weights"), dtype=np.float32) for w in weights)
    y = forward(flatten(dataset.images), own)
    return Snapshot(milestone.name, milestone.step, y, per_example_loss(y, dataset.labels), own)


def run_key(dataset: Dataset, recipe: Recipe) -> str:
    """The name of a run: 32 hex digits of a SHA-256 over the data's fingerprint, the recipe and the format."""
    text = f"{FORMAT} {dataset.fingerprint} {recipe.to_json()}"
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def run_dir(dataset: Dataset, recipe: Recipe) -> Path:
    """The folder of a run in the cache. It is not created, but the cache folder is (OSError when it can not be)."""
    return cache_dir() / "runs" / run_key(dataset, recipe)


def snapshot_path(dataset: Dataset, recipe: Recipe, name: str) -> Path:
    """The file of the snapshot `name`."""
    return run_dir(dataset, recipe) / f"{name}.npz"


def save_snapshot(dataset: Dataset, recipe: Recipe, snapshot: Snapshot) -> None:
    """Write a snapshot to its file, whole or not at all.

    Raises
    ------
    OSError
        When the cache folder can not be written.
    """
    entries: dict[str, Any] = {f"weight_{i}": w for i, w in enumerate(snapshot.weights)}
    entries |= {"key": run_key(dataset, recipe), "name": snapshot.name, "step": snapshot.step}
    entries |= {"y": snapshot.y, "losses": snapshot.losses}
    with atomic_path(snapshot_path(dataset, recipe, snapshot.name)) as temporary:
        np.savez(temporary, **entries)


def load_snapshot(dataset: Dataset, recipe: Recipe, name: str) -> Snapshot | None:
    """Read a snapshot back, if its file is sound and belongs to this run.

    Returns
    -------
    Snapshot or None
        None when the file is absent, damaged, or of another run: another key or step, arrays of other
        shapes or dtypes, numbers that are not finite, rows of y that are no probabilities, losses that
        are not those of y.

    Raises
    ------
    ValueError
        If the run has no milestone `name`.
    """
    found = {m.name: m for m in milestones(recipe, dataset.n)}
    if name not in found:
        raise ValueError(f"name must be one of {', '.join(found)}; got {name!r}.")
    try:
        with np.load(snapshot_path(dataset, recipe, name), allow_pickle=False) as archive:
            stored = {entry: archive[entry] for entry in archive.files}
    except Exception:  # damaged archives make NumPy and zipfile raise nearly every kind of error
        return None
    shapes = weight_shapes(recipe.layers)
    names = [f"weight_{i}" for i in range(len(shapes))]
    if stored.keys() != {"key", "name", "step", "y", "losses", *names}:
        return None
    ours: dict[str, str | int] = {"key": run_key(dataset, recipe), "name": name, "step": found[name].step}
    weights = tuple(stored[entry] for entry in names)
    sound = (
        all(np.array_equal(stored[entry], value) for entry, value in ours.items())
        and all(_is_finite(w, np.float32, shape) for w, shape in zip(weights, shapes, strict=True))
        and _are_outputs(stored["y"], stored["losses"], dataset.labels, recipe.layers[-1])
    )
    return Snapshot(name, found[name].step, stored["y"], stored["losses"], weights) if sound else None


def _is_finite(array: NDArray[Any], dtype: DTypeLike, shape: tuple[int, ...]) -> bool:
    return array.dtype == dtype and array.shape == shape and bool(np.isfinite(array).all())


def _are_outputs(y: NDArray[Any], losses: NDArray[Any], labels: NDArray[np.int64], n_classes: int) -> bool:
    """Whether `y` holds probabilities, and `losses` their losses (to the last digits of another NumPy's log)."""
    n = len(labels)
    if not (_is_finite(y, np.float32, (n, n_classes)) and _is_finite(losses, np.float64, (n,))):
        return False
    if y.min() < 0 or np.abs(y.sum(axis=1, dtype=np.float64) - 1).max() > 1e-5:
        return False
    return np.allclose(losses, per_example_loss(y, labels), rtol=1e-9, atol=1e-12)
