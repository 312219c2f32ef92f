"""The numbers that lessons name, computed as the screens compute them: of the data at hand, and of a lesson's settings."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import replace

from mbviz._numbers import plain
from mbviz.model.trainer import Training
from mbviz.stats.estimates import standard_error
from mbviz.stats.planner import required_batch_size
from mbviz.stats.summary import summarize
from mbviz.ui.kinds import Limits, Value
from mbviz.ui.settings import Settings
from mbviz.ui.state import SETTINGS

__all__ = ["facts", "told"]

COUNTS = ("n", "classes", "needed")  # the others are nats


def facts(
    names: Iterable[str], state: Mapping[str, Value], settings: Settings, training: Training, limits: Limits
) -> dict[str, float]:
    """The numbers of some names, where the settings are those of `state` and else at their defaults.

    Parameters
    ----------
    names : iterable of str
        Some of `mbviz.lessons.lesson.NAMED`.
    state : mapping
        Settings, as a lesson has them.
    settings : Settings
        The page's data, and a network in place of one that is not trained yet.
    training : Training
    limits : Limits

    Returns
    -------
    dict of str to float
        NaN where there is no such number.
    """
    values = _values(state, limits)
    meant = replace(
        settings,
        snapshot=training.snapshot(str(values["network"])) or settings.snapshot,
        batch_size=int(str(values["batch_size"])),
        seed=int(str(values["seed"])),
        draw=int(str(values["draw"])),
        replace=values["replace"] is True,
    )
    return {name: _fact(name, meant, values) for name in names}


def told(facts: Mapping[str, float]) -> dict[str, str]:
    """The numbers as a text has them.

    Examples
    --------
    >>> told({"n": 60000.0, "mean": 0.37266, "needed": math.nan})
    {'n': '60,000', 'mean': '0.373', 'needed': '–'}
    """
    return {
        name: "–" if math.isnan(value) else f"{value:,.0f}" if name in COUNTS else plain(value, 3)
        for name, value in facts.items()
    }


def _values(state: Mapping[str, Value], limits: Limits) -> dict[str, Value]:
    """Every setting as it is in `state`, or at its default, within the limits of the data at hand."""
    values: dict[str, Value] = {}
    limits = replace(limits, values=values)
    for key, setting in SETTINGS.items():
        default = setting.initial(limits)
        values[key] = setting.kind.fit(state.get(key, default), default, limits)
    return values


def _fact(name: str, settings: Settings, values: Mapping[str, Value]) -> float:
    losses = settings.snapshot.losses
    if name == "n":
        return settings.dataset.n
    if name == "classes":
        return settings.dataset.schema.n_classes
    if name == "mean":
        return float(losses.mean())
    if name == "std":
        return float(losses.std())
    if name == "batch_loss":
        return settings.batch().loss
    if name == "standard_error":
        n = None if settings.replace else settings.dataset.n
        return float(standard_error(float(losses.std()), settings.batch_size, n))
    assert name == "needed"
    population = None if values["target"] == "true-risk" else int(str(values["population"]))
    precision, confidence = float(str(values["precision"])), float(str(values["confidence"]))
    try:
        return required_batch_size(summarize(losses), precision, confidence=confidence, population=population)
    except ValueError:  # a mean loss of 0 has no relative precision
        return math.nan
