"""Every public function that takes an array refuses what NumPy would take without a word: masks, units, gaps."""

import ast
import warnings
from functools import cache
from importlib import import_module
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scipy import sparse

import mbviz
from mbviz.data.dataset import Dataset
from mbviz.model.keras_losses import KerasLosses
from mbviz.model.snapshots import Milestone
from mbviz.stats.bands import quantile_bands
from mbviz.stats.spread import SpreadFit
from tests import house

Y, T, LOSSES = np.array([[0.1, 0.7, 0.2], [0.5, 0.3, 0.2]]), np.array([1, 0]), np.array([0.1, 0.5, 2.0])
SIZES, DRAWN, DIGITS = np.array([1, 2]), np.array([[0.1, 2.0], [0.4, 1.1]]), np.zeros((2, 28, 28), np.uint8)
ONE_HOT = mbviz.one_hot(T, 3)
WEIGHTS = [np.zeros((784, 10)), np.zeros(10)]
PIXELS = DIGITS.reshape(2, -1)
ONE_PIXEL = np.eye(2, 784, dtype=np.uint8)
LAW = mbviz.sampling_law(LOSSES, [2])[0]
BANDS = quantile_bands(LOSSES, SIZES)
DATA = Dataset(DIGITS, T, "file", Path("two.npz"))
FIT = SpreadFit(SIZES, 1 / SIZES, 1 / SIZES, -0.5, 0.1, 1 / SIZES)
SUMMARY = mbviz.summarize(LOSSES)
GAINS = mbviz.fit_gains([1, 2], [[1.0, 1.0], [1.5, 1.5]])
TAKEN = {  # what each takes besides; (module, function): arguments that are good
    "article.batch_means.batch_means": {"losses": LOSSES, "batch_size": 2},
    "article.indexing.loss_gradient": {"probability": Y},
    "article.indexing.logit_gradient": {"probability": Y},
    "article.label_forms.suggest_loss": {"t": T, "n_classes": 3},
    "article.label_forms.binary_cross_entropy_error": {"p": Y[:, 0], "t": T},
    "article.versions.compare": {"y": Y, "t": T},
    "article.versions.time_versions": {"y": Y, "t": T},
    "batch.open_batch": {"batch_mask": T, "labels": T, "y": Y},
    "data.dataset.flatten": {"images": DIGITS},
    "figures._layout.bar_outline": {"lengths": LOSSES},
    "figures.batch.positions": {"batch_mask": T, "n": 2},
    "figures.batch.class_shares": {"labels": T, "n_classes": 2},
    "figures.batch.batch": {"batch_mask": T, "batch_labels": T, "labels": T},
    "figures.digits.digits": {"images": DIGITS, "y": Y, "t": T},
    "figures.estimates.estimates": {
        "batch_sizes": SIZES,
        "loss_estimates": DRAWN,
        "mean": 1.0,
        "band": mbviz.spread_band(LOSSES, SIZES),
    },
    "figures.gradient_plane.gradient_plane": {
        "points": DRAWN,
        "full": DRAWN[0],
        "contours": [DRAWN],
        "batch": DRAWN[0],
        "ghost": DRAWN,
    },
    "figures.noise_scale.noise_scale": {"fit": GAINS, "gains": DRAWN},
    "figures.law.law": {"bands": BANDS, "replace": True, "path": DRAWN[0]},
    "figures.loss_histogram.loss_histogram": {
        "edges": [0.1, 1, 10],
        "counts": T,
        "shares": DRAWN[0],
        "mean": 1.0,
        "median": 1.0,
    },
    "figures.losses.losses": {"per_example": LOSSES, "wrong": LOSSES > 1, "mean": 1.0, "rows": [3, 4, 5]},
    "figures.picks.as_rows": {"rows": T, "count": 2},
    "figures.picks.picks": {"y": Y, "t": T, "rows": T},
    "figures.spread.spread": {"found": FIT, "seconds": DRAWN[0]},
    "losses.one_hot": {"t": T},
    "losses.softmax": {"logits": Y},
    "losses.pick": {"y": Y, "t": T},
    "losses.per_example_loss": {"y": Y, "t": T},
    "losses.cross_entropy_error": {"y": Y, "t": ONE_HOT},
    "losses.sparse_cross_entropy_error": {"y": Y, "t": T},
    "model.backward.checked": {"x": PIXELS, "t": T, "weights": WEIGHTS},
    "model.gradient_noise.gradient_noise": {"x": PIXELS, "t": T, "weights": WEIGHTS},
    "model.gradients.gradients": {"x": PIXELS, "t": T, "weights": WEIGHTS},
    "model.gradients.squared_gradient_norms": {"x": PIXELS, "t": T, "weights": WEIGHTS},
    "model.gradients.gradient_shadows": {"x": PIXELS, "t": T, "weights": WEIGHTS, "directions": [WEIGHTS]},
    "model.gradients.stacked": {"directions": [WEIGHTS], "layers": [tuple(WEIGHTS)]},
    "model.gradient_plane.gradient_plane": {"x": PIXELS + ONE_PIXEL, "t": T, "weights": WEIGHTS},
    "model.step_gains.step_gains": {"x": PIXELS, "t": T, "weights": WEIGHTS, "batch_sizes": SIZES, "n_draws": 1},
    "model.step_losses.step_losses": {
        "x": PIXELS,
        "t": T,
        "weights": WEIGHTS,
        "gradient": WEIGHTS,
        "learning_rates": LOSSES,
    },
    "model.keras_child.encode": {"name": "categorical_crossentropy", "t": ONE_HOT, "y": Y},
    "model.keras_losses.as_keras_does": {"name": "categorical_crossentropy", "t": ONE_HOT, "y": Y},
    "model.keras_losses.KerasLosses.ask": {
        "self": KerasLosses(),
        "name": "categorical_crossentropy",
        "t": ONE_HOT,
        "y": Y,
    },
    "model.keras_losses.KerasLosses.value": {
        "self": KerasLosses(),
        "name": "categorical_crossentropy",
        "t": ONE_HOT,
        "y": Y,
    },
    "model.network.scale": {"x": DIGITS[0]},
    "model.network.as_layers": {"weights": WEIGHTS},
    "model.network.forward": {"x": PIXELS, "weights": WEIGHTS},
    "model.snapshots.take_snapshot": {"dataset": DATA, "milestone": Milestone("untrained", 0, 0), "weights": WEIGHTS},
    "sampling.repeated": {"batch_mask": T},
    "stats.batch_tradeoff.GainFit.gain": {"self": GAINS, "batch_size": SIZES},
    "stats.batch_tradeoff.fit_gains": {"batch_sizes": SIZES, "gains": np.array([[1.0, 2.0], [1.5, 2.0]])},
    "stats.batch_tradeoff.fit_trade_off": {"batch_sizes": SIZES, "steps": DRAWN[0]},
    "stats.batch_tradeoff.steps_to_reach": {"steps": LOSSES, "losses": LOSSES, "target": 0.5},
    "stats.bands.spread_band": {"losses": LOSSES, "batch_sizes": SIZES},
    "stats.bands.quantile_bands": {"losses": LOSSES, "batch_sizes": SIZES, "chances": [0.9, 0.5]},
    "stats.bands.running_mean": {"losses": LOSSES, "batch_sizes": SIZES, "seed": 0},
    "stats.bands.share_inside": {"bands": BANDS, "batch_sizes": SIZES, "estimates": DRAWN},
    "stats.coverage.coverage": {"losses": LOSSES, "batch_sizes": [2, 3], "n_batches": 3},
    "stats.estimates.loss_estimates": {"losses": LOSSES, "batch_sizes": SIZES, "n_draws": 2},
    "stats.estimates.standard_error": {"std": 1.0, "batch_size": SIZES},
    "stats.gradient_cloud.gradient_cloud": {"shadows": DRAWN, "batch_sizes": SIZES, "n_draws": 2},
    "stats.gradient_contours.gradient_contours": {"shadows": DRAWN, "batch_size": 2},
    "stats.independent.independent_estimates": {"losses": LOSSES, "batch_sizes": SIZES, "n_draws": 2},
    "stats.independent.independent_moments": {"losses": LOSSES, "batch_sizes": SIZES, "n_draws": 2},
    "stats.intervals.confidence_interval": {"batch_losses": LOSSES},
    "stats.intervals.interval_from_moments": {
        "mean": DRAWN[0],
        "std": DRAWN[0],
        "skewness": DRAWN[0],
        "batch_size": 5,
    },
    "stats.law.sampling_law": {"losses": LOSSES, "batch_sizes": SIZES},
    "stats.law.SamplingLaw.quantile": {"self": LAW, "p": [0.1, 0.5]},
    "stats.law.SamplingLaw.cdf": {"self": LAW, "x": LOSSES},
    "stats.law.SamplingLaw.density": {"self": LAW, "x": LOSSES},
    "stats.moments.batch_mean_moments": {"summary": SUMMARY, "batch_size": SIZES},
    "model.gradient_angle.cosine": {"g": LOSSES, "G": LOSSES},
    "model.gradient_angle.expected_cosine": {"noise_scale": 2.0, "batch_size": SIZES},
    "stats.noise_scale.noise_scale_from_batches": {
        "squared_norms_small": LOSSES,
        "squared_norms_big": LOSSES,
        "b_small": 1,
        "b_big": 2,
    },
    "stats.paired.paired_differences": {"a": DRAWN, "b": DRAWN},
    "stats.planner.half_width": {"summary": SUMMARY, "batch_size": SIZES},
    "stats.population.simulate_population": {"losses": LOSSES, "n": 10, "batch_size": 2, "n_draws": 2},
    "stats.population.relative_errors": {"losses": LOSSES, "batch_size": 2, "n_draws": 2},
    "stats.profile.loss_profile": {"losses": LOSSES, "right": LOSSES < 1},
    "stats.profile.loss_shares": {"losses": LOSSES},
    "stats.profile.top_share": {"losses": LOSSES},
    "stats.spread.fit_spread": {"batch_sizes": SIZES, "estimates": DRAWN, "summary": SUMMARY},
    "stats.summary.summarize": {"losses": LOSSES},
    "takeaway.indexing.indexing_cells": {"y": Y, "t": T, "rows": [1, 0]},
    "takeaway.literals.typed": {"array": Y},
}
CHILD = {"model.train.build_model"}  # runs where TensorFlow is, on weights of this program alone


