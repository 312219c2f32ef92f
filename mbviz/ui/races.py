"""The race: which runs it has, where they are trained, and what they have learned after so much of something."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from mbviz.data.dataset import Dataset, Schema
from mbviz.model.curve import Curve
from mbviz.model.race import Races, Run
from mbviz.model.sgd_recipe import SgdRecipe
from mbviz.model.snapshots import layers_for
from mbviz.ui import controls
from mbviz.ui.jobs import Jobs, Report

EXAMPLES = 180_000  # that each runner looks at: three times all of MNIST's
SIZES = (10, 100, 1_000, 10_000)
SCALED_FROM = 100  # the batch size whose learning rate stays, where it grows with B
BY_EXAMPLES, BY_STEPS, BY_SECONDS = controls.labels("axis")  # what can be counted
RACES = Jobs("races", kept=2)


def races(dataset: Dataset) -> Races:
    """The one place of this server where runs on these data are trained."""

    def create(report: Report) -> Races:
        return Races(dataset)

    return RACES.start(dataset.fingerprint, create).result()


@dataclass(frozen=True)
class Plan:
    """What is raced.

    Attributes
    ----------
    chosen : int
        The batch size that the visitor added.
    rate : float
        η, of batches of 100 where it `grows`.
    grows : bool
        Whether η is in proportion to B.
    momentum : float
    seed : int
    """

    chosen: int
    rate: float
    grows: bool
    momentum: float
    seed: int

    def sizes(self, n: int) -> list[int]:
        """The batch sizes of the runners, ascending; the last is all `n` examples."""
        return sorted({*(size for size in SIZES if size < n), min(self.chosen, n), n})

    def recipe(self, dataset: Dataset, size: int) -> SgdRecipe:
        """How one of them learns: it looks at `EXAMPLES` examples, or a few more to make the last step whole."""
        return _recipe(self, size, dataset.schema)


@lru_cache(maxsize=1024)  # a move asks for each of them several times
def _recipe(plan: Plan, size: int, schema: Schema) -> SgdRecipe:
    rate = plan.rate * size / SCALED_FROM if plan.grows else plan.rate
    return SgdRecipe(
        size,
        math.ceil(EXAMPLES / size),
        learning_rate=rate,
        momentum=plan.momentum,
        seed=plan.seed,
        layers=layers_for(schema),
    )


def along(curve: Curve, size: int, axis: str) -> NDArray[np.float64]:
    """How far a run is at each of its points, (p,): in what `axis` counts."""
    if axis == BY_SECONDS:
        return curve.seconds
    return curve.steps.astype(np.float64) * (size if axis == BY_EXAMPLES else 1)


def ends(plan: Plan, dataset: Dataset, axis: str) -> tuple[float, float]:
    """Where the race begins and ends by what `axis` counts; seconds are not known before, and about these are shown."""
    if axis == BY_SECONDS:
        return 0.01, 10.0
    recipes = [plan.recipe(dataset, size) for size in plan.sizes(dataset.n)]
    if axis == BY_EXAMPLES:
        return float(recipes[0].batch_size), float(max(recipe.examples for recipe in recipes))
    return 1.0, float(recipes[0].steps)


def score(curve: Curve, name: str) -> NDArray[np.float64]:
    """What it has learned at each of its points, (p,): an option of the setting "score"."""
    found: NDArray[np.float64] = getattr(curve, name.removeprefix("train-").replace("-", "_"))
    return found


def at(x: NDArray[np.float64], y: NDArray[np.float64], where: float) -> float:
    """The last y, (p,), whose x, (p,) ascending, is at most `where`; NaN where there is none."""
    k = int(np.searchsorted(x, where, side="right")) - 1
    return float(y[k]) if k >= 0 else math.nan


def start(place: Races, dataset: Dataset, plan: Plan) -> None:
    """Let all runners run."""
    for size in plan.sizes(dataset.n):
        place.start(plan.recipe(dataset, size))


def found(place: Races, dataset: Dataset, plan: Plan) -> dict[int, Run]:
    """The runs that there are already, by batch size."""
    looked = {size: place.look(plan.recipe(dataset, size)) for size in plan.sizes(dataset.n)}
    return {size: run for size, run in looked.items() if run is not None}
