"""How long the three versions of the loss take on this machine, measured once, in a process of its own."""

from __future__ import annotations

from mbviz.article.timing import Timing, measure_versions
from mbviz.ui.data import HEAVY, while_training
from mbviz.ui.jobs import Job
from mbviz.ui.settings import Settings
from mbviz.ui.workers import apart


def timing(settings: Settings) -> Job[Timing]:
    """The one measurement of this server."""
    work = apart(measure_versions, settings.snapshot.y, settings.dataset.labels, progress=True)
    return HEAVY.start("timing", work, unless=while_training)
