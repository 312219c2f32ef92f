"""mbviz shows what a mini-batch is, on real digits.

The parts, from the numbers up to the page:

- `losses`: cross-entropy as the article writes it, per example first
- `sampling`: which examples a mini-batch holds
- `batch`: one mini-batch with its outputs, picks and losses
- `data`: where MNIST comes from, its form, its download
- `model`: the network's passes forward and back, its outputs at stages of its training, and the processes that train it
- `stats`: how far the loss of a mini-batch is from the loss of all the data, and its gradient from theirs
- `article`: what takes the article apart: arrays as text, indexing steps, versions, slips, label forms
- `figures`: every picture as a Plotly figure
- `takeaway`: all of it as code, as a notebook and as a table
- `ui`: the Streamlit pages
"""

from mbviz.article.arrays import Arrays
from mbviz.article.indexing import trace
from mbviz.article.label_forms import binary_cross_entropy_error, suggest_loss
from mbviz.batch import Batch, open_batch
from mbviz.data.datasets import Dataset, flatten, load_mnist
from mbviz.losses import cross_entropy_error, one_hot, per_example_loss, pick, softmax, sparse_cross_entropy_error
from mbviz.model.gradient_angle import cosine, expected_cosine
from mbviz.model.gradient_noise import GradientNoise, gradient_noise
from mbviz.model.gradient_plane import GradientPlane, gradient_plane
from mbviz.model.gradients import gradient_shadows, gradients, squared_gradient_norms
from mbviz.model.network import forward, initial_weights
from mbviz.model.open_step import OpenedStep, open_step
from mbviz.model.sgd import StepReport, train_sgd
from mbviz.model.sgd_recipe import SgdRecipe
from mbviz.model.step_gains import StepGains, step_gains
from mbviz.model.step_losses import StepLosses, step_losses
from mbviz.sampling import draw_batch, repeated, round_sizes
from mbviz.stats.bands import spread_band
from mbviz.stats.batch_tradeoff import GainFit, TradeOff, fit_gains, fit_trade_off, steps_to_reach
from mbviz.stats.estimates import loss_estimates, standard_error
from mbviz.stats.gradient_cloud import GradientCloud, gradient_cloud
from mbviz.stats.gradient_contours import Contour, gradient_contours
from mbviz.stats.independent import independent_estimates
from mbviz.stats.intervals import confidence_interval, trustworthy_from
from mbviz.stats.law import SamplingLaw, sampling_law
from mbviz.stats.noise_scale import NoiseScaleEstimate, noise_scale_from_batches
from mbviz.stats.planner import half_width, required_batch_size
from mbviz.stats.population import simulate_population
from mbviz.stats.summary import LossSummary, summarize

__all__ = [
    "Arrays",
    "Batch",
    "Contour",
    "Dataset",
    "GainFit",
    "GradientCloud",
    "GradientNoise",
    "GradientPlane",
    "LossSummary",
    "NoiseScaleEstimate",
    "OpenedStep",
    "SamplingLaw",
    "SgdRecipe",
    "StepGains",
    "StepLosses",
    "StepReport",
    "TradeOff",
    "binary_cross_entropy_error",
    "confidence_interval",
    "cosine",
    "cross_entropy_error",
    "draw_batch",
    "expected_cosine",
    "fit_gains",
    "fit_trade_off",
    "flatten",
    "forward",
    "gradient_cloud",
    "gradient_contours",
    "gradient_noise",
    "gradient_plane",
    "gradient_shadows",
    "gradients",
    "half_width",
    "independent_estimates",
    "initial_weights",
    "load_mnist",
    "loss_estimates",
    "noise_scale_from_batches",
    "one_hot",
    "open_batch",
    "open_step",
    "per_example_loss",
    "pick",
    "repeated",
    "required_batch_size",
    "round_sizes",
    "sampling_law",
    "simulate_population",
    "softmax",
    "sparse_cross_entropy_error",
    "spread_band",
    "squared_gradient_norms",
    "standard_error",
    "step_gains",
    "step_losses",
    "steps_to_reach",
    "suggest_loss",
    "summarize",
    "trace",
    "train_sgd",
    "trustworthy_from",
]
