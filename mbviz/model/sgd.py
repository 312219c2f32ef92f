"""Plain SGD where every step is a batch that can be opened: step k learns from `draw_batch(N, B, seed=seed, draw=k)`."""

from __future__ import annotations

import math
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from mbviz._checks import as_count
from mbviz._messages import Message
from mbviz.data.dataset import Dataset, flatten
from mbviz.data.datasets import load_mnist
from mbviz.losses import DELTA, per_example_loss
from mbviz.model.backward import CHUNK, both_ways
from mbviz.model.network import Weights, as_layers, forward, initial_weights, weight_shapes
from mbviz.model.sgd_recipe import SgdRecipe, points
from mbviz.sampling import draw_batch

__all__ = ["Point", "StepReport", "explosion", "first_point", "full_loss", "replay", "train_sgd"]


@dataclass(frozen=True, eq=False)
class Point:
    """A moment of a run, kept whole: the loss of all the data, and all that it takes to go on from here.

    Attributes
    ----------
    step : int
        Steps taken.
    seconds : float
        Spent on them; on losses of all the data none is counted.
    loss, accuracy : float
        Of all N training examples, in nats and as a share.
    test_loss, test_accuracy : float or None
        Of the test examples; None where the data have none.
    weights : tuple of ndarray of float32, shapes as in `weight_shapes`
    velocity : tuple of ndarray of float32, shapes as in `weight_shapes`
        v of momentum; empty without momentum.
    """

    step: int
    seconds: float
    loss: float
    accuracy: float
    test_loss: float | None
    test_accuracy: float | None
    weights: Weights
    velocity: Weights = ()


@dataclass(frozen=True, eq=False)
class StepReport:
    """What `train_sgd` says after each step, and once before the first.

    Attributes
    ----------
    step : int
        Steps taken. The last one learned from draw ``step - 1``.
    examples : int
        Examples looked at.
    seconds : float
        Spent on the steps so far.
    batch_loss : float
        Mean loss of the last batch before it was learned from, in nats; NaN before the first step.
    point : Point or None
        At about forty steps (`points`).
    problem : str
        Why the run ends here, as a sentence, when its numbers are not finite any more; empty otherwise.
    """

    step: int
    examples: int
    seconds: float
    batch_loss: float
    point: Point | None = None
    problem: str = ""


class _Learner:
    """Weights that take steps. They lie in one row of memory, and so do the gradient and the velocity."""

    def __init__(self, recipe: SgdRecipe, x: NDArray[np.uint8], labels: NDArray[np.int64], start: Point | None) -> None:
        self._recipe, self._x, self._labels = recipe, x, labels
        first = start.weights if start else initial_weights(recipe.layers, recipe.weights_seed)
        self._flat = np.concatenate([w.ravel() for w in first])
        self._gradient = np.empty_like(self._flat)
        self._velocity = np.zeros_like(self._flat) if recipe.momentum else None
        if self._velocity is not None and start and start.velocity:
            self._velocity[:] = np.concatenate([v.ravel() for v in start.velocity])
        self._layers = as_layers(self._cut(self._flat))
        self._slopes = as_layers(self._cut(self._gradient, fill=0))

    def _cut(self, flat: NDArray[np.float32], fill: float | None = None) -> Weights:
        """Views of a row of numbers, shaped as the weights."""
        if fill is not None:
            flat[:] = fill
        views, at = [], 0
        for shape in weight_shapes(self._recipe.layers):
            views.append(flat[at : at + math.prod(shape)].reshape(shape))
            at += math.prod(shape)
        return tuple(views)

    def step(self, k: int) -> float:
        """Learn from draw k; the batch's loss before that."""
        recipe = self._recipe
        batch_mask = draw_batch(len(self._labels), recipe.batch_size, seed=recipe.seed, draw=k)
        total = 0.0
        for start in range(0, len(batch_mask), CHUNK):
            total += self._add(batch_mask[start : start + CHUNK], first=start == 0)
        self._gradient *= np.float32(recipe.learning_rate / len(batch_mask))
        if self._velocity is None:
            self._flat -= self._gradient
        else:
            self._velocity *= np.float32(recipe.momentum)
            self._velocity -= self._gradient
            self._flat += self._velocity
        return total / len(batch_mask)

    def _add(self, rows: NDArray[np.int64], first: bool) -> float:
        """Put, or add, the gradient of these examples' summed loss in its place; the summed loss."""
        h = self._x.take(rows, axis=0).astype(np.float32)
        h /= np.float32(255)  # as `scale`
        found = both_ways(h, self._labels.take(rows), self._layers, DELTA)
        for (dw, db), values, delta in zip(self._slopes, found.inputs, found.deltas, strict=True):
            if first:
                np.matmul(values.T, delta, out=dw)
                np.add.reduce(delta, axis=0, out=db)
            else:
                dw += values.T @ delta
                db += np.add.reduce(delta, axis=0)
        return -float(np.log(found.chosen.astype(np.float64) + DELTA).sum())

    def weights(self) -> Weights:
        """A copy of the weights of this moment."""
        return self._cut(self._flat.copy())

    def velocity(self) -> Weights:
        return () if self._velocity is None else self._cut(self._velocity.copy())


