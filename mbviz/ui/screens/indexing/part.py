"""A batch that the table has no room for: which rows stand there, and what they cost beside all of the batch."""

from __future__ import annotations

from mbviz._numbers import nats
from mbviz.article.indexing import Trace
from mbviz.losses import per_example_loss
from mbviz.ui.blocks import MAX_ROWS
from mbviz.ui.language import _
from mbviz.ui.settings import Settings


def told(settings: Settings, steps: Trace, delta: float) -> str:
    """Say so where the batch has more rows than the table (HTML); nothing elsewhere."""
    if settings.batch_size <= MAX_ROWS:
        return ""
    batch = settings.batch()
    return _(
        "<b>Only the first {shown} of {size:,} rows</b> of this batch are taken here: their loss is {part} nats, "
        "that of all {size:,} is {whole} nats.",
        shown=len(steps.rows),
        size=len(batch),
        part=nats(steps.loss),
        whole=nats(float(per_example_loss(batch.y, batch.t, delta).mean())),
    )