@cache
def takers():
    """Each public function or method below the pages that says it takes an array-like, and which arguments are such."""
    found = {}
    for path in house.PYTHON:
        module = house.module(path).removeprefix("mbviz.")
        if path.is_relative_to(house.PACKAGE) and not module.startswith("ui"):
            tree = house.parse(path)
            classes = [node for node in tree.body if isinstance(node, ast.ClassDef)]
            for owner, body in [("", tree.body), *((f"{node.name}.", node.body) for node in classes)]:
                for node in body:
                    if isinstance(node, house.Node) and not node.name.startswith("_"):
                        arrays = [
                            one.arg
                            for one in (*node.args.args, *node.args.kwonlyargs)
                            if one.annotation and "ArrayLike" in ast.unparse(one.annotation)
                        ]
                        if arrays:
                            found[f"{module}.{owner}{node.name}"] = arrays
    return found


def called(name, **changes):
    module, _, function = name.rpartition(".")
    given = {**TAKEN[name], **changes}
    try:
        home = import_module(f"mbviz.{module}")
    except ModuleNotFoundError:  # a method: its class stands between
        module, _, owner = module.rpartition(".")
        home = getattr(import_module(f"mbviz.{module}"), owner)
    return getattr(home, function)(**given)


class WithUnit(np.ndarray):
    """As those of astropy and pint: a unit that numpy.asarray leaves behind."""

    units = ("nats",)


