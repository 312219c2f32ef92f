"""Every picture of the app as a function from arrays to a plotly Figure, for notebooks as well."""

from mbviz.figures.batch import batch
from mbviz.figures.delta import delta
from mbviz.figures.digits import digits
from mbviz.figures.estimates import estimates
from mbviz.figures.losses import losses
from mbviz.figures.picks import picks

__all__ = ["batch", "delta", "digits", "estimates", "losses", "picks"]
