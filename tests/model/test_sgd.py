"""SGD of which each step is a batch: against a plain loop, cut short, gone on with, run again, and blown up."""

import dataclasses
import math
from itertools import islice, pairwise
from pathlib import Path

import numpy as np
import pytest

import mbviz
from mbviz.model.open_step import open_step
from mbviz.model.sgd import replay
from mbviz.model.sgd_recipe import points

LAYERS = (784, 6, 10)
RECIPE = mbviz.SgdRecipe(7, 30, learning_rate=0.5, seed=2, layers=LAYERS)


def made_up(n, seed=0):
    rng = np.random.default_rng(seed)
    images, labels = rng.integers(0, 256, (n, 28, 28), dtype=np.uint8), rng.integers(0, 10, n)
    return mbviz.Dataset(images, labels, "file", Path("none.npz"))


DIGITS, TEST = made_up(200), made_up(50, seed=1)


def last(recipe, **options):
    return list(mbviz.train_sgd(recipe, DIGITS, **options))[-1]


def same(one, other):
    return len(one) == len(other) and all(np.array_equal(a, b) for a, b in zip(one, other))


@pytest.mark.parametrize("momentum", [0.0, 0.8])
def test_steps_are_those_of_a_plain_loop_over_gradients_of_draws(momentum):
    weights = [w.astype(np.float64) for w in mbviz.initial_weights(LAYERS, 0)]
    velocity = [np.zeros_like(w) for w in weights]
    x, t = mbviz.flatten(DIGITS.images), DIGITS.labels
    reports = list(mbviz.train_sgd(dataclasses.replace(RECIPE, momentum=momentum), DIGITS))
    for k, report in enumerate(reports[1:]):
        mask = mbviz.draw_batch(200, 7, seed=2, draw=k)
        loss = mbviz.per_example_loss(mbviz.forward(x[mask], weights), t[mask]).mean()
        assert report.batch_loss == pytest.approx(loss, rel=1e-4)
        velocity = [momentum * v - 0.5 * g for v, g in zip(velocity, mbviz.gradients(x[mask], t[mask], weights))]
        weights = [w + v for w, v in zip(weights, velocity)]
    for found, expected in zip(reports[-1].point.weights, weights):
        np.testing.assert_allclose(found, expected, atol=2e-5)


def test_a_batch_in_parts_takes_the_step_of_the_whole_batch():
    """1,300 examples go through the network in three parts."""
    recipe = mbviz.SgdRecipe(1_300, 1, layers=LAYERS)
    mask = mbviz.draw_batch(200, 1_300, draw=0)
    first = mbviz.initial_weights(LAYERS, 0)
    slope = mbviz.gradients(mbviz.flatten(DIGITS.images)[mask], DIGITS.labels[mask], first)
    for found, w, g in zip(last(recipe).point.weights, first, slope):
        np.testing.assert_allclose(found, w - g, atol=1e-6)


def test_reports_say_how_far_the_run_is():
    reports = list(mbviz.train_sgd(RECIPE, DIGITS, test=TEST))
    assert [report.step for report in reports] == list(range(31))
    assert [report.examples for report in reports] == [7 * k for k in range(31)]
    assert math.isnan(reports[0].batch_loss) and all(report.batch_loss > 0 for report in reports[1:])
    assert [report.step for report in reports if report.point] == list(points(RECIPE))
    assert not any(report.problem for report in reports)
    seconds = [report.seconds for report in reports]
    assert seconds == sorted(seconds) and seconds[0] == 0
    for data, loss, accuracy in ((DIGITS, "loss", "accuracy"), (TEST, "test_loss", "test_accuracy")):
        point = reports[-1].point
        y = mbviz.forward(mbviz.flatten(data.images), point.weights)
        assert getattr(point, loss) == mbviz.sparse_cross_entropy_error(y, data.labels)
        assert getattr(point, accuracy) == (y.argmax(axis=1) == data.labels).mean()


def test_without_test_digits_their_loss_is_left_out():
    assert (last(RECIPE).point.test_loss, last(RECIPE).point.test_accuracy) == (None, None)


@pytest.mark.parametrize("momentum", [0.0, 0.8])
def test_a_run_gone_on_with_is_the_run_bit_by_bit(momentum):
    recipe = dataclasses.replace(RECIPE, momentum=momentum)
    whole = list(mbviz.train_sgd(recipe, DIGITS))
    again = list(mbviz.train_sgd(recipe, DIGITS))
    cut = list(islice(mbviz.train_sgd(recipe, DIGITS), 20))
    start = [report.point for report in cut if report.point][-1]
    rest = list(mbviz.train_sgd(recipe, DIGITS, start=start))
    assert rest[0].step == start.step and rest[0].point is start
    assert same(whole[-1].point.weights, again[-1].point.weights)
    assert same(whole[-1].point.weights, rest[-1].point.weights)
    assert [r.batch_loss for r in whole[start.step + 1 :]] == [r.batch_loss for r in rest[1:]]