def full_loss(dataset: Dataset, weights: Weights) -> tuple[float, float]:
    """Mean loss (nats) and accuracy over all examples of some data.

    Examples
    --------
    >>> from pathlib import Path
    >>> two = Dataset(np.zeros((2, 28, 28), np.uint8), np.array([0, 1]), "file", Path("two.npz"))
    >>> [round(value, 4) for value in full_loss(two, (np.zeros((784, 10)), np.zeros(10)))]
    [2.3026, 0.5]
    """
    y = forward(flatten(dataset.images), weights)
    losses = per_example_loss(y, dataset.labels)
    return float(losses.mean()), float((y.argmax(axis=1) == dataset.labels).mean())


def train_sgd(
    recipe: SgdRecipe, dataset: Dataset | None = None, *, test: Dataset | None = None, start: Point | None = None
) -> Iterator[StepReport]:
    """Train by SGD, one report a step. Stop asking, or ``close()`` it, and the run ends there.

    Parameters
    ----------
    recipe : SgdRecipe
        How to learn.
    dataset : Dataset, optional
        What from; `load_mnist` by default.
    test : Dataset, optional
        Other examples, of which the loss is taken as well.
    start : Point, optional
        A point of this recipe's run, to go on from: what follows is what would have followed.

    Yields
    ------
    StepReport
        At `start` or before the first step, then after each step. A run whose numbers are not finite any more ends
        with a report that says so.

    Raises
    ------
    ValueError
        If the recipe's layers do not fit the data, or `start` is of another network.

    Examples
    --------
    >>> for report in train_sgd(SgdRecipe(100, 2)):                       # doctest: +SKIP
    ...     print(report.step, report.batch_loss, report.point.loss)
    """
    data = load_mnist() if dataset is None else dataset
    ends = (data.schema.pixels, data.schema.n_classes)
    if (recipe.layers[0], recipe.layers[-1]) != ends:
        raise ValueError(
            Message(
                "layers must begin with the {pixels} pixels of an image and end with the {classes} classes; got {got}.",
                pixels=ends[0],
                classes=ends[1],
                got=recipe.layers,
            )
        )
    if start and tuple(w.shape for w in start.weights) != weight_shapes(recipe.layers):
        raise ValueError("start must be a point of the same network; its weights have other shapes.")
    return _reports(recipe, data, test, start)


def _reports(recipe: SgdRecipe, data: Dataset, test: Dataset | None, start: Point | None) -> Iterator[StepReport]:
    learner = _Learner(recipe, flatten(data.images), data.labels, start)
    wanted = frozenset(points(recipe))
    step, seconds, loss = (start.step, start.seconds, math.nan) if start else (0, 0.0, math.nan)
    first = start or first_point(recipe, data, test)
    yield StepReport(step, step * recipe.batch_size, seconds, loss, first)
    while step < recipe.steps:
        begun = time.perf_counter()
        with np.errstate(all="ignore"):  # numbers that are not finite end the run below
            loss = learner.step(step)
        seconds += time.perf_counter() - begun
        step += 1
        point = _point(learner, step, seconds, data, test) if step in wanted and math.isfinite(loss) else None
        exploded = not math.isfinite(loss) or (step in wanted and point is None)
        problem = explosion(recipe, step) if exploded else ""
        yield StepReport(step, step * recipe.batch_size, seconds, loss, point, problem)
        if problem:
            return


def first_point(recipe: SgdRecipe, data: Dataset, test: Dataset | None = None, like: Point | None = None) -> Point:
    """Where a run begins. All runs with the same layers and seed of the weights begin there: `like` is another's first point."""
    learner = _Learner(recipe, flatten(data.images), data.labels, None)
    if like:
        return replace(like, velocity=learner.velocity())
    point = _point(learner, 0, 0.0, data, test)
    assert point, "initial weights are small"
    return point


def _point(learner: _Learner, step: int, seconds: float, data: Dataset, test: Dataset | None) -> Point | None:
    """The losses of this moment; None where the weights are too large for finite outputs."""
    weights = learner.weights()
    try:
        loss, accuracy = full_loss(data, weights)
        test_loss, test_accuracy = full_loss(test, weights) if test else (None, None)
    except ValueError:  # the pixels and labels are good, so it is the weights
        return None
    return Point(step, seconds, loss, accuracy, test_loss, test_accuracy, weights, learner.velocity())


def explosion(recipe: SgdRecipe, step: int) -> Message:
    """The sentence for a run whose numbers were not finite any more after `step` steps."""
    return Message(
        "The numbers of this run are not finite any more after step {step}: η = {rate:g} is too large for it.",
        step=step,
        rate=recipe.learning_rate,
    )


def replay(recipe: SgdRecipe, dataset: Dataset, steps: Sequence[int], start: Point | None = None) -> list[Weights]:
    """The weights after so many steps, for each of `steps`, by taking those after `start` once more.

    No loss is taken on the way, so it costs the steps alone. Without `start` they are taken from the beginning.

    Raises
    ------
    ValueError
        If `steps` do not ascend, the last is above the recipe's, or the first below that of `start`.
    """
    at, found = start.step if start else 0, []
    learner = _Learner(recipe, flatten(dataset.images), dataset.labels, start)
    for step in steps:
        wanted = as_count(step, "step", minimum=at, maximum=recipe.steps)
        with np.errstate(all="ignore"):
            for k in range(at, wanted):
                learner.step(k)
        at = wanted
        found.append(learner.weights())
    return found