def with_a_gap(values):
    gap = np.asarray(values).astype(object)
    gap.flat[-1] = pd.NA
    return gap


SPOILED = {
    "a mask": lambda values: np.ma.masked_array(values, mask=np.arange(np.size(values)).reshape(np.shape(values)) == 0),
    "a mask that hides nothing": np.ma.masked_array,
    "a mask within a list": lambda values: list(np.ma.masked_array(values, mask=True)),
    "a unit": lambda values: np.asarray(values).view(WithUnit),
    "a sparse matrix": lambda values: sparse.csr_array(np.atleast_2d(np.ravel(values).astype(float))),
    "a gap": with_a_gap,
    "a gap in a column": lambda values: pd.Series([None, *np.ravel(values).tolist()]),
    "nan": lambda values: np.where(np.isfinite(values), np.nan, 0.0),
    "complex numbers": lambda values: np.asarray(values) + 0j,
    "texts": lambda values: np.asarray(values).astype(str),
    "dates": lambda values: np.asarray(values).astype("i8").astype("datetime64[s]"),
    "objects": lambda values: np.asarray(values).astype(object) if np.asarray(values).dtype.kind == "f" else {},
    "a huge whole number": lambda values: [-(10**400)] * max(np.size(values), 1),
    "ragged rows": lambda values: [[1, 2], [1]],
    "nothing": lambda values: None,
}


