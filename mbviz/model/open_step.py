"""One step of a run, opened: its batch, the loss before and after, and which way it pointed."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mbviz._checks import as_count
from mbviz.data.dataset import Dataset, flatten
from mbviz.losses import per_example_loss
from mbviz.model.gradient_angle import cosine
from mbviz.model.gradients import gradients
from mbviz.model.network import Weights, forward
from mbviz.model.sgd import Point, replay
from mbviz.model.sgd_recipe import SgdRecipe
from mbviz.sampling import draw_batch

__all__ = ["OpenedStep", "open_step"]


@dataclass(frozen=True, eq=False)
class OpenedStep:
    """Step k of a run.

    Attributes
    ----------
    k : int
        Which step, from 0; it learned from draw k.
    batch_mask : ndarray of int64, shape (B,)
        The batch.
    weights, weights_after : tuple of ndarray of float32, shapes as in `weight_shapes`
        Before and after the step.
    batch_loss, batch_loss_after : float
        The batch's mean loss with these, in nats.
    loss, loss_after : float
        The mean loss of all N examples with these, in nats.
    cosine : float
        Of the angle between the batch's gradient and that of all N; NaN where one of them is 0.
    gradient, full_gradient : tuple of ndarray of float32, shapes as in `weight_shapes`
        Of the batch and of all N, with the weights before the step.
    """

    k: int
    batch_mask: NDArray[np.int64]
    weights: Weights
    weights_after: Weights
    batch_loss: float
    batch_loss_after: float
    loss: float
    loss_after: float
    cosine: float
    gradient: Weights
    full_gradient: Weights


def open_step(recipe: SgdRecipe, dataset: Dataset, k: int, *, start: Point | None = None) -> OpenedStep:
    """Take the run up to step k once more, and look at that step.

    Parameters
    ----------
    recipe : SgdRecipe
        The run.
    dataset : Dataset
        What it learns from.
    k : int
        Which step, from 0 to ``recipe.steps - 1``.
    start : Point, optional
        A point of this run after at most k steps, from which to go; the nearer, the sooner. The beginning by default.

    Returns
    -------
    OpenedStep

    Raises
    ------
    ValueError
        If there is no such step, `start` comes after it, or the run's numbers are not finite there.

    Examples
    --------
    >>> opened = open_step(run.recipe, dataset, 1_000, start=run.point(1_000))             # doctest: +SKIP
    >>> opened.batch_loss, opened.batch_loss_after, opened.cosine                          # doctest: +SKIP
    """
    k = as_count(k, "k", maximum=recipe.steps - 1)
    x, labels = flatten(dataset.images), dataset.labels
    batch_mask = draw_batch(dataset.n, recipe.batch_size, seed=recipe.seed, draw=k)
    before, after = replay(recipe, dataset, [k, k + 1], start)
    gradient, full = gradients(x[batch_mask], labels[batch_mask], before), gradients(x, labels, before)
    both = [per_example_loss(forward(x, weights), labels) for weights in (before, after)]
    turned = all(any(part.any() for part in one) for one in (gradient, full))
    return OpenedStep(
        k=k,
        batch_mask=batch_mask,
        weights=before,
        weights_after=after,
        batch_loss=float(both[0][batch_mask].mean()),
        batch_loss_after=float(both[1][batch_mask].mean()),
        loss=float(both[0].mean()),
        loss_after=float(both[1].mean()),
        cosine=cosine(gradient, full) if turned else float("nan"),
        gradient=gradient,
        full_gradient=full,
    )