def test_a_run_can_be_closed_at_any_step():
    run = mbviz.train_sgd(RECIPE, DIGITS)
    assert next(run).step == 0 and next(run).step == 1
    run.close()
    assert list(run) == []


def test_points_kept_do_not_change_while_the_run_goes_on():
    reports = mbviz.train_sgd(RECIPE, DIGITS)
    first = next(reports).point
    kept = [w.copy() for w in first.weights]
    list(reports)
    assert same(first.weights, kept) and same(kept, mbviz.initial_weights(LAYERS, 0))


def test_a_learning_rate_that_explodes_ends_the_run_with_a_sentence():
    reports = list(mbviz.train_sgd(dataclasses.replace(RECIPE, learning_rate=3e38, momentum=0.99), DIGITS))
    assert len(reports) < 31 and reports[-1].point is None
    assert "not finite any more after step" in reports[-1].problem and "η = 3e+38" in reports[-1].problem


@pytest.mark.parametrize("steps", [1, 2, 3, 39, 40, 41, 1_000, 10**6])
def test_points_are_about_forty_spaced_by_ratio(steps):
    found = points(mbviz.SgdRecipe(10, steps))
    assert found[0] == 0 and found[-1] == steps and len(found) <= 41 and len(found) >= min(steps, 38)
    assert all(low < high for low, high in pairwise(found))
    late = [high / low for low, high in pairwise(found) if low >= 20]
    assert not late or max(late) / min(late) < 1.1


@pytest.mark.parametrize(
    "changed, sentence",
    [
        ({"batch_size": 0}, "batch_size must be"),
        ({"steps": 1.5}, "steps must be"),
        ({"learning_rate": 0}, "learning_rate must be"),
        ({"learning_rate": math.nan}, "learning_rate must be"),
        ({"momentum": 1}, "momentum must be"),
        ({"seed": -1}, "seed must be"),
        ({"layers": (784,)}, "layers must hold"),
    ],
)
def test_a_recipe_that_makes_no_sense_is_refused(changed, sentence):
    with pytest.raises(ValueError, match=sentence):
        mbviz.SgdRecipe(**{"batch_size": 1, "steps": 1, **changed})


def test_a_recipe_comes_back_from_its_json_and_no_other_text_does():
    assert mbviz.SgdRecipe.from_json(RECIPE.to_json()) == RECIPE
    assert mbviz.SgdRecipe(1, 1, learning_rate=1).to_json() == mbviz.SgdRecipe(1, 1, learning_rate=1.0).to_json()
    for text in ("", "{}", '{"layers": 3}', RECIPE.to_json().replace("steps", "stairs")):
        with pytest.raises(ValueError, match="SgdRecipe.to_json"):
            mbviz.SgdRecipe.from_json(text)


def test_layers_that_do_not_fit_the_data_are_refused_before_the_first_step():
    with pytest.raises(ValueError, match="784 pixels"):
        mbviz.train_sgd(mbviz.SgdRecipe(1, 1, layers=(28, 10)), DIGITS)
    point = last(RECIPE).point
    with pytest.raises(ValueError, match="other shapes"):
        mbviz.train_sgd(dataclasses.replace(RECIPE, layers=(784, 7, 10)), DIGITS, start=point)


def test_a_step_is_opened_from_the_beginning_or_from_a_point_near_it():
    reports = list(mbviz.train_sgd(RECIPE, DIGITS))
    start = [report.point for report in reports if report.point and report.step <= 21][-1]
    for opened in (open_step(RECIPE, DIGITS, 21), open_step(RECIPE, DIGITS, 21, start=start)):
        np.testing.assert_array_equal(opened.batch_mask, mbviz.draw_batch(200, 7, seed=2, draw=21))
        assert opened.batch_loss == pytest.approx(reports[22].batch_loss, rel=1e-6)
        assert same(opened.weights_after, replay(RECIPE, DIGITS, [22])[0])
        x, t = mbviz.flatten(DIGITS.images), DIGITS.labels
        assert opened.loss_after == mbviz.sparse_cross_entropy_error(mbviz.forward(x, opened.weights_after), t)
        full = mbviz.gradients(x, t, opened.weights)
        assert opened.cosine == pytest.approx(mbviz.cosine(opened.gradient, full))
        for w, after, g in zip(opened.weights, opened.weights_after, opened.gradient):
            np.testing.assert_allclose(after, w - 0.5 * g, atol=1e-6)
    with pytest.raises(ValueError, match="k must be at most 29"):
        open_step(RECIPE, DIGITS, 30)