def spoil(argument, good, change):
    """A good argument changed, or the first array of one that holds several."""
    if argument in {"weights", "gradient"}:
        return [change(good[0]), good[1]]
    if argument == "directions":
        return [spoil("weights", good[0], change)]
    return [change(good[0]), *good[1:]] if isinstance(good, list) and np.ndim(good[0]) else change(good)


def test_every_public_function_that_takes_an_array_is_tried_here():
    assert set(takers()) == set(TAKEN) | CHILD
    assert all(set(arrays) <= set(TAKEN[name]) for name, arrays in takers().items() if name not in CHILD)


@pytest.mark.parametrize("name", sorted(set(TAKEN) - {"model.keras_losses.KerasLosses.value"}))
def test_good_arrays_are_taken(name):
    if name.endswith("KerasLosses.ask"):
        pytest.skip("would start Keras")
    with warnings.catch_warnings(), np.errstate(all="raise"):
        warnings.simplefilter("error")
        called(name)
        for argument in takers()[name]:  # and as lists, too
            value = TAKEN[name][argument]
            if isinstance(value, np.ndarray) and value.dtype != np.uint8:
                called(name, **{argument: value.tolist()})


@pytest.mark.parametrize("fault", SPOILED)
@pytest.mark.parametrize("name", sorted(TAKEN))
def test_what_would_be_lost_or_is_no_number_is_refused_with_a_sentence(name, fault):
    for argument in takers()[name]:
        good = TAKEN[name][argument]
        spoiled = spoil(argument, good, SPOILED[fault])
        if spoiled is None and argument in {"rows", "path", "seconds", "batch", "ghost"}:
            continue  # which may be left out
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            with pytest.raises(ValueError) as refusal:
                called(name, **{argument: spoiled})
        said = str(refusal.value)
        assert said.rstrip(")").endswith("."), said
        if fault.startswith("a mask"):
            assert "is a masked array" in said and ".filled(0)" in said and ".compressed()" in said


@pytest.mark.parametrize("masked", [{"images": np.ma.array(DIGITS)}, {"labels": np.ma.array(T)}])
def test_data_with_a_mask_is_refused(masked):
    with pytest.raises(ValueError, match="is a masked array"):
        Dataset(**{"images": DIGITS, "labels": T, "source": "file", "path": Path("two.npz"), **masked})


@pytest.mark.parametrize("masked", [{"y": np.ma.array(Y)}, {"t": np.ma.array(T)}, {"rows": np.ma.array([0, 1])}])
def test_arrays_with_a_mask_are_refused(masked):
    with pytest.raises(ValueError, match="is a masked array"):
        mbviz.Arrays(**{"y": Y, "t": T, **masked})


@pytest.mark.parametrize("count", ["batch_size", "n", "seed", "draw"])
def test_a_masked_number_is_no_count(count):
    with pytest.raises(ValueError, match=f"{count} must be a whole number"):
        mbviz.draw_batch(**{"n": 10, "batch_size": 3, "seed": 0, "draw": 0, count: np.ma.array(3, mask=True)})
