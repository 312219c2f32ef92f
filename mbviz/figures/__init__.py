"""Every picture of the app as a function from arrays to a plotly Figure, for notebooks as well."""

from mbviz.figures.batch import batch
from mbviz.figures.coverage import coverage
from mbviz.figures.delta import delta
from mbviz.figures.digits import digits
from mbviz.figures.estimates import estimates
from mbviz.figures.gradient_plane import gradient_plane
from mbviz.figures.law import law
from mbviz.figures.loss_histogram import loss_histogram
from mbviz.figures.losses import losses
from mbviz.figures.noise_scale import noise_scale
from mbviz.figures.noise_scales import noise_scales
from mbviz.figures.picks import picks
from mbviz.figures.race import Runner, race
from mbviz.figures.spread import spread
from mbviz.figures.trade_off import trade_off

__all__ = [
    "Runner",
    "batch",
    "coverage",
    "delta",
    "digits",
    "estimates",
    "gradient_plane",
    "law",
    "loss_histogram",
    "losses",
    "noise_scale",
    "noise_scales",
    "picks",
    "race",
    "spread",
    "trade_off",
]
