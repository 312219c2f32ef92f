"""What the interval ± t · s/√B of the batch at hand says, and what it is worth."""

from __future__ import annotations

import numpy as np

from mbviz._numbers import short
from mbviz.stats.intervals import confidence_interval
from mbviz.ui.language import _
from mbviz.ui.settings import Settings
from mbviz.ui.terms import explained


def told(settings: Settings) -> str:
    """This batch's own interval, and whether it holds the loss of all the data (HTML)."""
    batch, truth = settings.batch(), float(settings.snapshot.losses.mean())
    lead = _("This batch of {size:,}", size=len(batch))
    if len(batch) == 1:
        said = _("one loss shows no spread: there is no s, and no interval.")
    elif len(batch) == settings.dataset.n and not settings.replace:
        said = _("these are all the data, and their mean is the very one that is wanted.")
    elif batch.losses.min() == batch.losses.max():
        said = _(
            "all its losses are equal, {loss} nats. So s = 0, and the interval has the width 0. That is no certainty: "
            "it says nothing of the error, only that no expensive digit came.",
            loss=short(batch.loss),
        )
    else:
        said = _of(batch.losses, truth, None if settings.replace else settings.dataset.n)
    return f'<p class="mbviz-note"><b>{lead}</b>: {explained(said)}</p>'


def _of(losses: np.ndarray, truth: float, n: int | None) -> str:
    """The interval of these losses, (B,) in nats, drawn from `n` without replacement; cut at 0."""
    found = confidence_interval(losses, method="t", n=n)
    low, high = float(found.low), float(found.high)
    values = {
        "mean": short(float(losses.mean())),
        "half": short((high - low) / 2),
        "low": short(max(low, 0.0)),
        "high": short(high),
        "truth": short(truth),
        "under": short(low),
    }
    said = _("{mean} ± {half}, so from {low} to {high} nats.", **values)
    if low < 0:
        said += " " + _("By the formula it begins at {under}; no mean loss is below 0, and it is cut there.", **values)
    if low <= truth <= high:
        return f"{said} {_('It <b>holds</b> {truth}, the loss of all.', **values)}"
    if high < truth:
        return f"{said} {_('It <b>misses</b> {truth}, the loss of all, and lies <b>below</b> it.', **values)}"
    return f"{said} {_('It <b>misses</b> {truth}, the loss of all, and lies <b>above</b> it.', **values)}"
